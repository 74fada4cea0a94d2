from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..groups import FINANCE
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class FundPlan(models.Model):
    """资金计划: what suppliers are paid in a week or month (PU-31).

    Dues of bills are taken over, further needs are entered; once approved it is what
    finance pays by.
    """

    _name = "ops.fund.plan"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Fund plan"
    _order = "date_from desc, id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit fund plan"),
            group=FINANCE,
            gates=("dues_listed", "days_free"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve fund plan"),
            route="purchase_fund_plan",
            back="return",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        sequence="ops.fund.plan",
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Draft"), ("approving", "In approval"), ("approved", "Approved")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("ops.fund.plan.line", "plan_id", "Payments")
    funds = fields.Monetary("Available funds", help="Cash and bank at the beginning.")
    amount_planned = fields.Monetary("Planned", compute="_compute_amounts", store=True)
    amount_left = fields.Monetary("Left over", compute="_compute_amounts", store=True)
    note = fields.Text("Remarks")

    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The plan ends before it begins."
    )

    # COMPUTE
    @api.depends("line_ids.amount", "funds")
    def _compute_amounts(self):
        for plan in self:
            planned = sum(plan.line_ids.mapped("amount"))
            plan.amount_planned = planned
            plan.amount_left = plan.funds - planned

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_take_dues(self):
        """Take over what is due until the end of the plan and may be paid.

        :raise AccessError: for others than finance
        """
        self._check_group(FINANCE)
        self.check_access("write")
        for plan in self:
            there = plan.line_ids.bill_id
            bills = plan._due_bills() - there
            plan.write(
                {
                    "line_ids": [
                        Command.create(
                            {
                                "bill_id": bill.id,
                                "partner_id": bill.commercial_partner_id.id,
                                "date": max(
                                    plan.date_from,
                                    bill.invoice_date_due or plan.date_from,
                                ),
                                "amount": amount,
                            }
                        )
                        for bill in bills
                        if (amount := bill._payable_now()) > 0
                    ]
                }
            )
        return True

    def action_take_orders(self):
        """Take over what orders under way will cost: what is not billed of them and
        falls due by the end of the plan, by the day of delivery and the payment terms.

        :raise AccessError: for others than finance
        """
        self._check_group(FINANCE)
        self.check_access("write")
        for plan in self:
            there = plan.line_ids.order_id
            found = plan._due_orders()
            plan.write(
                {
                    "line_ids": [
                        Command.create(
                            {
                                "order_id": order.id,
                                "partner_id": order.partner_id.commercial_partner_id.id,
                                "date": day,
                                "amount": amount,
                            }
                        )
                        for order, day, amount in found
                        if order not in there
                    ]
                }
            )
        return True

    # BUSINESS
    def _due_orders(self):
        """``[(order, day, amount)]`` of orders not billed in full that fall due in the
        plan; amounts in the currency of the company."""
        self.ensure_one()
        orders = self.env["purchase.order"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", BINDING),
                ("invoice_status", "!=", "invoiced"),
                ("date_planned", "<=", self.date_to),
            ],
            order="date_planned, id",
        )
        found = []
        for order in orders:
            days = max(order.payment_term_id.line_ids.mapped("nb_days"), default=0)
            planned = fields.Date.context_today(self, order.date_planned)
            day = fields.Date.add(planned, days=days)
            amount = order._unbilled_amount()
            if day <= self.date_to and amount > 0:
                found.append((order, max(day, self.date_from), amount))
        return found

    def _due_bills(self):
        self.ensure_one()
        return self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("move_type", "=", "in_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                ("invoice_date_due", "<=", self.date_to),
            ],
            order="invoice_date_due, id",
        )

    @gate(_lt("Payments listed"), who=FINANCE)
    def _gate_dues_listed(self):
        for plan in self.filtered(lambda r: not r.line_ids):
            message = self.env._("The plan lists no payment; take over what is due.")
            yield self._blocker(plan, message, fix=plan)

    @gate(_lt("Days not planned yet"), who=FINANCE)
    def _gate_days_free(self):
        """Two plans in force for one day would pay twice."""
        others = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "!=", "draft"),
                ("date_to", ">=", min(self.mapped("date_from"))),
                ("date_from", "<=", max(self.mapped("date_to"))),
            ]
        )
        for plan in self:
            for other in (others | self) - plan:
                if (
                    other.company_id == plan.company_id
                    and other.date_from <= plan.date_to
                    and plan.date_from <= other.date_to
                ):
                    message = self.env._(
                        "%(other)s plans days from %(start)s until %(end)s.",
                        other=other.display_name,
                        start=other.date_from,
                        end=other.date_to,
                    )
                    yield self._blocker(plan, message, fix=other)

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "title": self.env._(
                "Fund plan %(start)s – %(end)s",
                start=self.date_from,
                end=self.date_to,
            ),
            "amount": self.amount_planned,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(count)s payments · available %(funds)s · left over %(left)s",
                count=len(self.line_ids),
                funds=self.currency_id.format(self.funds),
                left=self.currency_id.format(self.amount_left),
            ),
        }
