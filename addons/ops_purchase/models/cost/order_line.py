from odoo import api, fields, models
from odoo.exceptions import UserError

from ..order.order import BINDING


class PurchaseOrderLine(models.Model):
    """A price against the last one, and why it is higher (PU-30)."""

    _inherit = "purchase.order.line"

    # FIELDS
    price_reason = fields.Char(
        "Why this price",
        copy=False,
        help="A price above the contract, or above the last price or the budget by "
        "more than the limit, needs a reason.",
    )
    last_price = fields.Float(
        "Last price",
        min_display_digits="Product Price",
        compute="_compute_last_price",
        help="Per unit of the product, in the currency of the company: what the "
        "supplier was paid last time, or else anybody.",
    )
    price_variance = fields.Float(
        "Against last price (%)", digits=(8, 2), compute="_compute_last_price"
    )

    # COMPUTE
    @api.depends("product_id", "price_unit", "discount", "product_qty", "state")
    def _compute_last_price(self):
        facts = self._cost_facts()
        for line in self:
            fact = facts.get(line._origin.id)
            line.last_price = fact.last_price if fact else 0.0
            line.price_variance = fact.last_variance if fact else 0.0

    # CRUD
    def write(self, vals):
        """The reason of a confirmed price stands as it was given."""
        if "price_reason" in vals:
            bound = self.filtered(
                lambda r: (
                    r.order_id.state in BINDING
                    and (r.price_reason or "") != (vals["price_reason"] or "")
                )
            )
            if bound:
                raise UserError(
                    self.env._(
                        "%(orders)s: the order is confirmed, the reason given for its "
                        "price stands.",
                        orders=", ".join(bound.order_id.mapped("display_name")),
                    )
                )
        return super().write(vals)

    # BUSINESS
    @api.model
    def _signed_fields(self):
        """Who signs a price signs its reason (PU-30)."""
        return super()._signed_fields() | {"price_reason"}

    def _to_sign(self):
        return [*super()._to_sign(), self.price_reason or ""]

    def _cost_facts(self):
        """``{line id: its row of the cost report}``, in one query."""
        # who may read the order may know what the goods cost last time
        Report = self.env["ops.purchase.cost.report"].sudo()
        Report = Report.with_context(cost_of_products=self.product_id.ids)
        # what was read before the last change is not what it says now
        Report.invalidate_model()
        # both at once: the query is dear, and a search alone would ask it twice
        rows = Report.search_fetch(
            [("id", "in", self._origin.ids)], [f for f in Report._fields if f != "id"]
        )
        return {row.id: row for row in rows}
