from odoo import fields, models


class LeaseSalesCategory(models.Model):
    """A kind of sales that a tenant reports by itself: food, drinks … (LE-F07)."""

    _name = "ops.lease.sales.category"
    _description = "Category of sales"
    _order = "sequence, name, id"

    # FIELDS
    name = fields.Char("Category", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
