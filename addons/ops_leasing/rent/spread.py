"""What of a line falls on which days."""

from decimal import Decimal

from .days import DAY, add_months
from .numbers import CENT, rounded

ZERO = Decimal(0)


def accrued(line, day, unit=CENT):
    """What of a line falls on the days up to ``day``: nothing before its period, all
    of it after. Parts of whole months go by months, others by days."""
    if day < line.period_from:
        return ZERO
    if day >= line.period_to:
        return line.amount
    total = ZERO
    for part in line.parts:
        if part.date_to <= day:
            total += part.amount
        elif part.date_from <= day:
            total += part.amount * _elapsed(part, day)
    return rounded(total, unit)


def _elapsed(part, day):
    """Share of a part that has gone by on ``day``, which lies in it."""
    if part.months > 1 and part.of_days is None:
        start, gone = part.date_from, 0
        while (after := add_months(part.date_from, gone + 1)) <= day + DAY:
            start, gone = after, gone + 1
        inside = Decimal((day - start).days + 1) / (after - start).days
        # months that begin on a 31st are a little shorter here than they were
        return min((gone + inside) / part.months, Decimal(1))
    days = (part.date_to - part.date_from).days + 1
    return Decimal((day - part.date_from).days + 1) / days


def between(lines, first, last, keys=None, unit=CENT):
    """What of the lines falls on these days. Days side by side sum exactly.

    :param keys: only these charges
    """
    return sum(
        (
            accrued(line, last, unit) - accrued(line, first - DAY, unit)
            for line in lines
            if keys is None or line.charge in keys
        ),
        ZERO,
    )
