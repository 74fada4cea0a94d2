from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from .fapiao import ASKS

_lt = LazyTranslate(__name__)


class LeaseLateWaiver(models.Model):
    """滞纳金减免审批表: late fees a tenant is let off, by who may decide it (LE-F14).

    Only what is not billed yet can be let off; a late fee that was billed is credited
    first, its days are open again then.
    """

    _name = "ops.lease.late.waiver"
    _inherit = ["ops.lease.paper.mixin", "ops.evidence.mixin"]
    _description = "Waiver of late fees"
    _order = "id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit"),
            group=ASKS,
            gates=("waiver_reasoned", "within_late_fee"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve"),
            route="lease_late_waiver",
            back="return",
        ),
        Step("return", "approving", "draft", label=_lt("Return"), kernel=True),
        Step(
            "cancel",
            "draft",
            "cancelled",
            label=_lt("Call off"),
            group=ASKS,
            reason=True,
        ),
        sequence="ops.lease.late.waiver",
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Waiver granted"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    reason = fields.Text("Reason for the waiver")
    line_ids = fields.One2many(
        "ops.lease.late.waiver.line", "waiver_id", "Bills paid late"
    )
    amount = fields.Monetary("Let off", compute="_compute_amount", store=True)

    # COMPUTE
    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for paper in self:
            paper.amount = sum(paper.line_ids.mapped("amount"))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new paper lists what is due of the lease; the amounts may be lowered."""
        papers = super().create(vals_list)
        papers._waiver_list()
        return papers

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # BUSINESS
    def _waiver_list(self):
        """List the bills of the lease whose late fee is not billed yet."""
        today = fields.Date.context_today(self)
        bare = self.filtered(lambda paper: not paper.line_ids)
        moves = self.env["account.move"]._late_search(bare.contract_id, today)
        states = moves._late_states(today)
        self.env["ops.lease.late.waiver.line"].create(
            [
                {"waiver_id": paper.id, "move_id": move.id, "amount": state.due}
                for paper in bare
                for move, state in states.items()
                if state.due and move.lease_contract_id == paper.contract_id
            ]
        )

    @gate(_lt("Reason and amount given"))
    def _gate_waiver_reasoned(self):
        for paper in self:
            if not (paper.reason or "").strip():
                message = self.env._("The reason for the waiver is missing.")
                yield self._blocker(paper, message, fix=paper)
            if paper.currency_id.is_zero(paper.amount):
                message = self.env._("Nothing is let off by it.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Within the late fee"))
    def _gate_within_late_fee(self):
        """No more is let off than has come up and is not billed; other papers in
        approval count."""
        moves = self.line_ids.move_id
        left = {move: state.due for move, state in moves._late_states().items()}
        for paper in self:
            for line in paper.line_ids:
                rest = left.get(line.move_id, 0.0)
                if paper.currency_id.compare_amounts(line.amount, rest) > 0:
                    message = self.env._(
                        "Bill %(bill)s: %(rest)s of late fee are left, %(amount)s are "
                        "let off.",
                        bill=line.late_number,
                        rest=paper.currency_id.format(rest),
                        amount=paper.currency_id.format(line.amount),
                    )
                    yield self._blocker(paper, message, fix=paper)
                left[line.move_id] = rest - line.amount

    def _flow_lock(self, step):
        """It is not let off what is being billed at this moment."""
        super()._flow_lock(step)
        if step.name == "submit":
            self.sudo().line_ids.move_id._late_lock()

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.amount,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(lease)s · %(count)s bills · %(reason)s",
                lease=self.contract_id.display_name,
                count=len(self.line_ids),
                reason=self.reason or "",
            ),
        }
