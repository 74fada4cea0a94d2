"""The parts of a billing period: whole months, parts of months, rounding."""

from decimal import Decimal
from typing import NamedTuple

from .days import MONTH_DAYS, count, first_day, last_day, number_of
from .numbers import rounded
from .result import Part
from .terms import RHYTHMS
from .timeline import Segment

ZERO, ONE = Decimal(0), Decimal(1)
#: days of a whole month for a rate per day; the others count them
WHOLE_DAYS = {**MONTH_DAYS, "thirty_360": Decimal(30)}
#: noise of divisions is cut here before an amount is rounded
NOISE = Decimal("1E-12")
PER_DAY = ("area_day", "day")


class Row(NamedTuple):
    """Days of one segment and what they are in the unit of its rate."""

    segment: Segment
    first: object
    last: object
    days: int
    of_days: Decimal | None
    months: int
    time: Decimal


def whole(charge, segment, start, end, size):
    """A period of ``size`` months on which nothing changes.

    :return: ``(amount, parts)``; None when its months must be rounded one by one
    """
    if segment.whole is None:
        time = _months_time(charge, segment.basis, size)
        amount = _row_amount(charge, segment, size, time) if time is not None else None
        segment.whole = time, amount
    time, amount = segment.whole
    days, of_days = (end - start).days + 1, None
    if time is None:
        if charge.round_month and size > 1:
            return None
        time, of_days = Decimal(days), ONE
        amount = _row_amount(charge, segment, size, time)
    part = Part(
        segment.code,
        start,
        end,
        days,
        of_days,
        size,
        segment.quantity,
        segment.rate,
        segment.factor,
        time,
        amount,
        ZERO,
        segment.reasons,
    )
    return amount, (part,)


def mixed(stretch, start, end):
    """Any period: ``(amount, parts)``; the parts sum to the amount."""
    charge = stretch.charge
    rows = _rows(stretch, start, end)
    amounts = [_row_amount(charge, row.segment, row.months, row.time) for row in rows]
    if charge.round_month:
        total = sum(amounts, ZERO)
    else:
        exact = sum((row.segment.value * row.time for row in rows), ZERO)
        total = rounded(exact.quantize(NOISE), charge.unit, charge.rounding)
    place, rest = _place(charge, rows, amounts), total - sum(amounts, ZERO)
    parts = []
    for index, (row, amount) in enumerate(zip(rows, amounts, strict=True)):
        extra = rest if index == place else ZERO
        seg = row.segment
        parts.append(
            Part(
                *(seg.code, *row[1:6], seg.quantity, seg.rate, seg.factor, row.time),
                *(amount + extra, extra, seg.reasons),
            )
        )
    return total, tuple(parts)


def _place(charge, rows, amounts):
    """The part that takes what rounding left; none when nothing is charged."""
    charged = [n for n, row in enumerate(rows) if row.segment.value and row.time]
    if not charged:
        return None
    if charge.remainder == "largest":
        return max(charged, key=lambda n: amounts[n])
    return charged[0] if charge.remainder == "first" else charged[-1]


def _row_amount(charge, segment, months, time):
    mode = charge.rounding
    if charge.round_month and months > 1:
        month = rounded(segment.value * time / months, charge.unit, mode)
        return month * months
    exact = (segment.value * time).quantize(NOISE)
    return rounded(exact, charge.unit, mode)


def _months_time(charge, basis, months):
    """Whole months in the unit of the rate; None where their days are counted."""
    if basis == "lump":
        return Decimal(months) / RHYTHMS[charge.rhythm]
    if basis not in PER_DAY:
        return Decimal(months)
    days = WHOLE_DAYS.get(charge.convention)
    return None if days is None else months * days


def month_time(charge, basis):
    """A usual month in the unit of the rate, also where days are counted."""
    time = _months_time(charge, basis, 1)
    return MONTH_DAYS["actual_365"] if time is None else time


def _rows(stretch, start, end):
    charge, dom = stretch.charge, stretch.dom
    segments = [s for s in stretch.segments if s.first <= end and s.last >= start]
    rows = []
    for number in range(number_of(start, dom), number_of(end, dom) + 1):
        month = first_day(number, dom), last_day(number, dom)
        first, last = max(month[0], start), min(month[1], end)
        cut = [
            (s, max(s.first, first), min(s.last, last))
            for s in segments
            if s.first <= last and s.last >= first
        ]
        is_whole = (first, last) == month and all(s.charged for s, _f, _l in cut)
        if is_whole and len(cut) == 1:
            new = [_month_row(charge, cut[0][0], first, last)]
        else:
            new = [_part_row(charge, is_whole, month, *piece) for piece in cut]
        for row in new:
            if rows and _continues(charge, rows[-1], row):
                row = _joined(rows.pop(), row)
            rows.append(row)
    return rows


def _month_row(charge, segment, first, last):
    time = _months_time(charge, segment.basis, 1)
    days = (last - first).days + 1
    if time is None:
        return Row(segment, first, last, days, ONE, 1, Decimal(days))
    return Row(segment, first, last, days, None, 1, time)


def _part_row(charge, is_whole, month, segment, first, last):
    """Some days of a month. In a month that is charged to its end they are a share of
    it, so that the shares make up the month; otherwise the convention counts."""
    days = count(first, last, charge.convention)
    if not segment.charged:
        return Row(segment, first, last, days, None, 0, ZERO)
    in_month = Decimal(count(*month, charge.convention))
    of_days = in_month if is_whole else MONTH_DAYS.get(charge.convention, in_month)
    if segment.basis in PER_DAY:
        usual = WHOLE_DAYS.get(charge.convention, in_month)
        if is_whole and usual != in_month:
            return Row(segment, first, last, days, in_month, 0, days * usual / in_month)
        return Row(segment, first, last, days, ONE, 0, Decimal(days))
    time = days / of_days
    if segment.basis == "lump":
        time /= RHYTHMS[charge.rhythm]
    return Row(segment, first, last, days, of_days, 0, time)


def _continues(charge, row, following):
    """Whether two rows read as one: free days, days counted, or whole months."""
    if row.segment is not following.segment or row.of_days != following.of_days:
        return False
    if not row.segment.charged:
        return True
    if row.of_days == 1:
        return not charge.round_month
    return bool(row.months and following.months)


def _joined(row, following):
    return row._replace(
        last=following.last,
        days=row.days + following.days,
        months=row.months + following.months,
        time=row.time + following.time,
    )
