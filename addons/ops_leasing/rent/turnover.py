"""Rent from sales 扣点: tiers, categories, guarantee, breakpoints, settlement."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .days import count, first_day, last_day, number_of
from .errors import RentError, inexact
from .numbers import CENT, rounded
from .spread import between
from .terms import RHYTHMS

ZERO, ONE = Decimal(0), Decimal(1)
METHODS = ("greater", "plus", "only")
BREAKPOINTS = ("given", "natural")
STAGES = ("preliminary", "final", "year_end")


@dataclass(frozen=True)
class Tier:
    """Sales above ``floor`` up to ``ceiling`` (None: without end) pay ``percent``
    (a fraction) in one settlement period, and a flat ``amount`` as soon as there are
    any."""

    floor: Decimal
    ceiling: Decimal | None
    percent: Decimal
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Category:
    """Sales of one kind, with their own tiers; ``offset`` is a flat sum taken off the
    rent of the category (never below zero). With ``whole`` all sales pay the percentage
    of the tier they reach 全额累进, otherwise each tier pays its own 超额累进."""

    key: str
    tiers: tuple
    whole: bool = False
    offset: Decimal = Decimal(0)
    clause: str = ""


@dataclass(frozen=True)
class TurnoverRule:
    """How sales become rent.

    :param categories: tuple of :class:`Category`
    :param method: ``greater`` (guarantee or percentage, whichever is higher
        两者取高), ``plus`` (guarantee and the percentage of what is above the
        breakpoint), ``only`` (no guarantee)
    :param breakpoint: with ``plus``: ``natural`` (guarantee ÷ percentage; needs one
        category with one tier) or ``given`` (the tiers' own floors)
    :param minimum, maximum: least and most rent (guarantee included) of one whole
        settlement period
    :param prorate: floors, ceilings, minimum and maximum shrink with a period that is
        not whole
    :param cumulative: tiers hold for the whole year: each settlement takes all sales
        since its first day and nets what was billed
    """

    categories: tuple
    method: str = "greater"
    breakpoint: str = "given"
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    prorate: bool = True
    cumulative: bool = False
    unit: Decimal = Decimal("0.01")
    rounding: str = "half_up"
    clause: str = ""


class TierPart(NamedTuple):
    """Trace: ``sales`` of the category that fell into a tier × ``percent`` + ``flat`` =
    ``amount``."""

    category: str
    floor: Decimal
    ceiling: Decimal | None
    sales: Decimal
    percent: Decimal
    flat: Decimal
    amount: Decimal


class Settlement(NamedTuple):
    """Rent from sales of a period.

    ``stage``: ``preliminary`` (from sales reported), ``final`` (from sales confirmed)
    or ``year_end``. ``percentage`` is rent by the tiers, ``guarantee`` the fixed rent,
    ``rent`` what is owed in all, ``due`` = rent − guarantee (already billed with the
    schedule) − ``billed`` turnover rent; negative: a credit. ``won`` says which side
    decided: ``guarantee``, ``percentage``, ``minimum`` or ``maximum``. ``share`` is the
    part of the period the shop was let, ``breakpoint`` the natural breakpoint used.
    """

    stage: str
    date_from: date
    date_to: date
    sales: Decimal
    percentage: Decimal
    guarantee: Decimal
    rent: Decimal
    billed: Decimal
    due: Decimal
    won: str
    share: Decimal
    breakpoint: Decimal | None
    parts: tuple


def check_rule(rule):
    """Problems of the rule: list of :class:`.errors.RentError`, codes in docs/rent.md
    (``tiers_empty``, ``tier_order``, ``tier_percent``, ``tiers_gap``,
    ``tiers_overlap``, ``natural_needs_one_tier``, ``minimum_above_maximum`` …)."""
    return list(_problems(rule))


def _problems(rule):
    for name, allowed in (("method", METHODS), ("breakpoint", BREAKPOINTS)):
        value = getattr(rule, name)
        if value not in allowed:
            yield RentError("choice_unknown", field=name, value=value)
    keys = [category.key for category in rule.categories]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield RentError("category_twice", category=key)
    yield from inexact(minimum=rule.minimum, maximum=rule.maximum)
    for category in rule.categories:
        for error in _tiers(category):
            error.data["category"] = category.key
            yield error
    tiers = [tier for category in rule.categories for tier in category.tiers]
    if rule.method == "plus" and rule.breakpoint == "natural":
        if len(tiers) != 1 or tiers[0].floor or tiers[0].ceiling is not None:
            yield RentError("natural_needs_one_tier", tiers=len(tiers))
        elif not tiers[0].percent:
            yield RentError("natural_needs_percent")
    limits = (rule.minimum, rule.maximum)
    if None not in limits and rule.minimum > rule.maximum:
        yield RentError(
            "minimum_above_maximum", minimum=rule.minimum, maximum=rule.maximum
        )


def _tiers(category):
    if not category.tiers:
        yield RentError("tiers_empty")
    if category.offset < 0:
        yield RentError("offset_negative", offset=category.offset)
    yield from inexact(offset=category.offset)
    before = None
    for tier in category.tiers:
        yield from inexact(**asdict(tier))
        if not 0 <= tier.percent <= 1:
            yield RentError("tier_percent", percent=tier.percent)
        if tier.amount < 0:
            yield RentError("tier_amount", amount=tier.amount)
        floor, ceiling = tier.floor, tier.ceiling
        if floor < 0 or (ceiling is not None and ceiling <= floor):
            yield RentError("tier_order", floor=floor, ceiling=ceiling)
        if before:
            if before.ceiling is None or before.ceiling > floor:
                code = "tiers_overlap" if floor >= before.floor else "tiers_order"
                yield RentError(code, ceiling=before.ceiling, floor=floor)
            elif before.ceiling < floor:
                yield RentError("tiers_gap", ceiling=before.ceiling, floor=floor)
        before = tier
    if before and before.ceiling is not None:
        yield RentError("tiers_end", ceiling=before.ceiling)


def natural_breakpoint(guarantee, percent, unit=CENT):
    """Sales at which the percentage equals the guarantee.

    >>> natural_breakpoint(Decimal(60000), Decimal("0.05"))
    Decimal('1200000.00')
    """
    if percent <= 0:
        raise RentError("natural_needs_percent")
    return rounded(guarantee / percent, unit)


def share_of(date_from, date_to, rhythm="month"):
    """Part of a settlement period that these days are, each month by its days.

    >>> share_of(date(2026, 1, 1), date(2026, 3, 31), "year")
    Decimal('0.25')
    """
    months = ZERO
    for number in range(number_of(date_from), number_of(date_to) + 1):
        first, last = first_day(number), last_day(number)
        days = count(max(first, date_from), min(last, date_to))
        months += Decimal(days) / last.day
    return min(months / RHYTHMS[rhythm], ONE)


def settle(
    rule,
    date_from,
    date_to,
    sales,
    guarantee=ZERO,
    billed=ZERO,
    share=ONE,
    stage="preliminary",
):
    """Rent from ``sales`` for the days from ``date_from`` to ``date_to``.

    A cumulative rule takes the sales, the guarantee and the turnover rent billed of
    all days since the first of its year, ``share`` of which has gone by; its last
    settlement (``year_end``, share 1) nets everything billed on account.

    :param sales: ``{category key: sales without tax}``
    :param guarantee: fixed rent of the same days (:func:`guarantee_of`)
    :param billed: turnover rent billed for these days before
    :param share: part of a whole settlement period these days are (:func:`share_of`)
    :return: :class:`Settlement`
    :raise RentError: the first of :func:`check_rule`; ``sales_unknown`` for a category
        the rule does not know, ``sales_negative``, ``share_range``, ``stage_unknown``
    """
    for problem in _problems(rule):
        raise problem
    _check_sales(rule, sales, share, stage)
    scale = share if rule.prorate else ONE
    natural = rule.method == "plus" and rule.breakpoint == "natural"
    point = None
    parts, percentage = [], ZERO
    for category in rule.categories:
        sold = sales.get(category.key, ZERO)
        if natural:
            percent = category.tiers[0].percent
            point = natural_breakpoint(guarantee, percent, rule.unit)
            above = _round(rule, max(sold * percent - guarantee, ZERO))
            part = (category.key, point, None, max(sold - point, ZERO), percent)
            rows = [TierPart(*part, ZERO, above)]
        else:
            rows = _bands(rule, category, sold, scale)
        parts += rows
        earned = sum((row.amount for row in rows), ZERO)
        percentage += max(earned - _round(rule, category.offset * scale), ZERO)
    fixed = ZERO if rule.method == "only" else guarantee
    if rule.method == "greater":
        rent = max(fixed, percentage)
        won = "percentage" if percentage > fixed else "guarantee"
    else:
        rent = fixed + percentage
        won = "percentage" if percentage or rule.method == "only" else "guarantee"
    if rule.minimum is not None and rent < rule.minimum * scale:
        rent, won = _round(rule, rule.minimum * scale), "minimum"
    if rule.maximum is not None and rent > rule.maximum * scale:
        rent, won = _round(rule, rule.maximum * scale), "maximum"
    return Settlement(
        stage=stage,
        date_from=date_from,
        date_to=date_to,
        sales=sum(sales.values(), ZERO),
        percentage=percentage,
        guarantee=fixed,
        rent=rent,
        billed=billed,
        due=rent - fixed - billed,
        won=won,
        share=share,
        breakpoint=point,
        parts=tuple(parts),
    )


def _check_sales(rule, sales, share, stage):
    known = {category.key for category in rule.categories}
    for key, amount in sales.items():
        if key not in known:
            raise RentError("sales_unknown", category=key)
        for error in inexact(sales=amount):
            raise error
        if amount < 0:
            raise RentError("sales_negative", category=key, sales=amount)
    if not 0 < share <= 1:
        raise RentError("share_range", share=share)
    if stage not in STAGES:
        raise RentError("stage_unknown", stage=stage)


def _bands(rule, category, sold, scale):
    """Sales of a category in its tiers."""
    rows = []
    for tier in category.tiers:
        floor = rounded(tier.floor * scale)
        ceiling = None if tier.ceiling is None else rounded(tier.ceiling * scale)
        reached = sold > floor and (ceiling is None or sold <= ceiling)
        if category.whole:
            inside = sold if reached else ZERO
        else:
            inside = max(
                (sold if ceiling is None else min(sold, ceiling)) - floor, ZERO
            )
        if inside:
            flat = tier.amount * scale
            amount = _round(rule, inside * tier.percent + flat)
            part = (category.key, floor, ceiling, inside, tier.percent, flat, amount)
            rows.append(TierPart(*part))
    return rows


def _round(rule, amount):
    return rounded(amount, rule.unit, rule.rounding)


def guarantee_of(lines, keys, date_from, date_to):
    """Fixed rent in the lines of the charges ``keys`` that falls on these days; a
    line that is not wholly inside counts by its months and days."""
    return between(lines, date_from, date_to, keys)
