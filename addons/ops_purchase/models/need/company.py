from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_turnover_min = fields.Float(
        "Lowest turnover",
        default=4.0,
        help="PU-02: goods that turn over less often a year are bought with a reason "
        "and a higher signature.",
    )
