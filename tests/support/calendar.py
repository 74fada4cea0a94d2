"""The calendar of the people in the tests: they work in China, the machine anywhere."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def today():
    """The day it is for the people, who see and write it."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def in_days(days):
    """A day so many days from today, as the server writes it."""
    return str(today() + timedelta(days=days))
