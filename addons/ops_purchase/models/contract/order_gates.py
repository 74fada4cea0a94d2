"""An order of a contract keeps to its goods, price, quantity, term and payment (PU-09,
PU-12)."""

from collections import defaultdict

from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    _guards = (
        Guard(
            "state",
            BINDING,
            _lt("Confirm order"),
            gates=("contract_in_force", "contract_goods", "contract_payment"),
        ),
    )

    # BUSINESS
    @gate(_lt("Contract in force"), who=BUYER)
    def _gate_contract_in_force(self):
        today = fields.Date.context_today(self)
        for order in self._called_off():
            contract = order.contract_id
            if contract.state != "signed":
                message = self.env._(
                    "%(contract)s is “%(state)s”.",
                    contract=contract.display_name,
                    state=contract._flow_state_label(contract.state),
                )
                yield self._blocker(order, message, fix=contract)
            elif not contract.date_start <= today <= contract.date_end:
                message = self.env._(
                    "%(contract)s is valid from %(start)s until %(end)s.",
                    contract=contract.display_name,
                    start=contract.date_start,
                    end=contract.date_end,
                )
                yield self._blocker(order, message, fix=contract)
            if order.company_id != contract.company_id:
                message = self.env._(
                    "%(contract)s was signed by %(company)s.",
                    contract=contract.display_name,
                    company=contract.company_id.name,
                )
                yield self._blocker(order, message, fix=order)
            theirs = contract.partner_id.commercial_partner_id
            if order.partner_id.commercial_partner_id != theirs:
                message = self.env._(
                    "%(contract)s was signed with %(supplier)s.",
                    contract=contract.display_name,
                    supplier=theirs.display_name,
                )
                yield self._blocker(order, message, fix=order)
            if order.currency_id != contract.currency_id:
                message = self.env._(
                    "%(contract)s is in %(currency)s.",
                    contract=contract.display_name,
                    currency=contract.currency_id.name,
                )
                yield self._blocker(order, message, fix=order)

    @gate(_lt("Goods, price and quantity of the contract"), who=BUYER)
    def _gate_contract_goods(self):
        """All orders of the set together use up what is left of their contracts."""
        orders = self._called_off()
        asked = defaultdict(float)
        last = {}
        for line in orders._bought_lines():
            agreed = line._contract_line()
            problem = line._contract_problem(agreed)
            if problem:
                yield self._blocker(line.order_id, problem, fix=line.order_id)
            if agreed:
                asked[agreed] += line.product_uom_id._compute_quantity(
                    line.product_qty, agreed.product_uom_id, round=False
                )
                last[agreed] = line.order_id
        for agreed, quantity in asked.items():
            if agreed.product_uom_id.compare(quantity, agreed.left_qty) > 0:
                message = self.env._(
                    "%(product)s: %(asked)s %(unit)s are ordered, %(left)s are left in "
                    "%(contract)s.",
                    product=agreed.product_id.display_name,
                    asked=agreed.product_uom_id.round(quantity),
                    left=agreed.left_qty,
                    unit=agreed.product_uom_id.name,
                    contract=agreed.contract_id.display_name,
                )
                yield self._blocker(last[agreed], message, fix=last[agreed])

    @gate(_lt("Paid as the contract says"), who=BUYER)
    def _gate_contract_payment(self):
        for order in self._called_off():
            contract = order.contract_id
            if order.payment_way != contract.payment_way:
                message = self.env._(
                    "%(contract)s is paid “%(way)s”.",
                    contract=contract.display_name,
                    way=contract._payment_label(),
                )
                yield self._blocker(order, message, fix=order)
            if (
                contract.payment_term_id
                and order.payment_term_id != contract.payment_term_id
            ):
                message = self.env._(
                    "The payment terms of %(contract)s are “%(terms)s”.",
                    contract=contract.display_name,
                    terms=contract.payment_term_id.name,
                )
                yield self._blocker(order, message, fix=order)
            if order.advance_percent > contract.advance_percent:
                message = self.env._(
                    "An advance of %(asked)s %% is ordered, %(contract)s allows "
                    "%(agreed)s %%.",
                    asked=order.advance_percent,
                    agreed=contract.advance_percent,
                    contract=contract.display_name,
                )
                yield self._blocker(order, message, fix=order)
        # goods may have been taken off since the advance was booked
        for order, message in self._advance_problems():
            yield self._blocker(order, message, fix=order)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _contract_problem(self, agreed):
        """Why the line is not inside its contract; None if it is.

        :param agreed: line of the contract with the product, or none
        """
        self.ensure_one()
        if not agreed:
            return self.env._(
                "%(product)s is not in the contract: order it separately.",
                product=self.product_id.display_name,
            )
        if self.product_uom_id.compare(self.product_qty, 0) < 0:
            return self.env._(
                "%(product)s: the quantity is negative.",
                product=self.product_id.display_name,
            )
        if self._above_contract() and not (self.price_reason or "").strip():
            return self.env._(
                "%(product)s: the contract says %(price)s per %(unit)s. Order at that "
                "price, or say why not and have the order signed.",
                product=self.product_id.display_name,
                price=self.currency_id.format(self._agreed_price(agreed)),
                unit=self.product_uom_id.name,
            )
        return None
