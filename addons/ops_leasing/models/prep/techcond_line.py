from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..groups import DESIGN, LEASING, PROJECT, PROPERTY

OWNERS = {
    "project": PROJECT,
    "design": DESIGN,
    "property": PROPERTY,
    "leasing": LEASING,
}
# what the owner writes
ANSWER = {"answer", "agreed_value", "agreed_words", "payer"}
# what the commercial company writes, beside the answer's figures
DEMAND = {
    "condition_id",
    "unit_id",
    "demand",
    "demand_words",
    "owner_group",
    "user_id",
    "date_due",
    "sequence",
    "remark",
}
SUBSTANCE = (ANSWER | DEMAND) - {"remark", "sequence"}
# what an answer stands for; who gives it and until when does not change it
REOPENS = SUBSTANCE - {"user_id", "date_due"}
STAMPS = ("status", "answer_date", "answer_user_id", "agree_date", "agree_user_id")


class LeaseTechcondLine(models.Model):
    """One condition of the sheet: supply, demand, gap, what was agreed (LE-05)."""

    _name = "ops.lease.techcond.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Technical condition of a tenant"
    _order = "techcond_id, sequence, id"
    _flow_parent = ("techcond_id", "line_ids")
    _stamps = STAMPS

    # FIELDS
    techcond_id = fields.Many2one(
        "ops.lease.techcond", "Sheet", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="techcond_id.company_id", store=True, index=True
    )
    property_id = fields.Many2one(
        related="techcond_id.property_id", store=True, index=True
    )
    tenant_name = fields.Char(related="techcond_id.tenant_name", store=True)
    sheet_state = fields.Selection(
        related="techcond_id.state", string="Sheet is", store=True
    )
    sequence = fields.Integer(default=10)
    condition_id = fields.Many2one(
        "ops.lease.condition",
        "Technical condition",
        required=True,
        index=True,
        ondelete="restrict",
    )
    measure = fields.Char(related="condition_id.unit", string="Unit of measure")
    direction = fields.Selection(related="condition_id.direction")
    unit_id = fields.Many2one(
        "ops.lease.unit",
        "Shop",
        index=True,
        compute="_compute_unit",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    supply = fields.Float(compute="_compute_supply", store=True, digits=(12, 2))
    supply_words = fields.Char("Supply in words", compute="_compute_supply", store=True)
    supply_known = fields.Boolean("Supply known", compute="_compute_supply", store=True)
    demand = fields.Float(digits=(12, 2))
    demand_words = fields.Char("Demand in words")
    gap = fields.Float(
        compute="_compute_gap", store=True, digits=(12, 2), aggregator=None
    )
    short = fields.Boolean("Falls short", compute="_compute_gap", store=True)
    agreed_value = fields.Float("Agreed value", digits=(12, 2))
    agreed_words = fields.Char("Agreed in words")
    payer = fields.Selection(
        [("landlord", "Landlord"), ("tenant", "Tenant")], "Cost borne by"
    )
    owner_group = fields.Selection(
        [
            ("project", "Project department"),
            ("design", "Design centre"),
            ("property", "Property company"),
            ("leasing", "Commercial company"),
        ],
        "Answered by",
        compute="_compute_owner_group",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    user_id = fields.Many2one("res.users", "Person", domain=[("share", "=", False)])
    date_due = fields.Date("Answer due", copy=False)
    answer = fields.Text()
    status = fields.Selection(
        [
            ("open", "Unanswered"),
            ("answered", "Answered"),
            ("agreed", "Settled with the tenant"),
            ("dropped", "Dropped"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    answer_date = fields.Datetime("Answered on", readonly=True, copy=False)
    answer_user_id = fields.Many2one(
        "res.users", "Answered by (person)", readonly=True, copy=False
    )
    agree_date = fields.Datetime("Agreed on", readonly=True, copy=False)
    agree_user_id = fields.Many2one("res.users", "Agreed by", readonly=True, copy=False)
    is_open = fields.Boolean(
        "Still open", compute="_compute_is_open", search="_search_is_open"
    )
    is_late = fields.Boolean(
        "Answer late", compute="_compute_is_late", search="_search_is_late"
    )
    is_mine = fields.Boolean("Mine to answer", compute="_compute_is_mine")
    work_line_ids = fields.One2many(
        "ops.lease.work.line", "techcond_line_id", "Landlord works"
    )
    to_build = fields.Boolean(
        "Landlord has to build", compute="_compute_to_build", compute_sudo=True
    )
    remark = fields.Char()

    _figures_positive = models.Constraint(
        "CHECK(demand >= 0 AND agreed_value >= 0)", "A figure cannot be negative."
    )

    # COMPUTE
    @api.depends("condition_id.name", "unit_id.number", "techcond_id.unit_ids")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            name = line.condition_id.name or ""
            if line.unit_id and len(line.techcond_id.unit_ids) > 1:
                name = f"{line.unit_id.number} {name}"
            line.display_name = name

    @api.depends("techcond_id.unit_ids")
    def _compute_unit(self):
        for line in self:
            if not line.unit_id and len(line.techcond_id.unit_ids) == 1:
                line.unit_id = line.techcond_id.unit_ids

    @api.depends("condition_id")
    def _compute_owner_group(self):
        for line in self:
            line.owner_group = (
                line.owner_group or line.condition_id.owner_group or "project"
            )

    @api.depends(
        "condition_id",
        "unit_id.condition_ids.value",
        "unit_id.condition_ids.words",
        "unit_id.condition_ids.condition_id",
        "techcond_id.state",
    )
    def _compute_supply(self):
        """LE-F25: from the shop, as long as the sheet is not agreed."""
        for line in self:
            if line.techcond_id.state in ("agreed", "closed") and line._origin:
                line.supply = line._origin.supply
                line.supply_words = line._origin.supply_words
                line.supply_known = line._origin.supply_known
                continue
            found = line.unit_id.condition_ids.filtered(
                lambda c, line=line: c.condition_id == line.condition_id
            )[:1]
            line.supply = found.value
            line.supply_words = found.words
            line.supply_known = bool(found)

    @api.depends("supply", "supply_known", "supply_words", "demand", "direction")
    def _compute_gap(self):
        """LE-X3: how far the shop falls short of what the tenant needs."""
        for line in self:
            gap = 0.0
            if line.direction == "at_most":
                gap = line.supply - line.demand
            elif line.direction == "at_least":
                gap = line.demand - line.supply
            line.gap = max(gap, 0.0)
            line.short = (
                line.gap > 0
                or not line.supply_known
                or (line.direction == "words" and not line.supply_words)
            )

    @api.depends("status")
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.status in ("open", "answered")

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("status", "in", ("open", "answered"))
        if True in value and False in value:
            return Domain.TRUE
        return domain if True in value else ~domain

    @api.depends("status", "date_due")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_late = bool(
                line.status == "open" and line.date_due and line.date_due < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("status", "=", "open") & Domain(
            "date_due", "<", fields.Date.context_today(self)
        )
        if True in value and False in value:
            return Domain.TRUE
        return late if True in value else ~late

    @api.depends("owner_group", "status")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = {o for o, group in OWNERS.items() if self.env.user.has_group(group)}
        for line in self:
            line.is_mine = line.status == "open" and line.owner_group in mine

    @api.depends("status", "short", "payer", "work_line_ids.done")
    def _compute_to_build(self):
        for line in self:
            built = line.work_line_ids.filtered(
                lambda w: w.done and w.work_id.state != "cancelled"
            )
            line.to_build = bool(
                line.status == "agreed"
                and line.short
                and line.payer == "landlord"
                and not built
            )

    # CONSTRAINT
    @api.constrains("owner_group")
    def _check_owner(self):
        """LE-05: who raises a demand does not answer it himself."""
        if any(line.owner_group == "leasing" for line in self):
            raise ValidationError(
                self.env._(
                    "A demand is answered by the project department, the design "
                    "centre or the property company, not by who raises it."
                )
            )

    @api.constrains("unit_id", "techcond_id")
    def _check_unit(self):
        """LE-F25: a line reads the supply of a shop of its sheet, of no other."""
        for line in self:
            if line.unit_id - line.techcond_id.unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(sheet)s is not about this shop: its lines name shops of "
                        "the sheet.",
                        sheet=line.techcond_id.display_name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A line starts open, raised by the commercial company."""
        for vals in vals_list:
            if vals.get("status", "open") != "open" or any(
                vals.get(name) for name in STAMPS[1:]
            ):
                raise AccessError(self.env._("A new line of the sheet is open."))
        lines = super().create(vals_list)
        # asked for while the sheet is out already: due from today
        late = lines.filtered(
            lambda li: li.sheet_state == "matching" and not li.date_due
        )
        if late:
            today = fields.Date.context_today(self)
            for days, group in late.grouped(
                lambda li: li.company_id.lease_answer_days
            ).items():
                due = fields.Date.add(today, days=days)
                group.sudo()._line_write({"date_due": due})
        return lines

    def write(self, vals):
        """LE-05: the owner answers, the commercial company says what is wanted; what
        is agreed is rewritten by nobody."""
        if self.env.su:
            return super().write(vals)
        self._check_write(vals)
        self._check_place(vals)
        asked = sorted(REOPENS.intersection(vals))
        # who pays may still be added to an answer
        before = {
            line: {n: line[n] for n in asked if n != "payer" or line.payer}
            for line in self
        }
        result = super().write(vals)
        self._reopen_changed(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        if self.env.su:
            return
        self._check_write(dict.fromkeys(DEMAND))
        for line in self.filtered(lambda li: li.techcond_id.name):
            raise UserError(
                self.env._(
                    "%(line)s has been asked for: drop it instead of deleting it.",
                    line=line.display_name,
                )
            )

    # ACTION
    def action_answer(self):
        """The owner's answer stands: agreed value or words are given."""
        self.check_access("write")
        for line in self:
            line._check_status(("open",))
            if not line._owner_is_me():
                raise AccessError(
                    self.env._(
                        "%(line)s is answered by %(who)s.",
                        line=line.display_name,
                        who=line._owner_text(),
                    )
                )
            if not (line.agreed_value or (line.agreed_words or "").strip()):
                raise UserError(
                    self.env._(
                        "%(line)s: the value that can be given is missing.",
                        line=line.display_name,
                    )
                )
        self._line_stamp("answered", "answer_date", "answer_user_id")
        return True

    def action_agreed(self):
        """The commercial company has agreed the answer with the tenant."""
        self._check_leasing()
        for line in self:
            line._check_status(("answered",))
            if line.short and not line.payer:
                raise UserError(
                    self.env._(
                        "%(line)s falls short: say who pays.", line=line.display_name
                    )
                )
        self._line_stamp("agreed", "agree_date", "agree_user_id")
        return True

    def action_dropped(self):
        """The tenant no longer asks for it."""
        self._check_leasing()
        for line in self:
            line._check_status(("open", "answered"))
        self._line_stamp("dropped", "agree_date", "agree_user_id")
        return True

    def action_reopen(self):
        """Ask the owner again."""
        self._check_leasing()
        for line in self:
            line._check_status(("answered", "agreed", "dropped"))
        # stamps are the system's: who may ask again was checked above
        self.sudo()._line_reopen()
        return True

    # BUSINESS
    def _check_leasing(self):
        self.check_access("write")
        self.env["ops.guard.mixin"]._check_group(LEASING)

    def _check_status(self, statuses):
        self.ensure_one()
        if self.techcond_id.state != "matching":
            raise UserError(
                self.env._(
                    "%(sheet)s is “%(state)s”, not being matched.",
                    sheet=self.techcond_id.display_name,
                    state=self.techcond_id._flow_state_label(self.techcond_id.state),
                )
            )
        if self.status not in statuses:
            labels = dict(self._fields["status"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(line)s is “%(status)s”.",
                    line=self.display_name,
                    status=labels[self.status],
                )
            )

    def _check_write(self, vals):
        """Raise AccessError for fields that are not this person's to write."""
        asked = set(vals)
        if asked.intersection(STAMPS):
            raise AccessError(
                self.env._("Who answered and agreed is recorded by itself.")
            )
        settled = self.filtered(lambda li: li.status in ("agreed", "dropped"))
        if settled and asked & SUBSTANCE:
            raise AccessError(
                self.env._(
                    "%(lines)s: what is agreed is no longer rewritten. Ask again "
                    "first.",
                    lines=", ".join(settled.mapped("display_name")),
                )
            )
        if self.env.user.has_group(LEASING):
            return
        foreign = self.filtered(lambda li: not li._owner_is_me())
        if foreign or asked - ANSWER or self.filtered(lambda li: li.status != "open"):
            raise AccessError(
                self.env._(
                    "You answer the open conditions of your own department; the rest "
                    "is up to %(who)s.",
                    who=self.env["ops.guard.mixin"]._guard_who((LEASING,)),
                )
            )

    def _check_place(self, vals):
        """A line stays on its sheet, and with who has been asked to answer it."""
        for line in self:
            moved = "techcond_id" in vals and vals["techcond_id"] != line.techcond_id.id
            other = (
                vals.get("owner_group", line.owner_group) != line.owner_group
                and line.techcond_id.name
            )
            if moved or other:
                raise UserError(
                    self.env._(
                        "%(line)s stays on %(sheet)s with who has been asked for it; "
                        "drop it and add another line.",
                        line=line.display_name,
                        sheet=line.techcond_id.display_name,
                    )
                )

    def _reopen_changed(self, before):
        """LE-05: what is rewritten after the answer is answered anew."""
        changed = self.filtered(
            lambda li: (
                li.status == "answered"
                and any(li[name] != value for name, value in before[li].items())
            )
        )
        if changed:
            # stamps are the system's: they follow from what was rewritten
            changed.sudo()._line_reopen()

    def _line_reopen(self):
        self._line_write({"status": "open", **dict.fromkeys(STAMPS[1:], False)})

    def _owner_is_me(self):
        self.ensure_one()
        return self.env.user.has_group(OWNERS[self.owner_group])

    def _owner_text(self):
        """Who answers this line: department and person."""
        self.ensure_one()
        if self.user_id:
            labels = self._fields["owner_group"]._description_selection(self.env)
            return f"{dict(labels)[self.owner_group]} · {self.user_id.name}"
        return self.env["ops.guard.mixin"]._guard_who((OWNERS[self.owner_group],))

    def _demand_given(self):
        self.ensure_one()
        if self.direction == "words":
            return bool((self.demand_words or "").strip())
        return bool(self.demand)

    def _agreed_text(self):
        """The agreed value as people say it: 600 kW."""
        self.ensure_one()
        words = [self.agreed_words] if self.agreed_words else []
        if self.agreed_value:
            measure = self.measure or ""
            words.insert(0, f"{self.agreed_value:g} {measure}".strip())
        return "，".join(words) if self.env.lang == "zh_CN" else ", ".join(words)

    def _agreed_key(self):
        """What this line agrees on, the same in every language."""
        self.ensure_one()
        value = f"{self.agreed_value:g} {self.agreed_words or ''}".strip()
        return f"{self.id}/{self.condition_id.code}/{value}"

    def _line_write(self, vals):
        """Write past the guard of the sheet; for the flow's own code."""
        return super().write(vals)

    def _line_stamp(self, status, date, user):
        # the stamp says who pressed the button; nobody may write it himself
        self.sudo()._line_write(
            {"status": status, date: fields.Datetime.now(), user: self.env.uid}
        )

    def _notify_owners(self):
        """One activity for each person who owes answers, on the sheet (LE-05)."""
        kind = self.env.ref("ops_leasing.activity_answer", raise_if_not_found=False)
        if not kind:
            return
        model_id = self.env["ir.model"]._get_id("ops.lease.techcond")
        owed = self.filtered(lambda li: li.status == "open" and li.user_id)
        groups = owed.grouped(lambda li: (li.techcond_id, li.user_id))
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": sheet.id,
                    "activity_type_id": kind.id,
                    "summary": ", ".join(lines.mapped("display_name")),
                    "automated": True,
                    "date_deadline": min(lines.mapped("date_due")),
                    "user_id": user.id,
                }
                for (sheet, user), lines in groups.items()
            ]
        )
