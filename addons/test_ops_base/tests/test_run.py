"""Batch runs: repeated, interrupted, failing in part, started twice."""

from unittest.mock import patch

from odoo import api
from odoo.addons.queue_job.tests.common import trap_jobs
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools.misc import mute_logger

from .common import FlowCase

LINE_LOG = "odoo.addons.ops_base.models.run_line"


@tagged("post_install", "-at_install")
class TestRun(FlowCase):
    def items(self, count, broken=None):
        """``count`` items; ``broken`` says which fail and how."""
        broken = broken or {}
        return self.env["test.ops.item"].create(
            [{"name": f"item {i}", "broken": broken.get(i)} for i in range(count)]
        )

    def run_of(self, items, user=None, **values):
        runs = self.env["ops.run"].with_user(user or self.clerk)
        return runs._open("test.ops.item", "Bills", {"ids": items.ids}, **values)

    def background(self, present=True):
        runs = type(self.env["ops.run"])
        return patch.object(runs, "_has_background", lambda self: present)

    def test_preview_then_now(self):
        """Run: the preview lists what is due, then each record is processed once."""
        items = self.items(3)
        run = self.run_of(items)
        self.assertEqual((run.state, run.line_count, run.progress), ("ready", 3, 0))
        self.assertEqual(run.line_ids.mapped("note"), [f"note {i.name}" for i in items])
        self.assertEqual(items.mapped("times"), [0, 0, 0])
        run.action_process_now()
        self.assertEqual((run.state, run.done_count, run.progress), ("done", 3, 100))
        self.assertEqual(items.mapped("times"), [1, 1, 1])
        self.assertEqual(run.line_ids[0].note, "done item 0")
        self.assertTrue(run.date_start and run.date_end)

    def test_seven_of_three_hundred_fail(self):
        """Run: 7 of 300 fail with a reason each can read; 293 are done, none twice."""
        bad = dict.fromkeys(range(0, 280, 50), "said") | {299: "crash"}
        items = self.items(300, bad)
        run = self.run_of(items)
        with self.background(), trap_jobs() as jobs, mute_logger(LINE_LOG):
            run.action_start()
            self.assertEqual(run.state, "running")
            jobs.assert_jobs_count(6, only=run._process_job)
            jobs.perform_enqueued_jobs()
            while run.state == "running" and jobs.enqueued_jobs:
                jobs.perform_enqueued_jobs()
        self.assertEqual((run.done_count, run.failed_count), (293, 7))
        self.assertEqual(run.state, "done")
        for number, item in enumerate(items):
            self.assertEqual(item.times, 0 if number in bad else 1, item.name)
        said = run.failed_line_ids[0]
        self.assertEqual(said.message, "item 0 has no meter reading.")
        self.assertIn("ZeroDivisionError", run.failed_line_ids[-1].message)
        self.assertNotIn("Traceback", run.failed_line_ids[-1].message)
        action = said.action_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (items._name, items[0].id)
        )

    def test_failed_are_tried_again(self):
        """Run: once the cause is mended, only the failed ones are repeated."""
        items = self.items(4, {1: "said"})
        run = self.run_of(items)
        run.action_process_now()
        self.assertEqual((run.done_count, run.failed_count), (3, 1))
        items[1].broken = False
        with self.background(False):
            run.action_retry_failed()
        self.assertEqual((run.state, run.done_count, run.failed_count), ("done", 4, 0))
        self.assertEqual(items.mapped("times"), [1, 1, 1, 1])

    def test_interrupted_and_resumed(self):
        """Run: after an interruption the rest is taken up, nothing is done twice."""
        items = self.items(10)
        run = self.run_of(items, chunk=4)
        with self.background(), trap_jobs() as jobs:
            run.action_start()
            # one part ran, then the server died: the jobs are lost
            run._process_job(run.line_ids[:4].ids)
        self.assertEqual((run.state, run.done_count, run.todo_count), ("running", 4, 6))
        with self.background(), trap_jobs() as jobs:
            run.action_resume()
            jobs.perform_enqueued_jobs()
        # a job that comes late, or twice, finds nothing to do
        run._process_job(run.line_ids[:4].ids)
        run._finish()
        self.assertEqual((run.state, run.done_count), ("done", 10))
        self.assertEqual(items.mapped("times"), [1] * 10)

    def test_lost_jobs_are_taken_up(self):
        """Run: jobs that died for good leave no run “running”: the rest is tried in
        smaller and smaller parts, then fails with a reason; nobody clicks."""
        items = self.items(60)
        run = self.run_of(items)
        jobs = self.env["queue.job"].search([])
        cron = self.env.ref("ops_base.cron_run_rescue")
        with self.background(), self.enter_registry_test_mode():
            run.action_start()
            for parts, size in ((2, 50), (12, 5), (60, 1)):
                cron.method_direct_trigger()
                mine = self.env["queue.job"].search([]) - jobs
                self.assertEqual(len(mine), parts, "attended: not taken up twice")
                self.assertEqual(set(mine.user_id), {self.clerk})
                self.assertEqual(len(mine.sorted("id")[0].args[0]), size)
                mine.unlink()
                self.assertEqual(run.state, "running")
                cron.method_direct_trigger()
        self.assertEqual((run.state, run.failed_count), ("done", 60))
        self.assertIn("again and again", run.failed_line_ids[0].message)
        with self.background(), trap_jobs() as jobs:
            run.action_retry_failed()
            jobs.perform_enqueued_jobs()
        self.assertEqual((run.state, run.rescues), ("running", 0))
        self.assertEqual(items.mapped("times"), [1] * 60)

    def test_lost_closing_is_taken_up(self):
        """Run: a run with nothing left to do ends even if its last job was lost."""
        run = self.run_of(self.items(2))
        with self.background(), trap_jobs():
            run.action_start()
            run._process_job(run.line_ids.ids)
        self.assertEqual((run.state, run.todo_count), ("running", 0))
        with self.background(), trap_jobs() as jobs:
            self.env["ops.run"]._cron_rescue()
            jobs.perform_enqueued_jobs()
        self.assertEqual((run.state, run.done_count), ("done", 2))

    def test_every_part_asks_to_close(self):
        """Run: of two parts that end at the same time one closes the run; a closing
        that ran too early is not the last."""
        run = self.run_of(self.items(4), chunk=2)
        with self.background(), trap_jobs() as jobs:
            run.action_start()
            run._process_job(run.line_ids[:2].ids)
            run._process_job(run.line_ids[2:].ids)
            jobs.assert_jobs_count(2, only=run._finish)

    def test_start_twice(self):
        """Run: a started run does not start again, by whatever button."""
        run = self.run_of(self.items(2))
        run.action_process_now()
        for again in (run.action_start, run.action_process_now, run.action_preview):
            with self.assertRaises(UserError):
                again()
        with self.background(), trap_jobs() as jobs:
            other = self.run_of(self.items(2))
            other.action_start()
            with self.assertRaises(UserError):
                other.action_start()
            jobs.assert_jobs_count(1)
            # the same part is not queued a second time
            other._enqueue()
            jobs.assert_jobs_count(1)

    def test_one_open_run_for_one_purpose(self):
        """Run: a second open run with the same key is refused, a later one is not."""
        items = self.items(1)
        run = self.run_of(items, key="2026-11")
        with self.assertRaisesRegex(UserError, "already an open run"):
            self.run_of(items, key="2026-11")
        run.action_process_now()
        self.assertTrue(self.run_of(items, key="2026-11"))

    def test_cancelled(self):
        """Run: stopping leaves what is done and begins nothing more."""
        items = self.items(6)
        run = self.run_of(items, chunk=3)
        with self.background(), trap_jobs():
            run.action_start()
            run._process_job(run.line_ids[:3].ids)
            run.action_cancel()
            run._process_job(run.line_ids[3:].ids)
        self.assertEqual(items.mapped("times"), [1, 1, 1, 0, 0, 0])
        self.assertEqual(run.state, "cancelled")
        self.assertEqual(set(run.line_ids[3:].mapped("state")), {"cancelled"})

    def test_record_gone(self):
        """Run: a record deleted meanwhile is a failure with its reason."""
        items = self.items(2)
        run = self.run_of(items)
        items[0].unlink()
        run.action_process_now()
        self.assertEqual((run.done_count, run.failed_count), (1, 1))
        self.assertIn("no longer exists", run.failed_line_ids.message)

    def test_without_background(self):
        """Run: without queue_job a small run is processed at once, a large one says
        what the server lacks."""
        with self.background(False):
            small = self.run_of(self.items(2))
            small.action_start()
            self.assertEqual(small.state, "done")
            large = self.run_of(self.items(201))
            with self.assertRaisesRegex(UserError, "queue_job"):
                large.action_start()
            with self.assertRaisesRegex(UserError, "201 records are too many"):
                large.action_process_now()

    def test_closed_to_clients(self):
        """Law 1: nobody writes, creates or deletes a run or its lines by RPC, and only
        who opened it or the process administrator drives it."""
        run = self.run_of(self.items(2))
        attacks = (
            lambda runs: runs.write({"state": "done"}),
            lambda runs: runs.create({"name": "x", "handler": "res.users"}),
            lambda runs: runs.line_ids.write({"state": "done"}),
            lambda runs: runs.unlink(),
            lambda runs: runs.copy(),
        )
        for attack in attacks:
            with self.assertRaises(AccessError):
                attack(run)
        for action in ("start", "process_now", "cancel", "resume", "preview"):
            with self.assertRaises(AccessError):
                getattr(run.with_user(self.director), f"action_{action}")()
        with self.assertRaises(AccessError):
            run.with_user(self.director).read(["name"])
        admin = self.env.ref("base.user_admin")
        run.with_user(admin).action_cancel()
        self.assertEqual(run.state, "cancelled")

    def test_same_queries(self):
        """Law 3: preview and processing ask the database as often for 1 as for 100."""
        counts = []
        for count in (1, 1, 1, 100):
            items = self.items(count)
            run = self.run_of(items, chunk=100)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            run.action_preview()
            run.action_process_now()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3], counts)


