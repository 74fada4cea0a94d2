from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    fapiao_first = fields.Boolean(
        "No payment before the fapiao",
        help="A supplier's bill is paid once its fapiao stands in the register (C-37).",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # FIELDS
    fapiao_first = fields.Boolean(related="company_id.fapiao_first", readonly=False)
