"""Score of a delivery (PU-28, PU-X4): a sum that people can do by hand.

On time: what arrived by the promised day, of what was ordered. Quantity: the smaller
of arrived and ordered, of the larger. Quality: what was accepted, of what arrived.
Papers: as judged. Lines count by their value; 100 points at best.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .amounts import rounded

TENTH = Decimal("0.1")
#: Weights of the criteria; they add up to 100. What people judge weighs least.
WEIGHTS = {"time": 30, "quantity": 20, "quality": 40, "papers": 10}
#: Least score of each grade.
GRADES = (("a", 90), ("b", 75), ("c", 60), ("d", 0))


class Line(NamedTuple):
    """Quantities of one order line, in its unit, and its value."""

    ordered: Decimal
    arrived: Decimal
    in_time: Decimal
    accepted: Decimal
    value: Decimal


def points(lines):
    """``{"time", "quantity", "quality"}``: points from 0 to 100, to a tenth.

    >>> line = Line(Decimal(100), Decimal(100), Decimal(80), Decimal(95), Decimal(2000))
    >>> sorted(map(str, points([line]).values()))
    ['100.0', '80.0', '95.0']
    """
    return {
        "time": _mean(lines, lambda r: (min(r.in_time, r.ordered), r.ordered)),
        "quantity": _mean(
            lines,
            lambda r: (min(r.arrived, r.ordered), max(r.arrived, r.ordered)),
        ),
        "quality": _mean(lines, lambda r: (min(r.accepted, r.arrived), r.arrived)),
    }


def score(given):
    """Points of the criteria weighed, to a tenth.

    >>> tops = dict.fromkeys(WEIGHTS, Decimal(100))
    >>> score(tops), score({**tops, "time": Decimal(0)})
    (Decimal('100.0'), Decimal('70.0'))
    """
    total = sum(Fraction(given[name]) * weight for name, weight in WEIGHTS.items())
    return rounded(total / sum(WEIGHTS.values()), TENTH)


def mean(values):
    """Mean of some scores, to a tenth; nought of none.

    >>> mean([Decimal(90), Decimal("85.5")]), mean([])
    (Decimal('87.8'), Decimal('0.0'))
    """
    values = list(values)
    if not values:
        return Decimal("0.0")
    return rounded(Fraction(sum(map(Fraction, values))) / len(values), TENTH)


def grade(value):
    """Grade of a score: ``a`` (best) to ``d``."""
    return next(name for name, least in GRADES if value >= least)


def _mean(lines, share):
    """Shares of the lines by their value; lines of no value count alike. A line with
    nothing to compare does not count."""
    pairs = [(share(line), line.value) for line in lines]
    pairs = [(part, whole, value) for (part, whole), value in pairs if whole > 0]
    if not pairs:
        return Decimal("0.0")
    weights = [Fraction(value) for _part, _whole, value in pairs]
    if not any(weights):
        weights = [Fraction(1)] * len(pairs)
    total = sum(
        weight * Fraction(max(part, Decimal(0))) / Fraction(whole)
        for (part, whole, _value), weight in zip(pairs, weights, strict=True)
    )
    return rounded(total / sum(weights) * 100, TENTH)
