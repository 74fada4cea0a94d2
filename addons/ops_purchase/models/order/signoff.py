from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)


class PurchaseSignoff(models.Model):
    """采购审批单: the signatures an order needs for its amount (PU-10).

    It holds what was signed: supplier, products, quantities, prices. The order is
    confirmed as long as it says the same, whoever changed it by whatever way.
    """

    _name = "ops.purchase.signoff"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Order approval"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit order"),
            group=BUYER,
            gates=("order_open", "order_priced"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve order"),
            route="purchase_order",
            back="return",
            restart="reopen",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step("reopen", "approved", "draft", label=_lt("Reopen"), kernel=True),
        Step(
            "lapse",
            ("draft", "approving", "approved"),
            "lapsed",
            label=_lt("Order changed"),
            kernel=True,
        ),
        sequence="ops.purchase.signoff",
        protected=("signed",),
        key_fields=("order_id",),
        side=("lapsed",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("lapsed", "Lapsed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    order_id = fields.Many2one(
        "purchase.order",
        "Order",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('state', 'in', ('draft', 'sent', 'to approve'))]",
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Supplier")
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total", string="Amount")
    reason = fields.Text("Why this supplier and price")
    signed = fields.Text("What was signed", readonly=True, copy=False)
    user_id = fields.Many2one(related="order_id.user_id", string="Buyer")

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    # BUSINESS
    def _prepare_submit_values(self):
        return {"signed": self.order_id._to_sign()}

    def _after_submit(self):
        """What is handed in now takes the place of what was handed in before."""
        self._lapse(self.order_id, self.env._("Handed in again"), kept=self)

    @gate(_lt("Order not confirmed yet"), who=BUYER)
    def _gate_order_open(self):
        for paper in self.filtered(
            lambda r: r.order_id.state not in ("draft", "sent", "to approve")
        ):
            message = self.env._(
                "%(order)s is no longer a request for quotation.",
                order=paper.order_id.display_name,
            )
            yield self._blocker(paper, message, fix=paper.order_id)

    @gate(_lt("Quantities and prices given"), who=BUYER)
    def _gate_order_priced(self):
        # read for all of them at once
        self.order_id.order_line.mapped("product_uom_id")
        for paper in self:
            lines = paper.order_id._bought_lines()
            if not lines:
                message = self.env._("The order has no lines.")
                yield self._blocker(paper, message, fix=paper.order_id)
            for line in lines:
                if line.product_uom_id.compare(line.product_qty, 0) <= 0:
                    message = self.env._(
                        "%(product)s: the quantity is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(paper, message, fix=paper.order_id)
                elif (
                    line.currency_id.compare_amounts(line.price_unit, 0) <= 0
                    or not 0 <= line.discount < 100
                ):
                    message = self.env._(
                        "%(product)s: the price is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(paper, message, fix=paper.order_id)

    def _approval_summary(self):
        self.ensure_one()
        order = self.order_id
        lines = order._bought_lines()
        # a tax that takes away does not take signers away
        amount = max(order.amount_total, order.amount_untaxed)
        return {
            **super()._approval_summary(),
            "title": self.env._("Order %(order)s", order=order.name),
            "amount": order.currency_id._convert(
                amount,
                order.company_id.currency_id,
                order.company_id,
                fields.Date.context_today(self),
            ),
            "currency": order.company_id.currency_id,
            "partner": order.partner_id.display_name,
            "fact": self.env._(
                "%(what)s · %(count)s lines · requested by %(who)s",
                what=", ".join(lines[:2].mapped("product_id.name")),
                count=len(lines),
                who=", ".join(
                    lines.purchase_request_lines.request_id.department_id.mapped("name")
                )
                or "–",
            ),
        }

    def _approval_owners(self):
        """Neither the buyer, nor who wrote the order, nor who asked for the goods
        signs it (PU-10)."""
        order = self.order_id
        asked = order.order_line.purchase_request_lines.request_id
        makers = order.user_id | order.create_uid
        return super()._approval_owners() | makers | asked.requested_by

    @api.model
    def _lapse(self, orders, reason, kept=None):
        """What was signed of these orders no longer holds.

        :param kept: papers that go on
        :param reason: translated, for the history
        """
        # who changes an order need not be allowed to write its approval
        papers = self.sudo().search(
            [
                ("order_id", "in", orders.ids),
                ("state", "in", ("approving", "approved")),
                ("id", "not in", kept.ids if kept else ()),
            ]
        )
        papers._flow_kernel_take("lapse", reason)
