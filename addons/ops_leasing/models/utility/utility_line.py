from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import LazyTranslate, float_compare, format_date

from ...rent import Reading, RentError, check_reading, decimal, usage
from .utility_list import PAST

_lt = LazyTranslate(__name__)

#: what people enter; the rest is listed by the round
TYPED = frozenset(("date", "value", "remark"))
DOUBTS = {
    "negative": _lt("A counter never shows less than nought."),
    "above_counter": _lt("The counter has fewer digits."),
    "before_last": _lt("Read before the last reading."),
    "same_day": _lt("The last reading of the same day shows another figure."),
    "below_last": _lt("Below the last reading."),
    "overflow_assumed": _lt("The counter has begun again at nought."),
    "leap": _lt("%(times)s times the usual use."),
    "standstill": _lt("Nothing counted, otherwise it does."),
    "many": _lt("Two tenants in these days: a final or handover reading is missing."),
    "part": _lt("The tenant had the shop for part of these days only."),
}


class LeaseUtilityLine(models.Model):
    """What a meter showed at both ends of its days in a round (LE-F15); quantities in
    units of the meter."""

    _name = "ops.lease.utility.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Meter of a utility settlement"
    _order = "utility_id desc, shared desc, unit_id, kind, meter_id, previous_date, id"
    _rec_name = "meter_id"
    _flow_parent = ("utility_id", "line_ids")

    # FIELDS
    utility_id = fields.Many2one(
        "ops.lease.utility",
        "Settlement round",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="utility_id.company_id", store=True, precompute=True, index=True
    )
    property_id = fields.Many2one(
        related="utility_id.property_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="utility_id.state", string="Stage")
    meter_id = fields.Many2one(
        "ops.lease.meter",
        "Meter",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        related="meter_id.unit_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(related="meter_id.kind", store=True, precompute=True)
    shared = fields.Boolean(
        "Shared out", compute="_compute_shared", store=True, precompute=True
    )
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", readonly=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True
    )
    bound = fields.Selection(
        [
            ("free", "Not let"),
            ("whole", "One tenant"),
            ("part", "Let in part"),
            ("many", "Two tenants"),
        ],
        "Time of the tenant",
        readonly=True,
        default="free",
    )
    multiplier = fields.Float(digits=(12, 4), readonly=True, default=1.0)
    previous_id = fields.Many2one(
        "ops.lease.reading",
        "Reading before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    previous_date = fields.Date("Last read on", readonly=True)
    previous_value = fields.Float("Last reading", digits=(16, 3), readonly=True)
    reading_id = fields.Many2one(
        "ops.lease.reading",
        "Listed reading",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    made = fields.Boolean(
        "Written down by the round",
        readonly=True,
        help="The round wrote the reading down.",
    )
    date = fields.Date("Day of reading")
    value = fields.Float("Reading", digits=(16, 3))
    quantity = fields.Float(
        "Used", digits=(16, 3), compute="_compute_quantity", store=True
    )
    doubts = fields.Json("Doubts", compute="_compute_doubts", store=True)
    level = fields.Selection(
        [
            ("error", "Cannot be billed"),
            ("warning", "To look at"),
            ("ok", "Plausible"),
        ],
        compute="_compute_doubts",
        store=True,
        default="ok",
    )
    finding = fields.Char("Finding", compute="_compute_finding")
    remark = fields.Char(help="What was found when it was looked at.")
    wanted = fields.Boolean("Has to be read", compute="_compute_wanted")
    missing = fields.Boolean("Not read", compute="_compute_wanted")
    part_ids = fields.One2many("ops.lease.utility.part", "line_id", "Settled")
    amount = fields.Monetary(compute="_compute_amount")

    # COMPUTE
    @api.depends("meter_id.display_name", "unit_id.number")
    def _compute_display_name(self):
        for line in self:
            words = (line.unit_id.number, line.meter_id.display_name)
            line.display_name = " ".join(filter(None, words))

    @api.depends("meter_id")
    def _compute_shared(self):
        for line in self:
            line.shared = not line.meter_id.unit_id

    @api.depends("contract_id", "shared", "date")
    def _compute_wanted(self):
        for line in self:
            line.wanted = bool(line.contract_id or line.shared)
            line.missing = line.wanted and not line.date

    @api.depends("date", "value", "previous_date", "previous_value", "multiplier")
    def _compute_quantity(self):
        for line in self:
            line.quantity = float(line._used())

    @api.depends("date", "value", "previous_date", "previous_value", "bound")
    def _compute_doubts(self):
        past = self._past()
        for line in self:
            found = line._doubts(past.get(line.meter_id.id, ()))
            line.doubts = [[code, data] for code, _blocking, data in found]
            line.level = (
                "error"
                if any(blocking for _code, blocking, _data in found)
                else "warning"
                if found
                else "ok"
            )

    @api.depends("doubts")
    @api.depends_context("lang")
    def _compute_finding(self):
        for line in self:
            line.finding = " ".join(
                self._doubt_words(code, data) for code, data in line.doubts or ()
            )

    @api.depends("part_ids.amount")
    def _compute_amount(self):
        for line in self:
            line.amount = sum(line.part_ids.mapped("amount"))

    # CONSTRAINT
    @api.constrains("date", "value")
    def _check_day(self):
        today = fields.Date.context_today(self)
        for line in self.filtered("date"):
            if line.date > today:
                raise ValidationError(
                    self.env._(
                        "%(meter)s cannot be read on %(day)s: that day has not come.",
                        meter=line.display_name,
                        day=format_date(self.env, line.date),
                    )
                )

    # ONCHANGE
    @api.onchange("value")
    def _onchange_value(self):
        if self.value and not self.date:
            self.date = self._day_read()

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The round lists its meters itself."""
        self._check_typed({name for vals in vals_list for name in vals} | {"meter_id"})
        return super().create(vals_list)

    def write(self, vals):
        """Readings are entered, the rest is listed; a reading that stands in the list
        of readings is changed there. A figure without a day was read on the last day of
        the period."""
        self._check_typed(vals)
        if {"date", "value"}.intersection(vals) and not self.env.su:
            self._check_not_taken(vals)
        if vals.get("value") and not vals.get("date") and not self.env.su:
            for day, lines in self.grouped(
                lambda li: li.date or li._day_read()
            ).items():
                super(LeaseUtilityLine, lines).write({**vals, "date": day})
            return True
        return super().write(vals)

    # BUSINESS
    def _check_typed(self, vals):
        # a client can forge any context but never superuser mode
        if not self.env.su and set(vals) - TYPED:
            raise AccessError(
                self.env._(
                    "A round lists its meters and works out the use itself: only the "
                    "reading, its day and a remark are entered."
                )
            )

    def _check_not_taken(self, vals):
        for line in self.filtered("reading_id"):
            same = fields.Date.to_date(vals.get("date", line.date)) == line.date
            value = vals.get("value", line.value)
            if not same or float_compare(value or 0.0, line.value, 3):
                raise UserError(
                    self.env._(
                        "%(meter)s was read on %(day)s: correct it in the meter "
                        "readings, then list the meters anew.",
                        meter=line.display_name,
                        day=format_date(self.env, line.date),
                    )
                )

    def _stamp(self, vals):
        """Write what the round itself knows, whatever its state."""
        self.with_env(self.utility_id._flow_opened("line_ids").env).write(vals)

    def _day_read(self):
        return min(self.utility_id.date_to, fields.Date.context_today(self))

    def _used(self):
        """Units between both readings, 0 where one is missing or impossible."""
        self.ensure_one()
        if not self.date or not self.previous_date or self.date <= self.previous_date:
            return decimal(0)
        try:
            return usage(
                Reading(self.previous_date, decimal(self.previous_value)),
                Reading(self.date, decimal(self.value)),
                decimal(self.multiplier),
                self.meter_id._counter(),
            )
        except RentError:
            return decimal(0)

    def _past(self):
        """``{meter id: [Reading]}`` of the year before; one query."""
        found = defaultdict(list)
        days = [day for day in self.mapped("previous_date") if day]
        if not days:
            return found
        for reading in self.env["ops.lease.reading"].search(
            [
                ("meter_id", "in", self.meter_id.ids),
                ("date", ">=", min(days) - PAST),
                ("date", "<=", max(days)),
            ],
            order="date, id",
        ):
            found[reading.meter_id.id].append(
                Reading(reading.date, decimal(reading.value))
            )
        return found

    def _doubts(self, past):
        """``[(code, blocking, figures)]``"""
        self.ensure_one()
        found = []
        if self.date:
            last = self.previous_date and Reading(
                self.previous_date, decimal(self.previous_value)
            )
            history = _in_order(
                [r for r in past if last and r.date < last.date] + [last]
            )
            try:
                doubts = check_reading(
                    last or None,
                    Reading(self.date, decimal(self.value)),
                    history if last else (),
                    self.meter_id._counter(),
                )
            except RentError:
                # the past itself runs backwards: its own readings say so
                doubts = ()
            for doubt in doubts:
                figures = {}
                if doubt.code == "leap":
                    mean = doubt.data["mean"]
                    times = doubt.data["daily"] / mean if mean else decimal(0)
                    figures = {"times": f"{float(times):.1f}" if times else "∞"}
                found.append((doubt.code, doubt.blocking, figures))
        if self.bound in ("many", "part"):
            found.append((self.bound, self.bound == "many", {}))
        return found

    def _doubt_words(self, code, data):
        words = DOUBTS[code]
        text = self.env._(words)
        return text % data

    def _first_day(self):
        self.ensure_one()
        return (self.previous_date or self.date) + timedelta(days=1)


def _in_order(history):
    """One reading a day, the last one of it."""
    days = {reading.date: reading for reading in history if reading}
    return [days[day] for day in sorted(days)]
