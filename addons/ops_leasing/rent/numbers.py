"""Exact decimals: from fields, rounded to a unit, spread by weights."""

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from .errors import RentError

MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
}
ZERO = Decimal(0)
CENT = Decimal("0.01")


def decimal(value):
    """A field's value (float, int, str, Decimal) as the Decimal that was meant.

    >>> decimal(88.8), decimal("0.08"), decimal(False)
    (Decimal('88.8'), Decimal('0.08'), Decimal('0'))
    """
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value or 0)


def rounded(amount, unit=CENT, mode="half_up"):
    """``amount`` as a multiple of ``unit``.

    >>> rounded(Decimal("10.005")), rounded(Decimal("12.34"), Decimal("0.5"))
    (Decimal('10.01'), Decimal('12.5'))
    """
    return ((amount / unit).quantize(1, rounding=MODES[mode]) * unit).quantize(unit)


def allocate(total, weights, unit=CENT):
    """Spread ``total`` over ``weights``; the parts sum to it exactly (largest
    remainder: who lost most by cutting gets a unit first, earlier ones before later).

    :raise RentError: ``weights_empty`` when no weight is above zero,
        ``weight_negative``

    >>> allocate(Decimal(100), [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    weights = [decimal(weight) for weight in weights]
    if any(weight < 0 for weight in weights):
        raise RentError("weight_negative", weight=min(weights))
    whole = sum(weights, ZERO)
    if not whole:
        raise RentError("weights_empty", total=total)
    exact = [total * weight / whole for weight in weights]
    parts = [rounded(part, unit, "down") for part in exact]
    rest = total - sum(parts, ZERO)
    step = unit.copy_sign(rest)
    order = sorted(range(len(parts)), key=lambda i: (-abs(exact[i] - parts[i]), i))
    for i in order:
        if abs(rest) < unit:
            break
        parts[i] += step
        rest -= step
    # what is finer than the unit stays with the first of them
    parts[order[0]] += rest
    return parts
