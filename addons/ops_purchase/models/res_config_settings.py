from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_request = fields.Boolean(
        related="company_id.purchase_gate_request", readonly=False
    )
    purchase_gate_approval = fields.Boolean(
        related="company_id.purchase_gate_approval", readonly=False
    )
    purchase_gate_inspection = fields.Boolean(
        related="company_id.purchase_gate_inspection", readonly=False
    )
