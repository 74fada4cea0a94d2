from odoo import fields, models


class PurchaseOrderLine(models.Model):
    """What may be billed and settled of an order line (PU-32)."""

    _inherit = "purchase.order.line"

    # FIELDS
    settlement_line_ids = fields.One2many(
        "ops.purchase.settlement.line", "order_line_id", "Settled", copy=False
    )

    # BUSINESS
    def _accepted_qty(self):
        """Quantity that the company has accepted and not returned, in the unit of the
        line. The one place to say what counts as accepted."""
        self.ensure_one()
        return self.qty_received

    def _arrived_qty(self):
        """Quantity that has arrived, later returned or not, in the unit of the line."""
        self.ensure_one()
        moves = self.move_ids.filtered(
            lambda r: r.state == "done" and r.location_id.usage == "supplier"
        )
        arrived = sum(
            move.product_uom._compute_quantity(
                move.quantity, self.product_uom_id, round=False
            )
            for move in moves
        )
        return max(self.product_uom_id.round(arrived), self._accepted_qty())

    def _billed_qty(self, bills):
        """Quantity on posted bills, and on ``bills`` as if they were posted; credit
        notes count against it. In the unit of the line."""
        self.ensure_one()
        lines = self.invoice_lines.filtered(
            lambda r: r.parent_state == "posted" or r.move_id in bills
        )
        billed = sum(
            (-1 if line.move_id.move_type == "in_refund" else 1)
            * line.product_uom_id._compute_quantity(
                line.quantity, self.product_uom_id, round=False
            )
            for line in lines
        )
        return self.product_uom_id.round(billed)

    def _settled_qtys(self, but):
        """``(arrived, returned)`` that other sheets have settled.

        :param but: settlement sheets that do not count
        """
        self.ensure_one()
        lines = self.settlement_line_ids.filtered(
            lambda r: (
                r.settlement_id.state not in ("draft", "cancelled")
                and r.settlement_id not in but
            )
        )
        return sum(lines.mapped("received_qty")), sum(lines.mapped("returned_qty"))
