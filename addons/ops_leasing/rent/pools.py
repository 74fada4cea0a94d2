"""Property-cost pools and shared consumption 公摊: spread, cap, gross up, true up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True)
class Cost:
    """A cost of the pool. ``variable`` costs are grossed up, ``controllable`` ones
    stand under the members' caps."""

    key: str
    amount: Decimal
    variable: bool = False
    controllable: bool = True


@dataclass(frozen=True)
class Member:
    """A tenant in the pool: ``weight`` is area or share; ``date_from``/``date_to``
    limit it to its days; ``excluded`` names costs it does not bear; ``cap`` is the most
    it pays for controllable costs."""

    key: str
    weight: Decimal
    date_from: date | None = None
    date_to: date | None = None
    excluded: frozenset = frozenset()
    cap: Decimal | None = None


@dataclass(frozen=True)
class Pool:
    """Costs of the days ``date_from`` … ``date_to``.

    :param total: weight of the whole house; what nobody bears stays with the landlord.
        None: the members bear everything among themselves
    :param occupancy: share of the house that was let on average, for the gross-up
    :param gross_up: variable costs are taken as if this share had been let (0.95)
    """

    date_from: date
    date_to: date
    costs: tuple
    members: tuple
    total: Decimal | None = None
    occupancy: Decimal | None = None
    gross_up: Decimal | None = None
    unit: Decimal = Decimal("0.01")


class CostPart(NamedTuple):
    """Trace: ``pool × weight × days / (of_weight × of_days) = amount``."""

    cost: str
    pool: Decimal
    weight: Decimal
    of_weight: Decimal
    days: int
    of_days: int
    amount: Decimal


class Share(NamedTuple):
    """What one member bears (``key`` None: the landlord): ``amount`` = sum of the
    parts − ``over_cap``."""

    key: str | None
    amount: Decimal
    over_cap: Decimal
    parts: tuple


class TrueUp(NamedTuple):
    """Year end: ``due`` = actual − billed; negative: a credit."""

    key: str
    actual: Decimal
    billed: Decimal
    due: Decimal


def distribute(pool):
    """Shares of all members, the landlord's last; they sum to the pool's costs (after
    gross-up the landlord's share can be negative: it got more than it spent on the
    variable costs of empty space).

    :return: list of :class:`Share`
    """
    raise NotImplementedError


def grossed_up(amount, occupancy, target):
    """A variable cost as it would have been with ``target`` let; never lowered."""
    raise NotImplementedError


def cap_of(base, percent, years=1, compound=True):
    """Cap ``years`` after the base year that may rise by ``percent`` a year."""
    raise NotImplementedError


def true_up(shares, billed):
    """Actual shares against what was billed on account.

    :param billed: ``{member key: amount}``
    :return: list of :class:`TrueUp`, members of either side
    """
    raise NotImplementedError
