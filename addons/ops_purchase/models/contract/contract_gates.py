"""What each step of a purchase contract demands (PU-09, PU-12)."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)


class PurchaseContract(models.Model):
    _inherit = "ops.purchase.contract"

    # BUSINESS
    @gate(_lt("Goods, quantities and prices given"), who=BUYER)
    def _gate_lines_complete(self):
        for contract in self:
            if not contract.line_ids:
                message = self.env._("The contract names no goods.")
                yield self._blocker(contract, message, fix=contract)
            for line in contract.line_ids:
                if line.product_uom_id.compare(line.product_qty, 0) <= 0:
                    message = self.env._(
                        "%(product)s: the quantity is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(contract, message, fix=contract)
                if contract.currency_id.compare_amounts(line.price_unit, 0) <= 0:
                    message = self.env._(
                        "%(product)s: the price is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(contract, message, fix=contract)

    @gate(_lt("Payment agreed"), who=BUYER)
    def _gate_payment_complete(self):
        for contract in self:
            if not contract.payment_way:
                message = self.env._("Say how it is paid.")
                yield self._blocker(contract, message, fix=contract)
            elif contract.payment_way == "advance" and not contract.advance_percent:
                message = self.env._(
                    "It is paid in advance: say up to which share of an order."
                )
                yield self._blocker(contract, message, fix=contract)

    @gate(_lt("No quotation left open"), who=BUYER)
    def _gate_calls_closed(self):
        for contract in self:
            orders = contract.requisition_id.purchase_ids
            for order in orders.filtered(
                lambda r: r.state in ("draft", "sent", "to approve")
            ):
                message = self.env._(
                    "%(order)s is not confirmed: confirm or cancel it.",
                    order=order.display_name,
                )
                yield self._blocker(contract, message, fix=order)
