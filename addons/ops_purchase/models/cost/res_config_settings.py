from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_price = fields.Boolean(
        related="company_id.purchase_gate_price", readonly=False
    )
    purchase_price_limit = fields.Float(
        related="company_id.purchase_price_limit", readonly=False
    )
    purchase_split_days = fields.Integer(
        related="company_id.purchase_split_days", readonly=False
    )
    purchase_split_near = fields.Float(
        related="company_id.purchase_split_near", readonly=False
    )
