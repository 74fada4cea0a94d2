from odoo import api, models
from odoo.exceptions import AccessError

#: Who buys, receives and bills: core and OCA write these rows in their name.
COUNTING = (
    "purchase.group_purchase_user",
    "stock.group_stock_user",
    "account.group_account_invoice",
)


class PurchaseRequestAllocation(models.Model):
    """What of an arrival is for which request: told by orders and receipts, not by
    whoever asked for the goods (PU-03)."""

    _inherit = "purchase.request.allocation"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        self._check_counts()
        return super().create(vals_list)

    def write(self, vals):
        self._check_counts()
        return super().write(vals)

    # BUSINESS
    @api.model
    def _check_counts(self):
        """:raise AccessError: for others than buyers, keepers and accountants"""
        if self.env.su or any(map(self.env.user.has_group, COUNTING)):
            return
        raise AccessError(
            self.env._("What has arrived for a request is told by orders and receipts.")
        )
