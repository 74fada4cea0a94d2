"""An order dearer than its request is charged the difference (PU-F04)."""

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.order import BINDING
from .budget_gates import summed

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    _guards = (
        Guard("state", BINDING, _lt("Confirm order"), gates=("order_within_budget",)),
    )

    # BUSINESS
    def _count_bound_now(self):
        """Orders that bind charge their budgets."""
        result = super()._count_bound_now()
        charges = self._binding()._bought_lines()._budget_charges()
        lines = self.env["ops.purchase.budget.line"]
        lines.union(*(budget for _l, budget, _a in charges))._charge()
        return result

    @gate(_lt("Within the budget"), who=BUYER)
    def _gate_order_within_budget(self):
        """All orders of the set together use up what is left."""
        charges = self._gated("budget")._bought_lines()._budget_charges()
        budgets = self.env["ops.purchase.budget.line"]
        budgets = budgets.union(*(budget for _l, budget, _a in charges))._binding()
        sums = summed((b, amount) for _l, b, amount in charges if b in budgets)
        problems = dict(
            budgets._exceeded_by({b: more for b, more in sums.items() if more > 0})
        )
        last = {budget: line.order_id for line, budget, _a in charges}
        for budget, message in problems.items():
            yield self._blocker(last[budget], message, fix=last[budget])


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _budget_charges(self):
        """``[(order line, budget line, amount above what its requests estimated)]``,
        untaxed, in the currency of the company."""
        # which request an order serves is no secret of who confirms it
        lines = self.sudo().filtered("purchase_request_lines")
        budgets = self.env["ops.purchase.budget.line"]._of(lines.purchase_request_lines)
        charges = []
        for line in lines:
            asked = line.purchase_request_lines.filtered(lambda r: r in budgets)
            if not asked:
                continue
            unit, order = line.product_uom_id, line.order_id
            quantity = sum(
                (r.product_uom_id or unit)._compute_quantity(
                    r.product_qty, unit, round=False
                )
                for r in asked
            )
            estimated = sum(asked.mapped("estimated_cost"))
            reserved = (
                estimated * min(line.product_qty, quantity) / quantity
                if quantity
                else 0.0
            )
            cost = line.price_subtotal / (order.currency_rate or 1.0)
            charges.append((line, budgets[asked[0]], cost - reserved))
        return charges
