"""What makes terms impossible; asked before anything is computed."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import cache

from .days import DAY
from .errors import RentError, inexact
from .index import reviews
from .terms import (
    ANCHORS,
    BASES,
    CONVENTIONS,
    FREE_KINDS,
    REMAINDERS,
    RHYTHMS,
    ROUNDINGS,
)
from .timeline import changes, stretches

CHOICES = {
    "basis": BASES,
    "rhythm": RHYTHMS,
    "anchor": ANCHORS,
    "convention": CONVENTIONS,
    "remainder": REMAINDERS,
    "rounding": ROUNDINGS,
}
ONE_OF = ("rate", "percent", "amount")


def problems(lease):
    """Everything wrong with ``lease``: list of :class:`.errors.RentError`.

    Empty: :func:`.schedule.schedule` will answer. Codes are listed in docs/rent.md.
    """
    found = list(term_problems(lease))
    if not found:
        try:
            stretches(lease)
        except RentError as error:
            found.append(error)
    return found


def term_problems(lease):
    """What is wrong with the terms themselves, in all versions."""
    while lease is not None:
        yield from _lease(lease)
        lease = lease.before


def _lease(lease):
    if lease.end < lease.start:
        yield RentError("lease_dates", date_from=lease.start, date_to=lease.end)
    if lease.before and not lease.since:
        yield RentError("since_missing")
    yield from _free(lease)
    seen = set()
    for charge in lease.charges:
        if charge.key in seen:
            yield RentError("charge_twice", charge=charge.key)
        seen.add(charge.key)
        for error in _charge(lease, charge):
            error.data.setdefault("charge", charge.key)
            yield error


def _charge(lease, charge):
    for name, allowed in CHOICES.items():
        value = getattr(charge, name)
        if value not in allowed:
            yield RentError("choice_unknown", field=name, value=value)
    for name in ("quantity", "rate", "unit"):
        value = getattr(charge, name)
        if isinstance(value, float):
            yield RentError("not_decimal", field=name, value=value)
        elif value < 0:
            yield RentError(f"{name}_negative", **{name: value})
    if not charge.unit:
        yield RentError("unit_zero")
    if charge.due_day is not None and not 1 <= charge.due_day <= 31:
        yield RentError("due_day", value=charge.due_day)
    start, end = charge.date_from or lease.start, charge.date_to or lease.end
    if charge.date_from and charge.date_to and end < start:
        yield RentError("charge_dates", date_from=start, date_to=end)
    if charge.steps or charge.escalation:
        yield from _steps(lease, charge, min(end, lease.end))
    if charge.seasons:
        yield from _seasons(charge)
    if charge.index:
        yield from _index(charge, start, end)


def _values(step, names=ONE_OF):
    return [value for name in names if (value := getattr(step, name)) is not None]


def _steps(lease, charge, end):
    for step in charge.steps:
        given = _values(step)
        if len(given) != 1:
            yield RentError("step_value", date=step.date_from)
        elif isinstance(given[0], float):
            yield RentError("not_decimal", field="step", value=given[0])
        if step.date_to and step.date_to < step.date_from:
            yield RentError(
                "step_dates", date_from=step.date_from, date_to=step.date_to
            )
    rule = charge.escalation
    if rule:
        if rule.months < 1:
            yield RentError("escalation_months", months=rule.months)
        given = _values(rule, ONE_OF[1:])
        if len(given) != 1:
            yield RentError("escalation_value")
        elif isinstance(given[0], float):
            yield RentError("not_decimal", field="escalation", value=given[0])
    days = [day for day, _step, _compound in changes(lease, charge)]
    for day in sorted({day for day in days if days.count(day) > 1}):
        yield RentError("steps_overlap", date=day)
    steps = sorted(charge.steps, key=lambda step: step.date_from)
    for step, after in zip(steps, [*steps[1:], None], strict=False):
        if step.date_to is None or step.date_to < step.date_from:
            continue
        if after and step.date_to >= after.date_from:
            yield RentError("steps_overlap", date=after.date_from)
        following = after.date_from.toordinal() if after else end.toordinal() + 1
        if following - step.date_to.toordinal() > 1:
            yield RentError("steps_gap", date=step.date_to)


def _seasons(charge):
    taken = set()
    for season in charge.seasons:
        if isinstance(season.factor, float):
            yield RentError("not_decimal", field="season", value=season.factor)
        elif season.factor < 0:
            yield RentError("season_factor", factor=season.factor)
        if not all(map(_is_day, (season.first, season.last))):
            yield RentError("season_day", first=season.first, last=season.last)
            continue
        days = _days_of(season.first, season.last)
        if days & taken:
            month, day = min(days & taken)
            yield RentError("seasons_overlap", month=month, day=day)
        taken |= days


def _is_day(month_and_day):
    month, day = month_and_day
    return 1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]


@cache
def _days_of(first, last):
    """All days from one to the other, over the end of the year where they turn."""
    year = (date(2024, 1, 1) + DAY * n for n in range(366))
    days = ((day.month, day.day) for day in year)
    if first <= last:
        return frozenset(day for day in days if first <= day <= last)
    return frozenset(day for day in days if day >= first or day <= last)


def _index(charge, start, end):
    rule = charge.index
    if rule.every < 1:
        yield RentError("index_every", months=rule.every)
        return
    limits = {"cap": rule.cap, "floor": rule.floor, "passed_on": rule.passed_on}
    found = inexact(**limits, threshold=rule.threshold)
    if found:
        yield from found
        return
    if None not in (rule.cap, rule.floor) and rule.floor > rule.cap:
        yield RentError("index_limits", cap=rule.cap, floor=rule.floor)
    months = set()
    for value in rule.values:
        if isinstance(value.value, float):
            yield RentError("not_decimal", field="index", value=value.value)
        elif value.value <= 0:
            yield RentError("index_value", month=value.month, value=value.value)
        if value.month.day != 1:
            yield RentError("index_month", month=value.month)
        if value.month in months:
            yield RentError("index_twice", month=value.month)
        months.add(value.month)
    try:
        reviews(rule, start, end)
    except RentError as error:
        yield error


def _free(lease):
    fixed = []
    for free in lease.free:
        if free.kind not in FREE_KINDS:
            yield RentError("choice_unknown", field="kind", value=free.kind)
        elif free.kind == "fixed":
            if not free.date_from or not free.date_to:
                yield RentError("free_dates_missing", clause=free.clause)
            elif free.date_to < free.date_from:
                yield RentError(
                    "free_dates", date_from=free.date_from, date_to=free.date_to
                )
            else:
                fixed.append(free)
        elif free.kind != "until_opening" and not (free.months or free.days):
            yield RentError("free_length", kind=free.kind)
        if free.months < 0 or free.days < 0:
            yield RentError("free_length", kind=free.kind)
        if isinstance(free.share, float):
            yield RentError("not_decimal", field="share", value=free.share)
        elif not Decimal(0) < free.share <= 1:
            yield RentError("free_share", share=free.share)
    fixed.sort(key=lambda free: free.date_from)
    for index, free in enumerate(fixed):
        for after in fixed[index + 1 :]:
            if after.date_from <= free.date_to and _shared(free, after):
                yield RentError(
                    "free_overlap", date_from=after.date_from, date_to=free.date_to
                )


def _shared(free, other):
    return (
        not free.charges
        or not other.charges
        or bool(set(free.charges) & set(other.charges))
    )
