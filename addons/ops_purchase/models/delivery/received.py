from odoo import api, models
from odoo.exceptions import AccessError

#: How much was received, and who says so.
RECEIVED = frozenset(("qty_received", "qty_received_manual", "qty_received_method"))


class PurchaseOrderLine(models.Model):
    """What was received of goods follows from their receipts (PU-15)."""

    _inherit = "purchase.order.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is received before it has arrived."""
        lines = super().create(vals_list)
        if not self.env["stock.move"]._is_moving():
            # what a client's context gives is entered as well
            lines.filtered(
                lambda r: (
                    r.qty_received
                    or r.qty_received_manual
                    or r.qty_received_method == "manual"
                )
            )._refuse_received()
        return lines

    def write(self, vals):
        """Received is what the receipts say."""
        names = RECEIVED.intersection(vals)
        if names and not self.env["stock.move"]._is_moving():
            self.filtered(
                lambda r: any(r[name] != vals[name] for name in names)
            )._refuse_received()
        return super().write(vals)

    # BUSINESS
    def _refuse_received(self):
        goods = self.filtered(
            lambda r: (
                r.product_id.type == "consu"
                and r.company_id.sudo().purchase_gate_inspection
            )
        )
        if goods:
            raise AccessError(
                self.env._(
                    "%(lines)s: what was received follows from the receipts.",
                    lines=", ".join(goods.mapped("display_name")),
                )
            )
