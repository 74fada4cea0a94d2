"""A price above the limit is explained before anybody signs it (PU-30)."""

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    _guards = (
        Guard("state", BINDING, _lt("Confirm order"), gates=("price_explained",)),
    )

    # BUSINESS
    @gate(_lt("Prices above the limit explained"), who=BUYER)
    def _gate_price_explained(self):
        for order, message in self._price_problems():
            yield self._blocker(order, message, fix=order)

    def _price_problems(self):
        """Pairs of an order and what is unexplained of its prices; what keeps to the
        price of a signed contract is explained by it."""
        orders = self._gated("price")
        orders -= orders._called_off()._inside_price()
        lines = orders._bought_lines()
        facts = lines._cost_facts()
        problems = []
        for line in lines:
            fact = facts.get(line.id)
            if fact and fact.above and not (line.price_reason or "").strip():
                problems.append((line.order_id, fact._above_words()))
        return problems
