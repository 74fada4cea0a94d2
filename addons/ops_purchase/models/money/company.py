from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_gate_settlement = fields.Boolean(
        "Goods are paid as settled",
        default=True,
        help="PU-32: a bill for more than was accepted is refused, and so is a payment "
        "above what the settlement sheets of the bill release.",
    )
    purchase_gate_assessment = fields.Boolean(
        "Orders are closed with their assessment",
        default=True,
        help="PU-28: an order is locked, and what it brought is settled, with a "
        "delivery assessment that the buyer has confirmed.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_settlement = fields.Boolean(
        related="company_id.purchase_gate_settlement", readonly=False
    )
    purchase_gate_assessment = fields.Boolean(
        related="company_id.purchase_gate_assessment", readonly=False
    )
