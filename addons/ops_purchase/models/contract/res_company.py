from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_gate_contract = fields.Boolean(
        "Orders stay inside their contract",
        default=True,
        help="PU-09, PU-12: an order of a contract above its price, beyond its "
        "quantity or its term, or with a larger advance is refused; one inside it "
        "needs no signatures of its own.",
    )
