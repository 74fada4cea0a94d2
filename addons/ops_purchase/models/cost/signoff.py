from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.signoff import PurchaseSignoff as BaseSignoff

_lt = LazyTranslate(__name__)


class PurchaseSignoff(models.Model):
    """Who signs an order reads why it is dearer (PU-30)."""

    _inherit = "ops.purchase.signoff"

    _flow = BaseSignoff._flow.extend(gates={"submit": ("price_explained",)})

    # BUSINESS
    @gate(_lt("Prices above the limit explained"), who=BUYER)
    def _gate_price_explained(self):
        papers = self.grouped("order_id")
        for order, message in self.order_id._price_problems():
            for paper in papers[order]:
                yield self._blocker(paper, message, fix=order)
