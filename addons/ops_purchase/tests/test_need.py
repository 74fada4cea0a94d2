"""What has to be bought, and what falls short (PU-01, PU-26, scenario 5)."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ..turnover import turnover
from .common_stock import StockCase

QUANTITIES = st.floats(0, 1e6, allow_nan=False)


@tagged("post_install", "-at_install")
class TestTurnover(BaseCase):
    @given(QUANTITIES, QUANTITIES, QUANTITIES, st.integers(1, 1000))
    def test_turnover(self, outflow, opening, closing, days):
        """PU-02: more going out turns over more, more lying there less."""
        rate = turnover(outflow, opening, closing, days)
        if opening + closing == 0:
            self.assertIsNone(rate)
        elif opening + closing > 1e-3:
            self.assertGreaterEqual(rate, 0)
            self.assertGreaterEqual(turnover(outflow + 1, opening, closing, days), rate)
            self.assertLessEqual(turnover(outflow, opening + 1, closing, days), rate)

    def test_year(self):
        """PU-02: a stock of 100 of which 100 go out in a year turns over once."""
        self.assertAlmostEqual(turnover(100, 100, 100, 365), 1)
        self.assertAlmostEqual(turnover(100, 50, 150, 73), 5)


@tagged("post_install", "-at_install")
class TestNeed(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env["ops.purchase.need"])

    def day(self, days):
        return fields.Date.add(self.today, days=days)

    def demand(self, kind, quantity, product=None, start=0, end=29, by="staff"):
        return self.by(by, self.env["ops.purchase.demand"]).create(
            {
                "kind": kind,
                "warehouse_id": self.warehouse.id,
                "product_id": (product or self.steel).id,
                "date_from": self.day(start),
                "date_to": self.day(end),
                "quantity": quantity,
                "source": "Survey of spring",
            }
        )

    def need(self, by="buyer", **values):
        need = self.by(by, self.env["ops.purchase.need"]).create(
            {"date_from": self.today, "date_to": self.day(29), **values}
        )
        need.action_compute()
        return need.with_env(self.env)

    def shortage(self):
        needs = self.env["ops.purchase.need"]
        mine = [("company_id", "=", self.company.id), ("kind", "=", "shortage")]
        needs.search(mine).unlink()
        needs._cron_shortage()
        return needs.search(mine)

    def minimum(self, least, most, product=None):
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": (product or self.steel).id,
                "location_id": self.place.id,
                "product_min_qty": least,
                "product_max_qty": most,
            }
        )

    def test_formula(self):
        """PU-01: forecast + planned − on hand − on order = proposed; what was asked
        for is not asked for again."""
        self.demand("forecast", 300)
        self.demand("plan", 50)
        self.demand("forecast", 60, start=15, end=44)
        self.stock(self.steel, 40)
        self.stock(self.steel, 7, self.warehouse.wh_return_loc_id)
        self.ordered((self.steel, 100))
        line = self.need().line_ids
        self.assertEqual(line.forecast, 330)
        self.assertEqual((line.planned, line.on_hand, line.on_order), (50, 40, 100))
        self.assertEqual(line.proposed, 240)
        request = self.request((self.steel, 25))
        self.assertEqual(self.need().line_ids.proposed, 240)
        self.by("staff", request).action_submit()
        line = self.need().line_ids
        self.assertEqual((line.requested, line.proposed), (25, 215))

    def test_units(self):
        """PU-01: what was asked for in dozens counts in pieces."""
        self.demand("forecast", 100)
        dozen = self.env.ref("uom.product_uom_dozen")
        request = self.request((self.steel, 2, {"product_uom_id": dozen.id}))
        self.by("staff", request).action_submit()
        self.assertEqual(self.need().line_ids.proposed, 76)

    def test_enough(self):
        """PU-01: what is there is not proposed."""
        self.demand("forecast", 30)
        self.stock(self.steel, 40)
        need = self.need()
        self.assertEqual(need.line_ids.proposed, 0)
        with self.assertRaisesRegex(UserError, "nothing left"):
            self.by("buyer", need).action_request()

    def test_requests_keep_source(self):
        """PU-01: requests are made of what is proposed, by warehouse and kind, and say
        where they come from; a second time there is nothing."""
        office = self.env["product.category"].create(
            {"name": "Office", "purchase_kind": "office"}
        )
        paper = self._create_product("Paper", 4, categ_id=office.id)
        self.demand("forecast", 80)
        self.demand("forecast", 10, paper)
        need = self.need()
        line = need.line_ids.filtered(lambda r: r.product_id == self.steel)
        self.by("buyer", line).quantity = 70
        self.by("buyer", need).action_request()
        requests = need.request_ids
        self.assertEqual(
            sorted(requests.mapped("purchase_kind")), ["material", "office"]
        )
        self.assertEqual(set(requests.mapped("source")), {"need"})
        asked = requests.line_ids.filtered(lambda r: r.product_id == self.steel)
        self.assertEqual((asked.product_qty, asked.estimated_cost), (70, 1400))
        self.assertEqual(asked.need_line_id, line)
        with self.assertRaisesRegex(UserError, "nothing left"):
            self.by("buyer", need).action_request()
        with self.assertRaisesRegex(UserError, "requested already"):
            self.by("buyer", need).action_compute()
        with self.assertRaisesRegex(UserError, "change the request"):
            self.by("buyer", line).quantity = 1
        self.by("buyer", requests).action_submit()
        self.assertEqual(set(requests.mapped("state")), {"to_approve"})

    def test_who(self):
        """PU-01: buyers and the head of the warehouse calculate, others do not; nobody
        enters a need."""
        need = self.need(by="keeper_head")
        for post in ("staff", "keeper", "finance", "gm"):
            for call in ("action_compute", "action_request"):
                with self.subTest(post=post, call=call), self.assertRaises(AccessError):
                    getattr(self.by(post, need), call)()
        self.demand("forecast", 10)
        line = self.need().line_ids
        for name in ("on_hand", "proposed", "forecast"):
            with self.subTest(name), self.assertRaises(UserError):
                self.by("buyer", line).write({name: 5})

    def test_shortage(self):
        """PU-26: what is below its minimum stands on the list of the day and is filled
        up to its maximum; what is asked for or promised counts."""
        self.minimum(50, 120)
        self.stock(self.steel, 49)
        line = self.shortage().line_ids
        self.assertEqual((line.min_qty, line.on_hand, line.proposed), (50, 49, 71))
        self.stock(self.steel, 1)
        self.assertFalse(self.shortage())
        kind = self.warehouse.out_type_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.place.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": 20,
                            "location_id": self.place.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        line = self.shortage().line_ids
        self.assertEqual((line.outgoing, line.proposed), (20, 90))

    def test_scenario_5(self):
        """PU-26: while a delivery is on its way nothing falls short; once it is late
        the list of the day proposes a replacement request, once."""
        self.minimum(80, 100)
        order = self.ordered((self.steel, 100))
        self.assertFalse(self.shortage())
        order.picking_ids.move_ids.date = fields.Datetime.now() - timedelta(days=3)
        shortage = self.shortage()
        line = shortage.line_ids
        self.assertEqual((line.late, line.on_order, line.proposed), (100, 0, 100))
        self.by("buyer", shortage).action_request()
        request = shortage.request_ids
        self.assertEqual(request.source, "shortage")
        self.assertEqual(request.line_ids.product_qty, 100)
        self.by("buyer", request).action_submit()
        self.climb(request)
        self.assertEqual(request.state, "approved")
        self.assertEqual(self.env["ops.purchase.need"]._cron_shortage(), None)
        line.sudo().request_line_id = False
        self.assertFalse(self.shortage())

    def test_blind(self):
        """PU-25: who counts a warehouse does not read its needs meanwhile."""
        self.demand("forecast", 10)
        self.stock(self.steel, 3)
        need = self.need()
        lines = [("need_id", "=", need.id)]
        mine = self.by("keeper_head", self.env["ops.purchase.need.line"])
        self.assertEqual(mine.search(lines).on_hand, 3)
        self.counting(counter_ids=[Command.set(self.people["keeper_head"].ids)])
        self.assertFalse(mine.search(lines))
        self.assertTrue(self.by("buyer", mine).search(lines))
