"""An order is confirmed as it was signed (PU-10)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestOrderSignoff(PurchaseCase):
    def order(self, quantity=100, **values):
        return self.rfq(self.granted((self.steel, quantity)), **values)

    def test_levels(self):
        """PU-10: the amount decides how far up an order goes."""
        self.company.purchase_gate_price = False
        for price, posts in (
            (50, ["head"]),
            (500, ["head", "finance_head"]),
            (5000, ["head", "finance_head", "gm"]),
            (50000, ["head", "finance_head", "gm", "board"]),
        ):
            order = self.order(price=price)
            self.by("buyer", order).action_submit_signoff()
            paper = order.signoff_ids
            for post in posts:
                with self.assertRaisesRegex(UserError, "not finished"):
                    self.by("buyer", order).button_confirm()
                self.agree(paper, post)
            self.assertEqual(paper.state, "approved")
            self.by("buyer", order).button_confirm()
            self.assertEqual(order.state, "purchase")

    def test_not_submitted(self):
        """PU-10: no signature, no order; a company may switch the gate off."""
        order = self.order()
        with self.assertRaisesRegex(UserError, "not been submitted"):
            self.by("buyer", order).button_confirm()
        self.company.purchase_gate_approval = False
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_confirmed_together(self):
        """PU-10: orders confirmed together are judged together, by one call of each
        gate, and whoever confirms them learns what is missing of all."""
        orders = self.order() | self.order() | self.order()
        with self.assertRaises(UserError) as caught:
            self.by("buyer", orders).button_confirm()
        for order in orders:
            self.assertIn(order.display_name, str(caught.exception))
        self.company.purchase_gate_approval = False
        Order, asked = self.env.registry["purchase.order"], []
        gates = Order._gates_ask

        def noted(records, names):
            asked.append(names)
            return gates(records, names)

        self.patch(Order, "_gates_ask", noted)
        self.by("buyer", orders).button_confirm()
        self.assertEqual(set(orders.mapped("state")), {"purchase"})
        self.assertEqual(len(asked), len(set(asked)))

    def test_judged_once_only(self):
        """PU-10: what was asked for orders that are confirmed together counts for
        nothing else and not afterwards."""
        order, other = self.order(), self.order()
        buyer = self.by("buyer", order)
        self.company.purchase_gate_approval = False
        with buyer._guards_together(state="purchase"):
            self.company.purchase_gate_approval = True
            for papers, vals in (
                (self.by("buyer", other), {"state": "purchase"}),
                (buyer | other, {"state": "purchase"}),
                (buyer, {"state": "purchase", "currency_id": order.currency_id.id}),
            ):
                with self.subTest(vals), self.assertRaises(UserError):
                    papers.write(vals)
        with self.assertRaisesRegex(UserError, "not been submitted"):
            buyer.write({"state": "purchase"})

    def test_raised_afterwards(self):
        """PU-10: a changed price, quantity, line or supplier undoes the signatures,
        by whatever way."""
        other = self._create_supplier("Westgate Steel")
        for change in (
            lambda o: o.order_line.write({"price_unit": 21}),
            lambda o: o.order_line.write({"product_qty": 99}),
            lambda o: o.write({"partner_id": other.id}),
            lambda o: o.order_line.unlink(),
            lambda o: o.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.bolt.id, "product_qty": 1})
                    ]
                }
            ),
        ):
            order = self.signed(self.order())
            paper = order.signoff_ids
            change(self.by("buyer", order))
            self.assertEqual(paper.state, "lapsed")
            with self.assertRaisesRegex(UserError, "not been submitted"):
                self.by("buyer", order).button_confirm()

    def test_harmless_change(self):
        """PU-10: what was not signed may change: the day, the reference."""
        order = self.signed(self.order())
        self.by("buyer", order).write({"partner_ref": "A-17"})
        self.by("buyer", order.order_line).write({"name": "Steel, cold rolled"})
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_confirmed_is_fixed(self):
        """PU-10: nobody raises the price of a confirmed order, nor adds a line."""
        order = self.signed(self.order())
        self.by("buyer", order).button_confirm()
        changes = (
            lambda o: o.order_line.write({"price_unit": 21}),
            lambda o: o.write(
                {"order_line": [Command.update(o.order_line.id, {"product_qty": 200})]}
            ),
            lambda o: o.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.bolt.id, "product_qty": 1})
                    ]
                }
            ),
        )
        for number, change in enumerate(changes):
            for post in ("buyer", "head"):
                with (
                    self.subTest(post=post, change=number),
                    self.assertRaisesRegex(UserError, "what was signed"),
                    self.env.cr.savepoint(),
                ):
                    change(self.by(post, order))

    def test_who(self):
        """PU-10: the buyer submits, nobody signs what he bought or asked for."""
        order = self.order()
        with self.assertRaises(AccessError):
            self.by("staff", order).action_submit_signoff()
        own = self.rfq(self.granted(), by="head")
        own.user_id = self.people["head"]
        with self.assertRaises(UserError):
            self.by("head", own).action_submit_signoff()

    def test_flat(self):
        """Law 3: as many queries for one order as for many when they are confirmed."""
        orders = self.env["purchase.order"]
        for _number in range(4):
            orders |= self.signed(self.order(quantity=10))

        def count(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(list(some._gate_order_signed()))
            self.assertFalse(list(some._gate_lines_requested()))
            return self.env.cr.sql_log_count - before

        count(orders)
        self.assertEqual(count(orders[:1]), count(orders[1:]))
