"""Paid after the fapiao has come (PU-F27, PU-X5)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common_money import MoneyCase

NUMBER = "25312000000012345678"


@tagged("post_install", "-at_install")
class TestMoneyFapiao(MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.purchase_gate_fapiao = True

    def fapiao(self, sheet, amount, total=None, number=NUMBER, by="finance"):
        self.by(by, sheet).write(
            {
                "fapiao_ids": [
                    Command.create(
                        {
                            "number": number,
                            "date": self.today,
                            "total": total or amount,
                            "amount": amount,
                        }
                    )
                ]
            }
        )

    def settled(self, *fines):
        """A posted bill and the agreed sheet over it."""
        order = self.delivered(100)
        bill = self.bill(order, 100)
        bill.action_post()
        sheet = self.agreed(*fines)
        self.by("finance", sheet).action_spread()
        return bill, sheet

    def test_paid_after_fapiao(self):
        """PU-F27: an agreed sheet releases nothing before its fapiao cover it; what a
        payment rests on is not taken away."""
        bill, sheet = self.settled(100)
        with self.refused("Fapiao are missing on JSD"):
            self.pay(bill, 100)
        self.fapiao(sheet, 1000)
        self.assertFalse(sheet.fapiao_complete)
        with self.refused("Fapiao are missing on JSD"):
            self.pay(bill, 100)
        self.fapiao(sheet, 900, number="12345678")
        self.assertTrue(sheet.fapiao_complete)
        self.pay(bill, 1900)
        for change in (
            lambda: self.by("finance", sheet.fapiao_ids[0]).unlink(),
            lambda: self.by("finance", sheet.fapiao_ids[0]).write({"amount": 1}),
        ):
            with self.refused("Fapiao are missing"):
                change()

    def test_not_twice(self):
        """PU-X5: one fapiao over several sheets, never more than its total; not with
        another total."""
        _bill, first = self.settled()
        _bill, second = self.settled()
        self.fapiao(first, 2000, total=3000)
        with self.refused("take"):
            self.fapiao(second, 1001, total=3000)
        with self.refused("another total"):
            self.fapiao(second, 1000, total=5000)
        self.fapiao(second, 1000, total=3000)
        with self.refused("no number of a fapiao"):
            self.fapiao(second, 1, number="A-1")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.fapiao(second, 11, total=10, number="12345678")

    def test_another_supplier(self):
        """PU-X5: a number stands for one supplier."""
        _bill, sheet = self.settled()
        self.fapiao(sheet, 1000, total=3000)
        self.supplier = self._create_supplier("Other works")
        _bill, other = self.settled()
        with self.refused("another supplier"):
            self.fapiao(other, 1000, total=3000)

    def test_who(self):
        """PU-F27: finance enters fapiao, buyers read them; a draft sheet is open, a
        closed one is not."""
        _bill, sheet = self.settled()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.fapiao(sheet, 10, by="buyer")
        self.fapiao(sheet, 2000)
        self.assertEqual(self.by("buyer", sheet).amount_fapiao, 2000)
        self.by("finance_head", sheet).action_close()
        with self.refused("can no longer be changed"):
            self.fapiao(sheet, 10, number="12345678")
