"""Orders stay inside their contract (PU-09, PU-12, PU-X6)."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_contract import ContractCase


@tagged("post_install", "-at_install")
class TestContractOrders(ContractCase):
    def confirm(self, order, by="buyer"):
        self.by(by, order).button_confirm()
        return order

    def test_inside(self):
        """PU-09, PU-X6: an order inside a signed contract takes over its price, needs
        no signature of its own and uses the contract up."""
        contract = self.in_force((self.steel, 100, 18))
        order = self.called_off(contract, quantity=30)
        self.assertEqual(order.order_line.price_unit, 18)
        self.assertEqual(order.payment_way, "monthly")
        self.assertEqual(order.signoff_state, "contract")
        self.confirm(order)
        self.assertEqual(order.state, "purchase")
        line = contract.line_ids
        self.assertEqual((line.ordered_qty, line.left_qty), (30, 70))
        self.assertEqual(contract.ordered_amount, 540)
        self.assertEqual(contract.left_amount, 1260)
        self.assertEqual(contract.ordered_share, 30)
        self.by("buyer", order).button_cancel()
        self.assertEqual((line.ordered_qty, contract.ordered_share), (0, 0))

    def test_quantity_left(self):
        """PU-09: no more than what is left, for all orders of the set together."""
        contract = self.in_force((self.steel, 100, 18))
        self.confirm(self.called_off(contract, quantity=60))
        two = self.called_off(contract, quantity=30)
        three = self.called_off(contract, quantity=30)
        with self.assertRaisesRegex(UserError, "are left in"), self.env.cr.savepoint():
            self.confirm(two | three)
        self.confirm(two)
        with self.assertRaisesRegex(UserError, "are left in"), self.env.cr.savepoint():
            self.confirm(three)
        self.assertEqual(contract.line_ids.left_qty, 10)

    def test_price(self):
        """PU-09, PU-X6: above the contract price only for a reason, and then signed by
        itself; below it, or brought down by a discount, is inside."""
        contract = self.in_force((self.steel, 100, 18))
        order = self.called_off(contract)
        line = self.by("buyer", order.order_line)
        line.price_unit = 18.5
        with self.assertRaisesRegex(UserError, "contract says"):
            self.confirm(order)
        line.price_reason = "Galvanised"
        with self.assertRaisesRegex(UserError, "not been submitted"):
            self.confirm(order)
        self.confirm(self.signed(order))
        cheaper = self.called_off(contract)
        self.by("buyer", cheaper.order_line).write({"price_unit": 20, "discount": 10})
        self.confirm(cheaper)
        self.assertEqual(cheaper.state, "purchase")

    def test_units(self):
        """PU-09: price and quantity are compared in the unit of the contract."""
        contract = self.in_force((self.bolt, 100, 2))
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.called_off(contract, quantity=24, product=self.bolt)
        line = self.by("buyer", order.order_line)
        line.write({"product_uom_id": dozen.id, "product_qty": 2, "price_unit": 24})
        self.confirm(order)
        self.assertEqual(contract.line_ids.ordered_qty, 24)
        more = self.called_off(contract, quantity=24, product=self.bolt)
        self.by("buyer", more.order_line).write(
            {"product_uom_id": dozen.id, "product_qty": 2, "price_unit": 24.12}
        )
        with self.assertRaisesRegex(UserError, "contract says"):
            self.confirm(more)

    def test_other_goods(self):
        """PU-09: what the contract does not name is ordered separately."""
        order = self.called_off(self.in_force(), product=self.bolt)
        with self.assertRaisesRegex(UserError, "not in the contract"):
            self.confirm(order)

    def test_term_and_supplier(self):
        """PU-09: no order before or after the term, nor with somebody else."""
        today = fields.Date.context_today(self.env["ops.purchase.contract"])
        for days in ((-20, -1), (1, 20)):
            contract = self.in_force(
                date_start=fields.Date.add(today, days=days[0]),
                date_end=fields.Date.add(today, days=days[1]),
            )
            order = self.called_off(contract)
            with self.assertRaisesRegex(UserError, "is valid from"):
                self.confirm(order)
        order = self.called_off(self.in_force())
        other = self._create_supplier("Westgate Steel")
        self.by("buyer", order).partner_id = other
        with self.assertRaisesRegex(UserError, "was signed with"):
            self.confirm(order)
        with self.assertRaisesRegex(UserError, "is not signed"):
            self.called_off(self.approved())

    def test_advance(self):
        """PU-12: not more in advance than the contract allows, not paid otherwise."""
        contract = self.in_force(payment_way="advance", advance_percent=30)
        order = self.called_off(contract)
        self.assertEqual(order.advance_percent, 30)
        buyer = self.by("buyer", order)
        buyer.advance_percent = 40
        with self.assertRaisesRegex(UserError, "allows 30.0 %"):
            self.confirm(order)
        buyer.write({"advance_percent": 20, "payment_way": "delivery"})
        with self.assertRaisesRegex(UserError, "In advance"):
            self.confirm(order)
        buyer.payment_way = "advance"
        self.confirm(order)
        with self.assertRaisesRegex(UserError, "is confirmed"):
            buyer.advance_percent = 30

    def test_advance_booked(self):
        """PU-12: advances booked on the order stay within the share."""
        contract = self.in_force(payment_way="advance", advance_percent=30)
        order = self.called_off(contract)
        self.confirm(order)
        self.assertEqual(order.amount_untaxed, 200)
        values = {"order_id": order.id, "name": "Advance", "is_downpayment": True}
        values |= {"product_qty": 0, "tax_ids": [Command.clear()]}
        Line = self.env["purchase.order.line"]
        limit = order.amount_total * 0.3
        Line.create({**values, "price_unit": limit - 10})
        with self.assertRaisesRegex(UserError, "in advance"), self.env.cr.savepoint():
            Line.create({**values, "price_unit": 11})
        Line.create({**values, "price_unit": 10})

    def test_confirmed_is_fixed(self):
        """PU-09: once confirmed nobody raises its price, adds to it, or takes it out
        of its contract."""
        contract = self.in_force()
        order = self.confirm(self.called_off(contract))
        for number, change in enumerate(
            (
                lambda o: o.order_line.write({"price_unit": 50}),
                lambda o: o.order_line.write({"product_qty": 500}),
                lambda o: o.write({"requisition_id": False}),
                lambda o: o.write({"contract_id": False}),
                lambda o: o.write(
                    {
                        "order_line": [
                            Command.create(
                                {"product_id": self.steel.id, "product_qty": 1}
                            )
                        ]
                    }
                ),
            )
        ):
            with (
                self.subTest(change=number),
                self.assertRaisesRegex(UserError, "confirmed"),
                self.env.cr.savepoint(),
            ):
                change(self.by("buyer", order))

    def test_joins_later(self):
        """PU-09: an order confirmed without contract joins none afterwards."""
        contract = self.in_force()
        order = self.ordered((self.steel, 5))
        with self.assertRaisesRegex(UserError, "is confirmed"):
            self.by("buyer", order).contract_id = contract

    def test_switched_off(self):
        """PU-09: a company may switch the gate off; the order is then signed by
        itself."""
        contract = self.in_force((self.steel, 5, 18))
        order = self.called_off(contract, quantity=10)
        self.company.purchase_gate_contract = False
        with self.assertRaisesRegex(UserError, "not been submitted"):
            self.confirm(order)
        self.confirm(self.signed(order))
        self.assertEqual(order.state, "purchase")

    def test_flat(self):
        """Law 3: as many queries for one order of a contract as for many."""
        orders = self.env["purchase.order"]
        for _number in range(4):
            orders |= self.called_off(self.in_force())

        def count(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for gate in (
                "contract_in_force",
                "contract_goods",
                "contract_payment",
                "price_explained",
            ):
                self.assertFalse(list(getattr(some, f"_gate_{gate}")()))
            return self.env.cr.sql_log_count - before

        count(orders)
        self.assertEqual(count(orders[:1]), count(orders[1:]))
