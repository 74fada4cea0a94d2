"""Rent that follows a price index."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .days import add_months
from .errors import RentError

ZERO, ONE = Decimal(0), Decimal(1)


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
    :raise RentError: ``index_base`` when the figure of the base is not there
    """
    figures = {value.month: value.value for value in rule.values}
    base = figures.get(rule.base) if isinstance(rule.base, date) else rule.base
    if not base:
        raise RentError("index_base", base=rule.base)
    factor, before, digits = ONE, ZERO, ONE.scaleb(-rule.digits)
    found = []
    for day in _review_days(rule, start, end):
        month = add_months(day.replace(day=1), -rule.lag)
        current = figures.get(month)
        if current is None:
            found.append(Review(day, month, base, None, ZERO, ZERO, "", factor))
            continue
        change = current / base - 1
        applied, limit = _limited(rule, change, ZERO if rule.chained else before)
        if limit != "threshold":
            factor = ((factor if rule.chained else ONE) * (1 + applied)).quantize(
                digits
            )
            before = change
        found.append(Review(day, month, base, current, change, applied, limit, factor))
        if rule.chained and limit != "threshold":
            base = current
    return found


def _review_days(rule, start, end):
    if rule.reviews:
        return [day for day in sorted(rule.reviews) if start <= day <= end]
    days, turn = [], 1
    while (day := add_months(start, turn * rule.every)) <= end:
        days.append(day)
        turn += 1
    return days


def _limited(rule, change, before):
    """What of a change reaches the rent, and what held it."""
    if abs(change - before) < rule.threshold:
        return ZERO, "threshold"
    applied = change * rule.passed_on
    if rule.cap is not None and applied > rule.cap:
        return rule.cap, "cap"
    if rule.floor is not None and applied < rule.floor:
        return rule.floor, "floor"
    return applied, ""
