from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError


class LeaseFitoutFinding(models.Model):
    """A finding of a supervision visit: what is wrong, what to do, by when (LE-19)."""

    _name = "ops.lease.fitout.finding"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Finding of a supervision visit"
    _order = "visit_id, id"
    _flow_parent = ("visit_id", "finding_ids")
    _stamps = ("improvement_id",)

    # FIELDS
    visit_id = fields.Many2one(
        "ops.lease.fitout.visit", "Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    fitout_id = fields.Many2one(related="visit_id.fitout_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("deviation", "Deviates from the drawings"),
            ("safety", "Safety"),
            ("quality", "Quality"),
        ],
        required=True,
        default="deviation",
    )
    drawing_id = fields.Many2one(
        "ops.lease.drawing",
        "Approved drawing",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('fitout_id', '=', parent.fitout_id), ('state', '=', 'approved')]",
    )
    name = fields.Char("Finding", required=True)
    measure = fields.Char("Correction asked for")
    date_due = fields.Date("Correct by")
    photo = fields.Image(max_width=1920, max_height=1920)
    improvement_id = fields.Many2one(
        "ops.improvement", "Correction", readonly=True, copy=False, index=True
    )
    improvement_state = fields.Selection(
        related="improvement_id.state", string="Correction is"
    )
    is_open = fields.Boolean(
        "Not corrected", compute="_compute_is_open", compute_sudo=True
    )

    # COMPUTE
    @api.depends("improvement_id.state")
    def _compute_is_open(self):
        for finding in self:
            state = finding.improvement_id.state
            finding.is_open = state not in ("closed", "dropped")

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The correction is raised when the record is issued."""
        for vals in vals_list:
            self._check_correction(vals)
        return super().create(vals_list)

    def write(self, vals):
        if "improvement_id" in vals:
            self._check_correction({"improvement_id": True})
        return super().write(vals)

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open_correction(self):
        """The correction; read under the reader's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.improvement",
            "res_id": self.improvement_id.id,
            "view_mode": "form",
        }

    # BUSINESS
    def _raise_improvements(self):
        """One improvement action for each finding, under way at once (HR-51)."""
        if not self:
            return
        actions = self.env["ops.improvement"].create(
            [
                {
                    "problem": finding.name,
                    "measure": finding.measure,
                    "owner_id": finding.fitout_id.user_id.id,
                    "checker_id": finding.visit_id.user_id.id,
                    "date_due": finding.date_due,
                    "company_id": finding.company_id.id,
                    "res_model": finding.visit_id._name,
                    "res_id": finding.visit_id.id,
                }
                for finding in self
            ]
        )
        for finding, action in zip(self, actions, strict=True):
            finding.improvement_id = action
        actions._flow_take("start")

    @api.model
    def _flow_line_open(self, state):
        return ("improvement_id",) if state == "issued" else ()

    # TOOLING
    @api.model
    def _check_correction(self, vals):
        # a client can forge any context but never superuser mode
        if vals.get("improvement_id") and not self.env.su:
            raise AccessError(
                self.env._("A correction is raised by issuing the record.")
            )
