from odoo import api, fields, models
from odoo.fields import Domain

STATES = [
    ("pending", "Under way"),
    ("agreed", "Approved"),
    ("returned", "Sent back"),
    ("withdrawn", "Withdrawn"),
    ("refused", "Refused for good"),
    ("superseded", "No longer valid"),
]


class ApprovalRequest(models.Model):
    """One paper on its way along a route, with the figures it was raised with.

    Nobody has rights to write it: papers enter through the flow's kernel, and people
    act by the verbs (``approval_verbs.py``), each of which checks who calls.
    """

    _name = "ops.approval.request"
    _inherit = ["ops.stamp.mixin"]
    _description = "Approval"
    _order = "id desc"
    _stamps = ("raised", "latest")

    # FIELDS
    name = fields.Char("Paper", required=True)
    model_id = fields.Many2one(
        "ir.model", "Kind of paper", required=True, index=True, ondelete="cascade"
    )
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    step = fields.Char("Step of the flow", required=True, help="Taken once agreed")
    code = fields.Char(required=True)
    route_id = fields.Many2one("ops.approval.route", "Route", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True)
    requester_id = fields.Many2one(
        "res.users", "Raised by", required=True, index=True, ondelete="restrict"
    )
    owner_ids = fields.Many2many(
        "res.users", string="Owners", help="May not sign, the paper is their own"
    )
    amount = fields.Monetary()
    currency_id = fields.Many2one("res.currency")
    partner = fields.Char("Counterparty")
    fact = fields.Char("What matters")
    key_values = fields.Json(help="Figures that may not change while it is agreed to")
    latest = fields.Boolean(default=True)

    state = fields.Selection(STATES, required=True, default="pending", index=True)
    round = fields.Integer(default=1)
    current = fields.Integer(help="Index of the step that is open")
    undo_user_id = fields.Many2one("res.users", ondelete="set null")
    acts = fields.Integer()
    urged = fields.Datetime("Reminded on")
    resubmit_mode = fields.Char()
    skip_same = fields.Boolean()
    withdraw_late = fields.Boolean()
    can_return = fields.Boolean()
    can_refuse = fields.Boolean()

    raised = fields.Datetime("Raised on", default=fields.Datetime.now)
    node_id = fields.Many2one("ops.approval.node", "Step", ondelete="set null")
    waiting_since = fields.Datetime("Waiting since")
    deadline = fields.Datetime("Due", index="btree_not_null")

    node_ids = fields.One2many("ops.approval.node", "request_id", "Steps")
    task_ids = fields.One2many("ops.approval.task", "request_id", "Signers")
    event_ids = fields.One2many("ops.approval.event", "request_id", "Timeline")
    copy_ids = fields.One2many("ops.approval.copy", "request_id", "Copies")

    waiting_for = fields.Char(compute="_compute_waiting_for")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_late")
    my_verbs = fields.Char(compute="_compute_my_verbs")
    is_my_turn = fields.Boolean(
        "Waiting for me", compute="_compute_mine", search="_search_my_turn"
    )
    is_signed_by_me = fields.Boolean(
        "Approved by me", compute="_compute_mine", search="_search_signed_by_me"
    )
    is_raised_by_me = fields.Boolean(
        "Raised by me", compute="_compute_mine", search="_search_raised_by_me"
    )
    is_copied_to_me = fields.Boolean(
        "Copied to me", compute="_compute_mine", search="_search_copied_to_me"
    )
    is_unread = fields.Boolean(
        "Not read yet", compute="_compute_mine", search="_search_unread"
    )
    is_orphaned = fields.Boolean(
        "Signer has left", compute="_compute_mine", search="_search_orphaned"
    )

    _paper = models.Index("(res_model, res_id)")
    _latest_unique = models.UniqueIndex("(res_model, res_id, code) WHERE latest")

    # COMPUTE
    @api.depends("state", "task_ids.state")
    def _compute_waiting_for(self):
        for request in self:
            turn = request.task_ids.filtered(lambda t: t.state == "open")
            people = [task.deputy_id or task.user_id for task in turn]
            request.waiting_for = (
                ", ".join(dict.fromkeys(user.name for user in people))
                if request.state == "pending"
                else False
            )

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_late = (
                request.state == "pending"
                and bool(request.deadline)
                and request.deadline < now
            )

    @api.depends("acts")
    @api.depends_context("uid")
    def _compute_my_verbs(self):
        """``,verb,verb,``: what the present user may do now, for buttons."""
        verbs = self._verbs()
        for request in self:
            request.my_verbs = "," + "".join(f"{v}," for v in verbs[request.id])

    @api.depends("acts", "copy_ids.read_date")
    @api.depends_context("uid")
    def _compute_mine(self):
        within = Domain("id", "in", self.ids)
        names = {
            "is_my_turn": self._domain_my_turn(),
            "is_signed_by_me": self._domain_signed_by_me(),
            "is_raised_by_me": self._domain_raised_by_me(),
            "is_copied_to_me": self._domain_copied_to_me(),
            "is_unread": self._domain_unread(),
            "is_orphaned": self._domain_orphaned(),
        }
        for name, domain in names.items():
            found = set(self.sudo()._search(domain & within))
            for request in self:
                request[name] = request.id in found

    @api.model
    def _search_late(self, operator, value):
        late = Domain("state", "=", "pending") & Domain(
            "deadline", "<", fields.Datetime.now()
        )
        return self._flag(operator, value, late)

    @api.model
    def _search_my_turn(self, operator, value):
        return self._flag(operator, value, self._domain_my_turn())

    @api.model
    def _search_signed_by_me(self, operator, value):
        return self._flag(operator, value, self._domain_signed_by_me())

    @api.model
    def _search_raised_by_me(self, operator, value):
        return self._flag(operator, value, self._domain_raised_by_me())

    @api.model
    def _search_copied_to_me(self, operator, value):
        return self._flag(operator, value, self._domain_copied_to_me())

    @api.model
    def _search_unread(self, operator, value):
        return self._flag(operator, value, self._domain_unread())

    @api.model
    def _search_orphaned(self, operator, value):
        return self._flag(operator, value, self._domain_orphaned())

    # ACTION
    def open_paper(self):
        """Open the document itself, by its own access rights."""
        self.ensure_one()
        self.check_access("read")
        self._mark_read()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_act(self):
        """Open the dialog for the verb in ``verb`` of the context."""
        self.check_access("read")
        verb = self.env.context.get("verb")
        dialog = self.env["ops.approval.act"]
        titles = dict(dialog._fields["verb"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles.get(verb),
            "res_model": dialog._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_verb": verb, "default_request_ids": self.ids},
        }

    # TOOLING
    @api.model
    def _flag(self, operator, value, domain):
        if operator != "in":
            return NotImplemented
        return domain if True in value else ~domain

    @api.model
    def _domain_turn_of(self, uid):
        """Tasks open for a person: his own, or as deputy."""
        return Domain("state", "=", "open") & (
            Domain("user_id", "=", uid) | Domain("deputy_id", "=", uid)
        )

    @api.model
    def _domain_my_turn(self):
        return Domain("state", "=", "pending") & Domain(
            "task_ids", "any!", self._domain_turn_of(self.env.uid)
        )

    @api.model
    def _domain_signed_by_me(self):
        signed = Domain("actor_id", "=", self.env.uid)
        said = Domain("state", "in", ("agreed", "returned", "refused"))
        return Domain("task_ids", "any!", signed & said)

    @api.model
    def _domain_raised_by_me(self):
        return Domain("requester_id", "=", self.env.uid)

    @api.model
    def _domain_copied_to_me(self):
        return Domain("copy_ids", "any!", Domain("user_id", "=", self.env.uid))

    @api.model
    def _domain_unread(self):
        unread = Domain("user_id", "=", self.env.uid) & Domain("read_date", "=", False)
        return Domain("copy_ids", "any!", unread)

    @api.model
    def _domain_orphaned(self):
        gone = Domain("state", "=", "open") & Domain("user_id.active", "=", False)
        return Domain("state", "=", "pending") & Domain("task_ids", "any!", gone)
