"""What is open of a lease: the schedule less the books, period by period."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

CENT = Decimal("0.01")


class OpenLine(NamedTuple):
    """One period of one charge and what is still to be billed of it."""

    charge: int
    date_from: date
    date_to: date
    due: date
    amount: Decimal
    scheduled: Decimal
    billed: Decimal
    trace: tuple
    #: days were added to what was billed: an account that goes on
    goes_on: bool = False

    @property
    def corrects(self):
        """Whether the period was billed before, with another amount."""
        return bool(self.billed) and not self.goes_on

    def to_json(self):
        """The line as a preview keeps it; equal lines give equal values."""
        return {
            "charge": self.charge,
            "from": str(self.date_from),
            "to": str(self.date_to),
            "due": str(self.due),
            "amount": str(self.amount),
            "scheduled": str(self.scheduled),
            "billed": str(self.billed),
            "trace": [part_json(part) for part in self.trace],
        }


def part_json(part):
    """One row of the trace, with figures as text: they are exact. What has no schedule
    brings rows that are ready."""
    if isinstance(part, dict):
        return part
    return {
        "code": part.code,
        "from": str(part.date_from),
        "to": str(part.date_to),
        "days": part.days,
        "of_days": None if part.of_days is None else str(part.of_days),
        "months": part.months,
        "quantity": str(part.quantity),
        "rate": str(part.rate),
        "factor": str(part.factor),
        "time": str(part.time),
        "amount": str(part.amount),
        "rounding": str(part.rounding),
        "reasons": [[reason.code, reason.clause] for reason in part.reasons],
    }


def first_of(charge, heirs):
    """The charge that this one goes back to through all amendments."""
    while charge in heirs:
        charge = heirs[charge]
    return charge


def open_lines(lines, billed, upto, heirs=None):
    """Compare scheduled periods with what the books hold.

    What was billed for a charge without naming a period was paid in advance (the fees
    of the entry): it covers the earliest periods, also those of the charge that took
    its place.

    :param lines: ``rent.Line`` of the lease, those that are due later as well
    :param billed: ``{(charge, first day or None): amount}``
    :param upto: last day something is due on; what was billed already is compared
        even when it is due later
    :param heirs: ``{charge: the one it took the place of}``
    :return: list of :class:`OpenLine`, without those that are even
    """
    covered = covered_ahead(lines, billed, upto, heirs or {})
    result, seen = [], set()
    for line in lines:
        key = line.charge, line.period_from
        seen.add(key)
        done = billed.get(key, Decimal(0))
        if line.due > upto and not done:
            continue
        taken = covered.get(key, Decimal(0))
        amount = (line.amount - done - taken).quantize(CENT)
        if amount:
            result.append(
                OpenLine(
                    line.charge,
                    line.period_from,
                    line.period_to,
                    line.due,
                    amount,
                    line.amount,
                    done + taken,
                    line.parts,
                )
            )
    # billed for days that are no longer owed: the lease was amended or ended early
    for (charge, day), done in billed.items():
        if day and done and (charge, day) not in seen:
            result.append(OpenLine(charge, day, day, day, -done, Decimal(0), done, ()))
    return result


def covered_ahead(lines, billed, upto, heirs):
    """``{(charge, first day): amount}`` that was paid in advance."""
    advance = {}
    for (charge, day), done in billed.items():
        if not day:
            root = first_of(charge, heirs)
            advance[root] = advance.get(root, Decimal(0)) + done
    covered = {}
    for line in sorted(lines, key=lambda line: line.period_from) if advance else ():
        key, root = (line.charge, line.period_from), first_of(line.charge, heirs)
        done = billed.get(key, Decimal(0))
        if line.due > upto and not done:
            continue
        taken = min(advance.get(root, Decimal(0)), max(line.amount - done, 0))
        if taken:
            advance[root] -= taken
            covered[key] = taken
    return covered
