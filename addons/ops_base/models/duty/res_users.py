from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    ops_deputy_ids = fields.One2many(
        "ops.approval.deputy", "user_id", "Deputies", groups="base.group_system"
    )
