"""How offers are ranked: quality, price and delivery by weight (PU-06).

Plain Python, no import of odoo. Points run from 0 to 100.
"""


def points(value, best):
    """Points of a value of which less is better, against the least of all.

    The best gets 100; twice as dear or twice as slow gets 50. Nothing known: 0.

    >>> points(20, 10)
    50.0
    """
    if value is None or best is None or value < 0 or best < 0:
        return 0.0
    if value == 0:
        return 100.0
    return 100.0 * best / value


def total(quality, price, delivery, weights):
    """Weighted points.

    :param weights: (quality, price, delivery), any scale
    :return: 0 to 100; 0 where no weight is given
    """
    whole = sum(weights)
    if whole <= 0:
        return 0.0
    parts = zip((quality, price, delivery), weights, strict=True)
    return sum(value * weight for value, weight in parts) / whole


def rank(offers, weights):
    """Rank the offers for one product.

    :param offers: ``{key: (quality points, price, days)}``; days None where unknown
    :param weights: (quality, price, delivery)
    :return: ``{key: (quality, price and delivery points, total, place from 1)}``;
        equal totals share the place
    """
    least = min((price for _q, price, _d in offers.values()), default=None)
    # a delivery on the day of the order counts as one day
    known = [max(days, 1) for _q, _p, days in offers.values() if days is not None]
    soonest = min(known, default=None)
    scored = {}
    for key, (quality, price, days) in offers.items():
        parts = (
            quality,
            points(price, least),
            points(None if days is None else max(days, 1), soonest),
        )
        scored[key] = (*parts, round(total(*parts, weights), 2))
    totals = [row[-1] for row in scored.values()]
    return {
        key: (*row, 1 + sum(other > row[-1] for other in totals))
        for key, row in scored.items()
    }
