from odoo import fields, models


class PurchaseDemand(models.Model):
    """What is expected to be needed in a period: the forecast of the market, or what a
    marketing plan adds (PU-01). A period that reaches beyond the days of a calculation
    counts in part, by days."""

    _name = "ops.purchase.demand"
    _description = "Expected demand"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    # FIELDS
    kind = fields.Selection(
        [("forecast", "Market forecast"), ("plan", "Marketing plan")],
        required=True,
        default="forecast",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Warehouse",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    product_id = fields.Many2one(
        "product.product", "Product", required=True, index=True, check_company=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    source = fields.Char(help="The survey, plan or campaign it comes from.")

    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )
    _positive = models.Constraint(
        "CHECK (quantity >= 0)", "A demand is not less than nothing."
    )
    _period = models.Index("(company_id, date_from, date_to)")
