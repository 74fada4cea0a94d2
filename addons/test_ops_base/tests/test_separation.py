from dataclasses import replace

from odoo.addons.ops_base.flow import Flow
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestSeparation(ApprovalCase):
    """Nobody makes himself a judge, and nothing approved changes unseen."""

    def setUp(self):
        super().setUp()
        self.keeper = self.admin

    def test_route_keeper_names_others(self):
        """Rule 1: whoever keeps the routes does not name himself a signer."""
        route = self.route(self.step(self.ann))
        step = route.step_ids.with_user(self.keeper)
        with self.refused("names himself"):
            step.user_ids = [Command.link(self.keeper.id)]
        self.env.invalidate_all()
        with self.refused("names himself"):
            step.fallback_user_ids = [Command.link(self.keeper.id)]
        self.env.invalidate_all()
        with self.refused("names himself"):
            route.with_user(self.keeper).step_ids = [
                Command.create(
                    {"name": "Me", "user_ids": [Command.link(self.keeper.id)]}
                )
            ]
        self.env.invalidate_all()
        step.user_ids = [Command.link(self.bob.id)]
        self.assertEqual(step.user_ids, self.ann | self.bob)

    def test_named_by_another_stays(self):
        """Rule 1: who was named by another keeps his place in steps he edits."""
        route = self.route(self.step(self.keeper))
        route.step_ids.with_user(self.keeper).days = 3
        self.assertEqual(route.step_ids.days, 3)

    def test_history_of_a_route(self):
        """Rule 10: who changed which step of a route stands in its history."""
        route = self.route(self.step(self.ann))
        step = route.step_ids.with_user(self.keeper)
        step.user_ids = [Command.link(self.bob.id)]
        step.copy({"name": "Second"})
        step.unlink()
        told = route.message_ids.filtered(
            lambda m: m.author_id == self.keeper.partner_id
        )
        text = " ".join(told.mapped("body"))
        for word in ("Step changed", "People", "Step added", "Second", "Step removed"):
            self.assertIn(word, text)

    def test_open_key_field_is_a_wrong_declaration(self):
        """Rule 1: a key field left open after the approval must start it anew."""
        model = self.env["test.ops.paper"]
        flow = type(model)._flow
        self.assertEqual(flow.problems(flow.states), [])
        loose = Flow(
            *[replace(step, restart=None) for step in flow.steps],
            key_fields=flow.key_fields,
            editable=flow.editable,
        )
        self.assertIn("start no approval anew", "; ".join(loose.problems(loose.states)))

    def test_changed_line_restarts(self):
        """Rule 1: an approved list that changes is approved anew, whatever is written:
        the paper or a line of it."""
        self.route(self.step(self.ann))
        changes = (
            lambda p: p.write({"line_ids": [Command.create({"quantity": 2})]}),
            lambda p: p.line_ids.write({"quantity": 3}),
            lambda p: p.line_ids.unlink(),
            lambda p: p.line_ids.create({"paper_id": p.id, "quantity": 1}),
        )
        for change in changes:
            paper = self.papers(line_ids=[Command.create({"quantity": 1})])
            self.request(paper, self.ann).agree()
            self.assertEqual(paper.state, "approved")
            paper.line_ids.quantity = 1
            self.assertEqual(paper.state, "approved", "nothing has changed")
            change(paper)
            self.assertEqual(paper.state, "approving")
            self.assertEqual(self.turn(paper), ["ann"])

    def test_result_comes_after_the_work(self):
        """HR-51: result and effect are given once it is reported done, by another."""
        actions = self.env["ops.improvement"].with_user(self.clerk)
        with self.refused("reported done"):
            actions.create({"problem": "Leak", "check_result": "effective"})
        action = actions.create({"problem": "Leak", "owner_id": self.ann.id})
        with self.refused("reported done"):
            action.effect = "All dry"
        self.env["ir.default"].with_user(self.clerk).set(
            "ops.improvement", "effect", "All dry", user_id=True
        )
        with self.refused("reported done"):
            actions.create({"problem": "Leak"})

    def test_attached_stays_with_documents_one_may_change(self):
        """Law 1: what hangs on a paper is not moved to a paper of others."""
        mine = self.papers(submit=False)
        checklist = self.env["ops.checklist"].create(
            {
                "name": "List",
                "user_id": self.clerk.id,
                "res_model": mine._name,
                "res_id": mine.id,
            }
        )
        checklist = checklist.with_user(self.clerk)
        checklist.write({"name": "My list", "res_id": mine.id})
        company = self.env.company
        with self.assertRaises(AccessError):
            checklist.write({"res_model": company._name, "res_id": company.id})
