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
    inspection_id = fields.Many2one("qc.inspection", "Inspection")
    date_promised = fields.Date("Promised")
    date_done = fields.Date("Day")
    quantity = fields.Float(digits="Product Unit")
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    in_time = fields.Boolean("In time")
    passed = fields.Float(
        "Passed at once",
        digits="Product Unit",
        help="Accepted without concession and without rework.",
    )


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
        moves = self._arrivals()
        for move in moves.sorted("date"):
            day = fields.Date.context_today(self, move.date)
            facts.append(
                {
                    **common,
                    "kind": "arrival",
                    "picking_id": move.picking_id.id,
                    "date_done": day,
                    "in_time": day <= promised,
                    "quantity": move._line_qty(self.product_uom_id),
                    "passed": self._passed_qty(move),
                }
            )
        goods = self._goods()
        if not moves and goods.accepted:
            # services: accepted by hand, on a day nobody wrote down
            facts.append(
                {
                    **common,
                    "kind": "arrival",
                    "in_time": True,
                    "quantity": goods.accepted,
                    "passed": goods.accepted,
                }
            )
        return facts + [{**common, **vals} for vals in self._loss_facts(goods)]

    def _passed_qty(self, arrival):
        """What of an arrival its inspections let pass at once."""
        papers = self._goods_inspections().filtered(lambda r: r.move_id == arrival)
        if not papers:
            return arrival._line_qty(self.product_uom_id)
        passed = papers.tranche_ids.filtered(
            lambda r: r.disposition == "pass" and not r.reworked
        )
        return arrival.product_id.uom_id._compute_quantity(
            sum(passed.mapped("quantity")), self.product_uom_id
        )

    def _loss_facts(self, goods):
        """What inspections rejected, each with its inspection; then what went back to
        the supplier otherwise."""
        facts, left, unit = [], goods.returned, self.product_uom_id
        for paper in self._goods_inspections().filtered("returned_qty"):
            quantity = paper.uom_id._compute_quantity(paper.returned_qty, unit)
            left -= quantity
            facts.append(
                {
                    "kind": "loss",
                    "inspection_id": paper.id,
                    "picking_id": paper.picking_id.id,
                    "quantity": quantity,
                }
            )
        if unit.compare(left, 0) > 0:
            back = self._goods_back()[-1:]
            facts.append(
                {
                    "kind": "loss",
                    "picking_id": back.picking_id.id,
                    "quantity": unit.round(left),
                }
            )
        return facts
