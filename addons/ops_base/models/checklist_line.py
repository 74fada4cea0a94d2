from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

STAMPS = ("state", "done_user_id", "done_date")
# What a template asks for; who owns a point may hand it over, not change it.
DEMANDS = {"name", "note", "required", "evidence_required", "checklist_id"}


class ChecklistLine(models.Model):
    """One point: who, until when, with which evidence; ticked off by its owner."""

    _name = "ops.checklist.line"
    _inherit = ["ops.stamp.mixin", "ops.attached.mixin", "ops.evidence.mixin"]
    _description = "Checklist point"
    _order = "checklist_id, sequence, id"
    _stamps = STAMPS

    # FIELDS
    checklist_id = fields.Many2one(
        "ops.checklist", required=True, index=True, ondelete="cascade"
    )
    res_model = fields.Char(related="checklist_id.res_model", store=True, index=True)
    res_id = fields.Many2oneReference(
        related="checklist_id.res_id", model_field="res_model", store=True, index=True
    )
    company_id = fields.Many2one(related="checklist_id.company_id", store=True)
    template_line_id = fields.Many2one(
        "ops.checklist.template.line",
        "Template point",
        readonly=True,
        ondelete="set null",
        copy=False,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Point", required=True)
    note = fields.Text("What counts as done")
    user_id = fields.Many2one("res.users", "Owner", index=True)
    group_id = fields.Many2one("res.groups", "Owning post")
    date_due = fields.Date("Due", index=True)
    required = fields.Boolean(default=True)
    evidence_required = fields.Boolean("Evidence")
    state = fields.Selection(
        [("open", "To do"), ("done", "Done"), ("void", "Not applicable")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
    )
    remark = fields.Char()
    done_user_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)
    done_date = fields.Datetime("Done at", readonly=True, copy=False)
    is_mine = fields.Boolean("Mine", compute="_compute_is_mine")

    # COMPUTE
    @api.depends("user_id", "group_id", "checklist_id.user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        user = self.env.user
        for line in self:
            owner = line.user_id == user or line.group_id in user.all_group_ids
            free = not line.user_id and not line.group_id
            line.is_mine = owner or (free and line.checklist_id.user_id == user)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._guard_stamps(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Stamps are set by ticking off; a template's demands stand."""
        self._guard_stamps(vals)
        closed = self.filtered(lambda line: line.state != "open")
        if closed and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(point)s” is closed; open it again to change it.",
                    point=closed[0].name,
                )
            )
        if not DEMANDS.isdisjoint(vals):
            self._guard_template()
        elif not {"user_id", "group_id"}.isdisjoint(vals):
            self.filtered("template_line_id")._check_owner()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_demanded(self):
        self._guard_template()

    # ACTION
    def action_done(self):
        """Tick off: by the owner, with the evidence that is asked for."""
        self._check_owner()
        proofless = self.filtered(
            lambda line: line.evidence_required and not line.attachment_ids
        )
        if proofless:
            raise UserError(
                self.env._(
                    "Evidence is missing: %(points)s. Attach the photo or paper first.",
                    points=", ".join(proofless.mapped("name")),
                )
            )
        self._stamp("done")
        return True

    def action_void(self):
        """Set aside a point that does not apply; a required one cannot be."""
        self._check_owner()
        required = self.filtered("required")
        if required:
            raise UserError(
                self.env._(
                    "%(points)s must be done, it cannot be set aside.",
                    points=", ".join(required.mapped("name")),
                )
            )
        self._stamp("void")
        return True

    def action_reopen(self):
        """Open a closed point again; who had ticked it off is cleared."""
        self._check_owner()
        # owners need not have the right to change the document
        self.sudo().write({"state": "open", "done_user_id": False, "done_date": False})
        return True

    # BUSINESS
    def _blocking(self):
        """Points that keep their checklist from being complete."""
        return self.filtered(lambda line: line.required and line.state == "open")

    def _stamp(self, state):
        # owners need not have the right to change the document; who they are was
        # checked before
        self.filtered(lambda line: line.state == "open").sudo().write(
            {
                "state": state,
                "done_user_id": self.env.uid,
                "done_date": fields.Datetime.now(),
            }
        )

    # TOOLING
    def _check_owner(self):
        """The owner of a point, its post, or – where it has none – whoever is
        responsible for the checklist."""
        self.check_access("read")
        foreign = self.filtered(lambda line: not line.is_mine)
        if foreign and not self.env.user.has_group("ops_base.group_manager"):
            line = foreign[0]
            owner = line.user_id or line.sudo().group_id or line.checklist_id.user_id
            raise AccessError(
                self.env._(
                    "“%(point)s” is up to %(owner)s.",
                    point=line.name,
                    owner=owner.display_name,
                )
            )

    def _guard_stamps(self, vals):
        if self.env.su:
            return
        if any(
            vals.get(name) and (name, vals[name]) != ("state", "open")
            for name in STAMPS
        ):
            raise AccessError(
                self.env._("A point is closed by ticking it off, not by writing it.")
            )
        asked = vals.get("template_line_id")
        if asked or ("template_line_id" in vals and self.template_line_id):
            raise AccessError(
                self.env._("Points of a template are listed by themselves.")
            )

    def _guard_template(self):
        if self.env.su or self.env.user.has_group("ops_base.group_manager"):
            return
        demanded = self.filtered("template_line_id")
        if demanded:
            raise UserError(
                self.env._(
                    "“%(point)s” comes from the template; only the process "
                    "administrator takes it away or softens it.",
                    point=demanded[0].name,
                )
            )

    def _attached_own(self):
        return Domain("user_id", "=", self.env.uid)
