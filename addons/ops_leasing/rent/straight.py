"""Straight-line revenue: the whole rent evenly over the whole lease."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


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


def straight_line(lines, start, end, by="month", since=None, earned=(), unit=None):
    """Spread what ``lines`` charge between two days evenly over these days.

    :param by: ``month`` (each whole month the same, parts of a month by their days) or
        ``day``
    :param since: after an amendment: months before it keep ``earned``, the rest is
        spread from here
    :param earned: ``(first day of month, amount)`` booked before ``since``
    :return: list of :class:`Month`; earned sums to the lines exactly
    """
    raise NotImplementedError
