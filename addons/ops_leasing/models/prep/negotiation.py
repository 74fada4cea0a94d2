from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import LEASING, LEASING_MANAGER

_lt = LazyTranslate(__name__)


class LeaseNegotiation(models.Model):
    """招商谈判记录: one round of talks with a prospect (LE-03, LE-04)."""

    _name = "ops.lease.negotiation"
    _inherit = ["ops.lease.deal.mixin", "ops.flow.mixin", "ops.evidence.mixin"]
    _description = "Leasing negotiation record"
    _order = "date desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "record",
            "draft",
            "recorded",
            label=_lt("Record"),
            group=LEASING,
            gates=("people_named", "result_given"),
        ),
        Step(
            "void",
            "recorded",
            "void",
            label=_lt("Void record"),
            group=LEASING_MANAGER,
            gates=("not_relied_on",),
            reason=True,
        ),
        sequence="ops.lease.negotiation",
        editable={"recorded": ("attachment_ids",)},
        protected=("round",),
        side=("void",),
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Being written"), ("recorded", "Recorded"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    round = fields.Integer("Round", readonly=True, copy=False)
    date = fields.Date(required=True, default=fields.Date.context_today)
    place = fields.Char()
    subject = fields.Char(required=True)
    content = fields.Text("What was said")
    result = fields.Text("Outcome")
    next_step = fields.Char("Next step")
    next_date = fields.Date("Next step by")
    person_ids = fields.One2many(
        "ops.lease.negotiation.person", "negotiation_id", "Participants", copy=True
    )
    project_present = fields.Boolean(
        "Project department present", compute="_compute_project_present", store=True
    )

    # COMPUTE
    @api.depends("person_ids.party", "person_ids.user_id")
    def _compute_project_present(self):
        for paper in self:
            paper.project_present = any(
                person.party == "project" and person.user_id
                for person in paper.person_ids
            )

    # ACTION
    def action_record(self):
        return self._flow_take("record")

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    # BUSINESS
    @gate(_lt("Participants named"), who=LEASING)
    def _gate_people_named(self):
        for paper in self:
            parties = set(paper.person_ids.mapped("party"))
            if "tenant" not in parties:
                message = self.env._("Nobody of the tenant's side is named.")
                yield self._blocker(paper, message, fix=paper)
            if not parties - {"tenant", "other"}:
                message = self.env._("Nobody of our own side is named.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Result given"), who=LEASING)
    def _gate_result_given(self):
        for paper in self.filtered(lambda p: not (p.result or "").strip()):
            message = self.env._("The result of the talk is missing.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No clearance rests on it"), who=LEASING_MANAGER)
    def _gate_not_relied_on(self):
        """LE-04: a round that the project department's clearance rests on stays."""
        for paper in self.filtered("project_present"):
            leases = paper.contract_id | paper.lead_id.lease_contract_ids
            for lease in leases.filtered("project_date"):
                message = self.env._(
                    "%(lease)s has been cleared by the project department.",
                    lease=lease.display_name,
                )
                yield self._blocker(paper, message, fix=lease)

    def _flow_number(self):
        """With the number a record learns which round of the talks it is."""
        super()._flow_number()
        papers = self.filtered(lambda p: not p.round)
        counts = {}
        for name in ("lead_id", "contract_id"):
            rows = self.env[self._name]._read_group(
                [(name, "in", papers[name].ids), ("round", ">", 0)],
                [name],
                ["round:max"],
            )
            counts.update(rows)
        groups = {}
        for paper in papers:
            deal = paper.lead_id or paper.contract_id
            counts[deal] = counts.get(deal, 0) + 1
            groups.setdefault(counts[deal], self.browse())
            groups[counts[deal]] += paper
        for number, group in groups.items():
            group._flow_write({"round": number})

    def _after_record(self):
        # the prospect moves on with its talks, whoever writes them down
        self.sudo().lead_id._lease_stage("ops_leasing.stage_talks")
