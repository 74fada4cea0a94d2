from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: What people fill in, and who: the owner, or who watches over him.
OWNER = {"note", "attachment_ids"}
WATCH = {"user_ids", "excuse"}
TALK = {"message_follower_ids", "activity_ids"}
MANAGER = "ops_base.group_manager"


class DutyItem(models.Model):
    """One report that is due: a duty, a period, who owes it, until when (rule 6).

    Created by the plan of its duty alone. Handed in by who owes it or his deputy;
    excused, with a reason, by who watches over him. Then it stays as it is.
    """

    _name = "ops.duty.item"
    _inherit = [
        "ops.stamp.mixin",
        "ops.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Due report"
    _order = "date_due, id"

    # FIELDS
    duty_id = fields.Many2one(
        "ops.duty", "Duty", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="duty_id.company_id", store=True, index=True)
    description = fields.Text(related="duty_id.description")
    proof = fields.Selection(related="duty_id.proof")
    paper_model = fields.Char(related="duty_id.res_model")
    period_name = fields.Char("Reporting period", required=True, readonly=True)
    period_start = fields.Date("Period from", required=True, readonly=True)
    period_end = fields.Date("Period until", required=True, readonly=True)
    date_due = fields.Datetime("Due at", required=True, readonly=True, index=True)
    date_remind = fields.Datetime("Reminder at", readonly=True)
    date_escalate = fields.Datetime("Supervisor told at", readonly=True)
    user_id = fields.Many2one("res.users", "Own report of", readonly=True, index=True)
    user_ids = fields.Many2many(
        "res.users", string="To be handed in by", domain=[("share", "=", False)]
    )
    supervisor_id = fields.Many2one(
        "res.users", "Supervisor", readonly=True, index="btree_not_null"
    )
    state = fields.Selection(
        [("due", "To hand in"), ("handed", "Handed in"), ("excused", "Excused")],
        required=True,
        readonly=True,
        default="due",
        index=True,
    )
    note = fields.Text("Report")
    res_model = fields.Char("Document type", readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", readonly=True
    )
    handed_at = fields.Datetime("Handed in at", readonly=True)
    handed_by_id = fields.Many2one("res.users", "Handed in by", readonly=True)
    behalf_id = fields.Many2one("res.users", "In place of", readonly=True)
    hours_late = fields.Float("Hours late", readonly=True, aggregator="avg")
    excuse = fields.Char("Reason of the excuse")
    excused_by_id = fields.Many2one("res.users", "Excused by", readonly=True)
    excused_at = fields.Datetime("Excused at", readonly=True)
    reminded = fields.Boolean("Owner reminded", readonly=True)
    passed_on = fields.Boolean("Passed on", readonly=True)
    escalated = fields.Boolean("Supervisor told", readonly=True)
    is_late = fields.Boolean(
        "Late", compute="_compute_is_late", search="_search_is_late"
    )
    is_mine = fields.Boolean(
        "Mine", compute="_compute_is_mine", search="_search_is_mine"
    )
    is_watched = fields.Boolean("Watched by me", compute="_compute_is_watched")

    _once = models.UniqueIndex(
        "(duty_id, period_start, (COALESCE(user_id, 0)))",
        "This report is planned already.",
    )
    _open_idx = models.Index("(date_due) WHERE state = 'due'")

    # COMPUTE
    @api.depends("duty_id.name", "period_name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.duty_id.name or ''} {item.period_name or ''}"

    @api.depends("state", "date_due", "hours_late")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for item in self:
            item.is_late = (
                item.state == "due" and bool(item.date_due) and item.date_due < now
            ) or (item.state == "handed" and item.hours_late > 0)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = (
            Domain("state", "=", "due") & Domain("date_due", "<", fields.Datetime.now())
        ) | (Domain("state", "=", "handed") & Domain("hours_late", ">", 0))
        return late if True in value else ~late

    @api.depends("user_ids", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        places = self._places(self.env.user)
        for item in self:
            item.is_mine = item in places

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("user_ids", "in", [self.env.uid, *self._stands_in_for()])
        return mine if True in value else ~mine

    @api.depends("supervisor_id", "user_ids")
    @api.depends_context("uid")
    def _compute_is_watched(self):
        for item in self:
            item.is_watched = item._watches(self.env.user)

    # CRUD
    def write(self, vals):
        """Each fills in what is his, while it is due.

        :raise AccessError: for stamps, and for what is up to somebody else
        :raise UserError: once it is handed in or excused
        """
        if self.env.su:
            return super().write(vals)
        asked = set(vals) - TALK
        if asked - OWNER - WATCH:
            raise AccessError(
                self.env._("A due report is planned and stamped by the system.")
            )
        closed = self.filtered(lambda item: item.state != "due")
        if asked and closed:
            raise UserError(
                self.env._(
                    "%(report)s is “%(state)s” and stays as it is.",
                    report=closed[0].display_name,
                    state=closed[0]._state_label(),
                )
            )
        if OWNER & asked:
            self._check_owner()
        if WATCH & asked:
            self._check_watcher()
        if "user_ids" in asked:
            vals = {**vals, "passed_on": True}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_plan(self):
        if not self.env.su:
            raise AccessError(
                self.env._("A due report is kept; its supervisor may excuse it.")
            )

    # BUSINESS
    @api.model
    def _create_missing(self, vals_list):
        """Create those that are not there yet."""
        known = self.search_fetch(
            [
                ("duty_id", "in", [vals["duty_id"] for vals in vals_list]),
                ("period_start", "in", [vals["period_start"] for vals in vals_list]),
            ],
            ["duty_id", "period_start", "user_id"],
        )
        done = {(i.duty_id.id, i.period_start, i.user_id.id) for i in known}
        # many and nobody's work: neither a log nor followers
        quiet = self.with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        return quiet.create(
            [
                vals
                for vals in vals_list
                if (vals["duty_id"], vals["period_start"], vals["user_id"]) not in done
            ]
        )

    def _touched(self):
        """Whether somebody has worked on it or was reminded of it."""
        self.ensure_one()
        return bool(
            self.note
            or self.attachment_ids
            or self.reminded
            or self.excuse
            or self.passed_on
        )

    def _evidence_closed(self):
        """Files of what was handed in stay."""
        return self.state != "due"

    # TOOLING
    def _places(self, user):
        """``{item: in whose place}`` for those ``user`` may hand in: nobody's (an
        empty set) when he owes it himself, else that of who made him his deputy."""
        deputies = self.env["ops.approval.deputy"]._in_force()
        found = {}
        for item in self:
            # whose report it is is a fact, whoever looks
            owners = item.sudo().user_ids.sudo(False)
            if user in owners or user._is_superuser():
                found[item] = user.browse()
                continue
            for owner in owners:
                for company in (item.company_id.id, False):
                    if user.id in deputies[company][owner.id]:
                        found[item] = owner
        return found

    @api.model
    def _stands_in_for(self):
        """Ids of the users whose deputy the present one is now."""
        deputies = self.env["ops.approval.deputy"].sudo()
        return deputies.search(
            [("in_force", "=", True), ("deputy_id", "=", self.env.uid)]
        ).user_id.ids

    def _watches(self, user):
        """Whether ``user`` may excuse it: its supervisor, or the process
        administrator; never for himself."""
        self.ensure_one()
        if user in self.user_ids:
            return False
        return user == self.supervisor_id or user.has_group(MANAGER)

    def _check_owner(self):
        places = self._places(self.env.user)
        for item in self:
            if item not in places:
                raise AccessError(
                    self.env._(
                        "%(report)s is up to %(people)s.",
                        report=item.display_name,
                        people=", ".join(item.sudo().user_ids.mapped("name")),
                    )
                )

    def _check_watcher(self):
        for item in self:
            if not item._watches(self.env.user):
                raise AccessError(
                    self.env._(
                        "%(report)s: %(who)s excuses it or passes it on, not who "
                        "owes it.",
                        report=item.display_name,
                        who=item.sudo().supervisor_id.name
                        or self.env["ops.guard.mixin"]._guard_role((MANAGER,)),
                    )
                )

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
