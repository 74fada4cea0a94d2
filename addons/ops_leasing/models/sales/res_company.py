from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_sales_days = fields.Integer("Sales reported within … days", default=5)
    lease_sales_remind = fields.Integer("Reminded every … days", default=3)

    _sales_days_positive = models.Constraint(
        "CHECK(lease_sales_days >= 0 AND lease_sales_remind > 0)",
        "Sales are reported after the month and reminded of every so many days.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # FIELDS
    lease_sales_days = fields.Integer(
        related="company_id.lease_sales_days", readonly=False
    )
    lease_sales_remind = fields.Integer(
        related="company_id.lease_sales_remind", readonly=False
    )
