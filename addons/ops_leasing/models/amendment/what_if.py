"""What an amendment does to the bills (LE-X6); plain Python.

``heirs`` says which rate took over from which: ``{charge: the charge before it}``.
"""

from decimal import Decimal
from typing import NamedTuple

from ..billing.open_line import first_of, open_lines

ZERO = Decimal(0)


class Row(NamedTuple):
    """One period as it was to be billed and as it will be."""

    charge: object
    date_from: object
    date_to: object
    before: Decimal
    after: Decimal


class Settlement(NamedTuple):
    """What is open until ``upto``, the last day that has been billed, by the terms
    before and after. The next billing run bills ``after``, line by line."""

    upto: object
    before: list
    after: list


def compare(before, after, heirs, since):
    """Periods of two schedules beside each other.

    A period that is cut in two, or goes on by other terms, stands in one row, at the
    days it had before.

    :param before, after: ``rent.Line`` of the schedule without and with the amendment
    :param since: rows that end before this day are left out where nothing changes
    :return: list of :class:`Row` by date; their sums are those of the schedules
    """
    spans, found = {}, {}
    for line in before:
        root = first_of(line.charge, heirs)
        spans.setdefault(root, []).append((line.period_from, line.period_to))
        figures = found.setdefault((root, line.period_from), [line.period_to, 0, 0])
        figures[1] += line.amount
    for line in after:
        root, first, last = (
            first_of(line.charge, heirs),
            line.period_from,
            line.period_to,
        )
        for start, end in spans.get(root, ()):
            if start <= first <= end:
                first, last = start, end
                break
        figures = found.setdefault((root, first), [last, 0, 0])
        figures[2] += line.amount
    rows = [
        Row(root, first, last, was + ZERO, will + ZERO)
        for (root, first), (last, was, will) in found.items()
        if was != will or last >= since
    ]
    return sorted(rows, key=lambda row: (row.date_from, str(row.charge)))


def settle(before, after, billed, heirs, least=None):
    """What the next billing run makes of the time that has been billed.

    :param billed: ``{(charge, first day or None): amount}`` as the books have it
    :param least: a day until which something else has been billed
    :return: :class:`Settlement`, or None while nothing has been billed
    """
    done = {key for key, amount in billed.items() if key[1] and amount}
    if not done and not least:
        return None
    ends = [
        line.period_to for line in before if (line.charge, line.period_from) in done
    ]
    upto = max([*ends, *(day for _charge, day in done), *filter(None, [least])])
    return Settlement(
        upto,
        open_lines(before, billed, upto, heirs),
        open_lines(after, billed, upto, heirs),
    )
