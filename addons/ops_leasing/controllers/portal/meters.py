from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.http import request
from werkzeug.exceptions import NotFound

from .common import LeasePortal

URL = "/my/lease/meters"
#: how far back a reading may be sent
DAYS_BACK = 40


class LeaseMeters(LeasePortal):
    """抄表: a proposal with a photo, never a reading by itself."""

    @http.route(URL, type="http", auth="user", website=True)
    def lease_meters(self, **_kw):
        """Meters of the tenant's shops and what he has sent."""
        return self._lease_page(
            "portal_meters",
            request.env._("Meter readings"),
            meters=self._lease_meters(),
            reports=self._lease_model("ops.lease.reading.report").search(
                self._lease_own("ops.lease.reading.report"), limit=60
            ),
        )

    @http.route(
        f"{URL}/<int:meter_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def lease_meter(self, meter_id, **post):
        """Send what a meter shows."""
        meter = self._lease_meters().filtered(lambda m: m.id == meter_id)
        if not meter:
            raise NotFound
        errors = []
        if request.httprequest.method == "POST":
            _report, errors = self._lease_try(lambda: self._lease_propose(meter))
            if not errors:
                return request.redirect(f"{URL}?done=1")
        return self._lease_page(
            "portal_meter",
            meter.display_name,
            (request.env._("Meter readings"), URL),
            meter=meter,
            today=fields.Date.context_today(meter),
            errors=errors,
            typed=post,
        )

    @http.route(f"{URL}/report/<int:report_id>", type="http", auth="user", website=True)
    def lease_reading_report(self, report_id, **_kw):
        """What was sent, its photo and what became of it."""
        report = self._lease_find("ops.lease.reading.report", report_id)
        return self._lease_page(
            "portal_reading",
            report.display_name,
            (request.env._("Meter readings"), URL),
            report=report,
            reason=report._portal_reason("refused"),
        )

    def _lease_meters(self):
        """Meters of the tenant's shops."""
        units = self._lease_shops().unit_id
        return self._lease_model("ops.lease.meter").search(
            Domain("unit_id", "in", units.ids)
        )

    def _lease_propose(self, meter):
        env = request.env
        value = self._lease_number("value", env._("Reading"), 3)
        day = self._lease_day("date", env._("Day of reading"))
        today = fields.Date.context_today(meter)
        if day < today - timedelta(days=DAYS_BACK):
            raise UserError(
                env._(
                    "Readings are sent within %(days)s days: choose a day of the last "
                    "weeks.",
                    days=DAYS_BACK,
                )
            )
        photos = self._lease_photos(env._("The photo of the meter"))
        reports = self._lease_model("ops.lease.reading.report")
        if reports.search_count(
            [("meter_id", "=", meter.id), ("state", "=", "proposed")], limit=1
        ):
            raise UserError(
                env._("A reading of this meter waits to be confirmed already.")
            )
        lease = meter.unit_id.contract_id
        report = (
            reports.with_company(lease.company_id)
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "contract_id": lease.id,
                    "meter_id": meter.id,
                    "value": value,
                    "date": day,
                    "note": self._lease_text("note"),
                    "attachment_ids": [Command.create(photo) for photo in photos],
                }
            )
        )
        for _paper, sentence in report._problems():
            raise UserError(sentence)
        return report
