from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_gate_price = fields.Boolean(
        "Prices above the limit need a reason",
        default=True,
        help="PU-30: an order that is dearer than last time or than its budget by more "
        "than the limit says why.",
    )
    purchase_price_limit = fields.Float(
        "Price variance limit (%)",
        digits=(5, 2),
        default=5,
        help="PU-30: above the last price, the contract price or the budget.",
    )
    purchase_split_days = fields.Integer(
        "Days in which papers count as one",
        default=30,
        help="PU-X7: several papers just below an approval limit within these days are "
        "listed.",
    )
    purchase_split_near = fields.Float(
        "Just below a limit (%)",
        digits=(5, 2),
        default=20,
        help="PU-X7: how close to an approval limit a paper is listed.",
    )

    # CONSTRAINT
    _purchase_cost_limits = models.Constraint(
        "CHECK(COALESCE(purchase_price_limit, 0) >= 0"
        " AND COALESCE(purchase_split_days, 0) >= 0"
        " AND COALESCE(purchase_split_near, 0) BETWEEN 0 AND 100)",
        "Limits cannot be negative, shares are between 0 and 100 %.",
    )
