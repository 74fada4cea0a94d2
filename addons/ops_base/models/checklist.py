from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

HOLDS = {"res_model", "res_id", "template_id", "company_id"}


class Checklist(models.Model):
    """Points to be done and proven, free or hanging on any record."""

    _name = "ops.checklist"
    _inherit = ["ops.stamp.mixin", "ops.attached.mixin", "ops.paper.mixin"]
    _description = "Checklist"
    _order = "date desc, id desc"

    # FIELDS
    name = fields.Char(required=True)
    template_id = fields.Many2one("ops.checklist.template", ondelete="restrict")
    code = fields.Char(related="template_id.code", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", index=True, default=lambda self: self.env.user
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    line_ids = fields.One2many(
        "ops.checklist.line", "checklist_id", "Points of the checklist", copy=True
    )
    line_count = fields.Integer("Points", compute="_compute_counts")
    open_count = fields.Integer("Points to do", compute="_compute_counts")
    late_count = fields.Integer("Late", compute="_compute_counts")
    progress = fields.Float("Progress (%)", compute="_compute_counts")
    is_done = fields.Boolean("Complete", compute="_compute_is_done", store=True)

    # COMPUTE
    @api.depends("line_ids.state", "line_ids.date_due")
    def _compute_counts(self):
        today = fields.Date.context_today(self)
        for checklist in self:
            waiting = checklist.line_ids.filtered(lambda line: line.state == "open")
            total = len(checklist.line_ids)
            checklist.line_count = total
            checklist.open_count = len(waiting)
            checklist.late_count = len(
                waiting.filtered(lambda line: line.date_due and line.date_due < today)
            )
            done = total - len(waiting)
            checklist.progress = 100 * done / total if total else 0

    @api.depends("line_ids.state", "line_ids.required")
    def _compute_is_done(self):
        for checklist in self:
            checklist.is_done = not checklist.line_ids._blocking()

    # ONCHANGE
    @api.onchange("template_id")
    def _onchange_template_id(self):
        if self.template_id and not self.name:
            self.name = self.template_id.name

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A checklist made from a template gets its points, whatever else it lists."""
        checklists = super().create(vals_list)
        checklists._fill()
        return checklists

    def write(self, vals):
        """What a document waits for stays with it, and with who answers for it."""
        if not HOLDS.isdisjoint(vals):
            self._guard_template()
            self._guard_demand(vals)
        elif "user_id" in vals:
            self.filtered(lambda c: c.user_id != self.env.user)._guard_template()
        result = super().write(vals)
        if "template_id" in vals:
            self._fill()
        return result

    def copy_data(self, default=None):
        """What comes from the template is taken from it anew."""
        result = super().copy_data(default)
        for checklist, vals in zip(self, result, strict=True):
            own = checklist.line_ids.filtered(lambda line: not line.template_line_id)
            if "line_ids" not in (default or {}):
                vals["line_ids"] = [fields.Command.create(v) for v in own.copy_data()]
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_demanded(self):
        self._guard_template()

    # BUSINESS
    def _fill(self):
        """Take over the points of the template that are not listed yet."""
        # only the system writes where a point comes from
        self.env["ops.checklist.line"].sudo().create(
            [
                {
                    "checklist_id": checklist.id,
                    **line._prepare_checklist_line(checklist.date),
                }
                for checklist in self
                for line in checklist.template_id.line_ids
                - checklist.line_ids.template_line_id
            ]
        )

    # TOOLING
    def _guard_template(self):
        """Points of a template on a document: the process administrator's alone."""
        self.filtered("res_model").line_ids._guard_template()

    def _guard_demand(self, vals):
        """Which list a document waits for is not chosen by whoever works on it."""
        if self.env.su or self.env.user.has_group("ops_base.group_manager"):
            return
        for checklist in self:
            changed = vals.get("template_id", checklist.template_id.id) != (
                checklist.template_id.id
            )
            if checklist.res_model and changed:
                raise UserError(
                    self.env._(
                        "“%(list)s” hangs on a document; only the process "
                        "administrator changes which template it follows.",
                        list=checklist.name,
                    )
                )

    def _attached_own(self):
        return Domain("user_id", "=", self.env.uid) | Domain(
            "line_ids.user_id", "=", self.env.uid
        )
