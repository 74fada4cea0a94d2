"""The calendar of sales reports: asked for month by month, reminded of (LE-F09)."""

from datetime import timedelta

from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import date_utils

from ...rent import RentError
from ..groups import LEASING
from .windows import month_after


class LeaseSales(models.Model):
    _inherit = "ops.lease.sales"

    # ACTION
    @api.model
    def action_create_due(self):
        """Ask for the sales of every month that is over and not there yet (LE-F09).

        :raise AccessError: for others than the commercial company
        """
        self.env["ops.guard.mixin"]._check_group(LEASING)
        made = self._sales_create_due(self.env.companies)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "%(count)s sales reports are asked for.", count=len(made)
                ),
                "type": "success" if made else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_remind(self):
        """Remind the tenants of reports that are late, by mail (LE-F09).

        :raise AccessError: for others than the commercial company
        """
        self._check_group(LEASING)
        self.check_access("write")
        self.filtered(lambda p: p.state == "open")._sales_remind()
        return True

    # BUSINESS
    @api.model
    def _cron_sales(self):
        """Ask for what is due, remind of what is late, settle what the books hold."""
        today = fields.Date.context_today(self)
        self._sales_create_due(self.env["res.company"].search([]))
        late = self.search([("state", "=", "open"), ("date_due", "<", today)])
        late.filtered(
            lambda p: (
                not p.reminded_date
                or p.reminded_date + timedelta(days=p.company_id.lease_sales_remind)
                <= today
            )
        )._sales_remind()
        self.search([("state", "=", "checked")])._flow_kernel_take("settle")

    @api.model
    def _sales_create_due(self, companies):
        """Create the reports of months that are over; the number of queries does not
        grow with the leases."""
        leases = self.env["ops.lease.contract"].search(
            [
                ("company_id", "in", companies.ids),
                ("state", "in", ("signed", "settled")),
                ("turnover_method", "!=", False),
                ("date_start", "!=", False),
                ("date_end", "!=", False),
            ],
            order="id",
        )
        there = {
            (lease.id, month)
            for lease, month in self._read_group(
                [("contract_id", "in", leases.ids)], ["contract_id", "month:day"]
            )
        }
        today = fields.Date.context_today(self)
        wanted = [
            {"contract_id": lease.id, "month": month}
            for lease in leases
            for month in lease._sales_months(today)
            if (lease.id, month) not in there
        ]
        return self.create(wanted)

    def _sales_remind(self):
        """Mail to the tenants and a task for who handles the lease."""
        if not self:
            return
        today = fields.Date.context_today(self)
        # where a tenant is reached is no secret to who deals with him
        self.env["mail.mail"].sudo().create(
            [
                paper._prepare_reminder(paper.partner_id)
                for paper in self
                if paper.partner_id.email
            ]
        )
        for user, papers in self.grouped(lambda p: p.contract_id.user_id).items():
            fresh = papers.filtered(lambda p: not p.activity_ids)
            fresh.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=today,
                summary=self.env._("Sales report is late"),
                user_id=user.id or self.env.uid,
            )
        for count, papers in self.grouped("reminded_count").items():
            papers._flow_write({"reminded_date": today, "reminded_count": count + 1})

    def _prepare_reminder(self, partner):
        """Values of the mail to one tenant, in its language."""
        self.ensure_one()
        said = self.with_context(lang=partner.lang or self.env.lang).env
        month = fields.Date.to_string(self.month)[:7]
        text = said._(
            "%(tenant)s: the sales report of %(month)s for lease %(lease)s was due on "
            "%(day)s and has not reached us. Please send us the sales of the month by "
            "category, before tax and with tax, and the number of receipts.",
            tenant=partner.name,
            month=month,
            lease=self.contract_id.name,
            day=self.date_due,
        )
        return {
            "subject": said._("Sales report of %(month)s", month=month),
            "body_html": Markup("<p>%s</p><p>%s</p>") % (text, self.company_id.name),
            "recipient_ids": [fields.Command.set(partner.ids)],
            "model": self._name,
            "res_id": self.id,
            "auto_delete": False,
        }


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    def _sales_months(self, today):
        """First days of the months whose sales this lease reports and that are over."""
        self.ensure_one()
        start = max(filter(None, (self.date_start, self.date_billed_from)))
        last, months = self._last_charged_day(), []
        month = start.replace(day=1)
        while month <= last and min(date_utils.end_of(month, "month"), last) < today:
            months.append(month)
            month = month_after(month)
        return months

    def _turnover_waiting(self, reports):
        """Those of the reports whose days are not settled and even with the books."""
        billed, billed_to = self._rent_billed(), self._turnover_billed_to()
        known = self._turnover_reports()
        waiting = reports.browse()
        for lease, papers in reports.grouped("contract_id").items():
            figures = known.get(lease.id, {}), billed.get(lease.id, {}), billed_to
            try:
                found = lease._turnover_settled(*figures)
            except RentError:
                found = ()
            waiting |= papers.filtered(lambda p, found=found: p.month not in found)
        return waiting
