"""Improvement actions: planned, done, checked by somebody else."""

from odoo import fields
from odoo.addons.ops_base.models.flow_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestImprovement(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(cls.env, "owner", groups="ops_base.group_user")
        cls.checker = new_test_user(cls.env, "checker", groups="ops_base.group_user")

    def action(self, **values):
        actions = self.env["ops.improvement"].with_user(self.clerk)
        return actions.create(
            {
                "problem": "Two of ten shelves without price tags",
                "cause": "Nobody checks in the evening",
                "measure": "Evening round with a list",
                "owner_id": self.owner.id,
                "checker_id": self.checker.id,
                "date_due": "2026-12-01",
                **values,
            }
        )

    def reported(self, **values):
        action = self.action(**values)
        action.action_start()
        action.with_user(self.owner).done_text = "List printed, round started"
        action.with_user(self.owner).action_report()
        return action

    def test_whole_way(self):
        """HR-51: problem, cause, measure, owner, due date, check result, effect – and
        closed by another person than its owner."""
        action = self.reported()
        check = action.with_user(self.checker)
        with self.assertRaisesRegex(FlowRefused, "result and effect"):
            check.action_close()
        check.write({"check_result": "effective", "effect": "All tags in two weeks"})
        check.action_close()
        self.assertEqual((action.state, action.closed_by_id), ("closed", self.checker))
        self.assertTrue(action.name.startswith("GJ"))
        self.assertTrue(action.date_closed)

    def test_whose_turn(self):
        """HR-51: the panel names the one who works on it, then the one who checks."""
        action = self.action()
        action.action_start()
        self.assertEqual(action.flow_panel()[0]["turn"], self.owner.name)
        action.with_user(self.owner).done_text = "List printed"
        action.with_user(self.owner).action_report()
        self.assertEqual(action.flow_panel()[0]["turn"], self.checker.name)

    def test_not_closed_by_its_owner(self):
        """HR-51: the owner neither judges nor closes his own action, also when he
        raised it and has every right."""
        manager = self.env.ref("base.user_admin")
        action = self.action(owner_id=manager.id)
        action.action_start()
        own = action.with_user(manager)
        own.done_text = "done"
        own.action_report()
        with self.assertRaisesRegex(UserError, "other than its owner"):
            own.write({"check_result": "effective", "effect": "fine"})
        action.with_user(self.checker).write(
            {"check_result": "effective", "effect": "fine"}
        )
        with self.assertRaisesRegex(FlowRefused, "other than the owner"):
            own.action_close()
        action.with_user(self.checker).action_close()
        self.assertEqual(action.state, "closed")

    def test_plan_is_complete(self):
        """HR-51: no start without measure, owner, date and another checker."""
        action = self.action(measure=False, owner_id=False, date_due=False)
        with self.assertRaises(FlowRefused) as refused:
            action.action_start()
        for words in ("Measure", "Owner", "Due date"):
            self.assertIn(words, str(refused.exception))
        action.write(
            {"measure": "m", "owner_id": self.checker.id, "date_due": "2026-12-01"}
        )
        with self.assertRaisesRegex(FlowRefused, "same person"):
            action.action_start()
        action.checker_id = self.clerk
        action.action_start()
        self.assertEqual(action.state, "doing")

    def test_only_the_owner_reports(self):
        """HR-51: done is what its owner says, with words."""
        action = self.action()
        action.action_start()
        with self.assertRaises(FlowRefused) as refused:
            action.action_report()
        self.assertIn("Its owner reports", str(refused.exception))
        self.assertIn("what was done", str(refused.exception))

    def test_not_effective_goes_back(self):
        """HR-51: a measure without effect goes back to its owner, with the reason."""
        action = self.reported()
        check = action.with_user(self.checker)
        with self.assertRaises(FlowRefused):
            check.action_rework()
        check.action_rework("Tags missing again on Monday")
        self.assertEqual(action.state, "doing")
        with self.assertRaises(FlowRefused):
            action.with_user(self.owner).action_rework("no")

    def test_closed_to_forgery(self):
        """Law 1: state, closer and closing date are stamped by the steps only; what is
        planned stands once started."""
        action = self.action()
        for vals in (
            {"state": "closed"},
            {"closed_by_id": self.checker.id},
            {"date_closed": "2026-01-01 00:00:00"},
            {"user_id": self.owner.id},
        ):
            with self.assertRaises(AccessError):
                action.write(vals)
            with self.assertRaises(AccessError):
                self.action(**vals)
        action.action_start()
        for vals in ({"owner_id": self.clerk.id}, {"date_due": "2027-01-01"}):
            with self.assertRaises(UserError):
                action.write(vals)

    def test_who_may_write(self):
        """Rule 12: staff read the list, those concerned write; others do not."""
        action = self.action()
        stranger = action.with_user(self.director)
        self.assertTrue(stranger.problem)
        with self.assertRaises(AccessError):
            stranger.measure = "other"
        with self.assertRaises(AccessError):
            action.with_user(self.outsider).read(["problem"])
        with self.assertRaises(AccessError):
            stranger.action_start()
        with self.assertRaises(FlowRefused):
            action.action_drop("no longer needed")
        action.with_user(self.env.ref("base.user_admin")).action_drop("shop closed")
        self.assertEqual(action.state, "dropped")

    def test_raised_by_any_document(self):
        """HR-51: an inspection or analysis raises it; the list finds overdue ones."""
        job = self.jobs()
        actions = self.env["ops.improvement"].with_user(self.clerk)
        action = actions._raise(job, "Found in the audit", date_due="2026-01-05")
        self.assertEqual(action.action_open_document()["res_id"], job.id)
        late = actions.search([("is_overdue", "=", True), ("id", "=", action.id)])
        due = fields.Date.to_date("2026-01-05") < fields.Date.context_today(action)
        self.assertEqual(bool(late), due)
        self.assertEqual(action.is_overdue, due)
        self.assertFalse(
            actions.search([("is_overdue", "=", not due), ("id", "=", action.id)])
        )
        with self.assertRaises(UserError):
            self.action().action_open_document()

    def test_same_queries(self):
        """Law 3: steps and panel cost the same for 1 and for 100 actions."""
        counts = []
        for count in (1, 1, 100):
            actions = self.env["ops.improvement"].with_user(self.clerk)
            with freeze_time("2026-03-02 08:00:00"):  # not the second of the step
                actions = actions.concat(*[self.action() for _i in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            actions.action_start()
            actions.flow_panel()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
