"""Due reports: who hands in, who excuses, what fulfils them."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .duty_common import MONDAY, DutyCase


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
        self.cron()
        self.assertEqual(self.item.user_ids, self.other)
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
        self.report.write({"code": "test_visit", "res_model": "test.ops.job"})
        own = self.items(self.report)[:1].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "by its paper"):
            own.action_hand_in("Ticked")
        self.assertEqual(own.action_open_document()["res_model"], "test.ops.job")
        jobs = self.jobs(2)
        duties = self.env["ops.duty"].with_user(self.other)
        self.assertFalse(duties._fulfil("test_visit", own.period_start, jobs[0]))
        self.assertFalse(duties._fulfil("none", own.period_start, jobs[0]))
        duties = duties.with_user(self.clerk)
        self.assertEqual(duties._fulfil("test_visit", own.period_end, jobs[0]), own)
        self.assertFalse(duties._fulfil("test_visit", own.period_end, jobs[1]))
        self.assertEqual((own.state, own.res_id), ("handed", jobs[0].id))
        self.assertEqual(own.action_open_document()["res_id"], jobs[0].id)

    def test_fulfilled_before_it_is_planned(self):
        """Rule 6: a paper ahead of the plan finds its period."""
        self.report.code = "test_visit"
        last = max(self.items(self.report).mapped("period_end"))
        day = fields.Date.add(last, days=40)
        done = (
            self.env["ops.duty"]
            .with_user(self.clerk)
            ._fulfil("test_visit", day, self.jobs())
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
