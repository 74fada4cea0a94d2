from odoo import fields, models
from odoo.exceptions import AccessError

from ...scoring import rank

#: What a buyer decides; all else is taken from the quotations.
DECIDED = frozenset(("awarded", "reason"))


class PurchaseComparisonLine(models.Model):
    """One offer for one product, and its place among the others (PU-06)."""

    _name = "ops.purchase.comparison.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Offer compared"
    _order = "comparison_id, product_id, place, id"

    _flow_parent = ("comparison_id", "line_ids")

    # FIELDS
    comparison_id = fields.Many2one(
        "ops.purchase.comparison", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="comparison_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="comparison_id.currency_id")
    line_id = fields.Many2one(
        "purchase.order.line", "Quotation line", index=True, ondelete="set null"
    )
    product_id = fields.Many2one("product.product", "Product", required=True)
    partner_id = fields.Many2one("res.partner", "Supplier", required=True)
    quantity = fields.Float(digits="Product Unit", help="In the product's own unit")
    price = fields.Monetary("Price", help="Per unit, less discount, without tax")
    price_taxed = fields.Monetary("Price with tax")
    last_price = fields.Monetary("Last price", help="Of the last confirmed order")
    days = fields.Integer("Lead time (days)", aggregator="avg")
    payment_days = fields.Integer("Payment (days)", aggregator="avg")
    quality_points = fields.Float("Quality points", digits=(5, 1), aggregator="avg")
    price_points = fields.Float("Price points", digits=(5, 1), aggregator="avg")
    delivery_points = fields.Float("Delivery points", digits=(5, 1), aggregator="avg")
    score = fields.Float(digits=(5, 2), aggregator="avg")
    place = fields.Integer(aggregator=None)
    awarded = fields.Boolean("Award")
    reason = fields.Char("Why not the best")

    # CRUD
    def write(self, vals):
        """Offers are taken from the quotations, the buyer decides."""
        if not self.env.su and set(vals) - DECIDED:
            raise AccessError(
                self.env._("Offers are taken from the quotations, not entered.")
            )
        return super().write(vals)

    # BUSINESS
    def _rank(self):
        """Points and places of the offers, product by product; self is sudo."""
        for paper, lines in self.grouped("comparison_id").items():
            weights = (
                paper.weight_quality,
                paper.weight_price,
                paper.weight_delivery,
            )
            for offers in lines.grouped("product_id").values():
                places = rank(
                    {
                        line: (line.quality_points, line.price, line.days)
                        for line in offers
                    },
                    weights,
                )
                for line, (_quality, price, delivery, score, place) in places.items():
                    line.write(
                        {
                            "price_points": price,
                            "delivery_points": delivery,
                            "score": score,
                            "place": place,
                        }
                    )
