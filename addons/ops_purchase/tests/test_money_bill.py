"""A bill for more than was accepted is refused (PU-32)."""

from odoo.fields import Command
from odoo.tests import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyBill(MoneyCase):
    def test_more_than_accepted(self):
        """PU-32 PU-F25: 100 ordered and delivered, 5 returned: a bill for 100 is
        refused, one for 95 is posted."""
        order = self.delivered(100, returned=5)
        bill = self.bill(order, 100)
        with self.refused("95.0 Units are accepted, 100.0"):
            bill.action_post()
        self.assertEqual(bill.state, "draft")
        bill.invoice_line_ids.quantity = 95
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_two_bills(self):
        """PU-32: bills add up, in one set and one after another; a credit note makes
        room again."""
        order = self.delivered(100)
        first, second = self.bill(order, 60), self.bill(order, 60)
        with self.refused("120.0 would be billed"):
            (first | second).action_post()
        first.action_post()
        with self.refused("120.0 would be billed"):
            second.action_post()
        credit = self.bill(order, 20, move_type="in_refund")
        credit.action_post()
        second.action_post()
        self.assertEqual(second.state, "posted")

    def test_below_the_screen(self):
        """PU-32: neither a written state nor goods without order lead past it."""
        order = self.delivered(10)
        bill = self.bill(order, 11)
        with self.refused("11.0 would be billed"):
            bill.write({"state": "posted"})
        loose = self.bill(order, 10)
        loose.invoice_line_ids.purchase_line_id = False
        with self.refused("names no order"):
            loose.action_post()

    def test_posted_stays_with_its_order(self):
        """PU-32: a posted line is not taken off its order to make room."""
        order = self.delivered(10)
        bill = self.bill(order, 10)
        bill.action_post()
        with self.refused("stay with their orders"):
            bill.invoice_line_ids.write({"purchase_line_id": False})

    def test_other_bills(self):
        """PU-32: what is no goods is billed as in plain Odoo, and so is everything
        where the company has switched the gate off."""
        rent = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Rent", "price_unit": 50, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        rent.action_post()
        self.pay(rent, 50)
        order = self.delivered(10)
        self.company.purchase_gate_settlement = False
        bill = self.bill(order, 11)
        bill.action_post()
        self.pay(bill, 220)
        self.assertEqual((rent.state, bill.state), ("posted", "posted"))
