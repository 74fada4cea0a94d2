from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ... import duty

#: What is not due yet is planned anew when one of these changes.
RULE = {
    "period",
    "day",
    "month",
    "hour",
    "is_after",
    "shift",
    "workdays",
    "owner_kind",
    "user_id",
    "department_id",
    "group_id",
    "job_id",
    "each",
    "supervisor_id",
    "remind_hours",
    "escalate_days",
    "date_start",
    "date_end",
    "active",
    "name",
}


class Duty(models.Model):
    """Report duty: work that comes back every day, week, month … (rule 6).

    Who owes what until when is kept here; each period and person is an
    ``ops.duty.item`` that is planned ahead by a cron. An addon whose paper is the
    report calls :meth:`_fulfil` when the paper is handed in.
    """

    _name = "ops.duty"
    _inherit = ["mail.thread"]
    _description = "Report duty"
    _order = "sequence, name, id"

    # FIELDS
    name = fields.Char("Work or report", required=True, translate=True, tracking=True)
    code = fields.Char(
        tracking=True,
        help="Business code finds the duty by it when a paper fulfils it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    description = fields.Text("What is expected", translate=True)
    owner_kind = fields.Selection(
        [
            ("user", "Person"),
            ("head", "Head of a department"),
            ("group", "Group"),
            ("job", "Post"),
        ],
        "Owed by",
        required=True,
        default="user",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users", "Person", tracking=True, domain=[("share", "=", False)]
    )
    department_id = fields.Many2one("hr.department", "Department", tracking=True)
    group_id = fields.Many2one("res.groups", "Group", tracking=True)
    job_id = fields.Many2one("hr.job", "Post", tracking=True)
    each = fields.Boolean(
        "Each of them",
        default=True,
        tracking=True,
        help="Everybody of the group or post owes his own; otherwise one of them does "
        "it for all.",
    )
    supervisor_id = fields.Many2one(
        "res.users",
        "Supervisor",
        tracking=True,
        domain=[("share", "=", False)],
        help="Excuses and is told of what is late. Empty: the head of the owner's "
        "department, and the next one above for the head himself.",
    )
    period = fields.Selection(
        [
            ("daily", "Daily"),
            ("weekly", "Weekly"),
            ("monthly", "Monthly"),
            ("quarterly", "Quarterly"),
            ("yearly", "Yearly"),
        ],
        required=True,
        default="monthly",
        tracking=True,
    )
    is_after = fields.Boolean(
        "After the period",
        tracking=True,
        help="The report on a month is due in the next one, such as by the 5th.",
    )
    weekday = fields.Selection(
        [
            ("1", "Monday"),
            ("2", "Tuesday"),
            ("3", "Wednesday"),
            ("4", "Thursday"),
            ("5", "Friday"),
            ("6", "Saturday"),
            ("7", "Sunday"),
        ],
        compute="_compute_weekday",
        inverse="_inverse_weekday",
    )
    day = fields.Integer(
        "Due on day",
        default=5,
        tracking=True,
        help="Day of the month; in a shorter month its last day.",
    )
    month = fields.Integer(
        "Month of the period", default=1, tracking=True, help="Counted from 1."
    )
    hour = fields.Float(
        "Until the hour", default=24, tracking=True, help="In the company's time zone."
    )
    workdays = fields.Boolean(
        "Working days only", default=True, tracking=True, help="For daily duties."
    )
    shift = fields.Selection(
        [
            ("none", "Stays"),
            ("before", "Working day before"),
            ("after", "Working day after"),
        ],
        "On a free day",
        required=True,
        default="none",
        tracking=True,
    )
    remind_hours = fields.Float(
        "Remind hours before", default=48, tracking=True, help="0: no reminder"
    )
    escalate_days = fields.Float(
        "Tell the supervisor after days",
        default=1,
        tracking=True,
        help="Days late; 0: nobody is told.",
    )
    proof = fields.Selection(
        [("none", "Nothing"), ("note", "A note"), ("file", "A file")],
        "Proof",
        required=True,
        default="note",
        tracking=True,
    )
    res_model = fields.Char(
        "Fulfilled by paper",
        tracking=True,
        help="Technical name of the paper. Handing in the paper fulfils the duty; it "
        "cannot be ticked off without it.",
    )
    date_start = fields.Date(
        "From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date("Until", tracking=True)
    date_next = fields.Date("Planned up to", readonly=True, copy=False)
    item_ids = fields.One2many("ops.duty.item", "duty_id", "Due reports")
    late_count = fields.Integer("Late", compute="_compute_late_count")

    _code_once = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL",
        "The company has another duty with this code.",
    )
    _hour_of_day = models.Constraint(
        "CHECK (hour >= 0 AND hour <= 24)", "The hour is one of the day, from 0 to 24."
    )
    _not_negative = models.Constraint(
        "CHECK (remind_hours >= 0 AND escalate_days >= 0)",
        "Hours and days before and after are not negative.",
    )
    _ends_after_start = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "The duty ends before it starts.",
    )

    # COMPUTE
    @api.depends("day", "period")
    def _compute_weekday(self):
        for one in self:
            weekly = one.period == "weekly" and 1 <= one.day <= 7
            one.weekday = str(one.day) if weekly else False

    def _inverse_weekday(self):
        for one in self.filtered("weekday"):
            one.day = int(one.weekday)

    def _compute_late_count(self):
        rows = self.env["ops.duty.item"]._read_group(
            [
                ("duty_id", "in", self.ids),
                ("state", "=", "due"),
                ("date_due", "<", fields.Datetime.now()),
            ],
            ["duty_id"],
            ["__count"],
        )
        late = {one.id: count for one, count in rows}
        for one in self:
            one.late_count = late.get(one.id, 0)

    # CONSTRAINT
    @api.constrains("owner_kind", "user_id", "department_id", "group_id", "job_id")
    def _check_owner(self):
        needed = {
            "user": "user_id",
            "head": "department_id",
            "group": "group_id",
            "job": "job_id",
        }
        for one in self:
            name = needed[one.owner_kind]
            if not one[name]:
                raise ValidationError(
                    self.env._(
                        "“%(duty)s”: say who owes it (%(what)s).",
                        duty=one.name,
                        what=one.fields_get([name])[name]["string"],
                    )
                )

    @api.constrains("period", "day", "month")
    def _check_day(self):
        for one in self:
            last = {"weekly": 7, "daily": one.day}.get(one.period, 31)
            months = duty.MONTHS.get(one.period, one.month)
            if not (1 <= one.day <= last and 1 <= one.month <= months):
                if one.period == "daily":
                    continue
                raise ValidationError(
                    self.env._(
                        "“%(duty)s”: its period has no day %(day)s, month %(month)s.",
                        duty=one.name,
                        day=one.day,
                        month=one.month,
                    )
                )

    @api.constrains("res_model")
    def _check_res_model(self):
        for one in self:
            if one.res_model and one.res_model not in self.env:
                raise ValidationError(
                    self.env._(
                        "“%(model)s” is no kind of paper here.", model=one.res_model
                    )
                )

    # ONCHANGE
    @api.onchange("period")
    def _onchange_period(self):
        if self.period == "weekly" and not 1 <= self.day <= 7:
            self.day = 5
        self.month = min(self.month, duty.MONTHS.get(self.period, 1))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What is due soon is planned at once; nothing is late at birth."""
        duties = super().create(vals_list)
        duties._plan(later=fields.Datetime.now())
        return duties

    def write(self, vals):
        """What is not due yet follows the new rule; what is due stays."""
        ahead = RULE & set(vals) or "weekday" in vals
        result = super().write(vals)
        if ahead:
            self._replan()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_never_answered(self):
        # items of colleagues count, whoever may see them
        used = self.sudo().item_ids.filtered(lambda item: item.state != "due")
        if used:
            raise ValidationError(
                self.env._(
                    "“%(duty)s” has been answered and is kept. Archive it instead.",
                    duty=used[0].duty_id.name,
                )
            )

    # ACTION
    def action_open_items(self):
        """The reports of this duty, those to come and those given."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_base.action_ops_duty_item_all"
        )
        return {**action, "domain": [("duty_id", "in", self.ids)]}

    # BUSINESS
    @api.model
    def _fulfil(self, code, day, record, user=None):
        """A paper is the report: hand in what it fulfils.

        Whoever owes nothing is left alone, and so is what was handed in before: an
        addon calls this whenever its paper is handed in.

        :param code: of the duty, in the company of the paper
        :param day: date within the period the paper reports on
        :param record: the paper, one record
        :param user: who handed it in, default the present one
        :return: ``ops.duty.item`` records handed in by it
        """
        user = user or self.env.user
        company = "company_id" in record._fields and record.company_id
        # which duties there are is a fact, whoever hands in
        duties = self.sudo().search(
            [
                ("code", "=", code),
                ("company_id", "=", (company or self.env.company).id),
            ]
        )
        duties.filtered(lambda d: not d.date_next or d.date_next <= day)._plan(day)
        items = self.env["ops.duty.item"].sudo()
        items = items.search(
            [
                ("duty_id", "in", duties.ids),
                ("state", "=", "due"),
                ("period_start", "<=", day),
                ("period_end", ">=", day),
            ]
        )
        places = items._places(user)
        owed = items.filtered(lambda item: item in places)
        owed._hand_in(user, record)
        return owed.sudo(False)

    # TOOLING
    def _rule(self):
        """The due rule as the arithmetic takes it, see ``duty.py``."""
        self.ensure_one()
        return duty.Rule(
            period=self.period,
            day=self.day,
            month=self.month if self.period in ("quarterly", "yearly") else 1,
            hour=self.hour,
            after=self.is_after,
            shift="none" if self.period == "daily" else self.shift,
            workdays=self.workdays,
        )
