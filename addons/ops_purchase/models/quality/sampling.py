"""How many of a delivery are checked, and how many of them may be defective.

Single sampling for normal inspection by GB/T 2828.1 (ISO 2859-1), acceptance quality
limits from 0.10 to 6.5. Plain Python, no import of odoo.
"""

from bisect import bisect_left
from dataclasses import dataclass

#: Acceptance quality limits, in percent; where in SIZES each has its zero plan.
LIMITS = {
    "6.5": 0,
    "4.0": 1,
    "2.5": 2,
    "1.5": 3,
    "1.0": 4,
    "0.65": 5,
    "0.40": 6,
    "0.25": 7,
    "0.15": 8,
    "0.10": 9,
}
LEVELS = ("I", "II", "III")
#: Sample sizes of the code letters A to R.
SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
#: Largest lot of each row of the table of code letters, but for the last row.
LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10000, 35000, 150000, 500000)
LETTERS = {
    "I": (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    "II": (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
    "III": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
}
#: Defective ones allowed from the third letter after the zero plan on.
ALLOWED = (1, 2, 3, 5, 7, 10, 14, 21)


@dataclass(frozen=True)
class Plan:
    """What to draw from a lot.

    :param size: pieces to check; the whole lot where it is smaller
    :param allowed: the lot is accepted with no more defective ones than this
    """

    size: int
    allowed: int


def plan(lot, limit, level="II"):
    """The plan for a lot (PU-F21).

    :param lot: pieces delivered; a part of a piece counts as one
    :param limit: acceptance quality limit in percent, a key of ``LIMITS``
    :param level: general inspection level, one of ``LEVELS``
    :raise KeyError: for a limit or level the tables do not have
    """
    pieces = max(-int(-lot // 1), 0)
    letter, zero = LETTERS[level][bisect_left(LOTS, pieces)], LIMITS[limit]
    # the arrows of the table: to the first plan below, or the last one above
    if letter <= zero + 1:
        letter, allowed = zero, 0
    else:
        step = min(max(letter - zero - 3, 0), len(ALLOWED) - 1)
        letter, allowed = zero + 3 + step, ALLOWED[step]
    return Plan(min(SIZES[letter], pieces), allowed)
