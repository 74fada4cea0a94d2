"""What the schedule answers: lines, and the parts that say why."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Reason(NamedTuple):
    """Why a part is as it is. ``code`` is one of docs/rent.md (``step``, ``index``,
    ``season``, ``free`` …), ``clause`` the text of the rule, ``data`` its figures."""

    code: str
    clause: str = ""
    data: tuple = ()


class Part(NamedTuple):
    """One row of the trace: ``quantity × rate × factor × time`` rounded, plus
    ``rounding``, is ``amount``.

    ``time`` is in what the rate is per: months, days or billing periods. For paper:
    whole months have ``months`` and no ``of_days``; a part of a month is ``days`` of
    ``of_days``; counted days have ``of_days`` 1.
    ``code`` is the main reason: ``base``, ``step``, ``index``, ``reduced``, ``free`` or
    ``once``; ``reasons`` are all of them. ``rounding`` is what the part got above its
    own rounded amount, so that the parts sum to the period.
    """

    code: str
    date_from: date
    date_to: date
    days: int
    of_days: Decimal | None
    months: int
    quantity: Decimal
    rate: Decimal
    factor: Decimal
    time: Decimal
    amount: Decimal
    rounding: Decimal
    reasons: tuple


class Line(NamedTuple):
    """One billing period of one charge. ``parts`` sum to ``amount``. ``notes`` are
    codes of what is not known yet (``opening_unknown``, ``opening_planned``,
    ``index_pending``)."""

    charge: str
    period_from: date
    period_to: date
    due: date
    amount: Decimal
    parts: tuple
    notes: tuple = ()

    @property
    def key(self):
        """Identity of the period: a charge is billed once from a day on."""
        return self.charge, self.period_from
