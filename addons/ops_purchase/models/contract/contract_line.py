from odoo import api, fields, models


class PurchaseContractLine(models.Model):
    """What a contract agrees on for one product, and how much of it is called off
    (PU-09, PU-X6)."""

    _name = "ops.purchase.contract.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Goods of a purchase contract"
    _order = "contract_id, id"
    _rec_name = "product_id"
    _check_company_auto = True
    _flow_parent = ("contract_id", "line_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.purchase.contract",
        "Contract",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Supplier", store=True
    )
    state = fields.Selection(
        related="contract_id.state", string="Contract state", store=True
    )
    product_id = fields.Many2one(
        "product.product",
        "Product",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('purchase_ok', '=', True)]",
    )
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    product_qty = fields.Float("Quantity", digits="Product Unit", default=1)
    price_unit = fields.Float("Unit price", min_display_digits="Product Price")
    price_subtotal = fields.Monetary("Value", compute="_compute_subtotal", store=True)
    delivery_date = fields.Date("Deliver by")
    ordered_qty = fields.Float(
        "Quantity called off",
        digits="Product Unit",
        compute="_compute_ordered",
        store=True,
        help="In confirmed orders of this contract.",
    )
    ordered_amount = fields.Monetary(
        "Called off",
        compute="_compute_ordered",
        store=True,
        help="As ordered, untaxed.",
    )
    left_qty = fields.Float(
        "Quantity left", digits="Product Unit", compute="_compute_left", store=True
    )
    left_amount = fields.Monetary(
        "Value left",
        compute="_compute_left",
        store=True,
        help="What may still be ordered, at the price of the contract.",
    )

    # CONSTRAINT
    _product_once = models.UniqueIndex(
        "(contract_id, product_id)",
        "A contract names each product once: put its quantities into one line.",
    )
    _not_negative = models.Constraint(
        "CHECK(COALESCE(product_qty, 0) >= 0 AND COALESCE(price_unit, 0) >= 0)",
        "Quantities and prices cannot be negative.",
    )

    # COMPUTE
    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("product_qty", "price_unit", "currency_id")
    def _compute_subtotal(self):
        for line in self:
            line.price_subtotal = line.product_qty * line.price_unit

    @api.depends(
        "product_id",
        "product_uom_id",
        "contract_id.requisition_id.purchase_ids.state",
        "contract_id.requisition_id.purchase_ids.order_line.product_id",
        "contract_id.requisition_id.purchase_ids.order_line.product_qty",
        "contract_id.requisition_id.purchase_ids.order_line.product_uom_id",
        "contract_id.requisition_id.purchase_ids.order_line.price_subtotal",
    )
    def _compute_ordered(self):
        """Counted into the line itself: two people who call off the rest of it at the
        same moment write the same row, and one of them is tried again."""
        for line in self:
            orders = line.contract_id.requisition_id.purchase_ids
            called = orders._calling_off().order_line.filtered(
                lambda r, product=line.product_id: r.product_id == product
            )
            line.ordered_qty = called._quantity_of(line)
            line.ordered_amount = sum(called.mapped("price_subtotal"))

    @api.depends("product_qty", "ordered_qty", "price_unit", "currency_id")
    def _compute_left(self):
        for line in self:
            line.left_qty = max(0.0, line.product_qty - line.ordered_qty)
            line.left_amount = line.left_qty * line.price_unit

    # BUSINESS
    def _price_in(self, unit):
        """The agreed price of one ``unit`` of the product."""
        self.ensure_one()
        return self.product_uom_id._compute_price(self.price_unit, unit)
