"""How an order was delivered, to be done again by hand (PU-28, PU-F10, PU-X4)."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo import fields
from odoo.addons.ops_purchase.settle.score import WEIGHTS, Line, grade, points, score
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common_money import MoneyCase

quantity = st.decimals(0, 10**6, places=2)
lines = st.lists(
    st.builds(Line, quantity, quantity, quantity, quantity, quantity), max_size=6
)


@tagged("post_install", "-at_install")
class TestMoneyScoreLaws(BaseCase):
    @settings(deadline=None)
    @given(lines, st.decimals(0, 100, places=1))
    def test_range(self, some, papers):
        """PU-28: points and score lie between 0 and 100, and have a grade."""
        given_points = {**points(some), "papers": papers}
        for value in (*given_points.values(), score(given_points)):
            self.assertTrue(0 <= value <= 100)
        self.assertIn(grade(score(given_points)), "abcd")

    @settings(deadline=None)
    @given(lines, quantity, quantity)
    def test_later_is_no_better(self, some, value, late):
        """PU-28: a line that comes in time never gets fewer points than late."""
        ordered = value + 1
        good = Line(ordered, ordered, ordered, ordered, value)
        bad = good._replace(in_time=min(late, ordered))
        self.assertGreaterEqual(
            points([*some, good])["time"], points([*some, bad])["time"]
        )

    def test_perfect(self):
        """PU-28: all in time, in full and accepted is 100; weights add up to 100."""
        ten = Decimal(10)
        given_points = {**points([Line(ten, ten, ten, ten, ten)]), "papers": 100}
        self.assertEqual((score(given_points), grade(Decimal(100))), (100, "a"))
        self.assertEqual(sum(WEIGHTS.values()), 100)


@tagged("post_install", "-at_install")
class TestMoneyAssessment(MoneyCase):
    def setUp(self):
        super().setUp()
        self.company.purchase_gate_assessment = True

    def assess(self, order, by="buyer"):
        action = self.by(by, order).action_assess()
        return self.by(by, self.env[action["res_model"]]).browse(action["res_id"])

    def test_by_hand(self):
        """PU-28 PU-X4: 95 of 100 kept, all in time: 30 + 20 + 40 × 95 % + 10."""
        order = self.delivered(100, returned=5)
        paper = self.assess(order)
        self.assertEqual(
            (paper.points_time, paper.points_quantity, paper.points_quality),
            (100, 100, 95),
        )
        self.assertEqual((paper.score, paper.grade), (98, "a"))
        self.assertEqual(
            paper.fact_ids.filtered(lambda r: r.kind == "arrival").picking_id,
            order.picking_ids.filtered(lambda r: r.picking_type_code == "incoming"),
        )

    def test_late(self):
        """PU-28 PU-F10: what came after the promised day loses the points of time."""
        order = self.ordered((self.steel, 100))
        order.order_line.date_planned = fields.Datetime.now() - timedelta(days=3)
        self.receive(order.picking_ids, 100)
        paper = self.assess(order)
        self.assertEqual((paper.points_time, paper.score), (0, 70))

    def test_closed_with_it(self):
        """PU-28: the order is locked with a confirmed assessment, not before."""
        order = self.delivered(100)
        for way in (lambda: order.button_lock(), lambda: order.write({"locked": True})):
            with self.refused("delivery assessment"):
                way()
        paper = self.assess(order)
        with self.refused("delivery assessment"):
            order.button_lock()
        paper.action_confirm()
        self.assertTrue(paper.name.startswith("JFKH-"))
        order.button_lock()
        self.assertTrue(order.locked)

    def test_settled_with_it(self):
        """PU-32: what has arrived in full is settled with its assessment."""
        order = self.delivered(100)
        sheet = self.sheet()
        with self.refused("not confirmed the delivery"):
            sheet.action_submit()
        self.assess(order).action_confirm()
        sheet.action_submit()
        self.assertEqual(sheet.state, "approving")

    def test_nobody_writes_points(self):
        """PU-X4: points come from evidence; papers below 100 want words."""
        order = self.delivered(100)
        paper = self.assess(order)
        for vals in ({"points_time": 100}, {"score": 100}):
            with self.assertRaises(AccessError):
                paper.write(vals)
        with self.assertRaises(AccessError):
            paper.fact_ids.write({"in_time": True})
        paper.points_papers = 40
        with self.refused("wrong with the papers"):
            paper.action_confirm()
        paper.papers_note = "No certificate of the material"
        paper.action_confirm()
        self.assertEqual(paper.score, 94)

    def test_appeal(self):
        """PU-X4: the supplier appeals through the buyer, the head decides."""
        order = self.delivered(100)
        paper = self.assess(order)
        paper.action_confirm()
        with self.assertRaises(UserError):
            paper.action_appeal()
        paper.action_appeal("Papers were sent by mail")
        with self.assertRaises(UserError):
            paper.action_uphold("No")
        self.by("head", paper).action_uphold("Checked")
        self.assertEqual(paper.state, "confirmed")

    def test_nothing_arrived(self):
        """PU-28: what has not arrived is not assessed, nor twice what has."""
        order = self.ordered((self.steel, 100))
        paper = self.assess(order)
        with self.refused("Nothing of"):
            paper.action_confirm()
        done = self.delivered(100)
        first = self.assess(done)
        second = self.by("buyer", self.env["ops.delivery.assessment"]).create(
            {"order_id": done.id}
        )
        first.action_confirm()
        with self.refused("an assessment already"):
            second.action_confirm()
