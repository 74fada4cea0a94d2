"""Suppliers month by month: scores, and what follows from poor ones (PU-29)."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_money import MoneyCase
from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestMoneyScore(MoneyCase, QualityCase):
    def assessed(self, month, papers=100, late=False, **values):
        """An order of the supplier, assessed on the 20th of a month.

        :param month: first day
        """
        order = self.delivered(100, **values)
        if late:
            order.order_line.date_planned = fields.Datetime.now() - timedelta(days=3)
        paper = self.by("buyer", self.env["ops.delivery.assessment"]).create(
            {"order_id": order.id, "points_papers": papers, "papers_note": "Some"}
        )
        paper.action_confirm()
        paper._flow_write({"date_confirmed": month.replace(day=20)})
        return paper

    def close(self, year, month, day=5):
        """Close what may be closed on that day."""
        return self.env["ops.supplier.score"]._close(
            self.company, date(year, month, day)
        )

    def test_month(self):
        """PU-29 PU-F11: a month's score is the mean of its assessments; a month without
        deliveries has none; it is closed once, on the fifth of the next."""
        good = self.assessed(date(2026, 3, 1))
        poor = self.assessed(date(2026, 3, 1), late=True)
        may = self.assessed(date(2026, 5, 1), papers=50)
        self.assertFalse(self.close(2026, 4, day=4))
        march = self.close(2026, 4)
        self.assertEqual(
            (march.month, march.partner_id), (date(2026, 3, 1), self.supplier)
        )
        self.assertEqual((march.deliveries, march.points_time), (2, 50))
        self.assertEqual((march.score, march.grade), (85, "b"))
        self.assertEqual((good | poor).score_id, march)
        later = self.close(2026, 6)
        self.assertEqual((later.month, later.score), (date(2026, 5, 1), 95))
        self.assertEqual(may.score_id, later)
        self.assertFalse(self.close(2026, 6))
        file = self.env["ops.supplier"].search([("partner_id", "=", self.supplier.id)])
        self.assertEqual((file.delivery_score, file.delivery_grade), (90, "a"))
        self.assertEqual(file._quality_points(), 90)

    def test_improved_then_suspended(self):
        """PU-29: below 60 an improvement is asked of the buyer in charge; below it
        again the supplier is suspended and gets no order."""
        file = self.env["ops.supplier"].search([("partner_id", "=", self.supplier.id)])
        for month in (3, 5):
            self.assessed(date(2026, month, 1), papers=0, late=True, returned=40)
        first = self.close(2026, 4)
        self.assertLess(first.score, 60)
        self.assertEqual((first.measure, file.state), ("improve", "qualified"))
        self.assertEqual(first.improvement_id.owner_id, file.user_id)
        self.assertIn("44", first.improvement_id.problem)
        second = self.close(2026, 6)
        self.assertEqual((second.measure, file.state), ("suspend", "suspended"))

    def test_limit_is_a_setting(self):
        """PU-29: the limit is the company's; at it nothing follows."""
        self.company.supplier_score_limit = 70
        self.assessed(date(2026, 3, 1), late=True)
        self.assertEqual(self.close(2026, 4).measure, "none")

    def test_appeal_until_closed(self):
        """PU-X4: an appeal is possible until the month is closed; what is under appeal
        counts in the month it is decided in."""
        counted = self.assessed(date(2026, 3, 1))
        appealed = self.assessed(date(2026, 3, 1))
        appealed.action_appeal("Came in time")
        score = self.close(2026, 4)
        self.assertEqual(score.assessment_ids, counted)
        with self.refused("is closed"):
            counted.action_appeal("Came in time")
        self.by("head", appealed).action_uphold("Checked")
        self.assertEqual(appealed.date_confirmed, self.today)

    def test_nobody_writes_scores(self):
        """PU-X4: scores come from assessments; nobody enters or changes them."""
        self.assessed(date(2026, 3, 1))
        score = self.close(2026, 4)
        for post in ("buyer", "head", "finance_head", "quality_head"):
            self.assertEqual(self.by(post, score).score, 100)
            with self.assertRaises(AccessError):
                self.by(post, score).write({"score": 1})
        with self.assertRaises(AccessError):
            self.by("staff", score).read(["score"])

    def test_rates(self):
        """PU-29: rates of a group are those of its sums; the price trend compares with
        the first price."""
        self.company.purchase_gate_inspection = True
        first = self.ordered((self.steel, 100))
        inspection = self.received(first.picking_ids)
        self.by("inspector", inspection).action_begin()
        self.decide(inspection, "pass", 90)
        self.decide(inspection, "return", 10)
        self.company.purchase_gate_inspection = False
        # a rise that needs words is tried elsewhere
        self.company.purchase_gate_price = False
        second = self.ordered((self.steel, 300), price=22)
        second.order_line.date_planned = fields.Datetime.now() - timedelta(days=3)
        self.receive(second.picking_ids, 300)
        self.company.purchase_gate_inspection = True
        Assessments = self.by("buyer", self.env["ops.delivery.assessment"])
        papers = Assessments.create(
            [{"order_id": order.id} for order in (first, second)]
        )
        papers.action_confirm()
        self.env.flush_all()
        report = self.by("buyer", self.env["ops.supplier.delivery"])
        rows = report._read_group(
            [("partner_id", "=", self.supplier.id)],
            [],
            [
                "arrived:sum",
                "on_time_rate:avg",
                "pass_rate:avg",
                "return_rate:avg",
                "price_index:avg",
            ],
        )
        arrived, on_time, passed, returned, index = rows[0]
        self.assertEqual(arrived, 2000 + 6600)
        self.assertAlmostEqual(on_time, 2000 / 8600)
        self.assertAlmostEqual(passed, 8400 / 8600)
        self.assertAlmostEqual(returned, 200 / 8600)
        self.assertAlmostEqual(index, 8600 / 8000)
