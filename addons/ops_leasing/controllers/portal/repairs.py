from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.http import request

from .common import LeasePortal

URL = "/my/lease/repairs"
MODEL = "ops.lease.repair"
#: what a tenant may do to his own report, and whether he says why
STEPS = {"confirm": False, "reject": True, "withdraw": True}


class LeaseRepairs(LeasePortal):
    """报修"""

    @http.route(URL, type="http", auth="user", website=True)
    def lease_repairs(self, **_kw):
        """Repairs of the tenant's shops, the newest first."""
        repairs = self._lease_model(MODEL).search(self._lease_shown(), limit=60)
        return self._lease_page(
            "portal_repairs", request.env._("Repairs"), repairs=repairs
        )

    @http.route(
        f"{URL}/new", type="http", auth="user", website=True, methods=["GET", "POST"]
    )
    def lease_repair_new(self, **post):
        """Report something broken."""
        shops = self._lease_shops()
        errors = []
        if request.httprequest.method == "POST":
            repair, errors = self._lease_try(lambda: self._lease_report(shops))
            if not errors:
                return request.redirect(f"{URL}/{repair.id}?done=1")
        return self._lease_page(
            "portal_repair_new",
            request.env._("Report a repair"),
            (request.env._("Repairs"), URL),
            units=shops.unit_id,
            fields=request.env[MODEL]._fields,
            errors=errors,
            typed=post,
        )

    @http.route(f"{URL}/<int:repair_id>", type="http", auth="user", website=True)
    def lease_repair(self, repair_id, **_kw):
        """Where a repair stands."""
        return self._lease_repair_page(self._lease_own_repair(repair_id))

    @http.route(
        f"{URL}/<int:repair_id>/<string:step>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def lease_repair_step(self, repair_id, step, **post):
        """Confirm the repair, say that it is not repaired, or withdraw the report."""
        repair = self._lease_own_repair(repair_id)
        if step not in STEPS:
            raise request.not_found()

        def take():
            reason = None
            if STEPS[step]:
                reason = self._lease_text("reason", request.env._("The reason"))
            repair._portal_take(step, reason)

        _done, errors = self._lease_try(take)
        if errors:
            return self._lease_repair_page(repair, errors=errors, typed=post)
        return request.redirect(f"{URL}/{repair_id}?done=1")

    def _lease_shown(self):
        """What staff are still writing is theirs."""
        return self._lease_own(MODEL, Domain("state", "!=", "draft"))

    def _lease_own_repair(self, repair_id):
        return self._lease_find(MODEL, repair_id, Domain("state", "!=", "draft"))

    def _lease_repair_page(self, repair, **values):
        return self._lease_page(
            "portal_repair",
            repair.name,
            (request.env._("Repairs"), URL),
            repair=repair,
            reason=repair._portal_reason("refused")
            if repair.state == "refused"
            else "",
            **values,
        )

    def _lease_report(self, shops):
        env = request.env
        number = self._lease_text("unit", env._("Shop"))
        lines = shops.filtered(lambda line: str(line.unit_id.id) == number)
        if not lines:
            raise UserError(env._("Choose one of your shops."))
        lease = lines[0].contract_id
        repair = (
            self._lease_model(MODEL)
            .with_company(lease.company_id)
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "contract_id": lease.id,
                    "unit_id": lines[0].unit_id.id,
                    "kind": self._lease_choice(
                        MODEL, "kind", env._("What it concerns")
                    ),
                    "urgency": self._lease_choice(MODEL, "urgency", env._("Urgency")),
                    "subject": self._lease_text("subject", env._("What is broken"))[
                        :120
                    ],
                    "description": self._lease_text("description"),
                    "phone": self._lease_text("phone")[:40],
                    "raised_by": "tenant",
                    "attachment_ids": [
                        Command.create(photo) for photo in self._lease_photos()
                    ],
                }
            )
        )
        repair._portal_take("submit")
        return repair
