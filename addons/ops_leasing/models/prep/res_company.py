from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_answer_days = fields.Integer("Days to answer a condition", default=5)

    _lease_answer_days = models.Constraint(
        "CHECK(lease_answer_days >= 0)", "Days cannot be negative."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lease_answer_days = fields.Integer(
        related="company_id.lease_answer_days", readonly=False
    )
