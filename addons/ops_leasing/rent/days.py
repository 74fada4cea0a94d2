"""Months that begin on any day, and days counted by convention.

A grid is given by ``dom``, the day its months begin on: 1 is the calendar, 15 are the
months of a lease that began on a 15th. Its months are numbered from year 0; one that
would begin after the end of the calendar month begins on its last day.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

DAY = timedelta(days=1)
#: days of a month where the convention does not ask the calendar
MONTH_DAYS = {"actual_365": Decimal(365) / 12, "days_30": Decimal(30)}


@cache
def first_day(number, dom=1):
    """First day of a month of the grid."""
    year, month = divmod(number, 12)
    return date(year, month + 1, min(dom, monthrange(year, month + 1)[1]))


@cache
def last_day(number, dom=1):
    """Last day of a month of the grid."""
    return first_day(number + 1, dom) - DAY


def number_of(day, dom=1):
    """Number of the month of the grid that ``day`` lies in."""
    number = day.year * 12 + day.month - 1
    return number if day >= first_day(number, dom) else number - 1


def add_months(day, months):
    """The same day of the month, later; the last one where that is missing.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    return first_day(day.year * 12 + day.month - 1 + months, day.day)


def length(day, months, days):
    """Last day of ``months`` and ``days`` that begin with ``day``.

    >>> length(date(2026, 3, 15), 1, 0), length(date(2026, 3, 15), 0, 60)
    (datetime.date(2026, 4, 14), datetime.date(2026, 5, 13))
    """
    return add_months(day, months) + timedelta(days=days - 1)


def count(first, last, convention="actual"):
    """Days from ``first`` to ``last``, both included. With ``thirty_360`` every month
    has 30: a 31st counts nothing, the last of February up to the 30th.

    >>> count(date(2026, 1, 10), date(2026, 1, 31), "thirty_360")
    21
    >>> count(date(2026, 2, 1), date(2026, 2, 28), "thirty_360")
    30
    """
    after = last + DAY
    if convention != "thirty_360":
        return (after - first).days
    return _thirty(after) - _thirty(first)


def _thirty(day):
    return day.year * 360 + day.month * 30 + min(day.day - 1, 30)
