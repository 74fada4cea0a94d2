"""装修验收退款审批表: the fit-out deposit goes back after the acceptance (LE-X4)."""

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Step, gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE, LEASING
from .fitout import LeaseFitout

_lt = LazyTranslate(__name__)


class LeaseFitoutRefund(models.Model):
    _inherit = "ops.lease.fitout"

    _flow = LeaseFitout._flow.extend(
        Step(
            "request_refund",
            "accepted",
            "refunding",
            label=_lt("Ask for the refund"),
            group=LEASING,
            gates=("no_other_file", "deposit_held", "deductions_explained"),
        ),
        Step(
            "approve_refund",
            "refunding",
            "payable",
            label=_lt("Approve refund"),
            route="lease_fitout_refund",
            back="return_refund",
        ),
        Step(
            "refund",
            "payable",
            "closed",
            label=_lt("Pay out the deposit"),
            group=FINANCE,
            gates=(
                "refund_approved",
                "no_other_file",
                "deposit_held",
                "deductions_explained",
                "as_approved",
                "accounts_set",
                "within_balance",
            ),
        ),
        Step(
            "close",
            "accepted",
            "closed",
            label=_lt("Close without refund"),
            group=LEASING,
            gates=("nothing_held",),
        ),
        # money that is there no more is settled anew
        Step(
            "resettle",
            "payable",
            "accepted",
            label=_lt("Settle again"),
            group=FINANCE,
            reason=True,
        ),
        Step(
            "return_refund",
            "refunding",
            "accepted",
            label=_lt("Return"),
            kernel=True,
        ),
        editable={
            "accepted": ("deduction_ids", "user_id"),
            "payable": ("refund_journal_id", "refund_date"),
        },
        protected=(
            "amount_asked",
            "amount_approved",
            "refund_move_id",
            "refund_payment_id",
            "retain_move_id",
        ),
    )

    # FIELDS
    state = fields.Selection(
        selection_add=[
            ("refunding", "Refund approval"),
            ("payable", "Deposit payment"),
            ("closed", "Closed"),
            ("cancelled",),
        ],
        ondelete={
            "refunding": "set default",
            "payable": "set default",
            "closed": "set default",
        },
    )
    deduction_ids = fields.One2many(
        "ops.lease.fitout.deduction", "fitout_id", "Deductions"
    )
    amount_deducted = fields.Monetary(
        "Deducted", compute="_compute_amount_deducted", store=True
    )
    amount_refund = fields.Monetary(
        "To refund", compute="_compute_refund", compute_sudo=True
    )
    amount_retained = fields.Monetary(
        "To retain", compute="_compute_refund", compute_sudo=True
    )
    amount_asked = fields.Monetary("Refund asked for", readonly=True, copy=False)
    amount_approved = fields.Monetary("Refund approved", readonly=True, copy=False)

    # COMPUTE
    @api.depends("deduction_ids.amount")
    def _compute_amount_deducted(self):
        for paper in self:
            paper.amount_deducted = sum(paper.deduction_ids.mapped("amount"))

    @api.depends(
        "amount_deducted", "deposit_refundable", "refund_move_id", "retain_move_id"
    )
    def _compute_refund(self):
        """What is held less what is deducted; once paid, what was paid."""
        for paper in self:
            held = paper.deposit_refundable
            if paper.refund_move_id or paper.retain_move_id:
                paper.amount_refund = paper.refund_move_id.amount_total
                paper.amount_retained = paper.retain_move_id.amount_total
            elif paper.state in ("accepted", "refunding", "payable"):
                paper.amount_refund = max(held - paper.amount_deducted, 0.0)
                paper.amount_retained = min(paper.amount_deducted, held)
            else:
                paper.amount_refund = paper.amount_retained = 0.0

    # ACTION
    def action_request_refund(self):
        return self._flow_take("request_refund")

    def action_approve_refund(self):
        return self._flow_take("approve_refund")

    def action_refund(self):
        return self._flow_take("refund")

    def action_resettle(self, reason=None):
        return self._flow_take("resettle", reason)

    def action_close(self):
        return self._flow_take("close")

    # BUSINESS
    @api.model
    def _accepted_states(self):
        return super()._accepted_states() | {"refunding", "payable", "closed"}

    def _refund_deposits(self):
        """The fit-out's own: deposits of other kinds wait for the exit."""
        return self._fit_out_deposits()

    def _approval_summary(self):
        """LE-X4: whoever signs the refund signs an amount."""
        summary = super()._approval_summary()
        if self.state not in ("refunding", "payable", "closed"):
            return summary
        # what is deducted is no secret to who signs it
        deductions = [
            self.env._(
                "%(reason)s %(amount)s",
                reason=line.name,
                amount=self.currency_id.format(line.amount),
            )
            for line in self.sudo().deduction_ids
        ]
        return {
            **summary,
            "amount": self.amount_asked,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(units)s · fit-out deposit, deducted: %(deductions)s",
                units=", ".join(self.sudo().unit_ids.mapped("number")),
                deductions=", ".join(deductions) or self.env._("nothing"),
            ),
        }

    def _prepare_request_refund_values(self):
        return {"amount_asked": self.amount_refund}

    def _prepare_approve_refund_values(self):
        return {"amount_approved": self.amount_asked}

    def _prepare_resettle_values(self):
        return {"amount_asked": 0.0, "amount_approved": 0.0}

    def _after_resettle(self):
        """What was approved is not paid: the signatures fall with the amount."""
        code = self._flow.step("approve_refund").route
        requests = self.env["ops.approval.request"]
        requests._supersede(self, self.env._("Settled again"), {code})

    def _after_refund(self):
        self._refund_execute()

    @gate(_lt("Fit-out deposit held"), who=FINANCE)
    def _gate_deposit_held(self):
        for paper in self:
            if paper.currency_id.compare_amounts(paper.deposit_refundable, 0) <= 0:
                message = self.env._("No fit-out deposit is held.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Deductions listed with reason"), who=LEASING)
    def _gate_deductions_explained(self):
        for paper in self:
            for line in paper.deduction_ids:
                if not (line.name or "").strip():
                    message = self.env._("A deduction has no reason.")
                    yield self._blocker(paper, message, fix=paper)
            if (
                paper.currency_id.compare_amounts(
                    paper.amount_deducted, paper.deposit_refundable
                )
                > 0
            ):
                message = self.env._(
                    "%(deducted)s is deducted, the deposit holds %(held)s.",
                    deducted=paper.currency_id.format(paper.amount_deducted),
                    held=paper.currency_id.format(paper.deposit_refundable),
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Refund approved"))
    def _gate_refund_approved(self):
        """The approval is still there: nothing has set it aside since."""
        step = self._flow.step("approve_refund")
        agreed = self.env["ops.approval.request"]._agreed(self, step)
        for paper in self - agreed:
            message = self.env._("The refund has no agreed approval.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Amount as approved"), who=FINANCE)
    def _gate_as_approved(self):
        for paper in self:
            if paper.currency_id.compare_amounts(
                paper.amount_refund, paper.amount_approved
            ):
                message = self.env._(
                    "%(approved)s was approved, %(refund)s would be paid.",
                    approved=paper.currency_id.format(paper.amount_approved),
                    refund=paper.currency_id.format(paper.amount_refund),
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No deposit held"), who=FINANCE)
    def _gate_nothing_held(self):
        for paper in self:
            if paper.currency_id.compare_amounts(paper.deposit_refundable, 0) > 0:
                message = self.env._(
                    "A fit-out deposit of %(held)s is held: it is refunded first.",
                    held=paper.currency_id.format(paper.deposit_refundable),
                )
                yield self._blocker(paper, message, fix=paper)
