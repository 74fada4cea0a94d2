"""The schedule of a lease: every period of every charge, with its trace."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .checks import term_problems
from .days import first_day, last_day, number_of
from .numbers import rounded
from .parts import mixed, month_time, whole
from .result import Line, Part
from .timeline import is_sum, stretches

ZERO, ONE = Decimal(0), Decimal(1)


def schedule(lease, since=None, upto=None, keys=None):
    """Periods of ``lease`` that touch the days from ``since`` to ``upto``.

    A period is never cut by these two: who asks for a day in a quarter gets the
    quarter. Periods without any rent are there too, with amount 0 and their trace.

    :param lease: :class:`.terms.Lease`
    :param keys: only these charges
    :return: list of :class:`.result.Line`, by charge, then by date
    :raise RentError: the first of :func:`.checks.problems`

    >>> from .terms import Charge, Lease
    >>> rent = Charge("rent", rate=Decimal(1800))
    >>> lease = Lease(date(2026, 3, 15), date(2026, 4, 30), (rent,))
    >>> for line in schedule(lease):
    ...     print(line.period_from, line.period_to, line.amount)
    2026-03-15 2026-03-31 987.10
    2026-04-01 2026-04-30 1800.00
    """
    for problem in term_problems(lease):
        raise problem
    lines = []
    for key, pieces in stretches(lease, keys).items():
        for stretch in pieces:
            lines += _lines(key, stretch, since or date.min, upto or date.max)
    return lines


def _lines(key, stretch, since, upto):
    charge, dom, size = stretch.charge, stretch.dom, stretch.size
    first, last = max(stretch.first, since), min(stretch.last, upto)
    if size is None:
        if stretch.first <= upto and stretch.last >= since:
            yield _once(key, stretch)
        return
    if first > last:
        return
    number = number_of(first, dom)
    number -= (number - stretch.phase) % size
    unknown = stretch.pending or stretch.note
    segments = iter(stretch.segments)
    segment = next(segments)
    while (start := first_day(number, dom)) <= last:
        end = last_day(number + size - 1, dom)
        complete = start >= stretch.first and end <= stretch.last
        start, end = max(start, stretch.first), min(end, stretch.last)
        while segment.last < start:
            segment = next(segments)
        found = None
        if complete and segment.charged and segment.last >= end:
            found = whole(charge, segment, start, end, size)
        amount, parts = found or mixed(stretch, start, end)
        notes = _notes(stretch, end) if unknown else ()
        due = _due(charge, start, end)
        yield Line(key, start, end, due, amount, parts, notes)
        number += size


def _notes(stretch, end):
    notes = (stretch.note,) if stretch.note else ()
    if stretch.pending and stretch.pending <= end:
        notes += ("index_pending",)
    return notes


def _once(key, stretch):
    """The single bill of a charge."""
    charge, start, end = stretch.charge, stretch.first, stretch.last
    if is_sum(charge):
        seg = stretch.segments[0]
        amount = rounded(charge.quantity * charge.rate, charge.unit, charge.rounding)
        part = Part(
            *("once", start, end, 1, None, 0, charge.quantity, charge.rate, ONE, ONE),
            *(amount, ZERO, seg.reasons),
        )
        parts = (part,)
    else:
        amount, parts = mixed(stretch, start, end)
    notes = _notes(stretch, end)
    return Line(key, start, end, _due(charge, start, end), amount, parts, notes)


def _due(charge, start, end):
    if charge.due_day is None:
        day = start if charge.in_advance else end
        return day + timedelta(days=charge.due_days) if charge.due_days else day
    number = start.year * 12 + start.month - 1
    if not charge.in_advance:
        number = end.year * 12 + end.month
    due = first_day(number, charge.due_day)
    # a lease that begins after its day of payment pays when it begins
    late = charge.in_advance and charge.anchor == "calendar"
    return max(due, start) if late else due


class InForce(NamedTuple):
    """What a charge says on a day: ``monthly`` is a whole month of it (a rate per day
    × 365 ÷ 12 where its days are counted), before rent-free days and seasons."""

    charge: str
    rate: Decimal
    quantity: Decimal
    monthly: Decimal
    reasons: tuple


def in_force(lease, day):
    """Rates of a lease on a day: ``{charge key: InForce}``; charges that are not in
    force or are paid once in one sum are not there.

    :raise RentError: the first of :func:`.checks.problems`
    """
    for problem in term_problems(lease):
        raise problem
    found = {}
    for key, pieces in stretches(lease).items():
        for stretch in pieces:
            if stretch.first <= day <= stretch.last and not is_sum(stretch.charge):
                segment = next(s for s in stretch.segments if s.last >= day)
                charge = stretch.charge
                time = month_time(charge, segment.basis)
                amount = segment.quantity * segment.rate * time
                monthly = rounded(amount, charge.unit, charge.rounding)
                figures = (segment.rate, segment.quantity, monthly, segment.reasons)
                found[key] = InForce(key, *figures)
    return found
