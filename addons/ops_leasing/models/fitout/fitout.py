from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.addons.ops_base.public import harmless
from odoo.tools import LazyTranslate

from ..groups import LEASING, PROPERTY

_lt = LazyTranslate(__name__)

STATES = [
    ("draft", "Drawings"),
    ("reviewing", "Joint review"),
    ("approved", "Work permit"),
    ("permitted", "Start of works"),
    ("working", "Fit-out"),
    ("stopped", "Works stopped"),
    ("acceptance", "Acceptance"),
    ("accepted", "Accepted"),
    ("cancelled", "Cancelled"),
]
PERMIT = (
    "contractor",
    "contractor_phone",
    "worker_ids",
    "permit_until",
    "insurance_number",
    "insurance_until",
)


class LeaseFitout(models.Model):
    """装修档案: a tenant's fit-out from the drawings to the acceptance (LE-18, LE-19,
    LE-X4). Gates are in ``fitout_gates.py``."""

    _name = "ops.lease.fitout"
    _inherit = ["ops.lease.refund.mixin", "ops.checklist.mixin"]
    _description = "Fit-out file"
    _order = "id desc"
    _check_company_auto = True
    _refund_link = "lease_fitout_id"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "reviewing",
            label=_lt("Submit drawings"),
            group=LEASING,
            gates=(
                "lease_in_force",
                "no_other_file",
                "drawings_given",
                "reviewers_named",
            ),
        ),
        Step(
            "approve",
            "reviewing",
            "approved",
            label=_lt("Approve drawings"),
            route="lease_fitout",
            back="return",
            gates=("both_agreed",),
        ),
        Step(
            "permit",
            "approved",
            "permitted",
            label=_lt("Issue work permit"),
            group=PROPERTY,
            gates=(
                "drawings_approved",
                "fees_paid",
                "deposit_agreed",
                "deposit_received",
                "annexes_complete",
                "workers_named",
                "insured",
                "permit_dated",
            ),
        ),
        Step(
            "start",
            "permitted",
            "working",
            label=_lt("Start works"),
            group=PROPERTY,
            gates=("shop_taken_over", "permit_in_force", "stop_lifted"),
        ),
        Step(
            "finish",
            "working",
            "acceptance",
            label=_lt("Works finished"),
            group=LEASING,
            gates=("supervised",),
        ),
        Step(
            "accept",
            "acceptance",
            "accepted",
            label=_lt("Accept fit-out"),
            group=PROPERTY,
            gates=("findings_closed", "departments_agree", "three_people"),
        ),
        Step("return", "reviewing", "draft", label=_lt("Return"), kernel=True),
        Step(
            "recall",
            "reviewing",
            "draft",
            label=_lt("Take back for correction"),
            group=LEASING,
            reason=True,
        ),
        Step(
            "stop",
            "working",
            "stopped",
            label=_lt("Stop works"),
            group=PROPERTY,
            reason=True,
        ),
        Step(
            "resume",
            "stopped",
            "working",
            label=_lt("Resume works"),
            group=PROPERTY,
            gates=("stop_lifted", "permit_in_force"),
        ),
        Step(
            "rework",
            "acceptance",
            "working",
            label=_lt("Not accepted"),
            group=PROPERTY,
            reason=True,
        ),
        Step(
            "cancel",
            ("draft", "approved", "permitted", "working", "stopped"),
            "cancelled",
            label=_lt("Cancel fit-out"),
            group=LEASING,
            reason=True,
        ),
        # a new drawing after the approval starts the approval again
        Step(
            "redraw",
            ("approved", "permitted", "working", "stopped"),
            "draft",
            label=_lt("New drawing after approval"),
            kernel=True,
        ),
        sequence="ops.lease.fitout",
        editable={
            "reviewing": ("user_id",),
            "approved": ("drawing_ids", "user_id", "deposit_waiver", *PERMIT),
            "permitted": ("drawing_ids", "user_id", *PERMIT[:3], *PERMIT[4:]),
            "working": ("drawing_ids", "user_id", *PERMIT),
            "stopped": ("drawing_ids", "user_id", *PERMIT),
            "acceptance": ("user_id",),
        },
        protected=(
            "permit_number",
            "permit_date",
            "permit_due",
            "permit_user_id",
            "date_started",
            "date_finished",
            "date_accepted",
        ),
        side=("stopped", "cancelled"),
    )

    # FIELDS
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Handled by",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        help="Coordinates the fit-out with the tenant and answers for corrections.",
    )
    area = fields.Float(related="contract_id.area")
    date_begin = fields.Date("Works planned from")
    date_end = fields.Date("Works planned until")
    description = fields.Text("Scope of the fit-out")
    drawing_ids = fields.One2many("ops.lease.drawing", "fitout_id", "Drawings")
    drawing_count = fields.Integer("Drawings filed", compute="_compute_drawing_count")
    contractor = fields.Char("Fit-out contractor", copy=False)
    contractor_phone = fields.Char("Telephone of the site manager", copy=False)
    worker_ids = fields.One2many(
        "ops.lease.fitout.worker", "fitout_id", "Worker passes"
    )
    insurance_number = fields.Char("Insurance policy", copy=False, tracking=True)
    insurance_until = fields.Date("Insured until", copy=False, tracking=True)
    deposit_note = fields.Char(
        "Fit-out deposit", compute="_compute_deposit_note", compute_sudo=True
    )
    permit_number = fields.Char("Work permit", readonly=True, copy=False)
    permit_date = fields.Date("Permit issued on", readonly=True, copy=False)
    permit_user_id = fields.Many2one(
        "res.users", "Permit issued by", readonly=True, copy=False
    )
    permit_until = fields.Date("Permit valid until", copy=False, tracking=True)
    date_started = fields.Date("Works started on", readonly=True, copy=False)
    date_finished = fields.Date("Works finished on", readonly=True, copy=False)
    date_accepted = fields.Date("Accepted on", readonly=True, copy=False)
    visit_ids = fields.One2many(
        "ops.lease.fitout.visit", "fitout_id", "Supervision visits"
    )
    visit_count = fields.Integer("Visits", compute="_compute_findings")
    finding_open = fields.Integer("Open findings", compute="_compute_findings")

    _one_under_way = models.UniqueIndex(
        "(contract_id) WHERE state IN ('reviewing', 'approved', 'permitted', "
        "'working', 'stopped', 'acceptance')",
        "A fit-out of this lease is under way already.",
    )

    # COMPUTE
    @api.depends("drawing_ids")
    def _compute_drawing_count(self):
        for paper in self:
            paper.drawing_count = len(paper.drawing_ids)

    @api.depends("contract_id.deposit_ids.received")
    def _compute_deposit_note(self):
        """C-30: what of the fit-out deposit is agreed and received."""
        for paper in self:
            deposits = paper._fit_out_deposits()
            if not deposits:
                paper.deposit_note = self.env._("The lease asks for none")
                continue
            money = paper.currency_id.format
            paper.deposit_note = self.env._(
                "%(received)s of %(agreed)s received",
                received=money(sum(deposits.mapped("received"))),
                agreed=money(sum(deposits.mapped("amount"))),
            )

    @api.depends("visit_ids.finding_ids.is_open")
    def _compute_findings(self):
        for paper in self:
            paper.visit_count = len(paper.visit_ids)
            findings = paper.visit_ids.finding_ids
            paper.finding_open = len(findings.filtered("is_open"))

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_permit(self):
        return self._flow_take("permit")

    def action_start(self):
        return self._flow_take("start")

    def action_finish(self):
        return self._flow_take("finish")

    def action_accept(self):
        return self._flow_take("accept")

    def action_recall(self, reason=None):
        return self._flow_take("recall", reason)

    def action_stop(self, reason=None):
        return self._flow_take("stop", reason)

    def action_resume(self):
        return self._flow_take("resume")

    def action_rework(self, reason=None):
        return self._flow_take("rework", reason)

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    @harmless("opens a list; record rules decide what it shows")
    def action_open_visits(self):
        """Supervision records of this fit-out."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.fitout_visit_action"
        )
        action["domain"] = [("fitout_id", "=", self.id)]
        action["context"] = {"default_fitout_id": self.id}
        return action

    @harmless("opens a list; record rules decide what it shows")
    def action_open_corrections(self):
        """Corrections of the findings of this fit-out."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Corrections"),
            "res_model": "ops.improvement",
            "view_mode": "list,form",
            "domain": [
                ("res_model", "=", "ops.lease.fitout.visit"),
                ("res_id", "in", self.visit_ids.ids),
            ],
            "context": {"create": False},
        }

    # BUSINESS
    @api.model
    def _accepted_states(self):
        """States of a fit-out that has been accepted."""
        return {"accepted"}

    def _remind_insurance(self, date):
        """LE-F29: the handler is told that the insurance of running works ends."""
        ending = self.search(
            [
                ("state", "in", ("permitted", "working", "stopped", "acceptance")),
                ("insurance_until", "<=", fields.Date.add(date, days=7)),
            ]
        ).filtered(
            lambda p: p.insurance_until not in p.activity_ids.mapped("date_deadline")
        )
        for (user, until), papers in ending.grouped(
            lambda p: (p.user_id, p.insurance_until)
        ).items():
            papers.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=until,
                summary=self.env._("Insurance of the works ends"),
                user_id=user.id,
            )

    def _fit_out_deposits(self):
        """Deposits of kind fit-out of these leases (C-30)."""
        deposits = self.contract_id.deposit_ids
        own = deposits.filtered(lambda deposit: deposit.kind == "fit_out")
        # read together with the deposits of the other papers
        return own.with_prefetch(deposits._prefetch_ids)

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "partner": self.partner_id.display_name,
            "fact": self.env._(
                "%(units)s · %(drawings)s drawings · works %(start)s – %(end)s",
                units=", ".join(self.sudo().unit_ids.mapped("number")),
                drawings=self.drawing_count,
                start=self.date_begin or "",
                end=self.date_end or "",
            ),
        }
