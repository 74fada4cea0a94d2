from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LeaseSalesLine(models.Model):
    """Sales of one category in a month (LE-F07)."""

    _name = "ops.lease.sales.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Sales of a category"
    _order = "sales_id, category_id, id"
    _rec_name = "category_id"
    _flow_parent = ("sales_id", "line_ids")

    # FIELDS
    sales_id = fields.Many2one(
        "ops.lease.sales", "Sales report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="sales_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        related="sales_id.property_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="sales_id.partner_id", store=True)
    month = fields.Date(related="sales_id.month", store=True)
    category_id = fields.Many2one(
        "ops.lease.sales.category",
        "Category of sales",
        required=True,
        index=True,
        ondelete="restrict",
    )
    net = fields.Monetary("Sales before tax")
    tax = fields.Monetary("Tax on sales")
    gross = fields.Monetary("Sales with tax", compute="_compute_gross", store=True)
    receipts = fields.Integer("Number of receipts")

    _category_once = models.UniqueIndex(
        "(sales_id, category_id)", "Each category stands in a sales report once."
    )
    _not_negative = models.Constraint(
        "CHECK(COALESCE(net, 0) >= 0 AND COALESCE(tax, 0) >= 0 "
        "AND COALESCE(receipts, 0) >= 0)",
        "Sales, tax and receipts of a month are not negative.",
    )

    # COMPUTE
    @api.depends("net", "tax")
    def _compute_gross(self):
        for line in self:
            line.gross = line.net + line.tax

    # CONSTRAINT
    @api.constrains("category_id", "sales_id")
    def _check_category(self):
        # which categories a lease has is no secret to who reports its sales
        for line in self.sudo():
            lease = line.sales_id.contract_id
            known = lease._turnover_categories(line.sales_id.month)
            if line.category_id not in known:
                raise ValidationError(
                    self.env._(
                        "%(lease)s has no tier for sales of %(category)s.",
                        lease=lease.display_name,
                        category=line.category_id.name,
                    )
                )
