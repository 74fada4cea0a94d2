"""What a meter has counted."""

from decimal import Decimal


def consumption(previous, final, multiplier=1):
    """Quantity between two readings, exact in decimals.

    :param multiplier: what one count stands for (current transformers)

    >>> consumption(1204.3, 1310.8, 40)
    4260.0
    """
    start, end = (Decimal(repr(float(v))) for v in (previous, final))
    return float((end - start) * Decimal(repr(float(multiplier))))
