from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class PurchasePlanLine(models.Model):
    """A product of a purchase plan: why it is bought, how often it turns over, what it
    costs (PU-02)."""

    _name = "ops.purchase.plan.line"
    _inherit = [
        "ops.purchase.need.source",
        "ops.flow.line.mixin",
        "ops.count.blind.mixin",
    ]
    _description = "Goods of a purchase plan"
    _order = "plan_id, warehouse_id, product_id, id"
    _check_company_auto = True

    _flow_parent = ("plan_id", "line_ids")
    _stamps = (
        "forecast",
        "planned",
        "on_hand",
        "on_order",
        "proposed",
        "turnover",
        "has_turnover",
    )

    # FIELDS
    plan_id = fields.Many2one(
        "ops.purchase.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Warehouse",
        required=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    product_id = fields.Many2one(
        "product.product", "Product", required=True, index=True, check_company=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    forecast = fields.Float(digits="Product Unit", readonly=True)
    planned = fields.Float("Marketing plan", digits="Product Unit", readonly=True)
    on_hand = fields.Float("On hand", digits="Product Unit", readonly=True)
    on_order = fields.Float(
        "On order", digits="Product Unit", readonly=True, help="Or asked for already."
    )
    proposed = fields.Float(digits="Product Unit", readonly=True)
    quantity = fields.Float("To buy", digits="Product Unit")
    price = fields.Monetary("Expected price")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    turnover = fields.Float(
        "Turnover a year",
        digits=(12, 1),
        readonly=True,
        help="How often the mean stock of the last 90 days went out, in a year.",
    )
    has_turnover = fields.Boolean("Was in stock", readonly=True)
    is_slow = fields.Boolean("Slow", compute="_compute_is_slow", store=True)

    _positive = models.Constraint(
        "CHECK (quantity >= 0 AND price >= 0)", "Quantity and price are not negative."
    )

    # COMPUTE
    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price

    @api.depends("turnover", "has_turnover", "company_id.purchase_turnover_min")
    def _compute_is_slow(self):
        for line in self:
            # what a company asks of its stock is no secret
            least = line.company_id.sudo().purchase_turnover_min
            line.is_slow = line.has_turnover and line.turnover < least

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Refused for figures that the proposal works out."""
        for vals in vals_list:
            self._check_proposed(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refused for figures that the proposal works out."""
        self._check_proposed(vals)
        return super().write(vals)

    # BUSINESS
    @api.model
    def _check_proposed(self, vals):
        if not self.env.su and any(vals.get(name) for name in self._stamps):
            raise AccessError(
                self.env._("Needs and turnover are worked out by the proposal.")
            )

    @api.model
    def _count_hides(self, count):
        return Domain("warehouse_id", "in", count.location_ids.warehouse_id.ids)
