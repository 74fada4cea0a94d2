from odoo import fields, models


class LeaseTierMixin(models.AbstractModel):
    """A tier of the rent from sales of one category: from so much to so much sales
    this percentage (LE-F07, LE-F08)."""

    _name = "ops.lease.tier.mixin"
    _description = "Tier of the rent from sales"

    # FIELDS
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    category_id = fields.Many2one(
        "ops.lease.sales.category",
        "Category of sales",
        required=True,
        index=True,
        ondelete="restrict",
    )
    floor = fields.Monetary("Sales above", help="Of one settlement period, before tax.")
    ceiling = fields.Monetary("Up to", help="0: without end.")
    percent = fields.Float("% of sales", digits=(6, 3))
    amount = fields.Monetary(
        "Flat sum", help="Owed in addition as soon as sales reach the tier."
    )
    taken_off = fields.Monetary(
        "Taken off the rent",
        help="Taken off the rent of the category; never below zero.",
    )

    _tier_sound = models.Constraint(
        "CHECK(COALESCE(floor, 0) >= 0 AND COALESCE(amount, 0) >= 0 "
        "AND COALESCE(taken_off, 0) >= 0 "
        "AND (COALESCE(ceiling, 0) = 0 OR ceiling > COALESCE(floor, 0)))",
        "A tier of sales goes from less to more, and its sums are not negative.",
    )
    _percent_of = models.Constraint(
        "CHECK(COALESCE(percent, 0) BETWEEN 0 AND 100)",
        "The rent from sales is between 0 and 100 % of them.",
    )
