from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.tools import LazyTranslate

from ..groups import FINANCE, FINANCE_HEAD

_lt = LazyTranslate(__name__)


class PurchaseBudget(models.Model):
    """采购预算: what departments may buy for in a period, by kind of goods (PU-F04).

    A request commits its estimate when it is handed in, the order its amount, the bill
    what it came to: each figure opens the papers it is made of.
    """

    _name = "ops.purchase.budget"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Purchase budget"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit budget"),
            group=FINANCE,
            gates=("amounts_given", "budgeted_once"),
        ),
        Step(
            "approve",
            "approving",
            "in_force",
            label=_lt("Approve budget"),
            route="purchase_budget",
            back="return",
        ),
        Step(
            "close",
            "in_force",
            "closed",
            label=_lt("Close budget"),
            group=FINANCE,
            gates=("period_over",),
        ),
        Step(
            "revise",
            "in_force",
            "draft",
            label=_lt("Revise budget"),
            group=FINANCE_HEAD,
            reason=True,
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        sequence="ops.purchase.budget",
        protected=("revision",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("in_force", "In force"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    control = fields.Selection(
        [("block", "Is refused"), ("warn", "Is pointed out")],
        "What exceeds it",
        default="block",
        required=True,
        help="A request above what is left is refused, or passes with a note that its "
        "signers read.",
    )
    revision = fields.Integer("Revision", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many(
        "ops.purchase.budget.line", "budget_id", "Departments", copy=True
    )
    amount_total = fields.Monetary("Budget", compute="_compute_amount", store=True)
    amount_used = fields.Monetary("Committed", compute="_compute_used")
    amount_left = fields.Monetary("Left", compute="_compute_used")
    used_share = fields.Float("Committed (%)", compute="_compute_used")
    note = fields.Text("Remarks")

    # CONSTRAINT
    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The budget ends before it begins."
    )

    # COMPUTE
    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for budget in self:
            budget.amount_total = sum(budget.line_ids.mapped("amount"))

    @api.depends("line_ids.used", "amount_total")
    def _compute_used(self):
        for budget in self:
            used, total = sum(budget.line_ids.mapped("used")), budget.amount_total
            budget.amount_used = used
            budget.amount_left = total - used
            budget.used_share = 100 * used / total if total else 0.0

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_close(self):
        return self._flow_take("close")

    def action_revise(self, reason=None):
        return self._flow_take("revise", reason)

    def action_open_use(self):
        """The requests, orders and bills that use it up."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.purchase.budget.use",
            "view_mode": "list,pivot",
            "domain": [("budget_id", "=", self.id)],
            "name": self.env._("Commitments of the budget"),
        }

    # BUSINESS
    def _after_revise(self):
        for budget in self:
            budget._flow_write({"revision": budget.revision + 1})

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.amount_total,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(start)s – %(end)s · %(count)s lines · committed %(used)s",
                start=self.date_from,
                end=self.date_to,
                count=len(self.line_ids),
                used=self.currency_id.format(self.amount_used),
            ),
        }
