"""Whose turn it is with documents that keep core's own states, for the flow charts."""

from odoo import api, fields, models
from odoo.fields import Domain

from .groups import KEEPER
from .order.order import BINDING


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    @api.model
    def _process_mine(self):
        """Quotations and orders are their buyer's."""
        return Domain("user_id", "=", self.env.uid)

    @api.model
    def _process_late(self):
        """Orders of which something is overdue."""
        today = fields.Date.context_today(self)
        return Domain("state", "in", BINDING) & Domain(
            "order_line", "any", [("open_qty", ">", 0), ("date_due", "<", today)]
        )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # BUSINESS
    @api.model
    def _process_mine(self):
        """Goods are moved by keepers."""
        if self.env.user.has_group(KEEPER):
            return Domain("state", "=", "assigned")
        return Domain.FALSE

    @api.model
    def _process_late(self):
        return Domain("state", "not in", ("done", "cancel")) & Domain(
            "scheduled_date", "<", fields.Datetime.now()
        )
