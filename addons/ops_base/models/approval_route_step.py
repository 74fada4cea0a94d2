from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .approval_node import MODES, ON_REJECT


class ApprovalRouteStep(models.Model):
    """One step of a route: who signs, and how several signers decide."""

    _name = "ops.approval.route.step"
    _description = "Approval route step"
    _order = "route_id, sequence, id"

    # FIELDS
    route_id = fields.Many2one(
        "ops.approval.route", "Route", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="route_id.company_id", store=True, index=True)
    model_id = fields.Many2one(related="route_id.model_id")
    sequence = fields.Integer("Order", default=10)
    name = fields.Char("Step", required=True, translate=True)
    mode = fields.Selection(MODES, "Decision", default="in_order", required=True)
    min_votes = fields.Integer("Votes needed", default=1)
    on_reject = fields.Selection(
        ON_REJECT,
        "On a “no”",
        default="stop",
        required=True,
        help="Where everybody has to agree: whether one “no” ends the step at once",
    )
    approver_kind = fields.Selection(
        [
            ("users", "People"),
            ("group", "Group"),
            ("role", "Role"),
            ("job", "Post"),
            ("department_head", "Head of a department"),
            ("field", "Field of the paper"),
        ],
        "Signed by",
        default="users",
        required=True,
    )
    user_ids = fields.Many2many(
        "res.users",
        "ops_approval_route_step_user_rel",
        string="People",
        domain=[("share", "=", False)],
    )
    group_id = fields.Many2one("res.groups", "Group", ondelete="restrict")
    role_id = fields.Many2one("res.users.role", "Role", ondelete="restrict")
    job_id = fields.Many2one("hr.job", "Post", ondelete="restrict")
    department_id = fields.Many2one(
        "hr.department",
        "Department",
        ondelete="restrict",
        help="Empty: of the field named beside, else of whoever raises the paper",
    )
    field_path = fields.Char(
        "Field",
        help="Technical path on the paper to a user, employee, department or contact, "
        "for example unit_id.manager_id",
    )
    level = fields.Integer(
        "Levels up", help="Head of a department: 0 its own head, 1 the next one above"
    )
    fallback_user_ids = fields.Many2many(
        "res.users",
        "ops_approval_route_step_fallback_rel",
        string="Instead of an owner",
        domain=[("share", "=", False)],
        help="Signs when the paper is the signer's own; without it the head of his "
        "department does",
    )
    copy_user_ids = fields.Many2many(
        "res.users",
        "ops_approval_route_step_copy_rel",
        string="Copy to",
        domain=[("share", "=", False)],
    )
    editable_field_ids = fields.Many2many(
        "ir.model.fields",
        string="May change",
        domain="[('model_id', '=', model_id), ('readonly', '=', False)]",
        help="Fields of the paper the signers of this step may fill in",
    )
    days = fields.Float("Days allowed", help="Late after that; 0: no limit")

    _votes = models.Constraint(
        "CHECK (mode != 'votes' OR min_votes > 0)",
        "A vote needs at least one agreement to pass.",
    )
    _days = models.Constraint("CHECK (days >= 0)", "Days cannot be negative.")
    _level = models.Constraint("CHECK (level >= 0)", "Levels cannot be negative.")

    # CONSTRAINT
    @api.constrains(
        "approver_kind", "user_ids", "group_id", "role_id", "job_id", "field_path"
    )
    def _check_approver(self):
        needed = {
            "users": "user_ids",
            "group": "group_id",
            "role": "role_id",
            "job": "job_id",
            "field": "field_path",
        }
        for step in self:
            name = needed.get(step.approver_kind)
            if name and not step[name]:
                raise ValidationError(
                    self.env._(
                        "Step “%(step)s”: say who signs (%(what)s).",
                        step=step.name,
                        what=step.fields_get([name])[name]["string"],
                    )
                )

    @api.constrains("field_path", "route_id")
    def _check_field_path(self):
        for step in self.filtered("field_path"):
            model = self.env.get(step.route_id.model)
            for name in step.field_path.split("."):
                field = model._fields.get(name) if model is not None else None
                if field is None or not field.relational:
                    raise ValidationError(
                        self.env._(
                            "Step “%(step)s”: “%(path)s” is not a field that leads to "
                            "a person or a department.",
                            step=step.name,
                            path=step.field_path,
                        )
                    )
                model = self.env[field.comodel_name]
            if model._name not in self._person_models():
                raise ValidationError(
                    self.env._(
                        "Step “%(step)s”: “%(path)s” does not lead to a user, "
                        "employee, department or contact.",
                        step=step.name,
                        path=step.field_path,
                    )
                )

    @api.constrains("editable_field_ids", "route_id")
    def _check_editable(self):
        """C-26: figures others have agreed to cannot be opened to a later signer."""
        for step in self.filtered("editable_field_ids"):
            flow = getattr(self.env.get(step.route_id.model), "_flow", None)
            if flow is None:
                continue
            kept = {*flow.key_fields, *flow.protected, "state", "name", "company_id"}
            closed = step.editable_field_ids.filtered(lambda f, k=kept: f.name in k)
            if closed:
                raise ValidationError(
                    self.env._(
                        "Step “%(step)s”: %(fields)s is what the others have agreed "
                        "to; a signer cannot change it.",
                        step=step.name,
                        fields=", ".join(closed.mapped("field_description")),
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Nobody names himself a signer."""
        steps = super().create(vals_list)
        steps._check_not_oneself({})
        steps._tell_route(self.env._("Step added: %(step)s"))
        return steps

    def write(self, vals):
        """Nobody names himself a signer."""
        before = {step.id: step._signers_named() for step in self}
        result = super().write(vals)
        self._check_not_oneself(before)
        self._tell_route(self.env._("Step changed: %(step)s (%(fields)s)"), vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_told(self):
        self._tell_route(self.env._("Step removed: %(step)s"))

    # BUSINESS
    def _tell_route(self, text, names=()):
        """Who changed what of a route stands in its history."""
        if self.env.su:
            return
        labels = ", ".join(
            self.fields_get(names, ["string"])[n]["string"] for n in names
        )
        bodies = {
            route.id: Markup("<br/>").join(
                text % {"step": step.name, "fields": labels} for step in steps
            )
            for route, steps in self.grouped("route_id").items()
        }
        self.env["ops.approval.route"].browse(bodies)._message_log_batch(bodies)

    def _signers_named(self):
        self.ensure_one()
        named = self.fallback_user_ids
        return named | self.user_ids if self.approver_kind == "users" else named

    def _check_not_oneself(self, before):
        """Whoever keeps the routes does not make himself a signer; who is one
        already stays one.

        :param before: ``{id: users}`` named before the change
        """
        if self.env.su:
            return
        for step in self:
            known = before.get(step.id, self.env["res.users"])
            if self.env.user in step._signers_named() - known:
                raise ValidationError(
                    self.env._(
                        "Step “%(step)s”: nobody names himself a signer; another "
                        "process administrator can.",
                        step=step.name,
                    )
                )

    # TOOLING
    @api.model
    def _person_models(self):
        return ("res.users", "hr.employee", "hr.department", "res.partner")
