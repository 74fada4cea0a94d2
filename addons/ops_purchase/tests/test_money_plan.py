"""Suppliers are paid by the fund plan (PU-31)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyPlan(MoneyCase):
    def setUp(self):
        super().setUp()
        self.company.purchase_gate_plan = True

    def rent(self, amount=500):
        """A posted bill that needs no settlement, due today."""
        bill = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": self.today,
                "invoice_date_due": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def plan(self, days=6, **values):
        return self.by("finance", self.env["ops.fund.plan"]).create(
            {
                "date_from": self.today,
                "date_to": self.today + timedelta(days=days),
                "funds": 10000,
                **values,
            }
        )

    def approved(self):
        plan = self.plan()
        plan.action_take_dues()
        plan.action_submit()
        self.agree(plan, "finance_head", "gm")
        return plan

    def test_dues(self):
        """PU-31: what is due is taken over once; goods only as far as settled."""
        bill = self.rent()
        order = self.delivered(100)
        goods = self.bill(order, 100, invoice_date_due=self.today)
        goods.action_post()
        plan = self.plan()
        plan.action_take_dues()
        plan.action_take_dues()
        self.assertEqual(plan.line_ids.bill_id, bill)
        sheet = self.agreed(100)
        self.by("finance", sheet).action_spread()
        plan.action_take_dues()
        self.assertEqual(sum(plan.line_ids.mapped("amount")), 500 + 1900)
        self.assertEqual(plan.amount_left, 10000 - 2400)

    def test_orders(self):
        """PU-31: what orders under way will cost is taken over once, as far as it is
        not billed, by the day of delivery and the payment terms."""
        order = self.ordered((self.steel, 100))
        order.order_line.date_planned = fields.Datetime.now() + timedelta(days=2)
        plan = self.plan()
        plan.action_take_orders()
        plan.action_take_orders()
        self.assertEqual((plan.line_ids.order_id, plan.amount_planned), (order, 2000))
        self.assertEqual(plan.line_ids.date, self.today + timedelta(days=2))
        later = self.plan(days=40, date_from=self.today + timedelta(days=30))
        order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        later.action_take_orders()
        self.assertEqual(later.line_ids.date, self.today + timedelta(days=32))
        self.receive(order.picking_ids, 100)
        self.bill(order, 60).action_post()
        rest = self.plan(days=60)
        rest.action_take_orders()
        self.assertEqual(rest.amount_planned, 800)
        with self.assertRaises(AccessError):
            self.by("buyer", plan).action_take_orders()

    def test_paid_by_plan(self):
        """PU-31: accounts payable pays what is planned; the head of finance may pay
        outside of it."""
        bill = self.rent()
        with self.refused("no approved plan"):
            self.pay(bill, 500)
        plan = self.approved()
        self.assertEqual(plan.state, "approved")
        self.pay(bill, 300)
        with self.refused("outside the fund plan"):
            self.pay(bill, 201)
        self.pay(bill, 200)
        other = self.rent(50)
        with self.refused("outside the fund plan"):
            self.pay(other, 50)
        self.pay(other, 50, by="finance_head")
        self.assertEqual(other.amount_residual, 0)

    def test_one_plan_a_day(self):
        """PU-31: a day is planned once; an empty plan is refused; buyers plan no
        money."""
        self.rent()
        self.approved()
        second = self.plan(days=1)
        with self.refused("lists no payment"):
            second.action_submit()
        self.rent(70)
        second.action_take_dues()
        with self.refused("plans days from"):
            second.action_submit()
        with self.assertRaises(AccessError):
            self.by("buyer", second).action_take_dues()
