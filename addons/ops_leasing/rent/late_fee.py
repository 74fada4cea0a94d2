"""Late fee 滞纳金: simple, by day, on what is still open."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .errors import RentError, inexact
from .numbers import rounded

ZERO = Decimal(0)


@dataclass(frozen=True)
class LateFeeRule:
    """``rate`` a day (0.0005: 5 ‱); free when paid within ``grace`` days after the due
    date, otherwise it runs from the due date (``from_due``) or from the end of the
    grace; never more than ``cap`` (share of the principal)."""

    rate: Decimal
    grace: int = 0
    from_due: bool = True
    cap: Decimal | None = None
    unit: Decimal = Decimal("0.01")
    rounding: str = "half_up"


class LatePart(NamedTuple):
    """Days on one open amount, after ``date_from`` until ``date_to``: ``base × rate ×
    days = amount``."""

    date_from: date
    date_to: date
    days: int
    base: Decimal
    rate: Decimal
    amount: Decimal


class LateFee(NamedTuple):
    """``amount`` after the cap; ``parts`` sum to ``uncapped``."""

    amount: Decimal
    uncapped: Decimal
    capped: bool
    days: int
    parts: tuple


def late_fee(rule, principal, due, upto, payments=()):
    """Fee on ``principal`` from ``due`` until ``upto``.

    Overdue days are the nights between: due on the 5th and paid on the 6th is one
    day. A payment lowers the base from its date on; what is paid within the grace
    bears nothing.

    :param payments: ``(date, amount)`` in any order; those after ``upto`` are left out
    :return: :class:`LateFee`
    :raise RentError: ``late_rate``, ``late_grace``, ``late_cap``,
        ``principal_negative``, ``payment_negative``, ``not_decimal``

    >>> rule = LateFeeRule(rate=Decimal("0.0005"))
    >>> fee = late_fee(rule, Decimal(10000), date(2026, 3, 5), date(2026, 3, 15))
    >>> fee.days, fee.amount
    (10, Decimal('50.00'))
    """
    _check(rule, principal, payments)
    free_until = due + timedelta(days=rule.grace)
    paid = sorted(pair for pair in payments if pair[0] <= upto and pair[1])
    in_time = sum((amount for day, amount in paid if day <= free_until), ZERO)
    start = due if rule.from_due else free_until
    base, parts = principal - in_time, []
    if upto <= free_until:
        base = ZERO
    for day, amount in [*((d, a) for d, a in paid if d > free_until), (upto, ZERO)]:
        days = (day - start).days
        if base > 0 and days > 0:
            fee = rounded(base * rule.rate * days, rule.unit, rule.rounding)
            parts.append(LatePart(start, day, days, base, rule.rate, fee))
            start = day
        base -= amount
    total = sum((part.amount for part in parts), ZERO)
    most = total
    if rule.cap is not None:
        most = rounded(principal * rule.cap, rule.unit, "down")
    days = sum(part.days for part in parts)
    return LateFee(min(total, most), total, total > most, days, tuple(parts))


def _check(rule, principal, payments):
    amounts = {f"payment {day}": amount for day, amount in payments}
    known = {"rate": rule.rate, "cap": rule.cap, "principal": principal}
    for error in inexact(**known, **amounts):
        raise error
    if rule.rate < 0:
        raise RentError("late_rate", rate=rule.rate)
    if rule.grace < 0:
        raise RentError("late_grace", days=rule.grace)
    if rule.cap is not None and rule.cap < 0:
        raise RentError("late_cap", cap=rule.cap)
    if principal < 0:
        raise RentError("principal_negative", principal=principal)
    for day, amount in payments:
        if amount < 0:
            raise RentError("payment_negative", date=day, amount=amount)
