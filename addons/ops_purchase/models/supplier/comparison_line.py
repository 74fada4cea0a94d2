from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...scoring import rank

#: What a buyer decides; all else is taken from the quotations.
DECIDED = frozenset(("awarded", "quantity_awarded", "reason"))


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
    price_quoted = fields.Float(
        "Price as quoted", help="In the currency of the quotation"
    )
    quoted_currency_id = fields.Many2one("res.currency", "Currency of the quotation")
    contract_price = fields.Monetary(
        "Contract price", help="Of a contract in force with this supplier"
    )
    last_price = fields.Monetary("Last price", help="Of the last confirmed order")
    days = fields.Integer("Lead time (days)", aggregator="avg")
    payment_days = fields.Integer("Payment (days)", aggregator="avg")
    quality_points = fields.Float("Quality points", digits=(5, 1), aggregator="avg")
    price_points = fields.Float("Price points", digits=(5, 1), aggregator="avg")
    delivery_points = fields.Float("Delivery points", digits=(5, 1), aggregator="avg")
    score = fields.Float(digits=(5, 2), aggregator="avg")
    place = fields.Integer(aggregator=None)
    awarded = fields.Boolean("Award")
    quantity_awarded = fields.Float(
        "Quantity awarded",
        digits="Product Unit",
        compute="_compute_quantity_awarded",
        store=True,
        readonly=False,
        help="Lower it to share the goods out among several suppliers.",
    )
    reason = fields.Char("Why not the best")

    # COMPUTE
    @api.depends("awarded", "quantity")
    def _compute_quantity_awarded(self):
        for line in self:
            line.quantity_awarded = line.quantity if line.awarded else 0.0

    # CRUD
    def write(self, vals):
        """Offers are taken from the quotations, the buyer decides."""
        if not self.env.su and set(vals) - DECIDED:
            raise AccessError(
                self.env._("Offers are taken from the quotations, not entered.")
            )
        return super().write(vals)

    # BUSINESS
    def _offers_otherwise(self, offer):
        """Whether the quotation now says something else than was compared."""
        unit = self.product_id.uom_id
        currency = self.quoted_currency_id.id or offer["quoted_currency_id"]
        return bool(
            self.price_quoted != offer["price_quoted"]
            or currency != offer["quoted_currency_id"]
            or self.partner_id.id != offer["partner_id"]
            or self.product_id.id != offer["product_id"]
            or unit.compare(self.quantity, offer["quantity"])
        )

    def _award_problem(self, product):
        """Why the offers for one product are not awarded as they should; None if they
        are."""
        won, unit = self.filtered("awarded"), product.uom_id
        words = {"product": product.display_name, "unit": unit.name}
        if not won:
            return self.env._("%(product)s: choose a supplier.", **words)
        for line in won:
            if (
                unit.compare(line.quantity_awarded, 0) <= 0
                or unit.compare(line.quantity_awarded, line.quantity) > 0
            ):
                return self.env._(
                    "%(product)s: %(supplier)s offers %(offered)s %(unit)s, "
                    "%(awarded)s are awarded.",
                    supplier=line.partner_id.name,
                    offered=line.quantity,
                    awarded=line.quantity_awarded,
                    **words,
                )
        needed, given = (
            max(self.mapped("quantity")),
            sum(won.mapped("quantity_awarded")),
        )
        if unit.compare(given, needed):
            return self.env._(
                "%(product)s: %(needed)s %(unit)s are needed, %(awarded)s are awarded.",
                needed=needed,
                awarded=given,
                **words,
            )
        return None

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
