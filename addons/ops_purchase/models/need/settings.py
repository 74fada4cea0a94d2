from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_turnover_min = fields.Float(
        related="company_id.purchase_turnover_min", readonly=False
    )
