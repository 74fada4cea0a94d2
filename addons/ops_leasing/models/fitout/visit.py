from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import PROPERTY

_lt = LazyTranslate(__name__)

IN_WORKS = ("working", "stopped", "acceptance")


class LeaseFitoutVisit(models.Model):
    """装修监督记录: the property company inspects a fit-out (LE-19).

    Each finding becomes an improvement action: the handler of the file has it
    corrected, the inspector checks it again.
    """

    _name = "ops.lease.fitout.visit"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin"]
    _description = "Fit-out supervision record"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "issue",
            "draft",
            "issued",
            label=_lt("Issue record"),
            group=PROPERTY,
            gates=("works_under_way", "findings_complete", "other_corrects"),
        ),
        Step("close", "issued", "closed", label=_lt("All corrected"), kernel=True),
        sequence="ops.lease.fitout.visit",
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Being filled in"),
            ("issued", "Being corrected"),
            ("closed", "Closed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    fitout_id = fields.Many2one(
        "ops.lease.fitout",
        "Fit-out",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "in", IN_WORKS)],
    )
    company_id = fields.Many2one(
        related="fitout_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    property_id = fields.Many2one(
        related="fitout_id.property_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="fitout_id.partner_id", string="Tenant", store=True, index=True
    )
    unit_ids = fields.Many2many(related="fitout_id.unit_ids", string="Shops")
    user_id = fields.Many2one(
        "res.users",
        "Visited by",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    date = fields.Date("Visited on", required=True, default=fields.Date.context_today)
    progress = fields.Char("Progress of the works")
    finding_ids = fields.One2many("ops.lease.fitout.finding", "visit_id", "Findings")
    finding_open = fields.Integer("Open findings", compute="_compute_finding_open")
    stop_work = fields.Boolean(
        "Stop works",
        tracking=True,
        help="The works stop with this record until its findings are corrected.",
    )
    remark = fields.Text()

    # COMPUTE
    @api.depends("finding_ids.is_open")
    def _compute_finding_open(self):
        for visit in self:
            visit.finding_open = len(visit.finding_ids.filtered("is_open"))

    # ACTION
    def action_issue(self):
        return self._flow_take("issue")

    # BUSINESS
    @gate(_lt("Works under way"), who=PROPERTY)
    def _gate_works_under_way(self):
        for visit in self.filtered(lambda v: v.fitout_id.state not in IN_WORKS):
            message = self.env._(
                "%(fitout)s is “%(state)s”: nothing is being built.",
                fitout=visit.fitout_id.display_name,
                state=visit.fitout_id._flow_state_label(visit.fitout_id.state),
            )
            yield self._blocker(visit, message, fix=visit.fitout_id)

    @gate(_lt("Findings complete"), who=PROPERTY)
    def _gate_findings_complete(self):
        """LE-19: a finding says what is to be done and by when; works are stopped
        for a finding."""
        for visit in self:
            for finding in visit.finding_ids:
                if not (finding.measure or "").strip() or not finding.date_due:
                    message = self.env._(
                        "%(finding)s: correction or deadline is missing.",
                        finding=finding.name,
                    )
                    yield self._blocker(visit, message, fix=visit)
            if visit.stop_work and not visit.finding_ids:
                message = self.env._("Works are stopped for a finding: name it.")
                yield self._blocker(visit, message, fix=visit)

    @gate(_lt("Corrected and checked by two people"), who=PROPERTY)
    def _gate_other_corrects(self):
        """LE-19: who answers for the correction does not check it himself."""
        for visit in self.filtered("finding_ids"):
            if visit.fitout_id.user_id == visit.user_id:
                message = self.env._(
                    "%(user)s handles the fit-out and cannot check it as well.",
                    user=visit.user_id.name,
                )
                yield self._blocker(visit, message, fix=visit.fitout_id)

    def _after_issue(self):
        """Findings go on the one list of improvements; the works may stop."""
        self.sudo().finding_ids._raise_improvements()
        stopping = self.filtered("stop_work")
        papers = stopping.fitout_id.filtered(lambda p: p.state == "working")
        if papers:
            reason = self.env._(
                "Supervision record %(visits)s",
                visits=", ".join(stopping.mapped("name")),
            )
            papers._flow_kernel_take("stop", reason)
        self._close_corrected()

    def _close_corrected(self):
        """A record closes by itself with its last finding."""
        # a correction is checked by whoever it is assigned to; the record follows
        done = self.sudo().filtered(lambda v: v.state == "issued")
        done = done.filtered(lambda v: not any(v.finding_ids.mapped("is_open")))
        done._flow_kernel_take("close")
