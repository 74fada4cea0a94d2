"""How far a target is reached (HR-47). Plain Python, no import of odoo."""

#: Per cent; better than twice the target says nothing more.
MOST = 200.0


def achievement(better: str, target: float, actual: float) -> float:
    """Per cent of the target reached, from 0 to :data:`MOST`, two decimals; 100 and
    more is reached.

    :param better: ``higher`` or ``lower``, which way is good

    >>> achievement("higher", 80, 60), achievement("lower", 5, 10)
    (75.0, 50.0)
    >>> achievement("lower", 0, 0), achievement("lower", 0, 1)
    (100.0, 0.0)
    """
    reached = actual >= target if better == "higher" else actual <= target
    good, bad = (actual, target) if better == "higher" else (target, actual)
    if target <= 0 or actual < 0:
        # no share can be told of nothing or of a loss
        return 100.0 if reached else 0.0
    share = min(MOST, 100.0 * good / bad) if bad else MOST
    # rounding neither reaches a target nor misses it
    return max(100.0, round(share, 2)) if reached else min(99.99, round(share, 2))


def light(percent: float, warn: float) -> str:
    """``green`` when reached, ``yellow`` from ``warn`` per cent on, else ``red``."""
    if percent >= 100:
        return "green"
    return "yellow" if percent >= warn else "red"
