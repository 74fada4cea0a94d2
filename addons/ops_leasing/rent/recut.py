"""Cut-over: what an amendment, an early exit or a renewal does to the bills."""

from decimal import Decimal
from typing import NamedTuple


class Recut(NamedTuple):
    """``credits`` are billed lines to take back (their amounts negated), ``debits`` the
    lines that take their place, ``net`` the sum of both; ``lease`` the amended lease,
    whose schedule the next runs bill."""

    lease: object
    credits: tuple
    debits: tuple
    net: Decimal


def amend(old, new, since, join=True):
    """``new`` terms from ``since`` on, ``old`` ones before it, as one lease.

    :param join: a period around ``since`` stays one period with parts from both; False
        (a renewal): it ends the day before and a new one begins
    """
    raise NotImplementedError


def recut(old, new, billed, since, join=True):
    """Amend a lease and say what that does to what was billed.

    Charges are matched by key. A billed period that comes out the same is left alone;
    each other one is credited in full and charged anew, so that credit and debit are
    two readable papers. Lines that begin after the last billed day of their charge are
    left to the next run.

    :param billed: the :class:`.result.Line` billed so far, corrections included
    :param since: first day of the new terms
    :return: :class:`Recut`
    """
    raise NotImplementedError


def leave(old, billed, last):
    """Early exit: :func:`recut` where nothing is charged after the day ``last``."""
    raise NotImplementedError
