"""What a supplier is paid (PU-32, PU-F24).

Receipts − returns − fines + price differences − retention = payable, in exact numbers:
each figure is rounded by itself, so whoever adds up the sheet gets the same payable.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

ZERO = Decimal(0)
CENT = Decimal("0.01")


class SettleError(ValueError):
    """Input no settlement can be worked out from; ``key`` names what is wrong."""

    def __init__(self, key):
        super().__init__(key)
        self.key = key


class Item(NamedTuple):
    """What one order line comes to: money, taxes included."""

    received: Decimal
    returned: Decimal = ZERO
    difference: Decimal = ZERO


class Sums(NamedTuple):
    """The figures of a settlement sheet."""

    received: Decimal
    returned: Decimal
    difference: Decimal
    fines: Decimal
    retention: Decimal
    payable: Decimal


def exact(value):
    """A field's value (float, int, str, Decimal) as the Decimal that was meant.

    >>> exact(22.6), exact(None)
    (Decimal('22.6'), Decimal('0'))
    """
    if isinstance(value, Decimal):
        return value
    return Decimal(repr(value)) if value else ZERO


def rounded(value, unit=CENT):
    """A Decimal or Fraction, half up (away from zero) to the unit.

    >>> rounded(Fraction(2001, 200)), rounded(Fraction(-2001, 200))
    (Decimal('10.01'), Decimal('-10.01'))
    """
    ratio = abs(Fraction(value)) / Fraction(unit)
    count = (2 * ratio.numerator + ratio.denominator) // (2 * ratio.denominator)
    result = (count * unit).quantize(unit, ROUND_HALF_UP)
    return -result if value < 0 else result


def share(total, ordered, quantity, unit=CENT):
    """What ``quantity`` costs of an order line of ``ordered`` for ``total``; the whole
    quantity costs the whole line.

    >>> share(Decimal("2260"), Decimal(100), Decimal(95))
    Decimal('2147.00')
    """
    if not ordered:
        raise SettleError("ordered_zero")
    return rounded(Fraction(total) * Fraction(quantity) / Fraction(ordered), unit)


def settle(items, fines=(), retention_rate=ZERO, unit=CENT):
    """The figures of a sheet.

    :param items: :class:`Item` objects
    :param fines: amounts, none negative
    :param retention_rate: share of the goods kept back, from 0 to 1
    :raise SettleError: ``fine_negative``, ``retention_rate``

    >>> goods = [Item(Decimal(2260), Decimal(113))]
    >>> sums = settle(goods, [Decimal(47)], Decimal("0.05"))
    >>> sums.retention, sums.payable
    (Decimal('107.35'), Decimal('1992.65'))
    """
    items, fines = list(items), list(fines)
    if any(fine < 0 for fine in fines):
        raise SettleError("fine_negative")
    if not 0 <= retention_rate <= 1:
        raise SettleError("retention_rate")
    received = sum((item.received for item in items), ZERO)
    returned = sum((item.returned for item in items), ZERO)
    difference = sum((item.difference for item in items), ZERO)
    fined = sum(fines, ZERO)
    goods = received - returned + difference
    kept = rounded(max(goods, ZERO) * retention_rate, unit)
    return Sums(received, returned, difference, fined, kept, goods - fined - kept)


def fill(amount, rooms):
    """Spread ``amount`` over bills, the first one first, none above its room.

    :return: one amount per room; they add up to ``amount`` as far as there is room

    >>> fill(Decimal(120), [Decimal(100), Decimal(50)])
    [Decimal('100'), Decimal('20')]
    """
    result, left = [], max(amount, ZERO)
    for room in rooms:
        taken = min(left, max(room, ZERO))
        result.append(taken)
        left -= taken
    return result
