"""Straight-line revenue: the whole rent evenly over the whole lease."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .days import first_day, last_day, number_of
from .errors import RentError
from .numbers import CENT, rounded
from .spread import between

ZERO = Decimal(0)


class Month(NamedTuple):
    """One calendar month of the lease: ``earned`` straight-line, ``charged`` by the
    schedule for these days (whenever billed), ``difference`` = earned − charged, and
    its running ``balance`` (the accrued rent; 0 at the end)."""

    date_from: date
    date_to: date
    earned: Decimal
    charged: Decimal
    difference: Decimal
    balance: Decimal


def straight_line(lines, start, end, by="month", since=None, earned=(), unit=CENT):
    """Spread what ``lines`` charge between two days evenly over these days.

    What rounding leaves goes into the last month.

    :param lines: :class:`.result.Line` of the charges that are revenue by lapse of time
    :param by: ``month`` (each whole month the same, parts of a month by their days),
        ``day``, or ``charge`` (nothing is evened out: each month earns what it charges,
        the first one after ``since`` what the months before should have besides)
    :param since: after an amendment: months before it keep ``earned``, the rest is
        spread from here; the first of a month of the lease
    :param earned: ``(first day of month, amount)`` booked before ``since``
    :return: list of :class:`Month`; earned sums to the lines exactly
    :raise RentError: ``lease_dates``, ``spread_unknown``, ``since_not_month``
    """
    if end < start:
        raise RentError("lease_dates", date_from=start, date_to=end)
    if by not in ("month", "day", "charge"):
        raise RentError("spread_unknown", by=by)
    if since and since > start and (since.day != 1 or since > end):
        raise RentError("since_not_month", date=since)
    months = _months(start, end)
    booked = dict(earned) if since else {}
    past = [m for m in months if since and m[0] < since]
    done = [booked.get(first.replace(day=1), ZERO) for first, _last in past]
    rest = between(lines, start, end, unit=unit) - sum(done, ZERO)
    future = months[len(past) :]
    touching = _by_month(lines)
    charges = [
        between(touching[number_of(first)], first, last, unit=unit)
        for first, last in months
    ]
    if by == "charge":
        even = charges[len(past) :]
        even[:1] = [amount + rest - sum(even, ZERO) for amount in even[:1]]
    else:
        even = _evenly(rest, [_weight(*month, by) for month in future], unit)
    found, balance = [], ZERO
    for (first, last), amount, charged in zip(
        months, done + even, charges, strict=True
    ):
        balance += amount - charged
        found.append(Month(first, last, amount, charged, amount - charged, balance))
    return found


def _evenly(amount, weights, unit):
    """The amount in parts by these weights; the last takes what rounding left."""
    whole = sum(weights, ZERO)
    parts = [rounded(amount * weight / whole, unit) for weight in weights]
    if parts:
        parts[-1] += amount - sum(parts, ZERO)
    return parts


def _months(start, end):
    """Calendar months of these days, the first and the last cut."""
    numbers = range(number_of(start), number_of(end) + 1)
    return [(max(first_day(n), start), min(last_day(n), end)) for n in numbers]


def _by_month(lines):
    """``{number of the month: lines that touch it}``."""
    found = defaultdict(list)
    for line in lines:
        last = number_of(line.period_to)
        for number in range(number_of(line.period_from), last + 1):
            found[number].append(line)
    return found


def _weight(first, last, by):
    days = Decimal((last - first).days + 1)
    return days if by == "day" else days / last_day(number_of(first)).day
