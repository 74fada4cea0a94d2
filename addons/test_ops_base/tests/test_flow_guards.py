from odoo.addons.ops_base.flow import Flow, Step
from odoo.addons.ops_base.models.flow_mixin import PASS_KEY, _Pass
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestFlowGuards(FlowCase):
    def test_state_cannot_be_written(self):
        """Law 1: neither a clerk nor an administrator writes a state or a stamp."""
        job = self.jobs()
        for user in (self.clerk, self.env.ref("base.user_admin")):
            for vals in (
                {"state": "done"},
                {"name": "JOB1"},
                {"done_by_id": user.id},
                {"state_since": "2020-01-01 00:00:00"},
                {"title": "Door", "state": "doing"},
            ):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRaises(AccessError),
                ):
                    job.with_user(user).write(vals)
        self.assertEqual((job.state, job.title), ("draft", "Roof"))

    def test_same_state_is_no_change(self):
        """C-40: a file that is imported back unchanged is no attempt to jump."""
        job = self.jobs()
        job.write({"state": "draft", "title": "Door"})
        self.assertEqual(job.title, "Door")

    def test_born_at_the_beginning(self):
        """Law 1: no paper is created in a late state, by value or by context."""
        Job = self.env["test.ops.job"].with_user(self.clerk)
        for vals in ({"state": "done"}, {"name": "X"}, {"done_by_id": self.clerk.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                Job.create({"title": "Roof", **vals})
        job = Job.with_context(
            default_state="done", default_name="X", default_done_by_id=self.clerk.id
        ).create({"title": "Roof"})
        self.assertEqual(
            (job.state, job.name, job.done_by_id.id), ("draft", False, False)
        )

    def test_saved_defaults_are_no_way_in(self):
        """Law 1: a default that somebody saves for himself fills no stamp and no
        figure, neither of the paper nor of what the kernel writes for him."""
        saved = {
            "test.ops.job": {
                "title": "Roof",
                "state": "done",
                "name": "JOB0",
                "done_by_id": self.clerk.id,
                "line_count": 7,
            },
            "ops.flow.log": {"date": "2020-01-01 00:00:00"},
        }
        for model, values in saved.items():
            for name, value in values.items():
                self.env["ir.default"].with_user(self.clerk).set(
                    model, name, value, user_id=True
                )
        job = self.env["test.ops.job"].with_user(self.clerk).create({})
        self.assertEqual((job.title, job.state, job.line_count), ("Roof", "draft", 0))
        self.assertFalse(job.name or job.done_by_id)
        job.action_start()
        self.assertNotIn("2020", job.flow_panel()[0]["history"][0]["date"])

    def test_figures_cannot_be_entered(self):
        """Law 1: the ORM would store what a client writes into a computed field."""
        job = self.jobs()
        for attempt in (
            lambda: job.write({"line_count": 7}),
            lambda: job.create({"title": "Roof", "line_count": 7}),
        ):
            with self.assertRaisesRegex(AccessError, "worked out"):
                attempt()
        sly = job.with_context(default_line_count=7).create({"title": "Roof"})
        self.assertEqual((job.line_count, sly.line_count), (1, 0))

    def test_import_cannot_jump(self):
        """Law 1: an import is refused a late state and keeps nothing."""
        Job = self.env["test.ops.job"].with_user(self.clerk)
        result = Job.load(["title", "state"], [["A", "draft"], ["B", "done"]])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.assertFalse(Job.search([("title", "in", ("A", "B"))]))

    def test_copy_starts_anew(self):
        """Law 1: a copy of a closed paper is a draft without number and stamps."""
        job = self.jobs()
        job.action_start()
        job.with_user(self.counsel).action_finish()
        copy = job.copy()
        self.assertEqual(
            (copy.state, copy.name, copy.done_by_id.id), ("draft", False, False)
        )

    def test_context_is_no_permission(self):
        """Law 1: nothing a client can send as context opens the state."""
        job = self.jobs()
        for forged in (True, 1, "pass", {"model": job._name, "ids": job.ids}, [job.id]):
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                job.with_context(ops_flow_pass=forged).write({"state": "done"})

    def test_pass_is_narrow(self):
        """Law 1: the flow's own pass covers its records and fields, nothing else."""
        one, other = self.jobs(2)
        ticket = _Pass(one, ["remark"])
        with self.assertRaises(AccessError):
            one.with_context(**{PASS_KEY: ticket}).write({"state": "done"})
        with self.assertRaises(AccessError):
            other.with_context(**{PASS_KEY: _Pass(one, ["state"])}).write(
                {"state": "done"}
            )

    def test_pass_ends(self):
        """Law 1: what the flow opens for a write is closed after it."""
        job = self.jobs()
        with job._flow_opening("state") as opened:
            opened.write({"state": "doing"})
        self.assertEqual(job.state, "doing")
        with self.assertRaises(AccessError):
            opened.write({"state": "done"})

    def test_one_pass_for_all(self):
        """Law 3: what is done to many papers adds no environment for each of them;
        core looks through all there are whenever it needs one."""
        Job, seen = self.env.registry["test.ops.job"], []
        write = Job.write

        def noted(papers, vals):
            if papers.env not in seen:
                seen.append(papers.env)
            return write(papers, vals)

        self.patch(Job, "write", noted)
        self.jobs().action_start()
        alone = len(seen)
        self.jobs(20).action_start()
        self.assertTrue(alone)
        self.assertEqual(len(seen), alone)

    def test_fields_close_with_the_state(self):
        """Rule 10: what the state has closed is read-only, the rest is not."""
        job = self.jobs()
        job.action_start()
        job.write({"remark": "wet"})
        with self.assertRaises(UserError) as caught:
            job.write({"title": "Door"})
        self.assertIn("“Doing”", str(caught.exception))
        job.with_user(self.counsel).action_finish()
        for vals in ({"remark": "dry"}, {"amount": 5}, {"line_ids": [Command.clear()]}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                job.with_user(self.counsel).write(vals)

    def test_lines_follow_their_paper(self):
        """Rule 10: a line is not added, changed, moved or removed around its paper."""
        job, closed = self.jobs(2)
        (job | closed).action_start()
        line = job.line_ids
        line.name = "slate"
        closed.with_user(self.counsel).action_finish()
        shut = closed.line_ids.with_user(self.clerk)
        with self.assertRaises(UserError):
            shut.name = "slate"
        with self.assertRaises(UserError):
            shut.unlink()
        with self.assertRaises(UserError):
            line.job_id = closed
        with self.assertRaises(UserError):
            shut.create({"job_id": closed.id, "name": "late"})

    def test_submitted_papers_are_kept(self):
        """Rule 10: a draft may go, a submitted paper stays."""
        self.jobs().unlink()
        job = self.jobs()
        job.action_start()
        with self.assertRaises(UserError):
            job.unlink()

    def test_outsider_has_no_access(self):
        """Rule 12: who has no right to the paper has none to its steps."""
        job = self.jobs()
        with self.assertRaises(AccessError):
            job.with_user(self.outsider).action_start()
        with self.assertRaises(AccessError):
            job.with_user(self.outsider).flow_panel()

    def test_evidence_stays(self):
        """Rule 10: a file a paper was handed on with is not changed or deleted."""
        job = self.jobs()
        Files = self.env["ir.attachment"].with_user(self.clerk)
        place = {"res_model": job._name, "res_id": job.id}
        old = Files.create({"name": "offer.pdf", "raw": b"one", **place})
        loose = Files.create({"name": "wrong.pdf", "raw": b"x", **place})
        loose.write({"raw": b"y"})
        loose.unlink()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = now() - interval '1 hour'"
            " WHERE id = %s",
            [old.id],
        )
        old.invalidate_recordset()
        shown = old.copy({"res_model": job.line_ids._name, "res_id": job.line_ids.id})
        job.action_start()
        for attack in (
            lambda: old.write({"raw": b"two"}),
            lambda: old.write({"name": "other.pdf"}),
            lambda: old.write({"res_id": False}),
            lambda: old.unlink(),
            lambda: old.sudo().unlink(),
            lambda: shown.unlink(),
        ):
            with self.assertRaises(AccessError):
                attack()
        self.assertEqual(old.raw, b"one")
        later = Files.create({"name": "photo.jpg", "raw": b"p", **place})
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = now() + interval '1 hour'"
            " WHERE id = %s",
            [later.id],
        )
        later.invalidate_recordset()
        later.unlink()

    def test_two_people_at_once(self):
        """Rule 4: while one takes a step the other is told so, in words."""
        job = self.jobs()
        job.action_start()
        from unittest.mock import patch

        from odoo.exceptions import LockError

        with (
            patch.object(type(job), "lock_for_update", side_effect=LockError("busy")),
            self.assertRaises(FlowRefused) as caught,
        ):
            job.with_user(self.counsel).action_finish()
        self.assertIn("somebody else", str(caught.exception))

    def test_wrong_declarations_are_named(self):
        """Law 1: a declaration that cannot work is an error that names the model."""
        job = self.env["test.ops.job"]
        good = type(job)._flow
        self.assertEqual(job._flow_problems(), [])
        cases = {
            "unknown state 'gone'": good.extend(Step("x", "gone", "done", group="g")),
            "gate _gate_none": good.extend(gates={"start": "none"}),
            "nobody is named": good.extend(Step("start2", "draft", "doing")),
            "method action_more": good.extend(
                Step("more", "draft", "doing", group="g")
            ),
            "unknown field 'colour'": good.extend(editable={"doing": "colour"}),
            "cannot be reached": Flow(*good.steps[:1]),
            "needs a way back": good.extend(Step("start", "draft", "doing", route="r")),
        }
        for expected, flow in cases.items():
            with self.subTest(expected):
                self.patch(type(job), "_flow", flow)
                self.assertIn(expected, "; ".join(job._flow_problems()))
        with self.assertRaises(ValueError) as caught:
            job._register_hook()
        self.assertIn("test.ops.job", str(caught.exception))
