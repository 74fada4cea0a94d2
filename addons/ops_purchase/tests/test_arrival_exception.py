"""What does not arrive as ordered, in writing to those concerned (PU-14)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestArrivalException(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.env["hr.department"].create(
            {"name": "Sales", "company_id": cls.company.id}
        )
        cls.env["hr.employee"].create(
            [
                {
                    "name": post,
                    "user_id": cls.people[post].id,
                    "department_id": department.id,
                    "company_id": cls.company.id,
                }
                for post, department in (
                    ("staff", cls.department),
                    ("colleague", cls.sales),
                )
            ]
        )

    def exception(self, order=None, by="buyer", **values):
        return (
            self.by(by, self.env["ops.arrival.exception"])
            .create(
                {
                    "order_id": (order or self.ordered()).id,
                    "product_id": self.steel.id,
                    "description": "The mill stopped; two weeks later.",
                    **values,
                }
            )
            .with_env(self.env)
        )

    def test_notified(self):
        """PU-14: production and sales are told in writing, both confirm reading it;
        then, with a measure, it is closed (scenario 5)."""
        paper = self.exception()
        self.assertEqual(paper.department_ids, self.department)
        self.assertTrue(paper.request_ids)
        self.by("buyer", paper).department_ids |= self.sales
        self.by("buyer", paper).action_issue()
        notice = paper.notice_ids
        self.assertEqual(notice.state, "published")
        self.assertEqual(
            notice.receipt_ids.user_id,
            self.people["staff"] | self.people["colleague"],
        )
        self.assertIn("two weeks later", notice.body)
        self.by("buyer", paper).measure = "Half of it by air"
        with self.assertRaisesRegex(UserError, "not confirmed reading"):
            self.by("buyer", paper).action_close()
        self.by("staff", notice).action_confirm()
        with self.assertRaisesRegex(UserError, "not confirmed reading"):
            self.by("buyer", paper).action_close()
        self.by("colleague", notice).action_confirm()
        self.by("buyer", paper).action_close()
        self.assertEqual(paper.state, "closed")

    def test_incomplete(self):
        """PU-14: no words, nobody concerned, no placed order: no notice; no measure,
        no end."""
        for values, problem in (
            ({"description": " "}, "what happened"),
            ({"department_ids": False}, "Name the departments"),
            ({"order": self.rfq(self.granted())}, "not a confirmed order"),
        ):
            paper = self.exception(**values)
            with (
                self.subTest(problem=problem),
                self.assertRaisesRegex(UserError, problem),
                self.env.cr.savepoint(),
            ):
                self.by("buyer", paper).action_issue()
            self.assertFalse(paper.notice_ids)
        paper = self.exception()
        self.by("buyer", paper).action_issue()
        self.by("staff", paper.notice_ids).action_confirm()
        with self.assertRaisesRegex(UserError, "what was done"):
            self.by("buyer", paper).action_close()

    def test_who(self):
        """PU-14: who neither buys nor receives reads it, and raises none."""
        paper = self.exception()
        self.by("buyer", paper).action_issue()
        self.assertEqual(self.by("colleague", paper).state, "issued")
        with self.assertRaises(AccessError):
            self.exception(by="colleague")
        with self.assertRaises(AccessError):
            self.by("colleague", paper).action_close()
