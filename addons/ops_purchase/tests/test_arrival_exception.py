"""What does not arrive as ordered, in writing to those concerned (PU-14)."""

from odoo import fields
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

    def test_late_delivery(self):
        """PU-14, scenario 5: a late delivery becomes a written notice to production
        and sales; both confirm reading it, nobody else does so for them; the request
        concerned says so until the exception is closed."""
        request = self.granted((self.steel, 100))
        order = self.signed(self.rfq(request))
        self.by("buyer", order).button_confirm()
        today = fields.Date.context_today(order)
        yesterday = fields.Date.subtract(today, days=1)
        self.by("buyer", order).date_confirmed = yesterday
        line = order.order_line
        Line = self.by("buyer", line)
        late = [
            ("order_id.arrival_exception_ids", "=", False),
            ("date_due", "<", today),
        ]
        self.assertEqual(line.delivery_state, "late")
        self.assertIn(line, Line.search(late))
        context = Line.action_report_exception()["context"]
        Paper = self.env["ops.arrival.exception"].with_context(**context)
        expected = fields.Date.add(today, days=14)
        paper = (
            self.by("buyer", Paper)
            .with_context(**context)
            .create({"description": "The mill stopped.", "date_expected": expected})
        )
        paper = paper.with_env(self.env)
        self.assertEqual(
            (paper.kind, paper.order_id, paper.product_id, paper.quantity),
            ("late", order, self.steel, 100),
        )
        self.assertNotIn(line, Line.search(late))
        self.by("buyer", paper).department_ids |= self.sales
        self.assertFalse(request.arrival_problem)
        with self.assertRaises(AccessError):
            self.by("staff", paper).action_issue()
        self.by("buyer", paper).action_issue()
        self.assertIn(paper.name, self.by("staff", request).arrival_problem)
        notice = paper.notice_ids
        with self.assertRaises(AccessError):
            self.by("gm", notice).action_confirm()
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            self.by("buyer", paper).description = "Nothing happened."
        for reader in ("staff", "colleague"):
            self.by("buyer", paper).measure = "Half of it by air"
            with self.assertRaisesRegex(UserError, "not confirmed reading"):
                self.by("buyer", paper).action_close()
            self.by(reader, notice).action_confirm()
        self.by("buyer", paper).action_close()
        self.assertFalse(request.arrival_problem)
