"""Meters: usage between readings, its price, and readings nobody should believe."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .days import DAY
from .errors import RentError
from .numbers import CENT, allocate, rounded

#: finest quantity that is billed
QUANTITY = Decimal("0.001")


@dataclass(frozen=True)
class Reading:
    """The counter showed ``value`` at the end of the day ``date``."""

    date: date
    value: Decimal


@dataclass(frozen=True)
class Rate:
    """From ``date_from`` on a unit costs ``price``."""

    date_from: date
    price: Decimal


class UsagePart(NamedTuple):
    """Trace: units of these days × price."""

    date_from: date
    date_to: date
    days: int
    quantity: Decimal
    price: Decimal
    amount: Decimal


class Finding(NamedTuple):
    """A doubt about a reading: ``blocking`` ones cannot be billed (``negative``,
    ``above_counter``, ``before_last``, ``same_day``, ``below_last``), the others want a
    look (``overflow_assumed``, ``leap``, ``standstill``)."""

    code: str
    blocking: bool
    data: dict


def usage(last, reading, multiplier=1, counter=None):
    """Units between two readings.

    :param counter: first value the counter cannot show (100000 for five digits): a
        lower reading means it began again at zero
    :raise RentError: ``reading_below_last`` without ``counter``;
        ``reading_above_counter``, ``reading_order``

    >>> old = Reading(date(2026, 3, 31), Decimal("99990"))
    >>> usage(old, Reading(date(2026, 4, 30), Decimal("25")), 40, counter=100000)
    Decimal('1400')
    """
    if reading.date < last.date:
        raise RentError("reading_order", date=reading.date, last_date=last.date)
    if counter is not None and max(reading.value, last.value) >= counter:
        value = max(reading.value, last.value)
        raise RentError("reading_above_counter", value=value, counter=counter)
    counted = reading.value - last.value
    if counted < 0:
        if counter is None:
            raise RentError("reading_below_last", value=reading.value, last=last.value)
        counted += counter
    return counted * multiplier


def check_reading(last, reading, history=(), counter=None, leap=Decimal(2)):
    """Doubts about ``reading``.

    :param last: the reading before, None for the first
    :param history: readings up to ``last`` in order; the mean use a day is taken from
        the first and the last of them
    :param counter: as for :func:`usage`
    :param leap: more than so many times the mean use is a leap
    :return: list of :class:`Finding`; empty: plausible
    """
    if reading.value < 0:
        return [Finding("negative", True, {"value": reading.value})]
    if counter is not None and reading.value >= counter:
        data = {"value": reading.value, "counter": counter}
        return [Finding("above_counter", True, data)]
    if last is None:
        return []
    data = {
        "value": reading.value,
        "date": reading.date,
        "last": last.value,
        "last_date": last.date,
    }
    if reading.date < last.date:
        return [Finding("before_last", True, data)]
    if reading.date == last.date and reading.value != last.value:
        return [Finding("same_day", True, data)]
    if reading.value < last.value and counter is None:
        return [Finding("below_last", True, data)]
    found = []
    if reading.value < last.value:
        found.append(Finding("overflow_assumed", False, data))
    return found + _use(last, reading, history, counter, leap)


def _use(last, reading, history, counter, leap):
    """What the use of the past says about this one."""
    days = (reading.date - last.date).days
    passed = (history[-1].date - history[0].date).days if history else 0
    if not days or not passed:
        return []
    pairs = pairwise(history)
    used = sum((usage(a, b, counter=counter) for a, b in pairs), Decimal(0))
    mean = used / passed
    daily = usage(last, reading, counter=counter) / days
    data = {"daily": daily, "mean": mean}
    if mean and not daily:
        return [Finding("standstill", False, data)]
    if daily > mean * leap:
        return [Finding("leap", False, data)]
    return []


def price_usage(quantity, date_from, date_to, rates, unit=CENT):
    """``quantity`` used evenly over these days, at the rates in force.

    :raise RentError: ``rate_missing`` for days before the first rate, ``rate_twice``
    :return: list of :class:`UsagePart`; quantities sum to ``quantity`` exactly
    """
    if date_to < date_from:
        raise RentError("usage_dates", date_from=date_from, date_to=date_to)
    rates = sorted(rates, key=lambda rate: rate.date_from)
    for rate, after in pairwise(rates):
        if rate.date_from == after.date_from:
            raise RentError("rate_twice", date=rate.date_from)
    if not rates or rates[0].date_from > date_from:
        raise RentError("rate_missing", date=date_from)
    spans = []
    for rate, after in zip(rates, [*rates[1:], None], strict=True):
        first = max(rate.date_from, date_from)
        last = min(after.date_from - DAY, date_to) if after else date_to
        if first <= last:
            spans.append((first, last, (last - first).days + 1, rate.price))
    shares = allocate(quantity, [span[2] for span in spans], QUANTITY)
    return [
        UsagePart(*span[:3], share, span[3], rounded(share * span[3], unit))
        for span, share in zip(spans, shares, strict=True)
    ]
