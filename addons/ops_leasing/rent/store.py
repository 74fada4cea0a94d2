"""Lines as JSON and back, for those who keep what was billed."""

from datetime import date
from decimal import Decimal

from .result import Line, Part, Reason


def pack(line):
    """A line as plain JSON: dates as ``@2026-01-31``, decimals as ``#12.50``.

    >>> pack(Line("rent", date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 1), 5, ()))
    ['rent', '@2026-01-01', '@2026-01-31', '@2026-01-01', 5, [], []]
    """
    return [_out(value) for value in line]


def unpack(data):
    """The line that was packed."""
    charge, *plain, parts, notes = data
    return Line(charge, *map(_in, plain), tuple(map(_part, parts)), tuple(notes))


def _part(data):
    *plain, reasons = data
    reasons = (
        Reason(code, text, tuple(map(_in, kept))) for code, text, kept in reasons
    )
    return Part(*map(_in, plain), tuple(reasons))


def _out(value):
    if isinstance(value, date):
        return f"@{value.isoformat()}"
    if isinstance(value, Decimal):
        return f"#{value}"
    if isinstance(value, tuple):
        return [_out(item) for item in value]
    return value


def _in(value):
    if isinstance(value, str) and value[:1] == "@":
        return date.fromisoformat(value[1:])
    if isinstance(value, str) and value[:1] == "#":
        return Decimal(value[1:])
    return value
