"""押金收据 and 保证金对账单: what was received of a deposit, in capitals (LE-X7)."""

from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseDepositPaper(models.Model):
    _name = "ops.lease.deposit"
    _inherit = ["ops.lease.deposit", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_deposit_receipt": [
            (_lt("Received by (finance)"), None, {"stamp": True}),
            (_lt("Paid by (tenant)"), None),
        ],
        "ops_leasing.report_deposit_statement": [
            (_lt("Regional finance"), None, {"stamp": True}),
            (_lt("Confirmed by the tenant"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_deposit_cells(self):
        self.ensure_one()
        # the form names tenant, shop and lease, whoever may open the lease
        lease = self.sudo().contract_id
        return [
            "partner_id",
            "contract_id",
            (self.env._("Shops"), ", ".join(lease.unit_ids.mapped("number"))),
            "kind",
        ]

    def _paper_receipts(self):
        """What was matched with the invoices of the deposit: date, voucher, amount."""
        self.ensure_one()
        # the vouchers behind a deposit one may read, and nothing else of them
        items = self.sudo().move_line_ids.move_id.line_ids
        return items.matched_credit_ids.filtered(
            lambda part: part.credit_move_id.move_id.move_type == "entry"
        ).sorted("max_date")

    def _paper_receipt_columns(self):
        return [
            (self.env._("Received on"), "max_date"),
            (self.env._("Voucher"), "credit_move_id.move_name"),
            (self.env._("Amount"), "amount"),
        ]

    def _paper_receipt_remark(self):
        """What the receipt is worth."""
        self.ensure_one()
        if self.currency_id.is_zero(self.received):
            return self.env._("Not valid: nothing has been received of this deposit.")
        return self.env._(
            "Please keep this receipt: it is handed in when the deposit is paid back. "
            "It is no fapiao."
        )

    def _paper_ledger(self):
        """The posted items of the deposit, oldest first."""
        self.ensure_one()
        # as above
        return self.sudo().move_line_ids.sorted(lambda item: (item.date, item.id))

    def _paper_ledger_columns(self):
        return [
            (self.env._("Date"), "date"),
            (self.env._("Voucher"), "move_name"),
            (self.env._("Text"), "name"),
            (self.env._("Taken off"), "debit"),
            (self.env._("Added"), "credit"),
        ]

    def _paper_today(self):
        return self._paper_day(fields.Date.context_today(self))

    def _paper_balance_cells(self):
        self.ensure_one()
        names = ["amount", "received", "refunded", "retained", "balance"]
        if not self.currency_id.is_zero(self.transferred):
            names.insert(2, "transferred")
        return [*names, "refundable"]
