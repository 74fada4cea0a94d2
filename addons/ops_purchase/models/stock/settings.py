from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_adjust = fields.Boolean(
        related="company_id.purchase_gate_adjust", readonly=False
    )
    purchase_gate_dispatch = fields.Boolean(
        related="company_id.purchase_gate_dispatch", readonly=False
    )
    storage_check_days = fields.Integer(
        related="company_id.storage_check_days", readonly=False
    )
