from odoo import api, models
from odoo.exceptions import ValidationError


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # CONSTRAINT
    @api.constrains("is_downpayment", "product_id", "product_qty", "display_type")
    def _check_advance_plain(self):
        """Goods called an advance would need neither request nor signature."""
        advances = self.filtered(lambda r: r.is_downpayment and not r.display_type)
        wrong = advances & self._bought()
        orders = wrong.order_id._gated_at_all()
        for line in wrong.filtered(lambda r: r.order_id in orders):
            raise ValidationError(
                self.env._(
                    "%(line)s: an advance names no goods and no quantity.",
                    line=line.display_name,
                )
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A confirmed order gets no further line, a signed one is signed again
        (PU-10)."""
        orders = self.env["purchase.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        said = orders._said()
        lines = super().create(vals_list)
        orders._said_since(said)
        return lines

    def write(self, vals):
        """What a confirmed order says was signed; it does not change. What another one
        says is signed again (PU-10)."""
        if self._signed_fields().isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        said = orders._said()
        result = super().write(vals)
        orders._said_since(said)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_lapses(self):
        if self._bought():
            self.order_id._lapse(self.env._("Supplier, quantity or price changed"))

    # BUSINESS
    def _bought(self):
        """Those that buy something, whatever they are called; what is left are texts
        and advances."""
        return self.filtered(
            lambda r: not r.display_type and (r.product_id or r.product_qty)
        )

    def _asked(self):
        """The request lines behind these, also those that the present user does not
        see; a list he has read before leaves them out."""
        lines = self.sudo()
        lines.invalidate_recordset(["purchase_request_lines"])
        return lines.purchase_request_lines

    @api.model
    def _signed_fields(self):
        """Names of the fields that make up :meth:`_to_sign`."""
        return {
            "order_id",
            "is_downpayment",
            "display_type",
            "product_id",
            "product_qty",
            "product_uom_id",
            "price_unit",
            "discount",
            "tax_ids",
            "purchase_request_lines",
        }

    def _to_sign(self):
        """What is signed of a line."""
        self.ensure_one()
        return [
            self.product_id.id,
            self.product_uom_id.id,
            repr(self.product_qty),
            repr(self.price_unit),
            repr(self.discount),
            sorted(self.tax_ids.ids),
            sorted(self.purchase_request_lines.ids),
            self.is_downpayment,
        ]
