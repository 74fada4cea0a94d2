from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_contract = fields.Boolean(
        related="company_id.purchase_gate_contract", readonly=False
    )
