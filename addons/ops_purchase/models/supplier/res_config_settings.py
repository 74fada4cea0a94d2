from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_supplier = fields.Boolean(
        related="company_id.purchase_gate_supplier", readonly=False
    )
    supplier_months = fields.Integer(
        related="company_id.supplier_months", readonly=False
    )
    supplier_remind_days = fields.Integer(
        related="company_id.supplier_remind_days", readonly=False
    )
    purchase_gate_comparison = fields.Boolean(
        related="company_id.purchase_gate_comparison", readonly=False
    )
    compare_quality = fields.Integer(
        related="company_id.compare_quality", readonly=False
    )
    compare_price = fields.Integer(related="company_id.compare_price", readonly=False)
    compare_delivery = fields.Integer(
        related="company_id.compare_delivery", readonly=False
    )
