from odoo import fields, models


class LeaseSalesVersion(models.Model):
    """What a sales report said before it was corrected; written by the correction
    alone."""

    _name = "ops.lease.sales.version"
    _description = "Earlier version of a sales report"
    _order = "sales_id, version desc"
    _rec_name = "version"

    # FIELDS
    sales_id = fields.Many2one(
        "ops.lease.sales", "Sales report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="sales_id.company_id", store=True, index=True)
    property_id = fields.Many2one(
        related="sales_id.property_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    version = fields.Integer("Version of the report", required=True)
    user_id = fields.Many2one("res.users", "Sales reported by")
    date = fields.Datetime("Sales reported on")
    reason = fields.Char("Corrected because")
    amount_net = fields.Monetary("Sales before tax")
    amount_tax = fields.Monetary("Tax on sales")
    receipts = fields.Integer("Number of receipts")
    detail = fields.Text("Sales by category")
