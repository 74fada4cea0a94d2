"""What a quantity costs at prices in tiers (PU-F12, PU-X6).

A tier says from which quantity on which price counts. Either the quantity of one order
reaches a tier, and all of the order has its price; or what is called off over the whole
contract does, and each unit has the price of the tier it falls into.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Tier(NamedTuple):
    """From that quantity on (exclusive of what lies below) a unit costs that much."""

    start: Decimal
    price: Decimal


def reached(tiers, quantity):
    """The last tier that begins at or below the quantity.

    :param tiers: Tier, by rising start, the first starting at 0

    >>> ladder = [Tier(Decimal(0), Decimal(10)), Tier(Decimal(100), Decimal(9))]
    >>> reached(ladder, Decimal(99)).price, reached(ladder, Decimal(100)).price
    (Decimal('10'), Decimal('9'))
    """
    return [tier for tier in tiers if tier.start <= max(quantity, ZERO)][-1]


def by_order(tiers, quantity):
    """Value of one order: all of it at the price of the tier its quantity reaches.

    >>> ladder = [Tier(Decimal(0), Decimal(10)), Tier(Decimal(100), Decimal(9))]
    >>> by_order(ladder, Decimal(99)), by_order(ladder, Decimal(100))
    (Decimal('990'), Decimal('900'))
    """
    return quantity * reached(tiers, quantity).price


def by_total(tiers, before, quantity):
    """Value of what is called off after ``before``: unit by unit at the price of the
    tier it falls into, so it does not matter in how many orders it comes.

    >>> ladder = [Tier(Decimal(0), Decimal(10)), Tier(Decimal(100), Decimal(9))]
    >>> by_total(ladder, Decimal(0), Decimal(120))
    Decimal('1180')
    >>> by_total(ladder, Decimal(0), Decimal(90)) + by_total(
    ...     ladder, Decimal(90), Decimal(30)
    ... )
    Decimal('1180')
    """
    end, value = before + quantity, ZERO
    for tier, following in zip(tiers, [*tiers[1:], None], strict=True):
        upper = min(end, following.start) if following else end
        value += max(ZERO, upper - max(before, tier.start)) * tier.price
    return value
