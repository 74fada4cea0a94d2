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
    purchase_gate_plan = fields.Boolean(
        "Suppliers are paid by the fund plan",
        default=True,
        help="PU-31: a payment outside the approved fund plan is made by the head of "
        "finance alone.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_settlement = fields.Boolean(
        related="company_id.purchase_gate_settlement", readonly=False
    )
    purchase_gate_assessment = fields.Boolean(
        related="company_id.purchase_gate_assessment", readonly=False
    )
    purchase_gate_plan = fields.Boolean(
        related="company_id.purchase_gate_plan", readonly=False
    )
