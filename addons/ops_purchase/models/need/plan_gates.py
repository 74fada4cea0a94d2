"""What a purchase plan demands before it is signed (PU-02)."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)


class PurchasePlan(models.Model):
    _inherit = "ops.purchase.plan"

    # BUSINESS
    @gate(_lt("Goods planned"), who=BUYER)
    def _gate_goods_planned(self):
        for plan in self:
            if not any(line.quantity > 0 for line in plan.line_ids):
                message = self.env._("Nothing is planned to be bought.")
                yield self._blocker(plan, message, fix=plan)

    @gate(_lt("Exception with a reason"), who=BUYER)
    def _gate_exception_reasoned(self):
        """What cannot be paid, or turns over too slowly, is bought for a reason; the
        route then goes higher."""
        for plan in self.filtered(lambda p: not (p.reason or "").strip()):
            if plan.over_funds:
                message = self.env._(
                    "%(amount)s are planned, %(payable)s can be paid: give a reason.",
                    amount=plan.currency_id.format(plan.amount_total),
                    payable=plan.currency_id.format(plan.payable),
                )
                yield self._blocker(plan, message, fix=plan)
            for line in plan.line_ids:
                if line.is_slow and line.quantity > 0:
                    message = self.env._(
                        "%(product)s turns over %(rate)s times a year, less than "
                        "%(least)s: give a reason.",
                        product=line.product_id.display_name,
                        rate=f"{line.turnover:.1f}",
                        least=f"{plan.company_id.purchase_turnover_min:g}",
                    )
                    yield self._blocker(plan, message, fix=plan)
