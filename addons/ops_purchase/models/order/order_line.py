from odoo import api, models

from .order import BINDING

#: What was signed for: it changes by a new signature alone.
SIGNED = frozenset(
    ("product_id", "product_qty", "product_uom_id", "price_unit", "discount", "tax_ids")
)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A confirmed order gets no further line (PU-10)."""
        lines = super().create(vals_list)
        lines._bought()._bound_orders()._refuse_change()
        return lines

    def write(self, vals):
        """What a confirmed order says was signed; it does not change (PU-10)."""
        if SIGNED.isdisjoint(vals):
            return super().write(vals)
        bound = self._bought()._bound_orders()
        before = [order._to_sign() for order in bound]
        result = super().write(vals)
        if before != [order._to_sign() for order in bound]:
            bound._refuse_change()
        return result

    # BUSINESS
    def _bought(self):
        return self.filtered(lambda r: not r.display_type and not r.is_downpayment)

    def _bound_orders(self):
        """Confirmed orders that keep to what was signed."""
        return self.order_id._fixed().filtered(lambda r: r.state in BINDING)
