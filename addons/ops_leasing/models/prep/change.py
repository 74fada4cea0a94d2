from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import COST, LEASING, PROJECT

_lt = LazyTranslate(__name__)

DELIVERED = ("handed_over", "fitting_out", "open")


class LeaseChange(models.Model):
    """二次工程变更单: what the tenant asks to be built differently in the delivery
    stage, judged, costed and done – or declined with its reason (LE-12)."""

    _name = "ops.lease.change"
    _inherit = [
        "ops.lease.hands.mixin",
        "ops.lease.paper.mixin",
        "ops.evidence.mixin",
    ]
    _description = "Second-round engineering change"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "judging",
            label=_lt("Put forward"),
            group=LEASING,
            gates=("request_given", "delivered"),
        ),
        Step(
            "accept",
            "judging",
            "costing",
            label=_lt("Judge reasonable"),
            route="lease_change",
            back="return",
            refuse="decline",
        ),
        Step(
            "cost",
            "costing",
            "costed",
            label=_lt("Costs calculated"),
            group=COST,
            gates=("costs_listed",),
        ),
        Step(
            "order",
            "costed",
            "doing",
            label=_lt("Have it done"),
            group=LEASING,
            gates=("payer_named",),
        ),
        Step(
            "finish",
            "doing",
            "done",
            label=_lt("Done"),
            group=PROJECT,
            gates=("evidence_given",),
        ),
        Step("return", "judging", "draft", label=_lt("Return"), kernel=True),
        Step("decline", "judging", "declined", label=_lt("Decline"), kernel=True),
        Step(
            "cancel",
            ("draft", "costed"),
            "cancelled",
            label=_lt("Call off"),
            group=LEASING,
            reason=True,
        ),
        sequence="ops.lease.change",
        key_fields=("request",),
        editable={
            "costing": ("cost_ids",),
            "costed": ("payer", "date_wanted"),
            "doing": ("done_text", "attachment_ids"),
        },
        protected=(
            "judgement",
            "judgement_reason",
            "files_known",
            "done_date",
            "done_user_id",
        ),
        side=("declined", "cancelled"),
    )

    _hands = {
        LEASING: None,
        COST: ("cost_ids",),
        PROJECT: ("done_text", "attachment_ids"),
    }

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Request"),
            ("judging", "Being judged"),
            ("costing", "Calculating costs"),
            ("costed", "Costs calculated"),
            ("doing", "Being done"),
            ("done", "Done"),
            ("declined", "Declined"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    condition_ids = fields.Many2many(
        "ops.lease.condition", "ops_lease_change_condition_rel", string="Concerns"
    )
    request = fields.Text("What the tenant asks for")
    reason = fields.Text("Why he asks")
    date_request = fields.Date("Asked on", default=fields.Date.context_today)
    date_wanted = fields.Date("Wanted by")
    judgement = fields.Selection(
        [("reasonable", "Reasonable"), ("unreasonable", "Not reasonable")],
        readonly=True,
        copy=False,
    )
    judgement_reason = fields.Text("Reason of the judgement", readonly=True, copy=False)
    cost_ids = fields.One2many("ops.lease.change.cost", "change_id", "Cost calculation")
    total = fields.Monetary(compute="_compute_total", store=True)
    payer = fields.Selection(
        [("landlord", "Landlord"), ("tenant", "Tenant")], "Cost borne by", copy=False
    )
    done_text = fields.Text("What was done", copy=False)
    # newest file there was when it was ordered: evidence is younger
    files_known = fields.Integer(readonly=True, copy=False)
    done_date = fields.Date("Done on", readonly=True, copy=False)
    done_user_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)

    # COMPUTE
    @api.depends("cost_ids.amount")
    def _compute_total(self):
        for paper in self:
            paper.total = sum(paper.cost_ids.mapped("amount"))

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_accept(self):
        return self._flow_take("accept")

    def action_cost(self):
        return self._flow_take("cost")

    def action_order(self):
        return self._flow_take("order")

    def action_finish(self):
        return self._flow_take("finish")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # BUSINESS
    @gate(_lt("Request given"), who=LEASING)
    def _gate_request_given(self):
        for paper in self:
            if not (paper.request or "").strip():
                message = self.env._("What the tenant asks for is missing.")
                yield self._blocker(paper, message, fix=paper)
            if not (paper.reason or "").strip():
                message = self.env._("Why he asks for it is missing.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Delivery stage reached"), who=LEASING)
    def _gate_delivered(self):
        """LE-12: second-round changes belong to the delivery stage; before it the
        technical conditions are the place."""
        for paper in self:
            lease = paper.contract_id
            if lease.state != "signed":
                message = self.env._(
                    "%(lease)s is not signed; its technical conditions are the place.",
                    lease=lease.display_name,
                )
                yield self._blocker(paper, message, fix=lease)
            elif not set(lease.unit_ids.mapped("state")) & {*DELIVERED}:
                message = self.env._(
                    "No shop of %(lease)s has been handed over yet.",
                    lease=lease.display_name,
                )
                who = self._guard_who(("ops_leasing.group_property",))
                yield self._blocker(paper, message, who, fix=lease)

    @gate(_lt("Costs listed by item"), who=COST)
    def _gate_costs_listed(self):
        for paper in self:
            if not paper.cost_ids:
                message = self.env._("The cost calculation names no item.")
                yield self._blocker(paper, message, fix=paper)
            for line in paper.cost_ids.filtered(lambda li: not li.amount):
                message = self.env._("%(item)s has no amount.", item=line.name)
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Payer named"), who=LEASING)
    def _gate_payer_named(self):
        for paper in self.filtered(lambda p: not p.payer):
            message = self.env._("Who pays for it is not agreed.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Evidence given"), who=PROJECT)
    def _gate_evidence_given(self):
        for paper in self:
            if not (paper.done_text or "").strip():
                message = self.env._("What was done is not said.")
                yield self._blocker(paper, message, fix=paper)
            if max(paper.attachment_ids.ids, default=0) <= paper.files_known:
                message = self.env._("Photo or acceptance sheet is missing.")
                yield self._blocker(paper, message, fix=paper)

    def _after_order(self):
        """LE-12: what is attached from now on can show that it was done."""
        # the number of the newest file, nothing of it
        newest = self.env["ir.attachment"].sudo().search([], order="id desc", limit=1)
        self._flow_write({"files_known": newest.id})

    def _prepare_finish_values(self):
        return {
            "done_date": fields.Date.context_today(self),
            "done_user_id": self.env.uid,
        }

    def _flow_move(self, step, reason, behalf=None):
        """The judgement is what the signers said, kept on the paper."""
        result = super()._flow_move(step, reason, behalf)
        if step.name == "decline":
            self._flow_write({"judgement": "unreasonable", "judgement_reason": reason})
        return result

    def _after_accept(self):
        panels = self.env["ops.approval.request"]._panel(self)
        for paper in self:
            nodes = (panels.get(paper.id) or {}).get("nodes", ())
            opinions = [
                f"{task['user']}: {task['opinion']}"
                for node in nodes
                for task in node["tasks"]
                if (task["opinion"] or "").strip()
            ]
            paper._flow_write(
                {
                    "judgement": "reasonable",
                    "judgement_reason": "\n".join(opinions) or False,
                }
            )

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": None,
            "fact": (self.request or "")[:120],
        }
