"""What the letter to a tenant in arrears says, and who signs it."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseReminderPaper(models.Model):
    """催缴函 (LE-F26)."""

    _name = "ops.lease.reminder"
    _inherit = ["ops.lease.reminder", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_reminder": [
            (_lt("Handled by"), "step:send", {"stamp": True}),
            (_lt("Received by the tenant"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_reminder_cells(self):
        self.ensure_one()
        # the letter names tenant and shop, whoever may open the lease
        lease = self.sudo().contract_id
        return [
            "partner_id",
            "contract_id",
            (self.env._("Shops"), ", ".join(lease.unit_ids.mapped("number"))),
            "level",
        ]

    def _paper_reminder_text(self):
        self.ensure_one()
        return self.env._(
            "By our books these bills of your lease are open past their date, the "
            "oldest by %(days)s days. Please pay %(amount)s, late fee included, until "
            "%(date)s.",
            days=self.days,
            amount=self._paper_money(self.amount + self.late_fee, self.currency_id),
            date=self._paper_day(self.date_pay),
        )

    def _paper_reminder_columns(self):
        return ["bill_number", "date_due", "days", "amount", "late_fee"]

    def _paper_bank_cells(self):
        """Where to pay to."""
        self.ensure_one()
        # the company's account for tenants is no secret
        company = self.company_id.sudo()
        bank = company.partner_id.bank_ids[:1]
        account = " ".join(filter(None, (bank.bank_id.name, bank.acc_number)))
        return [
            (self.env._("Pay to"), company.name),
            (self.env._("Bank account"), account),
        ]
