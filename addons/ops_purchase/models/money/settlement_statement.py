from odoo import fields, models


class PurchaseSettlementLine(models.Model):
    """对账: what was settled of an order line beside what was billed (PU-F26)."""

    _inherit = "ops.purchase.settlement.line"

    # FIELDS
    settled_total = fields.Monetary("Settled so far", compute="_compute_statement")
    billed_total = fields.Monetary("Billed so far", compute="_compute_statement")
    billed_difference = fields.Monetary("Difference", compute="_compute_statement")

    # COMPUTE
    def _compute_statement(self):
        """All sheets handed in and this one, beside all posted bills."""
        for line in self:
            # what is settled and billed is part of the statement, whoever prints it
            order_line = line.sudo().order_line_id
            others = order_line.settlement_line_ids.filtered(
                lambda r, own=line: (
                    r.settlement_id.state not in ("draft", "cancelled")
                    and r.settlement_id != own.settlement_id
                )
            )
            posted = order_line.invoice_lines.filtered(
                lambda r: r.parent_state == "posted"
            )
            line.settled_total = sum(others.mapped("amount")) + line.amount
            line.billed_total = sum(
                -r.price_total if r.move_id.move_type == "in_refund" else r.price_total
                for r in posted
            )
            line.billed_difference = line.billed_total - line.settled_total


class PurchaseSettlement(models.Model):
    _inherit = "ops.purchase.settlement"

    # BUSINESS
    def _statement_moves(self):
        """``(arrivals, returns)`` of the settled order lines until the day of the
        sheet, oldest first."""
        self.ensure_one()
        lines = self.line_ids.order_line_id
        return tuple(
            moves.filtered(
                lambda r: fields.Date.context_today(self, r.date) <= self.date
            ).sorted("date")
            for moves in (lines._arrivals(), lines._goods_back())
        )
