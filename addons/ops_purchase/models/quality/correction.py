from odoo import fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER, QUALITY, QUALITY_HEAD

_lt = LazyTranslate(__name__)


class SupplierCorrection(models.Model):
    """供应商纠正措施报告（8D）: a supplier says why goods were rejected and what he
    does about it; quality verifies it (PU-F23)."""

    _name = "ops.supplier.correction"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Corrective action of a supplier"
    _order = "id desc"

    _flow = Flow(
        Step(
            "send",
            "draft",
            "sent",
            label=_lt("Ask the supplier"),
            group=QUALITY,
            gates="problem_described",
        ),
        Step(
            "answer",
            "sent",
            "answered",
            label=_lt("Enter his answer"),
            group=(QUALITY, BUYER),
            gates="answer_complete",
        ),
        Step(
            "verify",
            "answered",
            "verified",
            label=_lt("Effective"),
            group=QUALITY_HEAD,
            gates="verification_given",
        ),
        Step(
            "ask_again",
            "answered",
            "sent",
            label=_lt("Ask again"),
            group=QUALITY,
            reason=True,
        ),
        Step(
            "cancel",
            ("draft", "sent"),
            "cancelled",
            label=_lt("Drop"),
            group=QUALITY_HEAD,
            reason=True,
        ),
        sequence="ops.supplier.correction",
        editable={
            "sent": (
                "team",
                "containment",
                "cause",
                "measure",
                "date_measure",
                "attachment_ids",
            ),
            "answered": ("verification", "prevention", "attachment_ids"),
        },
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Waiting for the supplier"),
            ("answered", "To be verified"),
            ("verified", "Verified"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    inspection_id = fields.Many2one(
        "qc.inspection",
        "Inspection",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="['|', ('returned_qty', '>', 0), ('rework_qty', '>', 0)]",
    )
    product_id = fields.Many2one(related="inspection_id.product_id")
    partner_id = fields.Many2one(
        related="inspection_id.partner_id", string="Supplier", store=True, index=True
    )
    date_due = fields.Date("Answer due on")
    team = fields.Char("D1 Team of the supplier")
    problem = fields.Text("D2 Problem")
    containment = fields.Text("D3 Immediate measure")
    cause = fields.Text("D4 Root cause")
    measure = fields.Text("D5 Corrective measure")
    date_measure = fields.Date("D6 Carried out on")
    prevention = fields.Text("D7 So that it does not happen again")
    verification = fields.Text("D8 Verified by which deliveries")

    # ACTION
    def action_send(self):
        return self._flow_take("send")

    def action_answer(self):
        return self._flow_take("answer")

    def action_verify(self):
        return self._flow_take("verify")

    def action_ask_again(self, reason=None):
        return self._flow_take("ask_again", reason)

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # BUSINESS
    @gate(_lt("Problem described"), who=QUALITY)
    def _gate_problem_described(self):
        yield from self._missing("problem", "date_due")

    @gate(_lt("Answer complete"), who=BUYER)
    def _gate_answer_complete(self):
        yield from self._missing("containment", "cause", "measure", "date_measure")

    @gate(_lt("Verification given"), who=QUALITY_HEAD)
    def _gate_verification_given(self):
        yield from self._missing("prevention", "verification")

    def _missing(self, *names):
        """A blocker for each paper that leaves one of these fields empty."""
        for paper in self:
            empty = [n for n in names if not str(paper[n] or "").strip()]
            if empty:
                message = self.env._(
                    "Missing: %(fields)s.", fields=self._flow_field_labels(empty)
                )
                yield self._blocker(paper, message, fix=paper)
