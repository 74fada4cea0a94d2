"""How a sum is spread over several deposits."""

from decimal import ROUND_HALF_UP, Decimal


def cents(amount, digits=2):
    """``amount`` as an exact Decimal with ``digits`` decimals.

    >>> cents(0.1 + 0.2)
    Decimal('0.30')
    """
    unit = Decimal(1).scaleb(-digits)
    return Decimal(repr(amount)).quantize(unit, rounding=ROUND_HALF_UP)


def split(total, available, digits=2):
    """Take ``total`` out of ``available`` amounts, the first ones first.

    :param total: sum to take, not negative
    :param available: amounts that may be taken, in order
    :return: amounts taken, one for each available amount, that sum up to ``total``
    :raise ValueError: when more is asked than is there

    >>> split(25, [10, 20, 30])
    [Decimal('10.00'), Decimal('15.00'), Decimal('0.00')]
    """
    rest = cents(total, digits)
    if rest < 0:
        raise ValueError("negative total")
    taken = []
    for amount in available:
        part = max(min(rest, cents(amount, digits)), Decimal(0))
        taken.append(part.quantize(Decimal(1).scaleb(-digits)))
        rest -= part
    if rest:
        raise ValueError("more is asked than is there")
    return taken
