"""Arithmetic of due dates and achievement, tried on drawn cases."""

import doctest
import os
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.ops_base import duty, kpi
from odoo.tests import BaseCase, tagged

EXAMPLES = int(os.environ.get("OPS_EXAMPLES", "300"))
law = settings(max_examples=EXAMPLES, deadline=None)

days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
periods = st.sampled_from(duty.PERIODS)
zones = st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Asia/Kolkata"])
rules = st.builds(
    duty.Rule,
    period=periods,
    day=st.integers(1, 7),
    month=st.just(1),
    after=st.booleans(),
    shift=st.sampled_from(duty.SHIFTS),
)
amounts = st.floats(0.01, 1e6)


def weekend(day):
    return day.weekday() > 4


@tagged("post_install", "-at_install")
class TestDutyDates(BaseCase):
    def test_examples_in_the_text(self):
        """Rule 6, HR-47: what the modules say by way of example is so."""
        for module in (duty, kpi):
            self.assertEqual(doctest.testmod(module).failed, 0)
            self.assertTrue(doctest.testmod(module).attempted)

    @law
    @given(periods, days)
    def test_periods_follow_each_other(self, period, day):
        """Rule 6: every day lies in exactly one period, and no day between two."""
        start = duty.period_start(period, day)
        end = duty.period_end(period, start)
        self.assertTrue(start <= day <= end)
        self.assertEqual(duty.period_start(period, start), start)
        self.assertEqual(duty.period_start(period, end), start)
        following = end + timedelta(days=1)
        self.assertEqual(duty.next_start(period, start), following)
        self.assertEqual(duty.period_start(period, following), following)
        names = {duty.period_name(period, d) for d in (start, following)}
        self.assertEqual(len(names), 2)

    @law
    @given(periods, days, st.integers(0, 400))
    def test_no_period_is_missed(self, period, first, length):
        """Rule 6: the periods of a span are all there, once, in order."""
        last, rule = first + timedelta(days=length), duty.Rule(period)
        found = list(duty.starts(rule, first, last, weekend))
        self.assertEqual(sorted(set(found)), found)
        each = {
            duty.period_start(period, first + timedelta(days=i))
            for i in range(length + 1)
        }
        self.assertEqual(set(found), each)

    @law
    @given(days, st.integers(0, 60))
    def test_free_days_owe_nothing(self, first, length):
        """Rule 6: a daily report of working days is not due for a free day."""
        last = first + timedelta(days=length)
        rule = duty.Rule("daily", workdays=True)
        found = list(duty.starts(rule, first, last, weekend))
        self.assertFalse([day for day in found if weekend(day)])
        self.assertEqual(
            len(found) + sum(weekend(first + timedelta(i)) for i in range(length + 1)),
            length + 1,
        )

    @law
    @given(rules, days)
    def test_due_in_its_period(self, rule, day):
        """Rule 6: unshifted it is due in the period or in the one after; shifted it
        falls on a working day on the right side."""
        start = duty.period_start(rule.period, day)
        base = duty.next_start(rule.period, start) if rule.after else start
        plain = duty.Rule(rule.period, rule.day, after=rule.after)
        due = duty.due_day(plain, start, weekend)
        self.assertEqual(duty.period_start(rule.period, due), base)
        moved = duty.due_day(rule, start, weekend)
        if rule.shift == "none":
            self.assertEqual(moved, due)
            return
        self.assertFalse(weekend(moved))
        self.assertEqual(moved == due, not weekend(due))
        self.assertTrue(abs((moved - due).days) <= 2)
        self.assertTrue(moved <= due if rule.shift == "before" else moved >= due)

    def test_day_of_a_short_month(self):
        """Rule 6: the 31st of a short month is its last day; by the 5th is the 5th."""
        never = lambda day: False  # noqa: E731
        for rule, start, due in (
            (duty.Rule("monthly", day=31), date(2026, 2, 1), date(2026, 2, 28)),
            (duty.Rule("monthly", day=31), date(2028, 2, 1), date(2028, 2, 29)),
            (duty.Rule("monthly", 5, after=True), date(2026, 12, 1), date(2027, 1, 5)),
            (duty.Rule("quarterly", 20, 2), date(2026, 10, 1), date(2026, 11, 20)),
            (
                duty.Rule("yearly", 31, 5, after=True),
                date(2026, 1, 1),
                date(2027, 5, 31),
            ),
        ):
            self.assertEqual(duty.due_day(rule, start, never), due)

    def test_shift_that_finds_nothing(self):
        """Rule 6: a calendar without working days moves nothing."""
        day = date(2026, 2, 17)
        for shift in duty.SHIFTS:
            self.assertEqual(duty.shifted(day, shift, lambda d: True), day)

    @law
    @given(days, st.integers(0, 1440), zones)
    def test_due_moment_in_the_zone(self, day, minutes, zone):
        """Rule 6: the hour counts in the company's time zone; 24 is the day's end."""
        moment = duty.due_at(day, minutes / 60, zone)
        local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
        wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
        # one hour of a year does not exist where clocks are put forward
        gap = abs(local.replace(tzinfo=None) - wanted)
        self.assertIn(gap, (timedelta(0), timedelta(hours=1)))
        if zone == "Asia/Shanghai":
            self.assertEqual(moment, wanted - timedelta(hours=8))

    @law
    @given(
        st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
        st.integers(-5000, 5000),
    )
    def test_late_by_the_clock(self, due, minutes):
        """Rule 6: hours late are the hours since it was due, none before."""
        late = duty.hours_late(due, due + timedelta(minutes=minutes))
        self.assertAlmostEqual(late, max(0, minutes) / 60, delta=0.006)

    @law
    @given(amounts, amounts, st.sampled_from(["higher", "lower"]))
    def test_achievement(self, target, actual, better):
        """HR-47: 100 per cent and more is reached, and nothing else is; both ways
        mirror each other."""
        share = kpi.achievement(better, target, actual)
        reached = actual >= target if better == "higher" else actual <= target
        self.assertEqual(share >= 100, reached)
        self.assertTrue(0 <= share <= kpi.MOST)
        self.assertEqual(kpi.light(share, 90) == "green", reached)
        other = "lower" if better == "higher" else "higher"
        self.assertEqual(share, kpi.achievement(other, actual, target))

    def test_lights(self):
        """HR-47: green reached, yellow near, red far; of nothing no share is told."""
        for percent, colour in ((100, "green"), (99.99, "yellow"), (90, "yellow")):
            self.assertEqual(kpi.light(percent, 90), colour)
        self.assertEqual(kpi.light(89.99, 90), "red")
        self.assertEqual(kpi.achievement("higher", -10, -5), 100)
        self.assertEqual(kpi.achievement("higher", 10, -5), 0)
        self.assertEqual(kpi.achievement("lower", 5, 0), kpi.MOST)
