"""Which days a settlement of sales covers; plain Python.

A window is what tiers hold for: the settlement period, or the calendar year where the
lease cumulates. A point is a month's end in it up to which sales are settled.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

DAY = timedelta(days=1)
STEPS = {"month": 1, "quarter": 3, "year": 12}


class Point(NamedTuple):
    """``first`` and ``last`` are the days settled, ``share`` their part of a whole
    window, ``boundary`` whether the lease settles here, ``closing`` whether the window
    ends here, ``month`` the first day of the last month."""

    first: date
    last: date
    month: date
    share: Decimal
    boundary: bool
    closing: bool


def month_after(day, count=1):
    """First day of the month ``count`` months later."""
    number = day.year * 12 + day.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def points(start, end, size, step):
    """Windows of ``size`` months that touch the days from ``start`` to ``end``, each as
    the list of its points.

    :param step: months of one settlement; the last month of the lease settles too

    >>> for window in points(date(2026, 2, 15), date(2026, 5, 31), 3, 3):
    ...     print([(str(p.last), str(p.share)[:6], p.boundary) for p in window])
    [('2026-02-28', '0.1666', False), ('2026-03-31', '0.5', True)]
    [('2026-04-30', '0.3333', False), ('2026-05-31', '0.6666', True)]
    """
    opening = date(start.year, (start.month - 1) // size * size + 1, 1)
    while opening <= end:
        window, days = [], Decimal(0)
        closing = min(month_after(opening, size) - DAY, end)
        for number in range(size):
            month, following = (
                month_after(opening, number),
                month_after(opening, number + 1),
            )
            first, last = max(month, start), min(following - DAY, end)
            if first > last:
                continue
            days += Decimal((last - first).days + 1) / (following - month).days
            window.append(
                Point(
                    first=max(opening, start),
                    last=last,
                    month=month,
                    share=days / size,
                    boundary=not (number + 1) % step or last == end,
                    closing=last == closing,
                )
            )
        yield window
        opening = month_after(opening, size)
