"""From dated terms to segments: stretches of days on which nothing changes."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .days import DAY, add_months, first_day, last_day, length, number_of
from .errors import RentError
from .index import reviews
from .result import Reason
from .terms import RHYTHMS

ZERO, ONE = Decimal(0), Decimal(1)


class Span(NamedTuple):
    """Something that holds on these days."""

    first: date
    last: date
    value: Decimal
    reason: Reason


class Segment:
    """Days of a charge with one rate and one factor."""

    __slots__ = (
        "basis",
        "charged",
        "code",
        "factor",
        "first",
        "last",
        "quantity",
        "rate",
        "reasons",
        "value",
        "whole",
    )

    def __init__(self, charge, first, last, rate, factor, code, reasons):
        self.first, self.last = first, last
        self.basis, self.quantity = charge.basis, charge.quantity
        self.rate, self.factor = rate, factor
        self.code, self.reasons = code, reasons
        self.charged = code != "free"
        self.value = charge.quantity * rate * factor
        self.whole = None  # amount and time of a whole period, kept by the schedule


class Stretch:
    """Segments without a gap that are billed in one grid of periods."""

    __slots__ = (
        "charge",
        "dom",
        "first",
        "last",
        "note",
        "pending",
        "phase",
        "segments",
        "size",
    )

    def __init__(self, lease, charge, first, last):
        anchor = lease.anchor_day or lease.start
        own = charge.anchor == "lease"
        self.charge = charge
        self.first, self.last = first, last
        self.size = RHYTHMS[charge.rhythm]
        self.dom = anchor.day if own else 1
        self.phase = number_of(anchor, self.dom) % (self.size or 1) if own else 0
        self.segments, self.pending = _segments(lease, charge, first, last)
        self.note = _opening_note(lease, charge)

    def grid(self):
        """What must be the same for two stretches to share a period."""
        return self.size, self.dom, self.phase, self.charge.convention

    def add(self, other):
        """Go on with the next version of the charge."""
        self.charge, self.last = other.charge, other.last
        self.segments = self.segments + other.segments
        self.pending = min(filter(None, (self.pending, other.pending)), default=None)
        self.note = other.note


def is_sum(charge):
    """Whether it is one sum, paid once."""
    return charge.basis == "lump" and charge.rhythm == "once"


def stretches(lease, keys=None):
    """``{charge key: its stretches in order}`` through all versions of a lease."""
    found = {}
    for version, first, last in _versions(lease):
        for charge in version.charges:
            if keys is not None and charge.key not in keys:
                continue
            known = found.setdefault(charge.key, [])
            piece = _piece(version, charge, first, last, known)
            if piece is None:
                continue
            tail = known[-1] if known else None
            if (
                tail
                and version.join
                and not is_sum(charge)
                and tail.last + DAY == piece.first
                and tail.grid() == piece.grid()
            ):
                tail.add(piece)
            else:
                known.append(piece)
    return found


def _versions(lease):
    """``(version, first day, last day)``, the oldest first."""
    chain, last = [], date.max
    while lease is not None:
        first = lease.since if lease.before else date.min
        chain.append((lease, first, last))
        if lease.before:
            last = min(last, lease.since - DAY)
        lease = lease.before
    return chain[::-1]


def _piece(lease, charge, first, last, known):
    end = min(filter(None, (lease.end, lease.cut, charge.date_to, last)))
    start = charge.date_from or lease.start
    if is_sum(charge):
        # one day: that of the version in which it was agreed
        start = start if known else max(start, first)
        if not first <= start <= end:
            return None
        return Stretch(lease, charge, start, start)
    start = max(start, lease.start, first)
    return Stretch(lease, charge, start, end) if start <= end else None


def _segments(lease, charge, first, last):
    """Segments of a version of a charge, and its first review without a figure."""
    rates = _rates(lease, charge)
    factors, pending = _index(lease, charge, last)
    seasons = _seasons(charge, first, last)
    frees = free_spans(lease, charge)
    if len(rates) == 1 and not factors and not seasons and not frees:
        _day, rate, reason = rates[0]
        only = Segment(charge, first, last, rate, ONE, reason.code, (reason,))
        return [only], pending
    cuts = {first}
    cuts.update(day for day, _rate, _reason in rates)
    cuts.update(review.date for review in factors)
    for span in seasons + frees:
        cuts.update((span.first, span.last + DAY))
    days = sorted(day for day in cuts if first <= day <= last)
    found = []
    for day, following in zip(days, [*days[1:], last + DAY], strict=True):
        rate, code, reasons = _rate_on(charge, day, rates, factors)
        factor = ONE
        for span in seasons:
            if span.first <= day <= span.last:
                factor *= span.value
                reasons += (span.reason,)
        for span in frees:
            if span.first <= day <= span.last:
                factor *= 1 - span.value
                code = span.reason.code
                reasons += (span.reason,)
                break
        found.append(Segment(charge, day, following - DAY, rate, factor, code, reasons))
    return found, pending


def _rate_on(charge, day, rates, factors):
    rate, reason = next((r, why) for since, r, why in reversed(rates) if since <= day)
    code, reasons = reason.code, (reason,)
    review = next((r for r in reversed(factors) if r.date <= day), None)
    if review and review.factor != 1:
        rate = (rate * review.factor).quantize(ONE.scaleb(-charge.rate_digits))
        figures = (review.date, review.base, review.current, review.applied)
        code, reasons = (
            "index",
            (*reasons, Reason("index", charge.index.clause, figures)),
        )
    return rate, code, reasons


def _rates(lease, charge):
    """``(from day, rate, reason)`` in order; the first holds from the beginning."""
    rate = Decimal(charge.rate)
    found = [(date.min, rate, Reason("base", charge.clause))]
    if not charge.steps and not charge.escalation:
        return found
    digits = ONE.scaleb(-charge.rate_digits)
    for day, step, compound in sorted(changes(lease, charge), key=lambda c: c[0]):
        if step.rate is not None:
            rate = Decimal(step.rate)
        elif step.percent is not None:
            raised = (rate if compound else charge.rate) * step.percent
            rate = (rate + raised).quantize(digits)
        else:
            rate = rate + step.amount
        if rate < 0:
            raise RentError("rate_negative", charge=charge.key, date=day, rate=rate)
        figures = (day, step.rate, step.percent, step.amount)
        found.append((day, rate, Reason("step", step.clause, figures)))
    return found


def changes(lease, charge):
    """``(day, step or escalation, compound)`` of every change of a rate."""
    found = [(step.date_from, step, True) for step in charge.steps]
    rule = charge.escalation
    if rule and rule.months > 0:
        # always from the same day: the 31st comes back after February
        origin, turn = rule.first, 0
        if not origin:
            origin, turn = charge.date_from or lease.start, 1
        stop = None if rule.times is None else turn + rule.times
        while turn != stop:
            day = add_months(origin, turn * rule.months)
            if day > lease.end:
                break
            found.append((day, _Rise(rule), rule.compound))
            turn += 1
    return found


class _Rise:
    """An escalation, seen as a step."""

    __slots__ = ("amount", "clause", "percent", "rate")

    def __init__(self, rule):
        self.rate = None
        self.percent, self.amount, self.clause = rule.percent, rule.amount, rule.clause


def _index(lease, charge, last):
    """Reviews that have a figure, and the day of the first that has none."""
    if not charge.index:
        return [], None
    start = charge.date_from or lease.start
    found = reviews(charge.index, start, last)
    pending = next((review.date for review in found if review.current is None), None)
    return [review for review in found if review.current is not None], pending


def _seasons(charge, first, last):
    """The seasons of all years that touch these days."""
    found = []
    for season in charge.seasons:
        for year in range(first.year - 1, last.year + 1):
            over = season.last < season.first
            start = day_of(year, season.first)
            end = day_of(year + over, season.last)
            if start <= last and end >= first:
                reason = Reason("season", season.clause, (season.factor,))
                found.append(Span(start, end, season.factor, reason))
    return found


def day_of(year, month_and_day):
    """A day of the year; a 29 February that is missing is the 28th."""
    month, day = month_and_day
    number = year * 12 + month - 1
    return min(first_day(number, day), last_day(number))


def _free(lease, charge):
    if not charge.rent_free:
        return []
    return [f for f in lease.free if not f.charges or charge.key in f.charges]


def _opening_note(lease, charge):
    """What is not known yet about the opening that a free period waits for."""
    kinds = {free.kind for free in _free(lease, charge)}
    if lease.opening or not kinds & {"until_opening", "after_opening"}:
        return None
    return "opening_planned" if lease.opening_planned else "opening_unknown"


def free_spans(lease, charge):
    """The free periods of a charge as days; the earlier in the list goes first."""
    opening = lease.opening or lease.opening_planned
    found = []
    for free in _free(lease, charge):
        start = free.date_from or lease.start
        if free.kind == "fixed":
            end = free.date_to
        elif free.kind == "from_start":
            end = length(start, free.months, free.days)
        elif free.kind == "until_opening":
            limited = free.months or free.days
            end = length(start, free.months, free.days) if limited else lease.end
            end = min(end, opening - DAY) if opening else end
        elif opening:
            start, end = opening, length(opening, free.months, free.days)
        else:
            continue
        if start <= end:
            code = "free" if free.share == 1 else "reduced"
            figures = (free.kind, start, end, free.share)
            found.append(
                Span(start, end, free.share, Reason(code, free.clause, figures))
            )
    return found
