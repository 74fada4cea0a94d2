"""What each step of an exit demands, and who supplies it."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from .groups import FINANCE, LEASING, LEASING_MANAGER, PROPERTY

_lt = LazyTranslate(__name__)


class LeaseExitGates(models.Model):
    _inherit = "ops.lease.exit"

    # BUSINESS
    # --- application (LE-22)
    @gate(_lt("Exit date planned"), who=LEASING)
    def _gate_planned_date(self):
        for paper in self.filtered(lambda p: not p.date_planned):
            message = self.env._("The planned exit date is missing.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Reason given"), who=LEASING)
    def _gate_reason_given(self):
        for paper in self.filtered(lambda p: not (p.reason or "").strip()):
            message = self.env._("The reason for leaving is missing.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No other exit of this lease"), who=LEASING)
    def _gate_no_other_exit(self):
        yield from self._blockers_beside("draft", "cancelled")

    # --- removal (LE-24)
    @gate(_lt("Removal list cleared"), who=PROPERTY)
    def _gate_items_cleared(self):
        for paper in self:
            if not paper.item_ids:
                message = self.env._("The removal list is empty.")
                yield self._blocker(paper, message, fix=paper)
            for item in paper.item_ids.filtered(lambda i: i.disposition == "pending"):
                message = self.env._(
                    "%(item)s: neither released nor left behind.", item=item.name
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Release slip issued"), who=PROPERTY)
    def _gate_slip_issued(self):
        # nothing passes the gate in the tenant's hands when the shop is taken back
        for paper in (self - self._forced()).filtered(lambda p: not p.slip_number):
            message = self.env._("The release slip is not issued.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Nothing released yet"), who=LEASING)
    def _gate_nothing_released(self):
        for paper in self.filtered("slip_number"):
            message = self.env._(
                "Goods have left with slip %(slip)s.", slip=paper.slip_number
            )
            yield self._blocker(paper, message, fix=paper)

    # --- utilities (LE-25)
    @gate(_lt("Final readings taken"), who=PROPERTY)
    def _gate_final_readings(self):
        for paper in self:
            read = paper.charge_ids.filtered("reading_date").meter_id
            for meter in paper.unit_ids.meter_ids - read:
                message = self.env._(
                    "Final reading of %(meter)s is not taken.", meter=meter.display_name
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Utilities billed"), who=PROPERTY)
    def _gate_utilities_billed(self):
        for paper in self:
            for charge in paper.charge_ids:
                if charge.amount and not charge._is_billed():
                    message = self.env._(
                        "%(charge)s %(amount)s is not billed.",
                        charge=charge.display_name,
                        amount=charge.currency_id.format(charge.amount),
                    )
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Utilities paid"), who=FINANCE)
    def _gate_utilities_paid(self):
        """LE-25, LE-27: every bill of this exit is paid, to the last cent; who is gone
        pays with his deposit (C-33)."""
        for paper in self:
            for bill in paper.charge_ids.move_id:
                if bill.state != "posted":
                    message = self.env._(
                        "Bill %(bill)s has been taken back.", bill=bill.name
                    )
                    yield self._blocker(paper, message, fix=bill)
                elif paper.kind != "forced" and not bill.currency_id.is_zero(
                    bill.amount_residual
                ):
                    message = self.env._(
                        "Bill %(bill)s is open with %(amount)s.",
                        bill=bill.name,
                        amount=bill.currency_id.format(bill.amount_residual),
                    )
                    yield self._blocker(paper, message, fix=bill)

    # --- inspection (LE-26)
    @gate(_lt("Inspection date wished"), who=LEASING)
    def _gate_date_wished(self):
        for paper in self.filtered(lambda p: not p.date_wished):
            message = self.env._("The date wished for the inspection is missing.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Inspection form issued"), who=PROPERTY)
    def _gate_form_issued(self):
        for paper in self:
            forms = paper.inspection_ids
            if "issued" not in forms.mapped("state"):
                message = self.env._("No exit inspection form has been issued.")
                yield self._blocker(paper, message, fix=forms[:1] or paper)

    # --- decision (LE-27)
    @gate(_lt("Decision made"), who=LEASING_MANAGER)
    def _gate_decision_made(self):
        for paper in self.filtered(lambda p: not p.decision):
            message = self.env._("Refund, part refund or no refund is not decided.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Deductions listed"), who=LEASING_MANAGER)
    def _gate_deductions_listed(self):
        for paper in self.filtered(lambda p: p.decision == "part"):
            if paper.currency_id.is_zero(paper.amount_deducted):
                message = self.env._("A part refund needs its deductions listed.")
                yield self._blocker(paper, message, fix=paper)
            for line in paper.deduction_ids:
                if not (line.name or "").strip():
                    message = self.env._("A deduction has no reason.")
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No refund explained"), who=LEASING_MANAGER)
    def _gate_decision_explained(self):
        for paper in self.filtered("decision"):
            if (paper.decision_reason or "").strip():
                continue
            if paper.decision == "none":
                message = self.env._("“No refund” needs a reason.")
                yield self._blocker(paper, message, fix=paper)
            elif paper.kind == "forced":
                message = self.env._("What is kept by force needs a reason.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Refund agrees with received less deducted"), who=LEASING_MANAGER)
    def _gate_amounts_agree(self):
        for paper in self.filtered("decision"):
            right = paper._refund_due()
            if paper.currency_id.compare_amounts(right, 0) < 0:
                message = self.env._(
                    "%(deducted)s is deducted, the deposit holds %(held)s.",
                    deducted=paper.currency_id.format(paper.amount_deducted),
                    held=paper.currency_id.format(paper.deposit_refundable),
                )
                yield self._blocker(paper, message, fix=paper)
            if paper.currency_id.compare_amounts(paper.amount_refund, right):
                message = self.env._(
                    "Refund is %(refund)s, received less deducted is %(right)s.",
                    refund=paper.currency_id.format(paper.amount_refund),
                    right=paper.currency_id.format(right),
                )
                yield self._blocker(paper, message, fix=paper)

    # --- payment (LE-27)
    @gate(_lt("Exit approved"))
    def _gate_exit_approved(self):
        """The approval is still there: nothing has set it aside since."""
        step = self._flow.step("approve")
        agreed = self.env["ops.approval.request"]._agreed(self, step)
        for paper in self - agreed:
            message = self.env._("The exit application has no agreed approval.")
            yield self._blocker(paper, message, fix=paper)
