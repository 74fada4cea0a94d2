from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ops_contract_days = fields.Integer(
        related="company_id.ops_contract_days", readonly=False
    )
