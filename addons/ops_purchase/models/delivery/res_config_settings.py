from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_confirm_days = fields.Integer(
        related="company_id.purchase_confirm_days", readonly=False
    )
