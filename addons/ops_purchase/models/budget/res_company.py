from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_gate_budget = fields.Boolean(
        "Departments buy within their budget",
        default=True,
        help="PU-F04: a request, or an order dearer than its request, above what the "
        "budget in force leaves its department is refused. A department without a "
        "budget is not limited.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_budget = fields.Boolean(
        related="company_id.purchase_gate_budget", readonly=False
    )
