"""What a lease says about money: dated terms, without any arithmetic.

Amounts, rates, areas and shares are ``Decimal`` (or int); :func:`.numbers.decimal`
makes one out of what a database field holds. A share is a fraction: 8 % is
``Decimal("0.08")``. Every date is the first or the last day itself: ``date_to`` is
included. ``clause`` is free text ("Art. 4.2") that comes back in the trace.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
CENT = Decimal("0.01")

#: what a rate is for
BASES = ("area_month", "area_day", "month", "day", "lump")
#: rhythm of the bill: months in one billing period; ``once`` is a single bill
RHYTHMS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "once": None}
#: where billing periods begin: with the calendar, or with the lease's day of month
ANCHORS = ("calendar", "lease")
#: how the days of a month that is not whole are counted (docs/rent.md has examples)
CONVENTIONS = ("actual", "actual_365", "days_30", "thirty_360")
#: which part of a period takes the cent that rounding left
REMAINDERS = ("last", "first", "largest")
ROUNDINGS = ("half_up", "half_even", "up", "down")
FREE_KINDS = ("fixed", "from_start", "until_opening", "after_opening")


@dataclass(frozen=True)
class Step:
    """From ``date_from`` on another rate 递增: exactly one of ``rate`` (the new rate),
    ``percent`` (a fraction of the rate so far) or ``amount`` (added to it).

    ``date_to`` is optional and only checked: steps must neither overlap nor leave
    days without a rate.
    """

    date_from: date
    rate: Decimal | None = None
    percent: Decimal | None = None
    amount: Decimal | None = None
    date_to: date | None = None
    clause: str = ""


@dataclass(frozen=True)
class Escalation:
    """Every ``months`` the rate rises by ``percent`` (a fraction) or ``amount``.

    The first rise is on ``first``, or ``months`` after the charge begins. With
    ``compound`` a percentage is of the rate so far, otherwise of the first rate.
    ``times`` limits how often. Explicit steps and an escalation may be mixed, on
    different days: each changes the rate that holds on its day.
    """

    months: int
    percent: Decimal | None = None
    amount: Decimal | None = None
    compound: bool = True
    first: date | None = None
    times: int | None = None
    clause: str = ""


@dataclass(frozen=True)
class FreePeriod:
    """Days without rent 免租, or with less of it.

    ``kind``:

    - ``fixed``: from ``date_from`` to ``date_to``.
    - ``from_start``: the first ``months`` and ``days`` of the lease (``date_from``
      when given): a fit-out period of fixed length.
    - ``until_opening``: from the first day of the lease (``date_from`` when given)
      until the day before the opening, at most ``months`` and ``days`` if given: a
      fit-out period that ends when the shop opens.
    - ``after_opening``: ``months`` and ``days`` from the opening date on 顺延; it moves
      with the opening.

    ``share`` is what is waived: 1 all, 0.5 half the rent. ``charges`` names the keys
    it is for; empty: every charge with ``rent_free``.
    """

    kind: str = "fixed"
    date_from: date | None = None
    date_to: date | None = None
    months: int = 0
    days: int = 0
    share: Decimal = ONE
    charges: tuple = ()
    clause: str = ""


@dataclass(frozen=True)
class Season:
    """Each year between two days the rate times ``factor`` 淡旺季.

    Days are ``(month, day)``; a season may reach over the end of the year; 29 February
    means the last day of February.
    """

    first: tuple
    last: tuple
    factor: Decimal
    clause: str = ""


@dataclass(frozen=True)
class IndexValue:
    """Index figure published for the month that begins on ``month``."""

    month: date
    value: Decimal


@dataclass(frozen=True)
class IndexRule:
    """The rate follows a price index.

    :param values: published figures
    :param base: figure of the base, or the first day of its month
    :param reviews: dates of review; empty: every ``every`` months from the first day
        of the charge
    :param lag: months between a review and the figure it uses (2: a review in April
        uses the figure of February)
    :param passed_on: share of the change that reaches the rent
    :param cap: most that one review may change the rate, as a fraction (``Decimal``
        0.05: +5 %)
    :param floor: least (0: never down)
    :param threshold: changes smaller than this wait for the next review
    :param chained: each review compares with the one before; otherwise always with
        the base, and cap and floor hold against the first rate
    :param digits: the factor is rounded to so many decimals
    """

    values: tuple = ()
    base: Decimal | date | None = None
    reviews: tuple = ()
    every: int = 12
    lag: int = 0
    passed_on: Decimal = ONE
    cap: Decimal | None = None
    floor: Decimal | None = None
    threshold: Decimal = ZERO
    chained: bool = True
    digits: int = 6
    clause: str = ""


@dataclass(frozen=True)
class Charge:
    """One thing the tenant pays for.

    :param key: identity; the same through all versions of a lease
    :param kind: for the caller, copied nowhere
    :param basis: one of :data:`BASES`; ``lump`` is a sum for a billing period (with
        rhythm ``once``: a sum, never prorated)
    :param rate: money per unit of the basis, without tax
    :param quantity: area in m², number of places …
    :param rhythm: one of :data:`RHYTHMS`
    :param anchor: one of :data:`ANCHORS`
    :param convention: one of :data:`CONVENTIONS`
    :param in_advance: due from the first day of its period, else from its last day
    :param due_days: days added to that day (may be negative)
    :param due_day: due on this day of the month instead (31: the last day): in
        advance in the month the period begins in, in arrears in the month after its
        end; ``due_days`` is not used then
    :param date_from, date_to: dates in force; None: those of the lease
    :param rent_free: whether the free periods of the lease hold for it
    :param rate_digits: a rate after a step or an index is rounded to so many decimals
    :param unit: amounts are multiples of it (0.01, 0.1, 1)
    :param rounding: one of :data:`ROUNDINGS`
    :param round_month: every month is rounded for itself, a quarter is three times
        the rounded month; otherwise only the whole period is
    :param remainder: one of :data:`REMAINDERS`
    """

    key: str
    rate: Decimal
    basis: str = "month"
    quantity: Decimal = ONE
    rhythm: str = "month"
    kind: str = ""
    clause: str = ""
    in_advance: bool = True
    due_days: int = 0
    due_day: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    anchor: str = "calendar"
    convention: str = "actual"
    rent_free: bool = True
    steps: tuple = ()
    escalation: Escalation | None = None
    seasons: tuple = ()
    index: IndexRule | None = None
    rate_digits: int = 4
    unit: Decimal = CENT
    rounding: str = "half_up"
    round_month: bool = False
    remainder: str = "last"


@dataclass(frozen=True)
class Lease:
    """One version of a lease.

    :param start, end: first and last day
    :param charges: tuple of :class:`Charge`
    :param free: tuple of :class:`FreePeriod`
    :param opening: the day the shop opened
    :param opening_planned: taken while it has not opened
    :param cut: last day that is charged when the lease ends early
    :param anchor_day: first day that lease-anchored months are counted from; None:
        ``start``
    :param before: the version in force before ``since`` (see :func:`.recut.amend`)
    :param join: a billing period that contains ``since`` stays one period; otherwise
        it is cut in two there
    """

    start: date
    end: date
    charges: tuple = ()
    free: tuple = ()
    opening: date | None = None
    opening_planned: date | None = None
    cut: date | None = None
    anchor_day: date | None = None
    before: "Lease | None" = field(default=None, repr=False)
    since: date | None = None
    join: bool = True
