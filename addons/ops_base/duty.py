"""When a report is due: periods and due moments of periodic work (rule 6).

Plain Python, no import of odoo. Days are dates of the company's calendar, moments are
naive UTC as the database keeps them.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

#: Months in a period; weeks and days are counted otherwise.
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
PERIODS = ("daily", "weekly", *MONTHS)
SHIFTS = ("none", "before", "after")
DAY = timedelta(days=1)
#: So far a due day is moved at most when it is free; then it stays where it was.
FARTHEST = 31


@dataclass(frozen=True)
class Rule:
    """When the report on a period is due.

    :param period: one of :data:`PERIODS`
    :param day: weekly: 1 Monday … 7 Sunday; monthly and longer: day of the month, the
        last one where the month is shorter
    :param month: quarterly, yearly: which month of the period, from 1
    :param hour: until when on that day, 10.5 is half past ten, 24 its end
    :param after: due in the period after the one reported on
    :param shift: where a due day goes that is no working day, one of :data:`SHIFTS`
    :param workdays: daily only: no report is due for free days
    """

    period: str
    day: int = 1
    month: int = 1
    hour: float = 24.0
    after: bool = False
    shift: str = "none"
    workdays: bool = False


def period_start(period: str, day: date) -> date:
    """First day of the period that ``day`` lies in.

    >>> period_start("weekly", date(2026, 11, 22))
    datetime.date(2026, 11, 16)
    >>> period_start("quarterly", date(2026, 11, 22))
    datetime.date(2026, 10, 1)
    """
    if period == "daily":
        return day
    if period == "weekly":
        return day - timedelta(days=day.weekday())
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def next_start(period: str, start: date) -> date:
    """First day of the period after the one that begins on ``start``."""
    if period == "daily":
        return start + DAY
    if period == "weekly":
        return start + 7 * DAY
    return _month_later(start, MONTHS[period])


def period_end(period: str, start: date) -> date:
    """Last day of the period that begins on ``start``."""
    return next_start(period, start) - DAY


def due_day(rule: Rule, start: date, is_free: Callable[[date], bool]) -> date:
    """Day the report on the period beginning on ``start`` is due.

    :param is_free: whether a day is no working day of the company

    >>> rule = Rule("monthly", day=5, after=True)
    >>> due_day(rule, date(2026, 11, 1), lambda day: False)
    datetime.date(2026, 12, 5)
    """
    base = next_start(rule.period, start) if rule.after else start
    if rule.period == "daily":
        day = base
    elif rule.period == "weekly":
        day = base + (rule.day - 1) * DAY
    else:
        first = _month_later(base, rule.month - 1)
        last = calendar.monthrange(first.year, first.month)[1]
        day = first.replace(day=min(rule.day, last))
    return shifted(day, rule.shift, is_free)


def shifted(day: date, shift: str, is_free: Callable[[date], bool]) -> date:
    """``day``, or the working day before or after it when it is free; itself when
    there is none near."""
    step = {"none": None, "before": -DAY, "after": DAY}[shift]
    if step is None:
        return day
    for count in range(FARTHEST):
        if not is_free(day + count * step):
            return day + count * step
    return day


def due_at(day: date, hour: float, zone: str) -> datetime:
    """The moment ``hour`` of ``day`` in the time zone, to the minute, in UTC.

    >>> due_at(date(2026, 11, 22), 10.0, "Asia/Shanghai")
    datetime.datetime(2026, 11, 22, 2, 0)
    """
    minutes = timedelta(minutes=round(hour * 60))
    local = datetime.combine(day, time()) + minutes
    moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
    return moment.replace(tzinfo=None)


def starts(rule: Rule, first: date, last: date, is_free: Callable[[date], bool]):
    """First days of the periods to report on: those that end on ``first`` or later
    and begin on ``last`` or earlier, without free days where only working days
    count."""
    start = period_start(rule.period, first)
    while start <= last:
        if not (rule.period == "daily" and rule.workdays and is_free(start)):
            yield start
        start = next_start(rule.period, start)


def hours_late(due: datetime, done: datetime) -> float:
    """Hours between due and done, two decimals, 0 in time."""
    return round(max(0.0, (done - due).total_seconds() / 3600), 2)


def period_name(period: str, start: date) -> str:
    """The period as a short name in every language.

    >>> [period_name(p, date(2026, 10, 1)) for p in ("monthly", "quarterly", "yearly")]
    ['2026-10', '2026-Q4', '2026']
    """
    if period == "weekly":
        year, week, _day = start.isocalendar()
        return f"{year}-W{week:02}"
    if period == "monthly":
        return f"{start:%Y-%m}"
    if period == "quarterly":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return str(start.year) if period == "yearly" else start.isoformat()


def _month_later(start, months):
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
