"""Documents without a flow of ours on the flow chart."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestProcess(QualityCase):
    def step(self, name, post, mine=False):
        """What the chart says of a step to somebody."""
        nodes = self.env.ref(f"ops_purchase.node_{name}")
        scope = {"mine": mine, "company_id": self.company.id, "value": False}
        (said,) = self.by(post, nodes)._payload({**scope, "period": "all"})
        return said

    def test_stock_in_is_the_keepers(self):
        """PU-18: what waits to be stocked in waits for the keeper, not the buyer."""
        inspection = self.delivered((self.steel, 100))
        self.decide(inspection, "pass", 100)
        told = self.step("stock_in", "keeper")
        self.assertEqual((told["count"], told["mine"]), (1, 1))
        self.assertEqual(self.step("stock_in", "inspector")["mine"], 0)
        self.assertEqual(self.step("stock_in", "keeper", mine=True)["count"], 1)
        self.assertEqual(self.step("stock_in", "inspector", mine=True)["count"], 0)

    def test_overdue_deliveries(self):
        """PU-13: an order is its buyer's, and late while something is overdue."""
        order = self.ordered((self.steel, 100))
        told = self.step("order_waiting", "buyer")
        self.assertEqual((told["count"], told["mine"], told["late"]), (1, 1, 0))
        self.assertEqual(self.step("order_waiting", "second_buyer")["mine"], 0)
        order.order_line.date_planned = fields.Datetime.now() - timedelta(days=3)
        told = self.step("order_waiting", "buyer")
        self.assertEqual(told["late"], 1)
        self.assertTrue(told["oldest"][0]["late"])

    def test_requests_wait_for_orders(self):
        """PU-03: a request stands at “Place orders” until all of it is ordered."""
        request = self.granted((self.steel, 100))
        self.assertEqual(self.step("request_approved", "buyer")["count"], 1)
        self.by("buyer", self.signed(self.rfq(request))).button_confirm()
        self.assertEqual(self.step("request_approved", "buyer")["count"], 0)
