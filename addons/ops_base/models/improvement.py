from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..flow import Flow, Step, gate

_lt = LazyTranslate(__name__)

CHECK_FIELDS = {"check_result", "effect"}


class Improvement(models.Model):
    """Improvement action: problem, cause, measure, owner, check, effect (HR-51).

    Any evaluation, inspection, survey or analysis raises one; it is closed only by
    somebody other than its owner. One list for the suite.
    """

    _name = "ops.improvement"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Improvement action"
    _order = "date_due, id desc"

    _flow = Flow(
        Step(
            "start",
            "open",
            "doing",
            label=_lt("Start"),
            group="ops_base.group_user",
            gates=("planned", "other_checker"),
        ),
        Step(
            "report",
            "doing",
            "checking",
            label=_lt("Report done"),
            group="ops_base.group_user",
            gates=("owner_reports",),
        ),
        Step(
            "close",
            "checking",
            "closed",
            label=_lt("Close"),
            group="ops_base.group_user",
            gates=("checked", "other_closes"),
        ),
        Step(
            "rework",
            "checking",
            "doing",
            label=_lt("Not effective"),
            group="ops_base.group_user",
            gates=("other_closes",),
            reason=True,
        ),
        Step(
            "drop",
            ("open", "doing"),
            "dropped",
            label=_lt("Drop"),
            group="ops_base.group_manager",
            reason=True,
        ),
        sequence="ops.improvement",
        editable={
            "doing": ("cause", "measure", "done_text", "attachment_ids"),
            "checking": ("check_result", "effect", "attachment_ids"),
        },
        protected=("user_id", "closed_by_id", "date_closed"),
        side=("dropped",),
    )
    _paper_blocks = {
        "ops_base.report_improvement": [
            (_lt("Found by"), "step:start"),
            (_lt("Owner"), "step:report"),
            (_lt("Checked by"), "step:close"),
        ],
    }

    # FIELDS
    state = fields.Selection(
        [
            ("open", "Raised"),
            ("doing", "Doing"),
            ("checking", "Checking"),
            ("closed", "Closed"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    problem = fields.Text(required=True)
    cause = fields.Text()
    measure = fields.Text()
    done_text = fields.Text("What was done")
    user_id = fields.Many2one(
        "res.users",
        "Found by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    owner_id = fields.Many2one("res.users", "Owner", index=True, tracking=True)
    checker_id = fields.Many2one("res.users", "To be checked by", index=True)
    department_id = fields.Many2one("hr.department", "Department", index=True)
    date_due = fields.Date("Due date", index=True, tracking=True)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    check_result = fields.Selection(
        [("effective", "Effective"), ("partly", "Partly effective")],
        "Check result",
        copy=False,
    )
    effect = fields.Text(copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    date_closed = fields.Datetime("Closed at", readonly=True, copy=False)
    res_model = fields.Char("Document type", readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", readonly=True, index=True
    )

    # COMPUTE
    @api.depends("date_due", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for action in self:
            action.is_overdue = bool(
                action.date_due
                and action.date_due < today
                and action.state in ("open", "doing")
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "in", ("open", "doing")) & Domain(
            "date_due", "<", fields.Date.context_today(self)
        )
        return overdue if True in value else ~overdue

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What has not been done yet has no result."""
        actions = super().create(vals_list)
        if any(action[name] for action in actions for name in CHECK_FIELDS):
            raise UserError(
                self.env._("Result and effect are given once it is reported done.")
            )
        return actions

    def write(self, vals):
        """The owner does not judge his own measure, and nobody before it is done."""
        if CHECK_FIELDS & set(vals):
            early = self.filtered(lambda a: a.state not in ("checking", "closed"))
            if early:
                raise UserError(
                    self.env._(
                        "%(action)s is “%(state)s”: result and effect are given once "
                        "it is reported done.",
                        action=early[0].display_name,
                        state=early[0]._flow_state_label(early[0].state),
                    )
                )
        if CHECK_FIELDS & set(vals) and not self.env.su:
            own = self.filtered(lambda action: action.owner_id == self.env.user)
            if own:
                raise UserError(
                    self.env._(
                        "%(action)s: the result is judged by somebody other than its "
                        "owner.",
                        action=own[0].display_name,
                    )
                )
        return super().write(vals)

    # ACTION
    def action_start(self):
        """The plan stands: owner, measure, due date, checker."""
        return self._flow_take("start")

    def action_report(self):
        """The owner says it is done."""
        return self._flow_take("report")

    def action_close(self):
        """Checked and effective; never by the owner."""
        return self._flow_take("close")

    def action_rework(self, reason=None):
        """Checked and not effective: back to the owner."""
        return self._flow_take("rework", reason)

    def action_drop(self, reason=None):
        """Not pursued, with the reason."""
        return self._flow_take("drop", reason)

    def action_open_document(self):
        """Open the document that raised it, under its own rights."""
        self.ensure_one()
        self.check_access("read")
        if not self.res_model:
            raise UserError(self.env._("This action was raised without a document."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

    # BUSINESS
    def _flow_turn(self, gates):
        """Its owner's until it is done, then its checker's; not everybody's."""
        person = {"doing": self.owner_id, "checking": self.checker_id}.get(self.state)
        return (person and person.name) or super()._flow_turn(gates)

    @api.model
    def _raise(self, document, problem, **values):
        """An action raised by ``document``, as business code does.

        :param values: further fields, e.g. owner_id, date_due, measure
        """
        return self.create(
            {
                "problem": problem,
                "res_model": document._name,
                "res_id": document.id,
                **values,
            }
        )

    def _after_close(self):
        self._flow_write(
            {"closed_by_id": self.env.uid, "date_closed": fields.Datetime.now()}
        )

    @gate(_lt("Measure, owner and date given"))
    def _gate_planned(self):
        asked = ("measure", "owner_id", "date_due", "checker_id")
        for action in self:
            missing = [name for name in asked if not action[name]]
            if missing:
                yield self._blocker(
                    action,
                    self.env._(
                        "Missing: %(fields)s.",
                        fields=self._flow_field_labels(missing),
                    ),
                    action.user_id.name,
                )

    @gate(_lt("Checked by another person"))
    def _gate_other_checker(self):
        for action in self:
            if action.checker_id and action.checker_id == action.owner_id:
                yield self._blocker(
                    action,
                    self.env._("Owner and checker are the same person."),
                    action.user_id.name,
                )

    @gate(_lt("Reported by its owner"))
    def _gate_owner_reports(self):
        for action in self:
            if action.owner_id.id != self.env.uid:
                yield self._blocker(
                    action,
                    self.env._("Its owner reports it done."),
                    action.owner_id.name,
                )
            if not (action.done_text or "").strip():
                yield self._blocker(
                    action,
                    self.env._("It does not say what was done."),
                    action.owner_id.name,
                )

    @gate(_lt("Result and effect given"))
    def _gate_checked(self):
        for action in self:
            if not (action.check_result and (action.effect or "").strip()):
                yield self._blocker(
                    action,
                    self.env._("Check result and effect are missing."),
                    action.checker_id.name,
                )

    @gate(_lt("Not by its owner"))
    def _gate_other_closes(self):
        for action in self:
            if action.owner_id.id == self.env.uid:
                yield self._blocker(
                    action,
                    self.env._("Somebody other than the owner decides this."),
                    action.checker_id.name,
                )
