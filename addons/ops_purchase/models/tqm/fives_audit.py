from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import QUALITY, STAFF
from .fives_point import BEST

_lt = LazyTranslate(__name__)


class FivesAudit(models.Model):
    """5S检查表: an area looked at point by point; each defect has a photo, somebody who
    mends it and a day (PU-35)."""

    _name = "ops.fives.audit"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "5S audit"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "mending",
            label=_lt("Hand in scores"),
            group=QUALITY,
            gates=("points_scored", "defects_assigned"),
        ),
        Step(
            "close",
            "mending",
            "closed",
            label=_lt("Close audit"),
            group=QUALITY,
            gates=("defects_mended",),
        ),
        sequence="ops.fives.audit",
        protected=("user_id",),
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Draft"), ("mending", "Being mended"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    area_id = fields.Many2one(
        "ops.fives.area",
        "Area",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date("Looked at on", required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Auditor",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    point_ids = fields.One2many("ops.fives.point", "audit_id", "Points", copy=False)
    score = fields.Float(
        "Score (%)",
        digits=(5, 1),
        compute="_compute_score",
        store=True,
        aggregator="avg",
    )
    defect_count = fields.Integer("Defects", compute="_compute_score", store=True)
    note = fields.Text("Remark")

    # COMPUTE
    @api.depends("point_ids.score")
    def _compute_score(self):
        for audit in self:
            scored = audit.point_ids.filtered("score")
            reached = sum(int(point.score) for point in scored)
            audit.score = 100 * reached / (BEST * len(scored)) if scored else 0.0
            audit.defect_count = len(scored.filtered("is_defect"))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The points are those of the area's list."""
        audits = super().create(vals_list)
        # points are listed by the audit itself
        self.env["ops.fives.point"].sudo().create(
            [
                {"audit_id": audit.id, "sequence": line.sequence, "name": line.name}
                for audit in audits
                for line in audit.area_id.template_id.line_ids
            ]
        )
        return audits

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_close(self):
        return self._flow_take("close")

    # BUSINESS
    @gate(_lt("All points scored"), who=QUALITY)
    def _gate_points_scored(self):
        for audit in self:
            missing = audit.point_ids.filtered(lambda r: not r.score)
            if missing or not audit.point_ids:
                message = self.env._(
                    "%(count)s points have no score.", count=len(missing)
                )
                yield self._blocker(audit, message, fix=audit)

    @gate(_lt("Defects with photo, person and day"), who=QUALITY)
    def _gate_defects_assigned(self):
        asked = ("remark", "user_id", "date_due", "attachment_ids")
        for audit in self:
            for point in audit.point_ids.filtered("is_defect"):
                missing = [name for name in asked if not point[name]]
                if missing:
                    message = self.env._(
                        "%(point)s got %(score)s of %(best)s points; missing: "
                        "%(fields)s.",
                        point=point.name,
                        score=point.score,
                        best=BEST,
                        fields=point._field_labels(missing),
                    )
                    yield self._blocker(audit, message, fix=audit)

    @gate(_lt("Defects mended"), who=STAFF)
    def _gate_defects_mended(self):
        for audit in self:
            for point in audit.point_ids.filtered("is_defect"):
                if point.mended_id.state != "done":
                    message = self.env._(
                        "%(point)s: not mended yet.", point=point.remark
                    )
                    fix = point.mended_id.checklist_id or audit
                    yield self._blocker(audit, message, point.user_id.name, fix=fix)

    def _after_submit(self):
        """Each defect is a point of a checklist, done by its person with a photo."""
        # its people need not be allowed to write audits
        for audit in self.sudo().filtered("defect_count"):
            checklist = (
                self.env["ops.checklist"]
                .sudo()
                .create(
                    {
                        "name": f"{audit.area_id.name} {audit.display_name}",
                        "company_id": audit.company_id.id,
                        "user_id": audit.area_id.user_id.id,
                    }
                )
            )
            for point in audit.point_ids.filtered("is_defect"):
                point.mended_id = checklist.line_ids.create(
                    {"checklist_id": checklist.id, **point._prepare_checklist_line()}
                )
