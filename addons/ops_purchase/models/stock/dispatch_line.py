from odoo import api, fields, models


class DispatchLine(models.Model):
    """Goods that may leave, and how much of them has left (PU-21, PU-22)."""

    _name = "ops.dispatch.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Goods of a dispatch notice"
    _order = "notice_id, sequence, id"
    _check_company_auto = True

    _flow_parent = ("notice_id", "line_ids")

    # FIELDS
    notice_id = fields.Many2one(
        "ops.dispatch.notice", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="notice_id.company_id", store=True)
    product_id = fields.Many2one(
        "product.product",
        "Product",
        required=True,
        index=True,
        check_company=True,
        domain="[('type', '=', 'consu')]",
    )
    quantity = fields.Float(digits="Product Unit", default=1)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    shipped_qty = fields.Float(
        "Written off",
        digits="Product Unit",
        compute="_compute_shipped",
        store=True,
        help="What the transfers of the notice have taken out of the book.",
    )
    is_open = fields.Boolean("Not written off", compute="_compute_shipped", store=True)

    _positive = models.Constraint(
        "CHECK (quantity >= 0)", "Quantities cannot be negative."
    )
    _product_once = models.UniqueIndex(
        "(notice_id, product_id)", "These goods are listed already."
    )

    # COMPUTE
    @api.depends(
        "quantity",
        "notice_id.picking_ids.move_ids.state",
        "notice_id.picking_ids.move_ids.quantity",
    )
    def _compute_shipped(self):
        for line in self:
            # what has left is a fact, whoever looks
            moves = line.sudo().notice_id.picking_ids.move_ids.filtered(
                lambda m, line=line: (
                    m.state == "done" and m.product_id == line.product_id
                )
            )
            # what a customer sends back by the same paper has not left once more
            line.shipped_qty = line.uom_id.round(
                sum(moves._leaving_lines().mapped("quantity_product_uom"))
            )
            line.is_open = line.uom_id.compare(line.shipped_qty, line.quantity) < 0
