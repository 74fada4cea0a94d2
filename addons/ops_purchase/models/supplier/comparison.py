from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..groups import BUYER, BUYER_HEAD

_lt = LazyTranslate(__name__)


class PurchaseComparison(models.Model):
    """比价单: the offers of several suppliers side by side, ranked by quality, price
    and delivery, and who gets which goods (PU-06, PU-X2, PU-F06).

    The ranking is kept as it was when the award was decided.
    """

    _name = "ops.purchase.comparison"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Price comparison"
    _order = "id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit award"),
            group=BUYER,
            gates=("offers_current", "goods_awarded", "reasons_given"),
        ),
        Step(
            "approve",
            "approving",
            "awarded",
            label=_lt("Approve award"),
            route="purchase_comparison",
            back="return",
            restart="reopen",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step("reopen", "awarded", "draft", label=_lt("Reopen"), kernel=True),
        Step(
            "cancel",
            "draft",
            "cancelled",
            label=_lt("Cancel comparison"),
            group=BUYER,
            gates=("never_awarded",),
            reason=True,
        ),
        Step(
            "revoke",
            "awarded",
            "cancelled",
            label=_lt("Revoke award"),
            group=BUYER_HEAD,
            reason=True,
        ),
        sequence="ops.purchase.comparison",
        key_fields=("order_ids", "line_ids"),
        protected=("request_line_ids",),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("awarded", "Awarded"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    order_ids = fields.Many2many(
        "purchase.order",
        "ops_purchase_comparison_order_rel",
        "comparison_id",
        "order_id",
        "Quotations",
        required=True,
        check_company=True,
        domain="[('state', 'in', ('draft', 'sent')), ('company_id', '=', company_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Buyer",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    weight_quality = fields.Integer(
        "Weight of quality",
        default=lambda self: self.env.company.sudo().compare_quality,
    )
    weight_price = fields.Integer(
        "Weight of price", default=lambda self: self.env.company.sudo().compare_price
    )
    weight_delivery = fields.Integer(
        "Weight of delivery",
        default=lambda self: self.env.company.sudo().compare_delivery,
    )
    line_ids = fields.One2many(
        "ops.purchase.comparison.line", "comparison_id", "Offers", copy=False
    )
    request_line_ids = fields.Many2many(
        "purchase.request.line",
        "ops_purchase_comparison_request_rel",
        "comparison_id",
        "request_line_id",
        "Requests compared for",
        readonly=True,
        copy=False,
        groups="ops_purchase.group_buyer",
        help="They are ordered as awarded, also by orders that were not compared.",
    )
    conclusion = fields.Text("Conclusion")
    amount = fields.Monetary("Awarded amount", compute="_compute_amount", store=True)

    # CONSTRAINT
    _weights = models.Constraint(
        "CHECK(weight_quality >= 0 AND weight_price >= 0 AND weight_delivery >= 0"
        " AND weight_quality + weight_price + weight_delivery > 0)",
        "Weights are not negative, and one of them counts.",
    )

    # COMPUTE
    @api.depends("line_ids.awarded", "line_ids.price", "line_ids.quantity_awarded")
    def _compute_amount(self):
        for paper in self:
            won = paper.line_ids.filtered("awarded")
            paper.amount = sum(line.price * line.quantity_awarded for line in won)

    # ACTION
    def action_fetch(self):
        """Take the offers of the quotations anew and rank them; awards begin anew.

        :raise AccessError: for others than buyers
        """
        self._check_group(BUYER)
        self.check_access("write")
        self._flow_check_act(self.env._("Take offers"), "submit", "draft")
        self._offers_take()
        return True

    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_revoke(self, reason=None):
        return self._flow_take("revoke", reason)

    # BUSINESS
    def _offers_take(self):
        # figures are the system's own
        Line = self.env["ops.purchase.comparison.line"].sudo()
        papers = self.sudo()
        papers.line_ids.unlink()
        Line.create(
            [
                values
                for paper in papers
                for values in paper.order_ids._comparison_values(paper)
            ]
        )
        papers.line_ids._rank()
        for paper in papers:
            # what was compared once stays so, also when the quotations are changed
            asked = paper.order_ids.order_line._asked() | paper.request_line_ids
            paper._flow_write({"request_line_ids": [Command.set(asked.ids)]})

    def _approval_summary(self):
        self.ensure_one()
        won = self.line_ids.filtered("awarded")
        return {
            **super()._approval_summary(),
            "amount": self.amount,
            "currency": self.currency_id,
            "partner": ", ".join(won.partner_id.mapped("name")),
            "fact": self.env._(
                "%(count)s suppliers compared · %(others)s not the best",
                count=len(self.order_ids.partner_id),
                others=len(won.filtered(lambda line: line.place > 1)),
            ),
        }

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id
