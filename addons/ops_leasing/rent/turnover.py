"""Rent from sales 扣点: tiers, categories, guarantee, breakpoints, settlement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

METHODS = ("greater", "plus", "only")
BREAKPOINTS = ("given", "natural")


@dataclass(frozen=True)
class Tier:
    """Sales above ``floor`` up to ``ceiling`` (None: without end) pay ``percent``
    (a fraction) in one settlement period."""

    floor: Decimal
    ceiling: Decimal | None
    percent: Decimal


@dataclass(frozen=True)
class Category:
    """Sales of one kind, with their own tiers; ``offset`` is a flat sum taken off the
    rent of the category (never below zero)."""

    key: str
    tiers: tuple
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
    """Trace: ``sales`` of the category that fell into a tier × ``percent``."""

    category: str
    floor: Decimal
    ceiling: Decimal | None
    sales: Decimal
    percent: Decimal
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
    """Problems of the rule: list of :class:`.errors.RentError` with the codes
    ``tier_percent``, ``tiers_order``, ``tiers_gap``, ``tiers_overlap``,
    ``tiers_empty``, ``natural_needs_one_tier``, ``minimum_above_maximum`` …"""
    raise NotImplementedError


def natural_breakpoint(guarantee, percent):
    """Sales at which the percentage equals the guarantee."""
    raise NotImplementedError


def settle(
    rule,
    date_from,
    date_to,
    sales,
    guarantee=Decimal(0),
    billed=Decimal(0),
    share=Decimal(1),
    stage="preliminary",
):
    """Rent from ``sales`` for the days from ``date_from`` to ``date_to``.

    :param sales: ``{category key: sales without tax}`` of the period; with a
        cumulative rule of all days from ``date_from`` on
    :param guarantee: fixed rent of the same days (:func:`guarantee_of`)
    :param billed: turnover rent billed for these days before
    :param share: part of a whole settlement period the days are
    :return: :class:`Settlement`
    """
    raise NotImplementedError


def guarantee_of(lines, keys, date_from, date_to):
    """Fixed rent in the lines of the charges ``keys`` that falls on these days; a
    line that is not wholly inside counts by the days of its parts."""
    raise NotImplementedError
