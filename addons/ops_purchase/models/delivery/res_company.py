from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_confirm_days = fields.Integer(
        "Days for the supplier to confirm",
        default=3,
        help="PU-11: orders that their supplier has not confirmed after these days are "
        "listed.",
    )

    # CONSTRAINT
    _confirm_days_positive = models.Constraint(
        "CHECK(COALESCE(purchase_confirm_days, 0) >= 0)",
        "Days cannot be negative.",
    )