@tagged("post_install", "-at_install")
class TestRunTwoAtOnce(BaseCase):
    """Two real transactions, so the data is committed and cleaned up by hand."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            items = env["test.ops.item"].create([{"name": f"i{n}"} for n in range(4)])
            run = env["ops.run"]._open("test.ops.item", "Twice", {"ids": items.ids})
            self.run_id, self.item_ids = run.id, items.ids
        self.addCleanup(self.clean)

    def clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env.cr.execute("DELETE FROM ops_run WHERE id = %s", [self.run_id])
            env["test.ops.item"].browse(self.item_ids).unlink()

    def at(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, {})

    def times(self):
        with self.registry.cursor() as cr:
            return self.at(cr)["test.ops.item"].browse(self.item_ids).mapped("times")

    def test_two_starts(self):
        """Run: of two people who start it at the same moment one is told so."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.at(one)["ops.run"].browse(self.run_id).action_process_now()
            with self.assertRaises(UserError):
                self.at(two)["ops.run"].browse(self.run_id).action_process_now()
            two.rollback()
        self.assertEqual(self.times(), [1, 1, 1, 1])

    def test_two_workers_on_one_part(self):
        """Run: two workers with the same part do each record once."""
        with self.registry.cursor() as cr:
            run = self.at(cr)["ops.run"].browse(self.run_id)
            run._begin()
            lines = run.line_ids.ids
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.at(one)["ops.run"].browse(self.run_id)._process(lines)
            # locked by the first: skipped, not waited for, not done again
            self.at(two)["ops.run"].browse(self.run_id)._process(lines)
        self.assertEqual(self.times(), [1, 1, 1, 1])
