from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestFlow(FlowCase):
    def test_moves_in_order(self):
        """Rule 4: a step is taken from its own state, and the log says who did it."""
        job = self.jobs()
        job.action_start()
        self.assertEqual(job.state, "doing")
        job.with_user(self.counsel).action_finish()
        self.assertEqual(job.state, "done")
        log = self.env["ops.flow.log"].search(
            [("res_model", "=", job._name), ("res_id", "=", job.id)], order="id"
        )
        self.assertEqual(
            log.mapped(
                lambda row: (row.step, row.state_from, row.state_to, row.user_id)
            ),
            [
                ("start", "draft", "doing", self.clerk),
                ("finish", "doing", "done", self.counsel),
            ],
        )
        self.assertEqual(job.done_by_id, self.counsel)

    def test_skipped_step_is_named(self):
        """Rule 4: a jump is refused with the missing stage and whose it is."""
        job = self.jobs()
        with self.assertRaises(FlowRefused) as caught:
            job.with_user(self.counsel).action_finish()
        self.assertIn("“Start” comes first", str(caught.exception))
        self.assertIn("clerk", str(caught.exception))
        self.assertEqual(job.state, "draft")

    def test_every_blocker_of_every_paper_in_one_error(self):
        """Rule 1: one refusal lists all that is missing and who can supply it."""
        jobs = self.jobs(2)
        jobs.action_start()
        jobs[0].line_ids = [
            (0, 0, {"name": "door"}),
            (0, 0, {"name": "lock"}),
        ]
        jobs[1].line_ids = [(0, 0, {"name": "wall"})]
        with self.assertRaises(FlowRefused) as caught:
            jobs.with_user(self.director).action_finish()
        message = str(caught.exception)
        for missing in ("door", "lock", "wall", jobs[0].name, jobs[1].name):
            self.assertIn(missing, message)
        self.assertIn("Process administrator", message)
        self.assertEqual(len(caught.exception.blockers), 3)
        self.assertEqual(set(jobs.mapped("state")), {"doing"})

    def test_wrong_person(self):
        """Rule 1: a step belongs to its groups, any of several."""
        job = self.jobs()
        job.action_start()
        with self.assertRaises(FlowRefused) as caught:
            job.action_finish()
        self.assertIn("Legal counsel / General manager", str(caught.exception))
        job.with_user(self.director).action_finish()
        self.assertEqual(job.state, "done")

    def test_reason_demanded(self):
        """C-24: a step that asks for a reason is refused without one."""
        job = self.jobs()
        for empty in (None, "", "   "):
            with self.assertRaises(FlowRefused):
                job.action_stop(empty)
        job.action_stop("rain")
        self.assertEqual(job.state, "stopped")
        log = self.env["ops.flow.log"].search([("res_id", "=", job.id)], limit=1)
        self.assertEqual(log.reason, "rain")

    def test_all_or_none(self):
        """Rule 4: a set moves as one; one blocked paper leaves all where they are."""
        jobs = self.jobs(3)
        jobs[1].title = False
        with self.assertRaises(FlowRefused):
            jobs.action_start()
        self.assertEqual(set(jobs.mapped("state")), {"draft"})
        self.assertFalse(any(jobs.mapped("name")))

    def test_numbered_on_submission(self):
        """C-39: a draft has no number; submission gives each its own, in order."""
        jobs = self.jobs(3)
        self.assertFalse(any(jobs.mapped("name")))
        self.assertIn("draft", jobs[0].display_name)
        jobs.action_start()
        numbers = jobs.mapped("name")
        self.assertEqual(len(set(numbers)), 3)
        self.assertEqual(numbers, sorted(numbers))
        self.assertRegex(numbers[0], r"^JOB\d{6}-\d{4}$")

    def test_numbers_restart_monthly(self):
        """C-38: the serial restarts where the numbering says every month."""
        sequence = self.env.ref("test_ops_base.sequence_test_job")
        self.assertEqual(
            sequence._ops_take(2, "2031-01-15"), ["JOB203101-0001", "JOB203101-0002"]
        )
        self.assertEqual(sequence._ops_take(1, "2031-02-01"), ["JOB203102-0001"])
        self.assertEqual(sequence._ops_take(1, "2031-01-31"), ["JOB203101-0003"])
        sequence.ops_reset = "year"
        self.assertEqual(sequence._ops_take(1, "2032-05-05")[0][-4:], "0001")
        self.assertEqual(sequence._ops_take(1, "2032-06-05")[0][-4:], "0002")

    def test_queries_flat(self):
        """Law 3: a step costs the same queries for 1 and for 100 papers."""

        def cost(count):
            # a second that ends in between would split what is written
            with freeze_time("2026-03-02 08:00:00"):
                jobs = self.jobs(count)
                self.env.flush_all()
            self.env.invalidate_all()
            # who acts is read once, sooner or later
            self.assertTrue(jobs.env.user.partner_id.display_name)
            with (
                freeze_time("2026-03-02 08:01:00"),
                self.profile_queries() as queries,
            ):
                jobs.action_start()
                self.env.flush_all()
            return queries()

        cost(1)  # warm caches
        self.assertEqual(cost(1), cost(100))

    def profile_queries(self):
        """Count the queries of a block."""
        from contextlib import contextmanager

        @contextmanager
        def counter():
            before = self.env.cr.sql_log_count
            yield lambda: self.env.cr.sql_log_count - before

        return counter()
