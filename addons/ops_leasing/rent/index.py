"""Rent that follows a price index."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Review(NamedTuple):
    """One review: ``base`` and ``current`` figures, their ``change``, what was
    ``applied`` after share, cap and floor, and the ``factor`` on the first rate from
    ``date`` on. ``limit`` is ``cap``, ``floor``, ``threshold`` or empty. A review whose
    figure is not published has ``current`` None and keeps the factor."""

    date: date
    month: date
    base: Decimal
    current: Decimal | None
    change: Decimal
    applied: Decimal
    limit: str
    factor: Decimal


def reviews(rule, start, end):
    """All reviews of an :class:`.terms.IndexRule` between two days, in order.

    :param start: first day of the charge
    :return: list of :class:`Review`
    """
    raise NotImplementedError
