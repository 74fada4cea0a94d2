from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ... import kpi

#: Set targets and close periods.
SETTERS = ("ops_base.group_manager", "ops_base.group_gm")
FIGURE = {"actual", "note"}
TALK = {"message_follower_ids", "activity_ids"}
LIGHTS = [
    ("none", "No figure"),
    ("green", "Reached"),
    ("yellow", "Nearly"),
    ("red", "Missed"),
]


class KpiTarget(models.Model):
    """Target of an indicator for a period: of the company, a department, a person or a
    partner; what was reached of it (HR-47).

    The figure is worked out until the period is closed, then it stays. A missed
    target is closed with an improvement action only.
    """

    _name = "ops.kpi.target"
    _inherit = ["ops.stamp.mixin", "mail.thread"]
    _description = "Target of an indicator"
    _order = "date_from desc, kpi_id, id"
    _stamps = ("state", "actual_at", "closed_by_id", "closed_at")

    # FIELDS
    kpi_id = fields.Many2one("ops.kpi", "Indicator", required=True, index=True)
    goal = fields.Selection(related="kpi_id.goal", store=True)
    unit = fields.Char(related="kpi_id.unit")
    source_model = fields.Char(related="kpi_id.source_model")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department", "Department", index="btree_not_null"
    )
    user_id = fields.Many2one("res.users", "Person", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", "Partner", index="btree_not_null")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    target = fields.Float(
        "Target figure", required=True, tracking=True, aggregator="avg"
    )
    actual = fields.Float(tracking=True, copy=False, aggregator="avg")
    actual_at = fields.Datetime("Figure of", readonly=True, copy=False)
    achievement = fields.Float(
        "Reached (%)", compute="_compute_achievement", store=True, aggregator="avg"
    )
    light = fields.Selection(
        LIGHTS, "Result", compute="_compute_achievement", store=True, index=True
    )
    note = fields.Text()
    state = fields.Selection(
        [("open", "Running"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
    )
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed at", readonly=True, copy=False)
    can_set = fields.Boolean("Set by me", compute="_compute_can_set")
    improvement_count = fields.Integer("Measures", compute="_compute_improvement_count")

    _once = models.UniqueIndex(
        "(kpi_id, company_id, date_from, date_to, (COALESCE(department_id, 0)), "
        "(COALESCE(user_id, 0)), (COALESCE(partner_id, 0)))",
        "There is a target of this indicator for the same period and place.",
    )
    _ends_after_start = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends before it starts."
    )

    # COMPUTE
    # direction and limit of the indicator: see its write, closed ones keep theirs
    @api.depends("target", "actual", "actual_at", "kpi_id")
    def _compute_achievement(self):
        for one in self:
            if not one.actual_at or not one.kpi_id:
                one.achievement, one.light = 0, "none"
                continue
            share = kpi.achievement(one.kpi_id.better, one.target, one.actual)
            one.achievement, one.light = share, kpi.light(share, one.kpi_id.warn)

    @api.depends_context("uid")
    def _compute_can_set(self):
        self.can_set = any(map(self.env.user.has_group, SETTERS))

    def _compute_improvement_count(self):
        counts = dict(self._improvements(["res_id"], ["__count"]))
        for one in self:
            one.improvement_count = counts.get(one.id, 0)

    @api.depends("kpi_id.name", "department_id", "user_id", "partner_id", "date_from")
    def _compute_display_name(self):
        for one in self:
            # the names of a target one may read are no secret
            place = one.sudo()
            parts = [
                one.kpi_id.name,
                place.department_id.name or place.user_id.name or place.partner_id.name,
                f"{one.date_from} – {one.date_to}" if one.date_from else "",
            ]
            one.display_name = " ".join(part for part in parts if part)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Targets begin running; a figure given with one is of now."""
        for vals in vals_list:
            self._refuse_stamps(vals)
        targets = super().create(vals_list)
        # a form sends the nought of a figure that nobody has typed
        targets.filtered("actual")._stamp_figure()
        return targets

    def write(self, vals):
        """Targets by who sets them, figures by who is responsible, nothing once closed.

        :raise UserError: when the period is closed, or the figure is worked out
        """
        asked = set(vals) - TALK
        if self.env.su or not asked:
            return super().write(vals)
        self._refuse_stamps(vals)
        closed = self.filtered(lambda one: one.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(target)s is closed: its figures stay.",
                    target=closed[0].display_name,
                )
            )
        if asked - FIGURE:
            self.env["ops.guard.mixin"]._check_group(*SETTERS)
        if asked & FIGURE:
            self._check_responsible()
        result = super().write(vals)
        if "actual" in asked:
            self._stamp_figure()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_running(self):
        if any(one.state == "closed" for one in self):
            raise UserError(self.env._("A closed target is kept."))

    # ACTION
    def action_refresh(self):
        """Work out the figures anew; typed ones and closed ones stay."""
        self.check_access("read")
        self._refresh()
        return True

    def action_nought(self):
        """The figure is known, and it is nought."""
        self.check_access("read")
        self.write({"actual": 0})
        return True

    def action_close(self):
        """Close the period: the figures stay as they are from here on.

        :raise UserError: before its end, without a figure, and for a missed target
            without an improvement action
        """
        self.check_access("read")
        self._check_responsible()
        self._refresh()
        today = {company: company._ops_today() for company in self.company_id}
        for one in self:
            problem = False
            if one.state == "closed":
                problem = self.env._("it is closed already.")
            elif one.date_to >= today[one.company_id]:
                problem = self.env._("its period is not over yet.")
            elif not one.actual_at:
                problem = self.env._(
                    "it has no figure; %(who)s supplies it.", who=one._who()
                )
            elif one.light == "red" and not one.improvement_count:
                problem = self.env._("it was missed; raise a measure first.")
            if problem:
                raise UserError(
                    self.env._(
                        "%(target)s: %(problem)s",
                        target=one.display_name,
                        problem=problem,
                    )
                )
        # stamps are the kernel's own; the rights were asked above
        self.sudo().write(
            {
                "state": "closed",
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
            }
        )
        return True

    def action_improve(self):
        """Raise an improvement action about the target, or open those raised."""
        self.ensure_one()
        self.check_access("read")
        actions = self.env["ops.improvement"]
        if not self.improvement_count:
            actions._raise(
                self,
                self.env._(
                    "%(target)s: %(actual)s instead of %(wanted)s",
                    target=self.display_name,
                    actual=self.actual,
                    wanted=self.target,
                ),
                department_id=self.department_id.id,
            )
            self.invalidate_recordset(["improvement_count"])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_base.action_ops_improvement"
        )
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    # BUSINESS
    @api.model
    def _cron_refresh(self):
        """Figures of the targets that run or wait to be closed; run daily by a cron."""
        today = fields.Date.context_today(self)
        self.search(
            Domain("state", "=", "open")
            & Domain("date_from", "<=", today)
            & Domain("kpi_id.source_model", "!=", False)
        )._refresh()

    def _refresh(self):
        now = fields.Datetime.now()
        # figures are facts whoever looks, and the kernel's own
        running = self.sudo().filtered(lambda one: one.state == "open")
        for indicator, targets in running.grouped("kpi_id").items():
            figures = indicator._figures(targets)
            for one in targets.filtered(lambda t, f=figures: f.get(t.id) is not None):
                one.write({"actual": figures[one.id], "actual_at": now})

    # TOOLING
    def _stamp_figure(self):
        # the stamp is the kernel's own
        self.sudo().write({"actual_at": fields.Datetime.now()})

    def _check_responsible(self):
        """Figures are the responsible person's and theirs who set targets; a figure
        that is worked out is nobody's."""
        setter = any(map(self.env.user.has_group, SETTERS))
        for one in self:
            if not setter and one.sudo().kpi_id.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(target)s: its figures are up to %(who)s.",
                        target=one.display_name,
                        who=one._who(),
                    )
                )

    def _refuse_stamps(self, vals):
        asked = {name for name in self._stamp_fields() & set(vals) if vals[name]}
        if asked - {"state"} or vals.get("state", "open") != "open":
            raise AccessError(self.env._("Closing is stamped by the system."))
        if vals.get("actual") and not self.env.su:
            indicators = self.kpi_id or self.env["ops.kpi"].browse(vals.get("kpi_id"))
            if any(indicators.mapped("source_model")):
                raise UserError(
                    self.env._("This figure is worked out and cannot be typed.")
                )

    def _who(self):
        role = self.env["ops.guard.mixin"]._guard_role(SETTERS)
        return self.sudo().kpi_id.user_id.name or role

    def _improvements(self, groupby, aggregates):
        # how many measures there are is no secret to who sees the target
        return (
            self.env["ops.improvement"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("state", "!=", "dropped"),
                ],
                groupby,
                aggregates,
            )
        )
