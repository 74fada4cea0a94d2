from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalDeputies(ApprovalCase):
    """C-14: somebody signs in another's place for a period."""

    def deputy(self, user, deputy, by=None, start=-1, days=7):
        now = fields.Datetime.now()
        return (
            self.env["ops.approval.deputy"]
            .with_user(by or user)
            .create(
                {
                    "user_id": user.id,
                    "deputy_id": deputy.id,
                    "date_from": now + timedelta(days=start),
                    "date_to": now + timedelta(days=start + days),
                }
            )
        )

    def test_signs_on_behalf(self):
        """C-14: the deputy gets the task; the timeline names both."""
        self.route(self.step(self.ann))
        self.deputy(self.ann, self.bob)
        paper = self.papers()
        self.assertEqual(self.turn(paper), ["bob"])
        self.assertEqual(
            self.Request.with_user(self.bob).inbox_counts()["to_approve"], 1
        )
        self.request(paper, self.bob).agree("for ann")
        self.assertEqual(paper.state, "approved")
        signed = self.Request._signatures(paper)[paper.id][0]
        self.assertEqual((signed["user"], signed["behalf"]), ("bob", "ann"))
        self.assertEqual(paper.flow_panel()[0]["history"][-1]["behalf"], "ann")

    def test_the_person_may_still_sign(self):
        """C-14: who is back early signs himself."""
        self.route(self.step(self.ann))
        self.deputy(self.ann, self.bob)
        paper = self.papers()
        self.request(paper, self.ann).agree()
        signed = self.Request._signatures(paper)[paper.id][0]
        self.assertEqual((signed["user"], signed["behalf"]), ("ann", ""))

    def test_not_his_own_paper(self):
        """C-14: a deputy is never the paper's owner."""
        self.route(self.step(self.ann))
        self.deputy(self.ann, self.clerk)
        paper = self.papers()
        self.assertEqual(self.turn(paper), ["ann"])
        with self.assertRaises(UserError):
            self.request(paper, self.clerk).agree()

    def test_running_tasks_go_over_and_come_back(self):
        """C-14: appointed while a task waits; the task returns when it ends."""
        self.route(self.step(self.ann))
        paper = self.papers()
        deputy = self.deputy(self.ann, self.bob)
        self.assertEqual(self.turn(paper), ["bob"])
        deputy.date_to = fields.Datetime.now()
        self.assertEqual(self.turn(paper), ["ann"])
        with self.assertRaises(AccessError):
            self.request(paper, self.bob).agree()

    def test_period(self):
        """C-14: begins and ends by itself; a lapsed deputy is refused at once."""
        self.route(self.step(self.ann))
        paper = self.papers()
        self.deputy(self.ann, self.bob, start=1, days=2)
        self.assertEqual(self.turn(paper), ["ann"])
        Deputy = self.env["ops.approval.deputy"]
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(days=2)):
            Deputy._cron_hand_over()
            self.assertEqual(self.turn(paper), ["bob"])
        with freeze_time(now + timedelta(days=4)):
            with self.assertRaises(UserError):
                self.request(paper, self.bob).agree()
            Deputy._cron_hand_over()
            self.assertEqual(self.turn(paper), ["ann"])

    def test_own_deputies_only(self):
        """C-14: nobody appoints himself, or a friend, deputy of somebody else."""
        with self.assertRaises(AccessError):
            self.deputy(self.ann, self.bob, by=self.bob)
        own = self.deputy(self.bob, self.dan)
        with self.assertRaises(AccessError):
            own.user_id = self.ann
        with self.assertRaises(AccessError):
            own.with_user(self.dan).date_to = fields.Datetime.now()
        with self.assertRaises(AccessError):
            own.with_user(self.dan).unlink()
        self.assertTrue(self.deputy(self.ann, self.bob, by=self.admin))
        with self.assertRaisesRegex(AccessError, "another's signature"):
            self.deputy(self.ann, self.admin, by=self.admin)
        with self.assertRaises(ValidationError):
            self.deputy(self.ann, self.ann)

    def test_one_signature_per_person(self):
        """C-14, C-16: who signs himself does not sign for another in the same step."""
        self.route(self.step(self.ann, self.bob, mode="all"))
        self.deputy(self.ann, self.bob)
        paper = self.papers()
        self.assertEqual(self.turn(paper), ["ann", "bob"])
        self.request(paper, self.bob).agree()
        self.assertEqual(paper.state, "approving")
