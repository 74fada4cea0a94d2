"""The late fees of a lease, and the step that bills them (LE-F14)."""

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError

from ..groups import FINANCE

CODES = ("6301", "5301", "6051", "5051")


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    late_fee_ids = fields.One2many(
        "ops.lease.late.fee", "contract_id", "Late fees billed"
    )
    late_fee_due = fields.Monetary(
        "Late fee not billed",
        compute="_compute_late_fee_due",
        compute_sudo=True,
        help="What bills paid late have come to bear until today, less what is billed "
        "and let off.",
    )
    late_fee_count = fields.Integer(
        "Number of late fees", compute="_compute_late_fee_count", compute_sudo=True
    )

    # COMPUTE
    @api.depends("late_fee_ids.fallen", "late_rate", "late_grace", "late_cap")
    def _compute_late_fee_due(self):
        today = fields.Date.context_today(self)
        due = dict.fromkeys(self.ids, 0.0)
        moves = self.env["account.move"]._late_search(self, today)
        for move, state in moves._late_states(today).items():
            due[move.lease_contract_id.id] += state.due
        for contract in self:
            contract.late_fee_due = due.get(contract.id, 0.0)

    @api.depends("late_fee_ids")
    def _compute_late_fee_count(self):
        for contract in self:
            contract.late_fee_count = len(contract.late_fee_ids)

    # ACTION
    def action_bill_late_fees(self):
        """Bill what late payments have come to bear until today, once (LE-F14).

        :raise AccessError: for others than regional finance
        :raise UserError: when there is nothing to bill or the account is missing
        """
        self.env["ops.guard.mixin"]._check_group(FINANCE)
        self.check_access("read")
        today = fields.Date.context_today(self)
        # rows of late fees are nobody's to write; the right was checked above
        moves = self.env["account.move"].sudo()._late_search(self, today)
        return moves._late_bill(today).sudo(False)._deposit_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_late_fees(self):
        """Late fees of this lease that were billed."""
        return self._open_of_lease("ops_leasing.late_fee_action")


class ResCompany(models.Model):
    _inherit = "res.company"

    # BUSINESS
    def _lease_late_account(self):
        """Account the late fees are income on.

        :raise UserError: where none is set
        """
        self.ensure_one()
        # a setting is no secret, the account behind it is finance's
        company = self.sudo()
        if not company.lease_late_account_id:
            raise UserError(
                self.env._(
                    "%(company)s lacks the account for late fees. The administrator "
                    "sets it in Settings, Commercial leasing.",
                    company=company.name,
                )
            )
        return company.lease_late_account_id

    def _lease_accounts_setup(self):
        """Late fees are other income in the Chinese charts; what is set stays."""
        super()._lease_accounts_setup()
        for company in self.filtered(
            lambda c: c.chart_template in ("cn", "cn_large_bis", "cn_common")
        ):
            if not company.lease_late_account_id:
                company.lease_late_account_id = company._lease_account_find(CODES)
