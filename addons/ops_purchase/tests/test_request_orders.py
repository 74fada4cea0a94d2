"""Orders use up what was granted, and no more (PU-03)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestRequestOrders(PurchaseCase):
    def test_ordered(self):
        """PU-03: the confirmed order is counted; the request closes when all is
        ordered."""
        request = self.granted((self.steel, 100))
        order = self.signed(self.rfq(request))
        self.assertEqual(request.line_ids.open_qty, 100)
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertEqual((request.state, request.line_ids.open_qty), ("in_progress", 0))
        self.by("buyer", request).action_close()
        self.assertEqual(request.state, "done")

    def test_without_request(self):
        """PU-03: an order nobody asked for is refused, by button and by import."""
        order = self.by("buyer", self.env["purchase.order"]).create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.steel.id, "product_qty": 5, "price_unit": 1}
                    )
                ],
            }
        )
        self.signed(order)
        with self.assertRaisesRegex(UserError, "nobody asked for it"):
            order.button_confirm()
        with self.assertRaisesRegex(UserError, "nobody asked for it"):
            order.write({"state": "purchase"})
        with self.assertRaises(UserError):
            order.copy({"state": "purchase"})
        self.company.purchase_gate_request = False
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_above_open(self):
        """PU-03: an order above the open quantity is refused, also the second of two
        that together exceed it."""
        request = self.granted((self.steel, 100))
        much = self.signed(self.rfq(request, quantity=101))
        with self.assertRaisesRegex(UserError, "1.0 Units more"):
            self.by("buyer", much).button_confirm()
        first = self.signed(self.rfq(request, quantity=60))
        second = self.signed(self.rfq(request, quantity=60))
        with self.assertRaisesRegex(UserError, "20.0 Units more"):
            self.by("buyer", first | second).write({"state": "purchase"})
        self.by("buyer", first).button_confirm()
        with self.assertRaisesRegex(UserError, "20.0 Units more"):
            self.by("buyer", second).button_confirm()
        self.assertEqual(request.line_ids.open_qty, 40)
        self.by("buyer", first).button_cancel()
        self.assertEqual(request.line_ids.open_qty, 100)
        self.by("buyer", second).button_confirm()
        self.assertEqual(request.line_ids.open_qty, 40)

    def test_counted_together(self):
        """PU-03: orders confirmed together are counted at once, when the last of them
        is; one that is written by itself is counted there and then."""
        request = self.granted((self.steel, 100))
        orders = self.env["purchase.order"].union(
            *(self.signed(self.rfq(request, quantity=n)) for n in (10, 20, 30))
        )
        Line, counted = self.env.registry["purchase.request.line"], []
        count = Line._order_count

        def noted(lines):
            counted.append(lines.ids)
            return count(lines)

        self.patch(Line, "_order_count", noted)
        self.by("buyer", orders).button_confirm()
        self.assertEqual(counted, [request.line_ids.ids])
        self.assertEqual(request.line_ids.open_qty, 40)
        last = self.signed(self.rfq(request, quantity=40))
        self.by("buyer", last).write({"state": "purchase"})
        self.assertEqual(counted, 2 * [request.line_ids.ids])
        self.assertEqual(request.line_ids.open_qty, 0)

    def test_counted_after_refusal(self):
        """PU-03: a block that was broken off leaves nothing to be counted, and what
        comes after it is counted at once."""
        request = self.granted((self.steel, 100))
        order = self.signed(self.rfq(request, quantity=10))
        with self.assertRaises(ZeroDivisionError), order._counted_together():
            order._count_bound()
            raise ZeroDivisionError
        self.by("buyer", order).write({"state": "purchase"})
        self.assertEqual(request.line_ids.open_qty, 90)

    def test_not_approved(self):
        """PU-03: no quotation from a request that is still being signed."""
        request = self.request()
        self.by("staff", request).action_submit()
        with self.assertRaises(UserError):
            self.rfq(request)

    def test_two_requests_one_line(self):
        """PU-03: a line that serves two requests serves the earlier one first."""
        first, second = self.granted((self.steel, 30)), self.granted((self.steel, 50))
        order = self.rfq(first | second)
        line, other = order.order_line
        self.by("buyer", line).write(
            {
                "product_qty": 70,
                "purchase_request_lines": [
                    Command.link(asked.id) for asked in other.purchase_request_lines
                ],
            }
        )
        self.by("buyer", other).unlink()
        self.signed(order)
        self.by("buyer", order).button_confirm()
        self.assertEqual(
            (first.line_ids.ordered_qty, second.line_ids.ordered_qty), (30, 40)
        )

    def test_not_a_buyer(self):
        """PU-03: who asked does not order."""
        request = self.granted()
        with self.assertRaises(AccessError):
            self.rfq(request, by="staff")
