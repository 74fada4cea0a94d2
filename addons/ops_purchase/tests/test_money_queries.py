"""Gates ask for all papers at once (law 3)."""

from odoo.fields import Command
from odoo.tests import tagged

from .common_flat import FlatGates
from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyQueries(FlatGates, MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "purchase_gate_plan": True,
                "purchase_gate_fapiao": False,
                "purchase_gate_assessment": True,
            }
        )

    def chain(self):
        """An order, its receipt, its posted bill, the agreed sheet of it, and a payment
        that is written but not made."""
        order = self.delivered(100)
        bill = self.bill(order, 100)
        bill.action_post()
        self.company.purchase_gate_assessment = False
        sheet = self.agreed()
        self.company.purchase_gate_assessment = True
        self.by("finance", sheet).action_spread()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.supplier.id,
                "amount": 2000,
                "date": self.today,
                "invoice_ids": [Command.set(bill.ids)],
            }
        )
        return order, order.picking_ids, bill, sheet, payment

    def test_gates_flat(self):
        """PU-32: each gate of orders, bills, sheets and payments asks the database as
        often for many papers as for few."""
        chains = [self.chain() for _number in range(5)]
        orders, pickings, bills, sheets, payments = (
            found[0].union(*found) for found in zip(*chains, strict=True)
        )
        asked = self.check_gates_flat(
            orders, pickings, bills, sheets, payments, post="finance"
        )
        self.assertGreater(asked, 30)
