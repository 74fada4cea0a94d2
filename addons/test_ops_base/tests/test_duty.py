"""Report duties: planned ahead, handed in by who owes them, late told above."""

from datetime import date, datetime

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import FlowCase

# a Monday, noon in Shanghai
MONDAY = "2026-11-02 04:00:00"


class DutyCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.chief = new_test_user(
            cls.env, "duty_chief", groups="ops_base.group_manager"
        )
        cls.head = new_test_user(cls.env, "duty_head", groups="ops_base.group_user")
        cls.stand_in = new_test_user(
            cls.env, "duty_deputy", groups="ops_base.group_user"
        )
        cls.other = new_test_user(cls.env, "duty_other", groups="ops_base.group_user")
        cls.market = cls.env["hr.department"].create({"name": "Market"})
        leader, _member = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": cls.market.id,
                }
                for user in (cls.head, cls.clerk)
            ]
        )
        cls.market.manager_id = leader

    def duty(self, **values):
        return (
            self.env["ops.duty"]
            .with_user(self.chief)
            .create(
                {
                    "name": "Monthly analysis",
                    "user_id": self.clerk.id,
                    "period": "monthly",
                    "is_after": True,
                    "day": 5,
                    **values,
                }
            )
        )

    def items(self, duty, user=None, **values):
        domain = [("duty_id", "=", duty.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        items = self.env["ops.duty.item"].with_user(user or self.chief)
        return items.search(domain)

    def cron(self):
        self.env["ops.duty"]._cron_duties()


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


@tagged("post_install", "-at_install")
class TestDutyHands(DutyCase):
    def setUp(self):
        super().setUp()
        self.report = self.duty(is_after=False, day=28)
        self.item = self.items(self.report)[:1]

    def test_in_time(self):
        """RE-28: handed in with its proof; then it stays as it is."""
        own = self.item.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "write down"):
            own.action_hand_in()
        own.note = "Sales rose"
        own.action_hand_in()
        self.assertEqual((own.state, own.hours_late), ("handed", 0))
        self.assertEqual((own.handed_by_id, own.behalf_id.id), (self.clerk, False))
        for vals in ({"note": "Sales fell"}, {"excuse": "x"}):
            with self.assertRaises(UserError):
                own.write(vals)
        with self.assertRaises(UserError):
            own.action_hand_in()

    def test_file_is_kept(self):
        """Rule 10: where a file is asked a note will not do; the file stays once it
        is handed in."""
        self.report.proof = "file"
        own = self.items(self.report)[:1].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "attach"):
            own.action_hand_in("Here it is")
        own.attachment_ids = [(0, 0, {"name": "report.xlsx", "raw": b"figures"})]
        own.action_hand_in()
        for change in (
            lambda: own.attachment_ids.write({"raw": b"others"}),
            lambda: own.attachment_ids.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_nobody_else(self):
        """Rule 6: neither a colleague nor the head hands in for another."""
        for user in (self.head, self.other, self.chief):
            with self.assertRaises(AccessError):
                self.item.with_user(user).action_hand_in("I did it")
            with self.assertRaises(AccessError):
                self.item.with_user(user).note = "I did it"
        with self.assertRaises(AccessError):
            self.item.with_user(self.other).read(["note"])
        self.assertEqual(self.item.with_user(self.head).state, "due")
        self.assertEqual(self.item.state, "due")

    def test_deputy(self):
        """Rule 6, C-14: the deputy sees it, hands it in, and it says in whose place;
        once his time is over he does not."""
        item = self.item.with_user(self.stand_in)
        with self.assertRaises(AccessError):
            item.action_hand_in("x")
        now = fields.Datetime.now()
        deputy = (
            self.env["ops.approval.deputy"]
            .with_user(self.clerk)
            .create(
                {
                    "deputy_id": self.stand_in.id,
                    "date_from": now,
                    "date_to": fields.Datetime.add(now, days=3),
                }
            )
        )
        mine = item.search([("is_mine", "=", True), ("id", "=", item.id)])
        self.assertEqual(mine, item)
        self.assertTrue(item.is_mine)
        deputy.active = False
        with self.assertRaises(AccessError):
            item.action_hand_in("x")
        deputy.active = True
        item.action_hand_in("For the clerk")
        self.assertEqual(
            (item.handed_by_id, item.behalf_id), (self.stand_in, self.clerk)
        )

    def test_excused(self):
        """Rule 6: the supervisor excuses with a reason; never the owner himself."""
        with self.assertRaises(AccessError):
            self.item.with_user(self.clerk).action_excuse("On leave")
        with self.assertRaises(AccessError):
            self.item.with_user(self.clerk).excuse = "On leave"
        watched = self.item.with_user(self.head)
        self.assertTrue(watched.is_watched)
        with self.assertRaisesRegex(UserError, "say why"):
            watched.action_excuse()
        watched.action_excuse("On leave")
        self.assertEqual((watched.state, watched.excused_by_id), ("excused", self.head))
        with self.assertRaises(UserError):
            self.item.with_user(self.clerk).action_hand_in("After all")

    def test_own_of_a_manager(self):
        """Rule 1: not even the process administrator excuses his own."""
        duty = self.duty(user_id=self.chief.id, is_after=False, day=28)
        item = self.items(duty)[:1]
        with self.assertRaises(AccessError):
            item.action_excuse("Busy")
        item.action_hand_in("Done")
        self.assertEqual(item.state, "handed")

    def test_passed_on(self):
        """Rule 6: the supervisor passes a report on to somebody else."""
        with self.assertRaises(AccessError):
            self.item.with_user(self.clerk).user_ids = self.other
        self.item.with_user(self.head).user_ids = self.other
        self.item.with_user(self.other).action_hand_in("Done")
        self.assertEqual(self.item.handed_by_id, self.other)

    def test_stamps(self):
        """Law 1: due date, state and who handed in are stamped; nobody makes or
        deletes a due report."""
        for vals in (
            {"state": "handed"},
            {"date_due": "2030-01-01 00:00:00"},
            {"handed_by_id": self.clerk.id},
            {"hours_late": 0},
        ):
            for user in (self.clerk, self.chief):
                with self.assertRaises(AccessError):
                    self.item.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            self.item.with_user(self.chief).unlink()
        with self.assertRaises(AccessError):
            self.item.with_user(self.chief).copy()

    def test_fulfilled_by_a_paper(self):
        """RE-20, RE-27: the paper of another addon is the report: handing it in
        fulfils the duty of who did, once, and it cannot be ticked off without."""
        self.report.write({"code": "visit", "res_model": "test.ops.job"})
        own = self.items(self.report)[:1].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "by its paper"):
            own.action_hand_in("Ticked")
        self.assertEqual(own.action_open_document()["res_model"], "test.ops.job")
        jobs = self.jobs(2)
        duties = self.env["ops.duty"].with_user(self.other)
        self.assertFalse(duties._fulfil("visit", own.period_start, jobs[0]))
        self.assertFalse(duties._fulfil("none", own.period_start, jobs[0]))
        duties = duties.with_user(self.clerk)
        self.assertEqual(duties._fulfil("visit", own.period_end, jobs[0]), own)
        self.assertFalse(duties._fulfil("visit", own.period_end, jobs[1]))
        self.assertEqual((own.state, own.res_id), ("handed", jobs[0].id))
        self.assertEqual(own.action_open_document()["res_id"], jobs[0].id)

    def test_fulfilled_before_it_is_planned(self):
        """Rule 6: a paper ahead of the plan finds its period."""
        self.report.code = "visit"
        last = max(self.items(self.report).mapped("period_end"))
        day = fields.Date.add(last, days=40)
        done = (
            self.env["ops.duty"]
            .with_user(self.clerk)
            ._fulfil("visit", day, self.jobs())
        )
        self.assertEqual(len(done), 1)
        self.assertTrue(done.period_start <= day <= done.period_end)
        self.cron()
        self.assertEqual(
            len(self.items(self.report, period_start=done.period_start)), 1
        )

    def test_same_queries(self):
        """Law 3: planning, reminding and handing in cost the same for many."""
        counts = []
        for count in (1, 1, 12):
            duties = self.env["ops.duty"].with_user(self.chief)
            with freeze_time(MONDAY):
                duties = duties.create(
                    [
                        {
                            "name": f"Report {i}",
                            "user_id": self.clerk.id,
                            "period": "weekly",
                            "day": 5,
                            "shift": "after",
                        }
                        for i in range(count)
                    ]
                )
                items = self.env["ops.duty.item"].search(
                    [("duty_id", "in", duties.ids)]
                )
            items.note = "Done"
            self.env.flush_all()
            self.env.invalidate_all()
            cost = []
            before = self.cr.sql_log_count
            with freeze_time("2026-11-25 04:00:00"):
                duties._plan()
                self.env.flush_all()
                cost.append(self.cr.sql_log_count - before)
                own = items.with_user(self.clerk)
                own.mapped("is_mine")
                before = self.cr.sql_log_count
                own.action_hand_in()
                self.env.flush_all()
            cost.append(self.cr.sql_log_count - before)
            counts.append(cost)
        self.assertEqual(counts[1], counts[2])
