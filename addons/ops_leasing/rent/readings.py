"""Meters: usage between readings, its price, and readings nobody should believe."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


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
    """A doubt about a reading: ``blocking`` ones cannot be billed. Codes:
    ``below_last``, ``same_day``, ``overflow_assumed``, ``leap``, ``standstill``,
    ``above_counter``."""

    code: str
    blocking: bool
    data: dict


def usage(last, reading, multiplier=1, counter=None):
    """Units between two readings.

    :param counter: first value the counter cannot show (100000 for five digits): a
        lower reading means it began again at zero
    :raise RentError: ``reading_below_last`` without ``counter``
    """
    raise NotImplementedError


def check_reading(last, reading, history=(), counter=None, leap=Decimal(2)):
    """Doubts about ``reading``.

    :param history: readings up to ``last``; the mean use a day is taken from them
    :param leap: more than so many times the mean, or less than one part in so many,
        is a leap
    :return: list of :class:`Finding`; empty: plausible
    """
    raise NotImplementedError


def price_usage(quantity, date_from, date_to, rates, unit=Decimal("0.01")):
    """``quantity`` used evenly over these days, at the rates in force.

    :raise RentError: ``rate_missing`` for days before the first rate
    :return: list of :class:`UsagePart`; quantities sum to ``quantity`` exactly
    """
    raise NotImplementedError
