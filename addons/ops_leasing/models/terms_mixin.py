"""What a rate says beside its amount: how it is billed, how it changes."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rent import RHYTHMS as MONTHS
from ..rent import Charge, Escalation, IndexRule, IndexValue, Season, decimal

KINDS = [
    ("rent", "Rent"),
    ("turnover", "Rent from sales"),
    ("service", "Property fee"),
    ("promotion", "Promotion fee"),
    ("utility", "Water, electricity and gas"),
    ("pool", "Settlement of the year"),
    ("other", "Other fee"),
]
BASES = [
    ("area_month", "Per m² and month"),
    ("area_day", "Per m² and day"),
    ("month", "Per month"),
    ("day", "Per day"),
    ("lump", "Sum"),
]
#: bases that are counted on the rent area of the lease
BY_AREA = ("area_month", "area_day")
#: kinds without a schedule: other papers say what is owed
UNSCHEDULED = ("turnover", "utility", "pool")
RHYTHMS = [
    ("month", "Monthly"),
    ("quarter", "Quarterly"),
    ("half_year", "Half-yearly"),
    ("year", "Yearly"),
    ("once", "Once"),
]
#: what goes along when a rate is carried on into another paper
TERMS = (
    "kind",
    "clause",
    "basis",
    "rate",
    "rhythm",
    "in_arrears",
    "due_days",
    "free_rent",
    "guarantee",
    "rise_months",
    "rise_date",
    "rise_percent",
    "rise_amount",
    "rise_simple",
    "index_months",
    "index_share",
    "index_cap",
    "index_floor",
)
TERM_LINKS = ("payer_id", "season_id", "index_id")


class LeaseTermsMixin(models.AbstractModel):
    """A rate of rent or a fee with everything the schedule has to know (LE-F04 …
    LE-F12). Percentages are per cent, as people write them."""

    _name = "ops.lease.terms.mixin"
    _description = "Terms of a rent or fee"

    # FIELDS
    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="rent")
    clause = fields.Char(help="Where the contract says so; stands on the bill.")
    basis = fields.Selection(BASES, required=True, default="area_month")
    rate = fields.Monetary(required=True)
    rhythm = fields.Selection(
        RHYTHMS,
        "Billed",
        required=True,
        default="month",
        help="How often it is billed; the rate stays per month or day.",
    )
    in_arrears = fields.Boolean(
        "In arrears", help="Due after the period instead of at its beginning."
    )
    due_days = fields.Integer(
        "Days to pay", help="Counted from the first day of the period (the last one)."
    )
    free_rent = fields.Boolean(
        "Rent-free time counts",
        compute="_compute_free_rent",
        store=True,
        readonly=False,
        precompute=True,
        help="Nothing is charged in the rent-free time of the lease.",
    )
    guarantee = fields.Boolean(
        "Part of the guarantee",
        compute="_compute_guarantee",
        store=True,
        readonly=False,
        precompute=True,
        help="Rent from sales is owed beyond it, where the lease knows any.",
    )
    payer_id = fields.Many2one(
        "res.partner", "Paid by", help="Empty: the tenant.", ondelete="restrict"
    )
    monthly = fields.Monetary("Per month", compute="_compute_monthly")
    rise_months = fields.Integer(
        "Rises every … months", help="0: the rate stays as it is."
    )
    rise_date = fields.Date(
        "First rise on", help="Empty: so many months after the rate begins."
    )
    rise_percent = fields.Float("By %", digits=(8, 4))
    rise_amount = fields.Monetary("By amount")
    rise_simple = fields.Boolean(
        "Of the first rate", help="Otherwise each rise is of the rate so far."
    )
    season_id = fields.Many2one("ops.lease.season", "Seasons", ondelete="restrict")
    index_id = fields.Many2one("ops.lease.index", "Price index", ondelete="restrict")
    index_months = fields.Integer("Reviewed every … months", default=12)
    index_share = fields.Float("Share passed on (%)", default=100.0, digits=(6, 2))
    index_cap = fields.Float(
        "At most (%)", digits=(6, 2), help="Change by one review; 0: no limit."
    )
    index_floor = fields.Boolean("Never down", default=True)

    _rate_positive = models.Constraint("CHECK(rate >= 0)", "A rate cannot be negative.")
    _rise_given = models.Constraint(
        "CHECK(COALESCE(rise_months, 0) >= 0 AND NOT (COALESCE(rise_percent, 0) != 0 "
        "AND COALESCE(rise_amount, 0) != 0))",
        "A rate rises by a percentage or by an amount, every so many months.",
    )

    # COMPUTE
    @api.depends("kind")
    def _compute_free_rent(self):
        for charge in self:
            charge.free_rent = charge.kind == "rent"

    @api.depends("kind")
    def _compute_guarantee(self):
        for charge in self:
            charge.guarantee = charge.kind == "rent"

    def _compute_monthly(self):
        for charge in self:
            charge.monthly = charge._lease()._monthly_of(
                charge.basis, charge.rate, charge._monthly_area()
            )

    # CONSTRAINT
    @api.constrains("rise_months", "rise_percent", "rise_amount")
    def _check_rise(self):
        for charge in self:
            if charge.rise_months and not (charge.rise_percent or charge.rise_amount):
                raise ValidationError(
                    self.env._(
                        "%(kind)s rises every %(months)s months: by how much is "
                        "missing.",
                        kind=charge._kind_label(),
                        months=charge.rise_months,
                    )
                )

    @api.constrains("index_id", "index_months")
    def _check_index(self):
        for charge in self:
            if charge.index_id and charge.index_months <= 0:
                raise ValidationError(
                    self.env._(
                        "%(kind)s follows %(index)s: it is reviewed every so many "
                        "months.",
                        kind=charge._kind_label(),
                        index=charge.index_id.name,
                    )
                )

    # BUSINESS
    def _lease(self):
        """The lease this rate is of."""
        raise NotImplementedError

    def _monthly_area(self):
        """Rent area that the amount per month is of; None: that of today."""
        return None

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _terms_values(self):
        """Values of the same terms on another paper."""
        self.ensure_one()
        return {
            **{name: self[name] for name in TERMS},
            **{name: self[name].id for name in TERM_LINKS},
        }

    def _rent_charge(self, date_from=None, date_to=None):
        """The rate as the schedule engine reads it (see ``rent/terms.py``); the area it
        is counted on is a matter of the lease."""
        self.ensure_one()
        lease = self._lease()
        return Charge(
            key=self.id,
            kind=self.kind,
            rate=decimal(self.rate),
            basis=self.basis,
            rhythm=self.rhythm,
            clause=self.clause or "",
            in_advance=not self.in_arrears,
            due_days=self.due_days,
            date_from=date_from,
            date_to=date_to,
            anchor=lease.billing_anchor,
            convention=lease.proration,
            rent_free=self.free_rent,
            escalation=self._rent_escalation(),
            seasons=self._rent_seasons(),
            index=self._rent_index(date_from or lease.date_start),
        )

    def _rent_escalation(self):
        if not self.rise_months or self.rhythm == "once":
            return None
        return Escalation(
            months=self.rise_months,
            first=self.rise_date or None,
            percent=decimal(self.rise_percent) / 100 if self.rise_percent else None,
            amount=decimal(self.rise_amount) if self.rise_amount else None,
            compound=not self.rise_simple,
            clause=self.clause or "",
        )

    def _rent_seasons(self):
        return tuple(
            Season(
                first=(int(line.month_from), line.day_from),
                last=(int(line.month_to), line.day_to),
                factor=decimal(line.percent) / 100,
                clause=self.season_id.name,
            )
            for line in self.season_id.line_ids
        )

    def _rent_index(self, start):
        index = self.index_id
        if not index or not start:
            return None
        return IndexRule(
            values=tuple(
                IndexValue(value.month, decimal(value.value))
                for value in index.value_ids
            ),
            base=start.replace(day=1),
            every=self.index_months,
            lag=index.lag,
            passed_on=decimal(self.index_share) / 100,
            cap=decimal(self.index_cap) / 100 if self.index_cap else None,
            floor=decimal(0) if self.index_floor else None,
            clause=index.name,
        )

    def _rhythm_months(self):
        return MONTHS[self.rhythm]
