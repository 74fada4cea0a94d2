from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PurchaseNeedLine(models.Model):
    """What one product needs in one warehouse, and how that comes (PU-01, PU-26)."""

    _name = "ops.purchase.need.line"
    _inherit = ["ops.stamp.mixin", "ops.count.blind.mixin"]
    _description = "Need of a product"
    _order = "need_id desc, warehouse_id, product_id, id"

    # FIELDS
    need_id = fields.Many2one(
        "ops.purchase.need", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="need_id.kind")
    date_from = fields.Date(related="need_id.date_from", string="Day")
    company_id = fields.Many2one("res.company", required=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", required=True)
    product_id = fields.Many2one(
        "product.product", "Product", required=True, index=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    seller_id = fields.Many2one(
        "res.partner", "Main supplier", compute="_compute_seller_id"
    )
    forecast = fields.Float(digits="Product Unit", readonly=True)
    planned = fields.Float("Marketing plan", digits="Product Unit", readonly=True)
    min_qty = fields.Float("Minimum", digits="Product Unit", readonly=True)
    max_qty = fields.Float("Maximum", digits="Product Unit", readonly=True)
    on_hand = fields.Float("On hand", digits="Product Unit", readonly=True)
    outgoing = fields.Float("Promised", digits="Product Unit", readonly=True)
    on_order = fields.Float("On order", digits="Product Unit", readonly=True)
    late = fields.Float(
        "Late",
        digits="Product Unit",
        readonly=True,
        help="Ordered, and past the promised day.",
    )
    requested = fields.Float(
        "Asked for",
        digits="Product Unit",
        readonly=True,
        help="In requests, and not ordered yet.",
    )
    proposed = fields.Float("To buy", digits="Product Unit", readonly=True)
    quantity = fields.Float("Take", digits="Product Unit")
    request_line_id = fields.Many2one(
        "purchase.request.line",
        "Request line",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _positive = models.Constraint(
        "CHECK (COALESCE(quantity, 0) >= 0)", "Less than nothing is not bought."
    )

    # COMPUTE
    @api.depends("product_id")
    def _compute_seller_id(self):
        for line in self:
            sellers = line.product_id.seller_ids.filtered(
                lambda r, company=line.company_id: (
                    r.company_id in (company, company.browse())
                )
            )
            line.seller_id = sellers[:1].partner_id

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Lines come from the calculation."""
        self._check_calculated()
        return super().create(vals_list)

    def write(self, vals):
        """How much of a proposal is taken may be changed, until it is requested."""
        if not self.env.su:
            if set(vals) - {"quantity"}:
                self._check_calculated()
            if any(self.mapped("request_line_id")):
                raise UserError(
                    self.env._("It is requested already; change the request.")
                )
        return super().write(vals)

    # BUSINESS
    @api.model
    def _check_calculated(self):
        if not self.env.su:
            raise UserError(
                self.env._("Needs are calculated; only what is taken may be changed.")
            )

    @api.model
    def _count_hides(self, count):
        return Domain("warehouse_id", "in", count.location_ids.warehouse_id.ids)
