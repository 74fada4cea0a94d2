from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Most points, and how many are a defect still.
BEST, DEFECT = 5, 2


class FivesPoint(models.Model):
    """One point of a 5S audit: 0 to 5 points, and what is wrong (PU-35)."""

    _name = "ops.fives.point"
    _inherit = ["ops.evidence.mixin", "ops.flow.line.mixin"]
    _description = "Point of a 5S audit"
    _order = "audit_id, sequence, id"

    _flow_parent = ("audit_id", "point_ids")
    _stamps = ("mended_id",)

    # FIELDS
    audit_id = fields.Many2one(
        "ops.fives.audit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="audit_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Point", required=True)
    score = fields.Selection(
        [(str(points), str(points)) for points in range(BEST + 1)], "Points given"
    )
    is_defect = fields.Boolean("Defect", compute="_compute_is_defect", store=True)
    remark = fields.Char("What is wrong")
    user_id = fields.Many2one(
        "res.users", "Mended by", domain="[('share', '=', False)]"
    )
    date_due = fields.Date("Mended until")
    mended_id = fields.Many2one(
        "ops.checklist.line", "To be mended", readonly=True, copy=False
    )
    mended_state = fields.Selection(related="mended_id.state", string="Mended")

    # COMPUTE
    @api.depends("score")
    def _compute_is_defect(self):
        for point in self:
            point.is_defect = bool(point.score) and int(point.score) <= DEFECT

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Points are listed by the area's list; nobody enters what mends them."""
        for vals in vals_list:
            self._check_mended(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Who mends a defect is told by the audit itself."""
        self._check_mended(vals)
        return super().write(vals)

    # BUSINESS
    @api.model
    def _flow_line_open(self, state):
        return ("mended_id",)

    @api.model
    def _check_mended(self, vals):
        if vals.get("mended_id") and not self.env.su:
            raise AccessError(self.env._("Defects are handed out by the audit."))

    def _prepare_checklist_line(self):
        """Values of the point of a checklist that has the defect mended."""
        self.ensure_one()
        return {
            "name": self.remark or self.name,
            "note": self.name,
            "user_id": self.user_id.id,
            "date_due": self.date_due,
            "required": True,
            "evidence_required": True,
        }

    # TOOLING
    def _field_labels(self, names):
        return ", ".join(self._fields[n]._description_string(self.env) for n in names)
