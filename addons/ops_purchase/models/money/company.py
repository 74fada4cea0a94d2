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
    purchase_gate_fapiao = fields.Boolean(
        "Suppliers are paid after their fapiao",
        default=True,
        help="PU-F27: a settlement sheet releases payments once the fapiao entered on "
        "it cover what is paid.",
    )
    purchase_gate_plan = fields.Boolean(
        "Suppliers are paid by the fund plan",
        default=True,
        help="PU-31: a payment outside the approved fund plan is made by the head of "
        "finance alone.",
    )
    supplier_score_limit = fields.Float(
        "Least score of a supplier",
        digits=(4, 1),
        default=60,
        required=True,
        help="PU-29: a supplier below it in a month has to improve; below it again he "
        "is suspended.",
    )

    # CONSTRAINT
    _supplier_score_limit = models.Constraint(
        "CHECK (supplier_score_limit BETWEEN 0 AND 100)", "Points go from 0 to 100."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_settlement = fields.Boolean(
        related="company_id.purchase_gate_settlement", readonly=False
    )
    purchase_gate_assessment = fields.Boolean(
        related="company_id.purchase_gate_assessment", readonly=False
    )
    supplier_score_limit = fields.Float(
        related="company_id.supplier_score_limit", readonly=False
    )
    purchase_gate_fapiao = fields.Boolean(
        related="company_id.purchase_gate_fapiao", readonly=False
    )
    purchase_gate_plan = fields.Boolean(
        related="company_id.purchase_gate_plan", readonly=False
    )
