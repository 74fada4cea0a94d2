"""Cut-over: what an amendment, an early exit or a renewal does to the bills."""

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from .days import DAY
from .schedule import schedule

ZERO = Decimal(0)


class Recut(NamedTuple):
    """``credits`` are billed lines to take back (their amounts negated), ``debits`` the
    lines that take their place, ``net`` the sum of both; ``lease`` the amended lease,
    whose schedule the next runs bill."""

    lease: object
    credits: tuple
    debits: tuple
    net: Decimal


def amend(old, new, since, join=True):
    """``new`` terms from ``since`` on, ``old`` ones before it, as one lease. Versions
    that were to begin on that day or later are gone.

    :param join: a period around ``since`` stays one period with parts from both; False
        (a renewal): it ends the day before and a new one begins
    """
    while old is not None and old.since and old.since >= since:
        old = old.before
    return replace(new, before=old, since=since, join=join)


def recut(old, new, billed, since, join=True):
    """Amend a lease and say what that does to what was billed.

    Charges are matched by key. A billed period that comes out the same is left alone;
    each other one is credited in full and charged anew, so that credit and debit are
    two readable papers. Days that were never billed are left to the next run, unless
    they now share a period with billed ones.

    :param billed: the :class:`.result.Line` billed so far and not credited
    :param since: first day of the new terms
    :return: :class:`Recut`
    """
    return compare(amend(old, new, since, join), billed)


def areas_of(spans, start, end):
    """Rent area of a lease through its time.

    :param spans: ``[(first day or None, last day or None, m²)]`` of its shops
    :return: ``[(first day, m²)]`` in order, the first from ``start`` on; a day on which
        the sum stays the same is left out

    >>> areas_of([(None, None, 80), (date(2026, 5, 1), None, 20)],
    ...          date(2026, 1, 1), date(2026, 12, 31))
    [(datetime.date(2026, 1, 1), 80), (datetime.date(2026, 5, 1), 100)]
    """
    days = {day for first, _last, _area in spans if (day := first)}
    days.update(last + DAY for _first, last, _area in spans if last)
    found = []
    for day in [start, *sorted(day for day in days if start < day <= end)]:
        area = sum(
            area
            for first, last, area in spans
            if (not first or first <= day) and (not last or last >= day)
        )
        if not found or found[-1][1] != area:
            found.append((day, area))
    return found


def by_area(lease, keys, areas):
    """A lease whose rent area changes while it runs: periods go on unbroken, a period
    around the day has parts with both areas.

    :param lease: with the first area
    :param keys: charges that are counted on the area
    :param areas: as :func:`areas_of` says
    """
    found = lease
    for day, area in areas[1:]:
        charges = tuple(
            replace(charge, quantity=area) if charge.key in keys else charge
            for charge in lease.charges
        )
        found = amend(found, replace(lease, charges=charges), day)
    return found


def leave(old, billed, last):
    """Early exit: nothing is charged after the day ``last``, whatever the version.

    :return: :class:`Recut`
    """
    return compare(_cut(old, last), billed)


def compare(lease, billed):
    """What was billed against the schedule of a lease, as in :func:`recut`."""
    if not billed:
        return Recut(lease, (), (), ZERO)
    until = max(line.period_to for line in billed)
    charges = {line.charge for line in billed}
    wanted = {line.key: line for line in schedule(lease, upto=until, keys=charges)}
    credited, kept = {}, set()
    for line in billed:
        now = wanted.get(line.key)
        if now and (line.amount, line.period_to) == (now.amount, now.period_to):
            kept.add(line.key)
        else:
            credited.setdefault(line.charge, []).append(line)
    debits = tuple(
        line
        for key, line in wanted.items()
        if key not in kept and _touches(line, credited.get(line.charge, ()))
    )
    credits = tuple(negated(line) for lines in credited.values() for line in lines)
    net = sum((line.amount for line in credits + debits), ZERO)
    return Recut(lease, credits, debits, net)


def _cut(lease, last):
    before = lease.before and _cut(lease.before, last)
    return replace(lease, before=before, cut=last)


def negated(line):
    """The same line as a credit."""
    parts = (p._replace(amount=-p.amount, rounding=-p.rounding) for p in line.parts)
    return line._replace(amount=-line.amount, parts=tuple(parts))


def _touches(line, others):
    return any(
        line.period_from <= other.period_to and line.period_to >= other.period_from
        for other in others
    )
