from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...settle.amounts import exact, share


class PurchaseSettlementLine(models.Model):
    """Goods of one order line on a settlement sheet (PU-32)."""

    _name = "ops.purchase.settlement.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Settled goods"
    _order = "settlement_id, id"

    _flow_parent = ("settlement_id", "line_ids")

    # FIELDS
    settlement_id = fields.Many2one(
        "ops.purchase.settlement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    order_line_id = fields.Many2one(
        "purchase.order.line",
        "Order line",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(related="order_line_id.order_id", string="Order")
    product_id = fields.Many2one(related="order_line_id.product_id")
    product_uom_id = fields.Many2one(related="order_line_id.product_uom_id")
    received_qty = fields.Float("Arrived", digits="Product Unit")
    returned_qty = fields.Float("Returned or not accepted", digits="Product Unit")
    # worked out once from the order, so that an agreed sheet stays as it was agreed
    received_amount = fields.Monetary(
        "Receipts", compute="_compute_amounts", store=True
    )
    returned_amount = fields.Monetary("Returns", compute="_compute_amounts", store=True)
    price_difference = fields.Monetary(
        help="Added to the price of the order; negative when the supplier grants less."
    )
    difference_note = fields.Char("Why the price differs")
    amount = fields.Monetary("Goods", compute="_compute_amounts", store=True)

    _once = models.UniqueIndex(
        "(settlement_id, order_line_id)", "An order line stands on a sheet once."
    )
    _not_negative = models.Constraint(
        "CHECK (received_qty >= 0 AND returned_qty >= 0)",
        "Quantities are not negative.",
    )
    _difference_reason = models.Constraint(
        "CHECK (COALESCE(price_difference, 0) = 0 "
        "OR COALESCE(difference_note, '') <> '')",
        "Say why the price differs.",
    )

    # COMPUTE
    @api.depends("order_line_id", "received_qty", "returned_qty", "price_difference")
    def _compute_amounts(self):
        for line in self:
            received = line._worth(line.received_qty)
            returned = line._worth(line.returned_qty)
            line.received_amount = float(received)
            line.returned_amount = float(returned)
            line.amount = float(received - returned + exact(line.price_difference))

    # CONSTRAINT
    @api.constrains("settlement_id", "order_line_id")
    def _check_supplier(self):
        """Goods of another supplier or currency do not stand on the sheet."""
        for line in self:
            sheet, order = line.settlement_id, line.order_line_id.order_id
            if (
                order.partner_id.commercial_partner_id
                != sheet.partner_id.commercial_partner_id
                or order.currency_id != sheet.currency_id
                or order.company_id != sheet.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(order)s is of another supplier, currency or company than "
                        "%(sheet)s.",
                        order=order.display_name,
                        sheet=sheet.display_name,
                    )
                )

    # TOOLING
    def _worth(self, quantity):
        """What that quantity costs by the order, taxes included."""
        self.ensure_one()
        order_line = self.order_line_id
        ordered = exact(order_line.product_qty)
        if not ordered:
            return exact(0)
        return share(
            exact(order_line.price_total),
            ordered,
            exact(quantity),
            exact(self.currency_id.rounding or 0.01),
        )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _settlement_values(self, sheet):
        """Quantities of the line that no other sheet has settled; what waits for its
        inspection is settled later."""
        self.ensure_one()
        goods, unit = self._goods(), self.product_uom_id
        received, returned = self._settled_qtys(sheet)
        return {
            "received_qty": max(
                0.0, unit.round(goods.accepted + goods.returned - received)
            ),
            "returned_qty": max(0.0, unit.round(goods.returned - returned)),
        }
