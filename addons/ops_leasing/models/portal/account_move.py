"""Bills of leases as their payer sees them (LE-F28)."""

from odoo import api, fields, models
from odoo.fields import Domain


class AccountMove(models.Model):
    _inherit = "account.move"

    # BUSINESS
    @api.model
    def _portal_bills(self):
        """Domain of what a payer may see of the bills of leases."""
        return (
            Domain("state", "=", "posted")
            & Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("lease_contract_id", "!=", False)
        )

    def _portal_status(self):
        """``(label, colour)``: paid, open or late."""
        self.ensure_one()
        if self.move_type == "out_refund":
            return self.env._("Credit note"), "secondary"
        if self.currency_id.is_zero(self.amount_residual):
            return self.env._("Bill paid"), "success"
        if self.invoice_date_due and self.invoice_date_due < fields.Date.context_today(
            self
        ):
            return self.env._("Bill late"), "danger"
        if self.currency_id.compare_amounts(self.amount_residual, self.amount_total):
            return self.env._("Partly paid"), "warning"
        return self.env._("Bill open"), "info"

    def _portal_payments(self):
        """What was received on these bills, newest first: a dictionary for each part,
        three queries for any number of bills."""
        lines = self.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        parts = lines.matched_credit_ids.sorted(
            lambda part: (part.credit_move_id.date, part.id), reverse=True
        )
        return [
            {
                "date": part.credit_move_id.date,
                "name": part.credit_move_id.move_id.name,
                "bill": part.debit_move_id.move_id,
                "amount": part.debit_amount_currency,
                "currency": part.debit_currency_id,
                "kind": self.env._("Credited")
                if part.credit_move_id.move_id.move_type == "out_refund"
                else self.env._("Payment received"),
            }
            for part in parts
        ]
