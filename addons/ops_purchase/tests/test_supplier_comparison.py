"""Offers side by side, ranked, and awarded with a reason (PU-06, PU-X2)."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo import fields
from odoo.addons.ops_purchase import scoring
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common import PurchaseCase

OFFERS = st.dictionaries(
    st.integers(0, 9),
    st.tuples(
        st.floats(0, 100),
        st.floats(0.01, 1e6),
        st.none() | st.integers(0, 400),
    ),
    min_size=1,
)
WEIGHTS = st.tuples(*[st.integers(0, 100)] * 3).filter(any)


@tagged("post_install", "-at_install")
class TestScoring(BaseCase):
    @settings(max_examples=200, deadline=None)
    @given(OFFERS, WEIGHTS)
    def test_rank(self, offers, weights):
        """PU-06: totals lie between 0 and 100, places follow the totals, and a dearer
        offer that is otherwise the same never stands before the cheaper."""
        ranked = scoring.rank(offers, weights)
        self.assertEqual(min(row[-1] for row in ranked.values()), 1)
        for key, (_quality, _price, _delivery, score, place) in ranked.items():
            self.assertTrue(0 <= score <= 100)
            better = sum(row[-2] > score for row in ranked.values())
            self.assertEqual(place, better + 1)
            for other, (quality, price, days) in offers.items():
                mine = offers[key]
                if (quality, days) == (mine[0], mine[2]) and price > mine[1]:
                    self.assertGreaterEqual(ranked[other][-1], place)

    def test_points(self):
        """PU-06: twice the price is half the points; unknown delivery gets none."""
        ranked = scoring.rank({"a": (80, 10, 5), "b": (80, 20, None)}, (0, 1, 1))
        self.assertEqual(ranked["a"], (80, 100, 100, 100, 1))
        self.assertEqual(ranked["b"], (80, 50, 0, 25, 2))


@tagged("post_install", "-at_install")
class TestComparison(PurchaseCase):
    def setUp(self):
        super().setUp()
        self.other = self._create_supplier("Westgate Steel")
        request = self.granted((self.steel, 100))
        self.dear = self.offer(request, self.supplier, 24)
        self.cheap = self.offer(request, self.other, 20)

    def offer(self, request, supplier, price, days=10):
        order = self.rfq(request, supplier=supplier, price=price)
        order = order.filtered(lambda r: r.partner_id == supplier)
        day = fields.Datetime.now() + timedelta(days=days, hours=1)
        order.order_line.write({"date_planned": day, "price_unit": price})
        return order

    def compared(self):
        action = self.by("buyer", self.dear | self.cheap).action_compare()
        return self.env["ops.purchase.comparison"].browse(action["res_id"])

    def line(self, paper, order):
        return paper.line_ids.filtered(lambda r: r.line_id.order_id == order)

    def award(self, paper, order, **values):
        self.by("buyer", self.line(paper, order)).write({"awarded": True, **values})

    def test_ranked(self):
        """PU-06 PU-X2: the offers stand ranked with price, last price and days."""
        paper = self.compared()
        dear, cheap = self.line(paper, self.dear), self.line(paper, self.cheap)
        self.assertEqual((cheap.place, dear.place), (1, 2))
        self.assertEqual((cheap.price, dear.price), (20, 24))
        self.assertEqual(cheap.price_points, 100)
        self.assertAlmostEqual(dear.price_points, 100 * 20 / 24, 1)
        self.assertEqual(cheap.days, 10)
        self.assertEqual((paper.weight_quality, paper.weight_price), (40, 40))

    def test_reason_for_another(self):
        """PU-06: who is not the best is chosen with a reason only, and all of each of
        the goods is awarded once."""
        paper = self.compared()
        submit = self.by("buyer", paper).action_submit
        with self.assertRaisesRegex(UserError, "choose a supplier"):
            submit()
        self.award(paper, self.dear)
        with self.assertRaisesRegex(UserError, "not the best offer"):
            submit()
        self.award(paper, self.dear, reason="Delivers cut to size")
        self.award(paper, self.cheap)
        with self.assertRaisesRegex(UserError, "100.0 Units are needed, 200.0"):
            submit()
        self.by("buyer", self.line(paper, self.cheap)).awarded = False
        submit()
        self.agree(paper, "head")
        self.assertEqual((paper.state, paper.amount), ("awarded", 2400))

    def test_ordered_as_awarded(self):
        """PU-06: no order before the award, none from who did not get it; a buyer does
        not revoke the award."""
        self.company.purchase_gate_price = False
        paper = self.compared()
        self.signed(self.dear)
        self.signed(self.cheap)
        with self.assertRaisesRegex(UserError, "not awarded yet"):
            self.by("buyer", self.cheap).write({"state": "purchase"})
        self.award(paper, self.cheap)
        self.by("buyer", paper).action_submit()
        self.agree(paper, "head")
        with self.assertRaisesRegex(UserError, "gives it to another supplier"):
            self.by("buyer", self.dear).write({"state": "purchase"})
        for step in ("action_cancel", "action_revoke"):
            with self.assertRaises(UserError):
                getattr(self.by("buyer", paper), step)("Rather the other")
        self.by("buyer", self.cheap).button_confirm()
        self.assertEqual(self.cheap.state, "purchase")
        self.by("head", paper).action_revoke("Bankrupt")
        self.assertEqual(paper.state, "cancelled")
        late = self.env["ops.purchase.comparison"]
        self.assertFalse(late.search([("order_ids", "in", self.cheap.copy().ids)]))

    def test_shared_out(self):
        """PU-F06: goods are shared out among suppliers, no more than each offers and
        is needed; nobody orders more than his share, or dearer than awarded."""
        paper = self.compared()
        submit = self.by("buyer", paper).action_submit
        for dear, cheap, problem in (
            (50, 60, "are needed, 110.0"),
            (0, 100, "offers 100.0 Units, 0.0"),
            (30, 101, "offers 100.0 Units, 101.0"),
            (30, 60, "are needed, 90.0"),
        ):
            self.award(paper, self.dear, quantity_awarded=dear, reason="Safety")
            self.award(paper, self.cheap, quantity_awarded=cheap)
            with self.subTest(problem), self.assertRaisesRegex(UserError, problem):
                submit()
        self.award(paper, self.cheap, quantity_awarded=70)
        submit()
        self.agree(paper, "head")
        self.assertEqual((paper.state, paper.amount), ("awarded", 30 * 24 + 70 * 20))
        self._only_gate("comparison")
        confirm = self.by("buyer", self.cheap).button_confirm
        with self.assertRaisesRegex(UserError, "70.0 Units are awarded"):
            confirm()
        line = self.by("buyer", self.cheap.order_line)
        line.write({"product_qty": 70, "price_unit": 21})
        with self.assertRaisesRegex(UserError, "above the price"):
            confirm()
        line.price_unit = 19.5
        confirm()
        self.assertEqual(self.cheap.state, "purchase")

    def test_contract_and_last_price(self):
        """PU-X2: the price of a contract in force and of the last order stand beside
        the offers, on the sheet as well, a column for each supplier."""
        today = fields.Date.context_today(self.dear)
        contract = self.env["ops.purchase.contract"].create(
            {
                "partner_id": self.supplier.id,
                "date_start": today,
                "date_end": today + timedelta(days=30),
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_qty": 500,
                            "price_unit": 23,
                        }
                    )
                ],
            }
        )
        paper = self.compared()
        self.assertEqual(self.line(paper, self.dear).contract_price, 0)
        contract._flow_write({"state": "signed"})
        self._only_gate("comparison")
        bought = self.env["purchase.order"].create(
            {
                "partner_id": self.other.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_qty": 3,
                            "price_unit": 22.5,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        bought.button_confirm()
        self.by("buyer", paper).action_fetch()
        self.award(paper, self.cheap)
        dear, cheap = self.line(paper, self.dear), self.line(paper, self.cheap)
        self.assertEqual((dear.contract_price, cheap.contract_price), (23, 0))
        self.assertEqual((dear.last_price, cheap.last_price), (22.5, 22.5))
        (table,) = paper._sheet()
        self.assertEqual(
            table["heads"], [("Westgate Steel", True), ("Northgate Steel", False)]
        )
        rows = dict(table["rows"])
        self.assertIn("23", rows["Contract price"][1])
        self.assertEqual(rows["Contract price"][0], "")
        self.assertEqual(rows["Place"], ["1", "2"])
        self.assertIn("Westgate Steel", str(self.by("finance", paper).sheet))

    def test_one_comparison(self):
        """PU-06: alternatives of a quotation are compared with it, and once."""
        group = self.env["purchase.order.group"].create(
            {"order_ids": [Command.set((self.dear | self.cheap).ids)]}
        )
        self.assertEqual(self.dear.purchase_group_id, group)
        action = self.by("buyer", self.dear).action_compare()
        paper = self.env["ops.purchase.comparison"].browse(action["res_id"])
        self.assertEqual(paper.order_ids, self.dear | self.cheap)
        again = self.by("buyer", self.cheap).action_compare()
        self.assertEqual(again["res_id"], paper.id)
        self.by("buyer", paper).action_cancel("Asked anew")
        again = self.by("buyer", self.cheap).action_compare()
        self.assertNotEqual(again["res_id"], paper.id)

    def test_figures_are_taken(self):
        """PU-06: nobody enters an offer; a changed quotation is taken anew."""
        paper = self.compared()
        row = self.line(paper, self.cheap)
        for values in ({"price": 1}, {"place": 1}, {"quality_points": 100}):
            with self.assertRaises(AccessError):
                self.by("buyer", row).write(values)
        with self.assertRaises(AccessError):
            self.by("buyer", paper).write(
                {
                    "line_ids": [
                        Command.create(
                            {"product_id": self.bolt.id, "partner_id": self.other.id}
                        )
                    ]
                }
            )
        self.award(paper, self.cheap)
        self.by("buyer", self.cheap.order_line).price_unit = 30
        with self.assertRaisesRegex(UserError, "take the offers"):
            self.by("buyer", paper).action_submit()
        self.by("buyer", paper).action_fetch()
        self.assertEqual(self.line(paper, self.cheap).place, 2)
        with self.assertRaises(AccessError):
            self.by("staff", paper).action_fetch()

    def test_one_offer(self):
        """PU-06: one offer is no comparison; buyers compare, nobody else."""
        action = self.by("buyer", self.cheap).action_compare()
        paper = self.env["ops.purchase.comparison"].browse(action["res_id"])
        self.award(paper, self.cheap)
        with self.assertRaisesRegex(UserError, "two suppliers at least"):
            self.by("buyer", paper).action_submit()
        with self.assertRaises(AccessError):
            self.by("technology", self.cheap | self.dear).action_compare()
