from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import QUALITY, QUALITY_HEAD

_lt = LazyTranslate(__name__)


class InternalAudit(models.Model):
    """内部审核: clauses of a standard looked at by somebody who does not answer for
    them; each nonconformity becomes a measure that is checked (PU-36)."""

    _name = "ops.internal.audit"
    _inherit = [
        "ops.improving.mixin",
        "ops.flow.mixin",
        "ops.evidence.mixin",
        "ops.paper.mixin",
    ]
    _description = "Internal audit"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "start",
            "draft",
            "doing",
            label=_lt("Begin audit"),
            group=QUALITY_HEAD,
            gates=("clauses_chosen", "auditors_named"),
        ),
        Step(
            "report",
            "doing",
            "mending",
            label=_lt("Report findings"),
            group=QUALITY,
            gates=("findings_complete", "auditors_free"),
        ),
        Step(
            "close",
            "mending",
            "closed",
            label=_lt("Close audit"),
            group=QUALITY_HEAD,
            gates=("measures_checked",),
        ),
        Step(
            "cancel",
            ("draft", "doing"),
            "cancelled",
            label=_lt("Cancel audit"),
            group=QUALITY_HEAD,
            reason=True,
        ),
        sequence="ops.internal.audit",
        editable={
            "doing": ("finding_ids", "summary", "attachment_ids"),
            "mending": ("attachment_ids",),
        },
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "To be audited"),
            ("doing", "Being audited"),
            ("mending", "Being mended"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    standard_id = fields.Many2one(
        "ops.standard",
        "Standard",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date("Audited on", required=True, default=fields.Date.context_today)
    auditor_ids = fields.Many2many(
        "res.users", string="Auditors", domain="[('share', '=', False)]"
    )
    finding_ids = fields.One2many(
        "ops.audit.finding", "audit_id", "Audit findings", copy=False
    )
    summary = fields.Text("Audit conclusion")
    nonconformity_count = fields.Integer(
        "Nonconformities", compute="_compute_nonconformity_count", store=True
    )

    # COMPUTE
    @api.depends("finding_ids.kind")
    def _compute_nonconformity_count(self):
        for audit in self:
            audit.nonconformity_count = len(audit.finding_ids._nonconformities())

    # ACTION
    def action_take_clauses(self):
        """List the clauses of the standard that are not listed yet.

        :raise AccessError: for others than quality
        """
        self._check_group(QUALITY)
        self.check_access("write")
        self._flow_check_act(self.env._("List clauses"), "start", "draft")
        self.env["ops.audit.finding"].create(
            [
                {
                    "audit_id": audit.id,
                    "clause_id": clause.id,
                    "department_id": clause.department_id.id,
                }
                for audit in self
                for clause in audit.standard_id.clause_ids - audit.finding_ids.clause_id
            ]
        )
        return True

    def action_start(self):
        return self._flow_take("start")

    def action_report(self):
        return self._flow_take("report")

    def action_close(self):
        return self._flow_take("close")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # BUSINESS
    def _improvement_expected(self):
        return bool(self.nonconformity_count)

    @gate(_lt("Clauses chosen"), who=QUALITY)
    def _gate_clauses_chosen(self):
        for audit in self.filtered(lambda r: not r.finding_ids):
            message = self.env._("No clause is listed to be looked at.")
            yield self._blocker(audit, message, fix=audit)

    @gate(_lt("Auditors named"), who=QUALITY_HEAD)
    def _gate_auditors_named(self):
        for audit in self.filtered(lambda r: not r.auditor_ids):
            message = self.env._("Nobody is named who looks at them.")
            yield self._blocker(audit, message, fix=audit)

    @gate(_lt("Findings complete"), who=QUALITY)
    def _gate_findings_complete(self):
        for audit in self:
            for finding in audit.finding_ids:
                missing = finding._missing()
                if missing:
                    message = self.env._(
                        "%(clause)s: missing: %(fields)s.",
                        clause=finding.clause_id.display_name,
                        fields=missing,
                    )
                    yield self._blocker(audit, message, fix=audit)

    @gate(_lt("Nobody audits his own work"), who=QUALITY_HEAD)
    def _gate_auditors_free(self):
        for audit in self:
            for finding in audit.finding_ids:
                if finding.owner_id and finding.owner_id in audit.auditor_ids:
                    message = self.env._(
                        "%(clause)s: %(person)s audits and answers for the measure.",
                        clause=finding.clause_id.display_name,
                        person=finding.owner_id.name,
                    )
                    yield self._blocker(audit, message, fix=audit)

    def _after_report(self):
        """Each nonconformity joins the list of improvements, checked by an auditor."""
        Improvement = self.env["ops.improvement"]
        for audit in self:
            for finding in audit.finding_ids._nonconformities():
                Improvement._raise(
                    audit,
                    f"{finding.clause_id.display_name}: {finding.text}",
                    owner_id=finding.owner_id.id,
                    checker_id=audit.auditor_ids[:1].id,
                    department_id=finding.department_id.id,
                    date_due=finding.date_due,
                    company_id=audit.company_id.id,
                )
