from odoo import fields, models


class DeliveryAssessmentFact(models.Model):
    """One receipt or loss that an assessment rests on (PU-X4); the system writes it."""

    _name = "ops.delivery.assessment.fact"
    _description = "Evidence of a delivery assessment"
    _order = "assessment_id, id"

    # FIELDS
    assessment_id = fields.Many2one(
        "ops.delivery.assessment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="assessment_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("order", "Ordered"),
            ("arrival", "Arrived"),
            ("loss", "Returned or not accepted"),
        ],
        required=True,
    )
    order_line_id = fields.Many2one(
        "purchase.order.line", "Order line", required=True, ondelete="cascade"
    )
    picking_id = fields.Many2one("stock.picking", "Receipt")
    date_promised = fields.Date("Promised")
    date_done = fields.Date("Day")
    quantity = fields.Float(digits="Product Unit")
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    in_time = fields.Boolean()


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _promised_day(self):
        """Day the supplier promised the line for."""
        self.ensure_one()
        return fields.Date.context_today(self, self.date_planned or self.date_order)

    def _delivery_facts(self):
        """Values of the evidence of this line: what was ordered, each arrival, and what
        of it was not accepted."""
        self.ensure_one()
        promised = self._promised_day()
        common = {"order_line_id": self.id, "date_promised": promised}
        facts = [{**common, "kind": "order", "quantity": self.product_qty}]
        moves = self.move_ids.filtered(
            lambda r: r.state == "done" and r.location_id.usage == "supplier"
        )
        for move in moves.sorted("date"):
            day = fields.Date.context_today(self, move.date)
            facts.append(
                {
                    **common,
                    "kind": "arrival",
                    "picking_id": move.picking_id.id,
                    "date_done": day,
                    "in_time": day <= promised,
                    "quantity": move.product_uom._compute_quantity(
                        move.quantity, self.product_uom_id
                    ),
                }
            )
        arrived, accepted = self._arrived_qty(), self._accepted_qty()
        if not moves and accepted:
            # services: accepted by hand, on a day nobody wrote down
            facts.append(
                {**common, "kind": "arrival", "in_time": True, "quantity": accepted}
            )
        if self.product_uom_id.compare(arrived, accepted) > 0:
            backs = self.move_ids.filtered(
                lambda r: r.state == "done" and r.location_dest_id.usage == "supplier"
            )
            facts.append(
                {
                    **common,
                    "kind": "loss",
                    "picking_id": backs[-1:].picking_id.id,
                    "quantity": arrived - accepted,
                }
            )
        return facts
