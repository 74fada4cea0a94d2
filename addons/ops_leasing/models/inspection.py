from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .groups import PROPERTY, PROPERTY_MANAGER

_lt = LazyTranslate(__name__)


class LeaseInspection(models.Model):
    """退租验房单: the shop as the tenant leaves it, issued by the property company
    (LE-26)."""

    _name = "ops.lease.inspection"
    _inherit = ["ops.flow.mixin"]
    _description = "Exit inspection form"
    _order = "id desc"

    _flow = Flow(
        Step(
            "issue",
            "draft",
            "issued",
            label=_lt("Issue form"),
            group=PROPERTY,
            gates=("exit_inspecting", "lines_judged", "result_given"),
        ),
        Step(
            "void",
            "issued",
            "void",
            label=_lt("Void form"),
            group=PROPERTY_MANAGER,
            gates=("not_used",),
            reason=True,
        ),
        sequence="ops.lease.inspection",
        side=("void",),
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Being filled in"), ("issued", "Issued"), ("void", "Void")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="exit_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(related="exit_id.property_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="exit_id.partner_id", string="Tenant", store=True, index=True
    )
    unit_ids = fields.Many2many(related="exit_id.unit_ids", string="Shops")
    user_id = fields.Many2one("res.users", "Inspector", tracking=True)
    date = fields.Date("Inspected on", default=fields.Date.context_today)
    tenant_present = fields.Char("Tenant's representative")
    line_ids = fields.One2many(
        "ops.lease.inspection.line", "inspection_id", "Items", copy=True
    )
    amount = fields.Monetary("Damages", compute="_compute_amount", store=True)
    result = fields.Selection(
        [("good", "In order"), ("damaged", "Damages found")], tracking=True
    )
    remark = fields.Text()

    # COMPUTE
    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for form in self:
            form.amount = sum(form.line_ids.mapped("amount"))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """LE-23, LE-26: no inspection before it is asked for."""
        forms = super().create(vals_list)
        early = forms.exit_id.filtered(lambda p: p.state != "inspecting")
        if early:
            raise early._guard_refusal(
                self.env._("Exit inspection"),
                early._flow_blockers_of("inspect", "inspecting"),
            )
        return forms

    def write(self, vals):
        """A form stays with the exit it was made for."""
        moved = self.filtered(
            lambda f: f.exit_id.id != vals.get("exit_id", f.exit_id.id)
        )
        if moved:
            raise UserError(
                self.env._(
                    "%(form)s belongs to %(exit)s; make another form for another exit.",
                    form=moved[0].display_name,
                    exit=moved[0].exit_id.display_name,
                )
            )
        return super().write(vals)

    # ACTION
    def action_issue(self):
        return self._flow_take("issue")

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    # BUSINESS
    @gate(_lt("Inspection asked for"), who="ops_leasing.group_leasing_user")
    def _gate_exit_inspecting(self):
        for form in self.filtered(lambda f: f.exit_id.state != "inspecting"):
            message = self.env._(
                "%(exit)s is “%(state)s”.",
                exit=form.exit_id.display_name,
                state=form.exit_id._flow_state_label(form.exit_id.state),
            )
            yield self._blocker(form, message, fix=form.exit_id)

    @gate(_lt("Every item judged"), who=PROPERTY)
    def _gate_lines_judged(self):
        for form in self:
            if not form.line_ids:
                message = self.env._("The form has no items.")
                yield self._blocker(form, message, fix=form)
            for line in form.line_ids.filtered(lambda line: not line.condition):
                message = self.env._("%(item)s is not judged.", item=line.name)
                yield self._blocker(form, message, fix=form)

    @gate(_lt("Result given"), who=PROPERTY)
    def _gate_result_given(self):
        for form in self:
            if not form.result:
                message = self.env._("The result is missing.")
                yield self._blocker(form, message, fix=form)
            elif form.result == "good" and form.amount:
                message = self.env._(
                    "The form counts %(amount)s of damages, the result says in order.",
                    amount=form.currency_id.format(form.amount),
                )
                yield self._blocker(form, message, fix=form)

    @gate(_lt("Deposit not decided on it yet"), who=PROPERTY_MANAGER)
    def _gate_not_used(self):
        for form in self.filtered(lambda f: f.exit_id.state != "inspecting"):
            message = self.env._(
                "%(exit)s has gone on with it.", exit=form.exit_id.display_name
            )
            yield self._blocker(form, message, fix=form.exit_id)

    def _prepare_issue_values(self):
        return {"user_id": self.user_id.id or self.env.uid}

    @api.model
    def _create_for(self, papers):
        """An empty form for each exit, with the items every shop has."""
        items = [
            self.env._("Walls"),
            self.env._("Flooring"),
            self.env._("Ceiling"),
            self.env._("Doors, windows, shutter"),
            self.env._("Water and electricity"),
            self.env._("Air conditioning"),
            self.env._("Fire protection"),
            self.env._("Signage"),
            self.env._("Cleanliness"),
        ]
        return self.create(
            [
                {
                    "exit_id": paper.id,
                    "line_ids": [
                        fields.Command.create({"sequence": i, "name": name})
                        for i, name in enumerate(items)
                    ],
                }
                for paper in papers.filtered(
                    lambda p: not p.inspection_ids.filtered(lambda f: f.state != "void")
                )
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        """The form asked for stays; another one may be thrown away."""
        for form in self.filtered(lambda f: f.exit_id.state == "inspecting"):
            if not form.exit_id.inspection_ids - self:
                raise UserError(
                    self.env._(
                        "%(exit)s waits for this form.", exit=form.exit_id.display_name
                    )
                )
