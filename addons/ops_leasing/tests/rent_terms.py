"""Random leases, and the same rent computed slowly, day by day, in fractions."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import (
    CONVENTIONS,
    Charge,
    Escalation,
    FreePeriod,
    Lease,
    Season,
    Step,
)

DAY = timedelta(days=1)
CENT = Decimal("0.01")
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

# a busy machine is no error of the arithmetic
patient = settings(
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def d(text):
    return date.fromisoformat(text)


def cents(most):
    return st.integers(0, most * 100).map(lambda n: Decimal(n) / 100)


days = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@st.composite
def charges(draw, start, end, **fixed):
    inside = st.dates(start, end)
    steps = sorted(draw(st.sets(inside, max_size=2)))
    kinds = [draw(st.sampled_from(("rate", "percent", "amount"))) for _step in steps]
    values = {
        "rate": cents(300),
        "percent": st.integers(-10, 20).map(lambda n: Decimal(n) / 100),
        "amount": cents(20),
    }
    escalation = None
    if not steps and draw(st.booleans()):
        escalation = Escalation(
            draw(st.integers(1, 14)),
            percent=Decimal("0.05"),
            compound=draw(st.booleans()),
        )
    seasons = ()
    if draw(st.booleans()):
        factor = draw(st.integers(0, 20)) / Decimal(10)
        seasons = (Season((11, draw(st.integers(1, 30))), (2, 29), factor),)
    values = {
        "key": "rent",
        "rate": draw(cents(300)),
        "quantity": draw(cents(500)),
        "basis": draw(st.sampled_from(("area_month", "area_day", "month", "lump"))),
        "rhythm": draw(st.sampled_from(tuple(MONTHS))),
        "anchor": draw(st.sampled_from(("calendar", "lease"))),
        "convention": draw(st.sampled_from(CONVENTIONS)),
        "remainder": draw(st.sampled_from(("first", "last", "largest"))),
        "steps": tuple(
            Step(day, **{kind: draw(values[kind])})
            for day, kind in zip(steps, kinds, strict=True)
        ),
        "escalation": escalation,
        "seasons": seasons,
    }
    return Charge(**{**values, **fixed})


@st.composite
def leases(draw, **fixed):
    start = draw(days)
    end = start + timedelta(days=draw(st.integers(0, 800)))
    free = []
    if draw(st.booleans()):
        first = start + timedelta(days=draw(st.integers(0, 200)))
        last = first + timedelta(days=draw(st.integers(0, 90)))
        share = draw(st.sampled_from((Decimal(1), Decimal("0.25"))))
        free.append(FreePeriod(date_from=first, date_to=last, share=share))
    opening = draw(st.none() | st.dates(start, start + timedelta(days=150)))
    if opening:
        kind = draw(st.sampled_from(("after_opening", "until_opening")))
        free.append(FreePeriod(kind, months=draw(st.integers(0, 2)), days=10))
    return Lease(
        *(start, end, (draw(charges(start, end, **fixed)),), tuple(free)),
        opening=opening,
    )


# the same, slowly


def month_of(day, dom):
    """First and last day of the month that begins on ``dom``."""
    first = day
    while first.day != min(dom, monthrange(first.year, first.month)[1]):
        first -= DAY
    after = first + DAY
    while after.day != min(dom, monthrange(after.year, after.month)[1]):
        after += DAY
    return first, after - DAY


def rate_on(lease, charge, day):
    rate = charge.rate
    for step in charge.steps:
        if step.date_from <= day:
            if step.rate is not None:
                rate = step.rate
            elif step.amount is not None:
                rate += step.amount
            else:
                rate = (rate * (1 + step.percent)).quantize(Decimal("0.0001"))
    if charge.escalation:
        turn = charge.escalation.months
        while plus_months(lease.start, turn) <= day:
            base = rate if charge.escalation.compound else charge.rate
            rate = (rate + base * Decimal("0.05")).quantize(Decimal("0.0001"))
            turn += charge.escalation.months
    return rate


def plus_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def waived_on(lease, day):
    for free in lease.free:
        if free.kind == "fixed":
            first, last = free.date_from, free.date_to
        elif free.kind == "after_opening":
            first = lease.opening
            last = plus_months(first, free.months) + (free.days - 1) * DAY
        else:
            first = lease.start
            last = plus_months(first, free.months) + (free.days - 1) * DAY
            last = min(last, lease.opening - DAY)
        if first <= day <= last:
            return free.share
    return Decimal(0)


def in_season(season, day):
    month_and_day = (day.month, day.day)
    if season.first <= season.last:
        return season.first <= month_and_day <= season.last
    return month_and_day >= season.first or month_and_day <= season.last


def weight(charge, day, month):
    """What the convention counts a day for, in days of its month."""
    if charge.convention != "thirty_360":
        return 1
    last = month_of(day, 1)[1]
    if day.day == 31:
        return 0
    return 1 if day.day < last.day or last.day > 30 else 31 - last.day


def slowly(lease, charge, first, last):
    """Rent of the days of one billing period, as a fraction of money."""
    dom = lease.start.day if charge.anchor == "lease" else 1
    total, day = Fraction(0), first
    while day <= last:
        month = month_of(day, dom)
        till = min(month[1], last)
        total += _month(lease, charge, month, day, till)
        day = till + DAY
    return total


def _month(lease, charge, month, first, last):
    every = [first + DAY * n for n in range((last - first).days + 1)]
    all_days = [month[0] + DAY * n for n in range((month[1] - month[0]).days + 1)]
    in_month = sum(weight(charge, day, month) for day in all_days)
    usual = {"actual_365": Fraction(365, 12), "days_30": 30}
    usual = usual.get(charge.convention, in_month)
    paid = [day for day in every if waived_on(lease, day) < 1]
    total = Fraction(0)
    for day in paid:
        factor = Fraction(1 - waived_on(lease, day))
        for season in charge.seasons:
            if in_season(season, day):
                factor *= Fraction(season.factor)
        share = Fraction(weight(charge, day, month))
        share /= in_month if paid == all_days else usual
        if charge.basis == "lump":
            share /= MONTHS[charge.rhythm]
        elif charge.basis in ("area_day", "day"):
            strict = charge.convention == "thirty_360" and paid == all_days
            share *= 30 if strict else usual
        rate = Fraction(rate_on(lease, charge, day))
        total += Fraction(charge.quantity) * rate * factor * share
    return total


def to_cents(money):
    """A fraction, rounded half up."""
    scaled = money * 100
    return Decimal(int(scaled + Fraction(1, 2))).scaleb(-2).quantize(CENT)


def half_up(amount):
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
