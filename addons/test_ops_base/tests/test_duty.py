"""Report duties: planned ahead, handed in by who owes them, late told above."""

from datetime import date, datetime

import psycopg2
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .duty_common import MONDAY, DutyCase


@tagged("post_install", "-at_install")
class TestDuty(DutyCase):
    def test_monthly_by_the_fifth(self):
        """RE-28: the analysis of a month is due by the 5th of the next, in the
        company's time zone."""
        with freeze_time(MONDAY):
            duty = self.duty()
            item = self.items(duty, user=self.clerk)[0]
        self.assertEqual(item.period_name, "2026-11")
        self.assertEqual(item.period_start, date(2026, 11, 1))
        self.assertEqual(item.date_due, datetime(2026, 12, 5, 16, 0))
        self.assertEqual((item.user_ids, item.supervisor_id), (self.clerk, self.head))

    def test_daily_before_ten(self):
        """RE-29: every working day before 10:00; nothing is late at its birth, and no
        report is due for a free day."""
        with freeze_time(MONDAY):
            duty = self.duty(period="daily", is_after=False, hour=10)
            due = self.items(duty).mapped("date_due")
        self.assertEqual(due[0], datetime(2026, 11, 3, 2, 0))
        self.assertEqual([moment.day for moment in due], [3, 4, 5, 6, 9])

    def test_weekly_of_each(self):
        """RE-27: each of the group owes one visit a week; weeks without stand out."""
        group = self.env["res.groups"].create({"name": "Specialists"})
        (self.clerk + self.other).group_ids += group
        with freeze_time(MONDAY):
            duty = self.duty(
                period="weekly",
                is_after=False,
                weekday="7",
                owner_kind="group",
                group_id=group.id,
            )
            week = self.items(duty, period_name="2026-W45")
        self.assertEqual(week.user_ids, self.clerk + self.other)
        self.assertEqual(len(week), 2)
        self.assertEqual(set(week.mapped("date_due")), {datetime(2026, 11, 8, 16, 0)})
        with freeze_time("2026-11-09 04:00:00"):
            late = self.items(duty, is_late=True, state="due")
            self.assertEqual(late, week)
            week[0].with_user(week[0].user_ids).action_hand_in("Shop 3")
            self.assertEqual(self.items(duty, is_late=True, state="due"), week[1])

    def test_who_joins_and_who_leaves(self):
        """RE-28: who joins the group owes what is still to come, nothing of the past;
        who leaves owes no more, and a new head takes over from the old one."""
        group = self.env["res.groups"].create({"name": "Specialists"})
        self.clerk.group_ids += group
        with freeze_time(MONDAY):
            duty = self.duty(
                period="weekly", weekday="3", owner_kind="group", group_id=group.id
            )
            heads = self.duty(owner_kind="head", department_id=self.market.id)
        with freeze_time("2026-11-20 04:00:00"):
            self.cron()
            self.other.group_ids += group
            self.clerk.group_ids -= group
            self.market.manager_id = self.env["hr.employee"].search(
                [("user_id", "=", self.clerk.id)]
            )
            self.cron()
            owed = [(i.period_name, i.user_ids) for i in self.items(duty)]
        self.assertEqual(
            [name for name, user in owed if user == self.clerk],
            ["2026-W45", "2026-W46"],
        )
        self.assertEqual(
            [name for name, user in owed if user == self.other],
            ["2026-W47", "2026-W48", "2026-W49", "2026-W50"],
        )
        self.assertEqual(self.items(heads).user_ids, self.clerk)

    def test_one_for_all(self):
        """Rule 6: a duty of a post may be done by one of its holders for all."""
        job = self.env["hr.job"].create({"name": "Merchandiser"})
        people = self.env["hr.employee"].search(
            [("user_id", "in", (self.clerk + self.head).ids)]
        )
        people.job_id = job
        with freeze_time(MONDAY):
            duty = self.duty(owner_kind="job", job_id=job.id, each=False)
            item = self.items(duty)[0]
            self.assertEqual(item.user_ids, self.clerk + self.head)
            item.with_user(self.head).action_hand_in("Done for both")
        self.assertEqual((item.state, item.handed_by_id), ("handed", self.head))

    def test_head_of_a_department(self):
        """HR-41: a duty of a head is watched by the next head above."""
        above = self.env["hr.department"].create(
            {
                "name": "Board office",
                "manager_id": self.env["hr.employee"]
                .create({"name": "d", "user_id": self.director.id})
                .id,
            }
        )
        self.market.parent_id = above
        with freeze_time(MONDAY):
            duty = self.duty(
                owner_kind="head", department_id=self.market.id, period="quarterly"
            )
            item = self.items(duty)[0]
        self.assertEqual(
            (item.user_ids, item.supervisor_id), (self.head, self.director)
        )
        self.assertEqual((item.period_name, item.date_due.month), ("2026-Q4", 1))

    def test_free_days(self):
        """Rule 6: a due day that is free stays, or goes to the working day before or
        after, as the duty says; holidays of the company count."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "company_id": self.env.company.id,
                "date_from": "2026-12-06 16:00:00",
                "date_to": "2026-12-07 15:59:59",
            }
        )
        for shift, day in (("none", 5), ("before", 4), ("after", 8)):
            with freeze_time(MONDAY):
                duty = self.duty(shift=shift, hour=18)
                due = self.items(duty)[0].date_due
            self.assertEqual(due, datetime(2026, 12, day, 10, 0), shift)

    def test_missed_days_are_made_up(self):
        """Rule 6: the plan may be made twice or not for weeks: each period is there
        once."""
        with freeze_time(MONDAY):
            duty = self.duty(period="daily", is_after=False, workdays=False)
        with freeze_time("2026-11-25 04:00:00"):
            self.cron()
            self.cron()
            days = self.items(duty).mapped("period_start")
        self.assertEqual(
            days,
            [date(2026, 11, day) for day in range(2, 31)]
            + [date(2026, 12, day) for day in (1, 2)],
        )
        item = self.items(duty)[0]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            item.sudo().copy().flush_recordset()

    def test_rule_changes(self):
        """Rule 13: a new rule holds for what is not due yet; what is due, or was
        begun, stays."""
        with freeze_time(MONDAY):
            duty = self.duty(period="weekly", is_after=False, weekday="5")
            begun = self.items(duty, period_name="2026-W46")
            begun.with_user(self.clerk).note = "Half of it"
        with freeze_time("2026-11-07 04:00:00"):
            missed = self.items(duty, period_name="2026-W45")
            duty.weekday = "3"
            self.cron()
            due = {i.period_name: i.date_due.day for i in self.items(duty)}
            self.assertEqual(due["2026-W45"], missed.date_due.day)
            self.assertEqual(due["2026-W46"], 13)
            self.assertEqual(due["2026-W47"], 18)
            duty.active = False
            self.assertEqual(self.items(duty), missed + begun)

    def test_wrong_rules(self):
        """Rule 6: a duty nobody owes, or due on a day its period has not, is
        refused."""
        for values in (
            {"user_id": False},
            {"owner_kind": "head"},
            {"day": 32},
            {"day": 0},
            {"period": "weekly", "day": 8},
            {"period": "quarterly", "month": 4},
            {"res_model": "no.such.paper"},
        ):
            with self.assertRaises(ValidationError, msg=values):
                self.duty(**values)
        with self.assertRaises(AccessError):
            self.env["ops.duty"].with_user(self.clerk).create(
                {"name": "Mine", "user_id": self.other.id}
            )

    def test_reminded_and_told_above(self):
        """RE-28, HR-41: the owner gets one reminder two days before, the head one
        activity when it stays late; both end when it is handed in."""
        with freeze_time("2026-11-02 04:00:00"):
            duty = self.duty(is_after=False, day=20)
            item = self.items(duty)[0]
        for day, owner, head in ((17, 0, 0), (19, 1, 0), (21, 1, 0), (23, 1, 1)):
            with freeze_time(f"2026-11-{day} 04:00:00"):
                self.cron()
                self.cron()
                people = item.sudo().activity_ids.mapped("user_id")
                self.assertEqual(len(item.sudo().activity_ids), owner + head)
                self.assertEqual(self.clerk in people, bool(owner))
                self.assertEqual(self.head in people, bool(head))
        with freeze_time("2026-11-24 04:00:00"):
            item.with_user(self.clerk).action_hand_in("Sales fell")
            self.cron()
        self.assertFalse(item.sudo().activity_ids)
        self.assertEqual((item.state, item.is_late), ("handed", True))
        self.assertEqual(item.hours_late, 84)
