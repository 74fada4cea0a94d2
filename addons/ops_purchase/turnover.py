"""How often stock turns over, without a database (PU-02)."""

DAYS_OF_YEAR = 365


def turnover(outflow, opening, closing, days):
    """Times a year that the mean stock went out, or None where there was none.

    :param outflow: quantity that went out within the days, not negative
    :param opening: stock at their beginning
    :param closing: stock at their end
    :param days: how many days, at least one
    """
    mean = (max(opening, 0.0) + max(closing, 0.0)) / 2
    if mean <= 0 or days <= 0:
        return None
    return outflow * DAYS_OF_YEAR / days / mean
