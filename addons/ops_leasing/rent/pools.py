"""Property-cost pools and shared consumption 公摊: spread, cap, gross up, true up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .errors import RentError, inexact
from .numbers import CENT, allocate, rounded

ZERO = Decimal(0)


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
    it pays for controllable costs; ``base`` is its share of the base year: it pays
    what is above."""

    key: str
    weight: Decimal
    date_from: date | None = None
    date_to: date | None = None
    excluded: frozenset = frozenset()
    cap: Decimal | None = None
    base: Decimal = Decimal(0)


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
    parts − ``over_cap`` − ``base``."""

    key: str | None
    amount: Decimal
    over_cap: Decimal
    parts: tuple
    base: Decimal = Decimal(0)


class TrueUp(NamedTuple):
    """Year end: ``due`` = actual − billed; negative: a credit."""

    key: str
    actual: Decimal
    billed: Decimal
    due: Decimal


def distribute(pool):
    """Shares of all members, the landlord's last; they sum to the pool's costs exactly.

    Each cost is spread by weight and days over the members that bear it, and over the
    rest of the house where ``total`` is given. The landlord bears that rest, what is
    over a cap, and gains what the gross-up adds: its share may be negative.

    :return: list of :class:`Share`
    :raise RentError: see :func:`check_pool`
    """
    for problem in check_pool(pool):
        raise problem
    of_days = (pool.date_to - pool.date_from).days + 1
    parts = {member.key: [] for member in pool.members}
    for cost in pool.costs:
        bearing = [(m, _days(pool, m)) for m in pool.members]
        bearing = [(m, d) for m, d in bearing if d and cost.key not in m.excluded]
        amount = cost.amount
        if cost.variable and pool.gross_up is not None:
            amount = grossed_up(amount, pool.occupancy, pool.gross_up, pool.unit)
        weights = [member.weight * days for member, days in bearing]
        if pool.total is None:
            of_weight = sum(weights, ZERO) / of_days
        else:
            of_weight = pool.total
            weights.append(pool.total * of_days - sum(weights, ZERO))
        if not any(weights):
            continue
        spread = allocate(amount, weights, pool.unit)
        for (member, days), borne in zip(bearing, spread, strict=False):
            figures = (amount, member.weight, of_weight, days, of_days, borne)
            parts[member.key].append(CostPart(cost.key, *figures))
    shares = [_capped(pool, member, parts[member.key]) for member in pool.members]
    left = sum((cost.amount for cost in pool.costs), ZERO)
    left -= sum((share.amount for share in shares), ZERO)
    return [*shares, Share(None, left, ZERO, ())]


def _days(pool, member):
    first = max(member.date_from or pool.date_from, pool.date_from)
    last = min(member.date_to or pool.date_to, pool.date_to)
    return max((last - first).days + 1, 0)


def _capped(pool, member, parts):
    capped = {cost.key for cost in pool.costs if cost.controllable}
    total = sum((part.amount for part in parts), ZERO)
    under = sum((part.amount for part in parts if part.cost in capped), ZERO)
    over = ZERO if member.cap is None else max(under - member.cap, ZERO)
    base = min(member.base, total - over)
    return Share(member.key, total - over - base, over, tuple(parts), base)


def check_pool(pool):
    """Problems of a pool: :class:`.errors.RentError` with ``pool_dates``,
    ``member_twice``, ``cost_twice``, ``weight_negative``, ``member_dates``,
    ``cap_negative``, ``base_negative``, ``exclusion_unknown``, ``weights_above_total``,
    ``gross_up_occupancy``."""
    if pool.date_to < pool.date_from:
        yield RentError("pool_dates", date_from=pool.date_from, date_to=pool.date_to)
        return
    for code, rows in (("cost_twice", pool.costs), ("member_twice", pool.members)):
        keys = [row.key for row in rows]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield RentError(code, key=key)
    figures = {"total": pool.total, "occupancy": pool.occupancy}
    figures |= {f"cost {cost.key}": cost.amount for cost in pool.costs}
    for name in ("weight", "cap", "base"):
        figures |= {f"{name} {m.key}": getattr(m, name) for m in pool.members}
    if errors := inexact(**figures):
        yield from errors
        return
    costs = {cost.key for cost in pool.costs}
    for member in pool.members:
        if member.weight < 0:
            yield RentError("weight_negative", member=member.key, weight=member.weight)
        if member.cap is not None and member.cap < 0:
            yield RentError("cap_negative", member=member.key, cap=member.cap)
        if member.base < 0:
            yield RentError("base_negative", member=member.key, base=member.base)
        dates = (member.date_from, member.date_to)
        if None not in dates and member.date_to < member.date_from:
            yield RentError("member_dates", member=member.key)
        for key in sorted(set(member.excluded) - costs):
            yield RentError("exclusion_unknown", member=member.key, cost=key)
    if pool.total is not None:
        of_days = (pool.date_to - pool.date_from).days + 1
        taken = sum((m.weight * _days(pool, m) for m in pool.members), ZERO) / of_days
        if taken > pool.total:
            yield RentError("weights_above_total", total=pool.total, weights=taken)
    if pool.gross_up is not None and not 0 < (pool.occupancy or 0) <= 1:
        yield RentError("gross_up_occupancy", occupancy=pool.occupancy)


def grossed_up(amount, occupancy, target, unit=CENT):
    """A variable cost as it would have been with ``target`` let; never lowered.

    >>> grossed_up(Decimal(90000), Decimal("0.75"), Decimal("0.95"))
    Decimal('114000.00')
    """
    if occupancy >= target:
        return amount
    return rounded(amount * target / occupancy, unit)


def cap_of(base, percent, years=1, compound=True, unit=CENT):
    """Cap ``years`` after the base year that may rise by ``percent`` a year.

    >>> cap_of(1000, Decimal("0.05"), 2), cap_of(1000, Decimal("0.05"), 2, False)
    (Decimal('1102.50'), Decimal('1100.00'))
    """
    factor = (1 + percent) ** years if compound else 1 + percent * years
    return rounded(base * factor, unit)


def true_up(shares, billed):
    """Actual shares against what was billed on account.

    :param billed: ``{member key: amount}``
    :return: list of :class:`TrueUp`, members of either side; the landlord is not asked
    """
    actual = {share.key: share.amount for share in shares if share.key is not None}
    keys = [*actual, *(key for key in billed if key not in actual)]
    found = []
    for key in keys:
        owed, paid = actual.get(key, ZERO), billed.get(key, ZERO)
        found.append(TrueUp(key, owed, paid, owed - paid))
    return found
