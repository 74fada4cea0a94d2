"""Late fee 滞纳金: simple, by day, on what is still open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


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
    """Days on one open amount: ``base × rate × days = amount``."""

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
    day. A payment lowers the base from its date on.

    :param payments: ``(date, amount)`` in any order; those after ``upto`` are left out
    :return: :class:`LateFee`
    """
    raise NotImplementedError
