"""Settled with the supplier, and paid as settled (PU-32, PU-F24, PU-X5)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneySettlement(MoneyCase):
    def test_figures(self):
        """PU-32 PU-X5: 100 arrived, 5 returned, a fine of 100, a price lower by 50, 5 %
        kept back."""
        self.delivered(100, returned=5)
        sheet = self.sheet(100, retention_rate=5)
        line = sheet.line_ids
        self.assertEqual((line.received_qty, line.returned_qty), (100, 5))
        line.write({"price_difference": -50, "difference_note": "Rolling marks"})
        self.assertEqual(sheet.amount_received, 2000)
        self.assertEqual(sheet.amount_returned, 100)
        self.assertEqual(sheet.amount_retention, 92.5)
        self.assertEqual(sheet.amount_payable, 1657.5)

    def test_signed_by_everybody(self):
        """PU-32: purchasing and finance approve, the supplier signs last."""
        self.delivered(100)
        sheet = self.sheet()
        sheet.action_submit()
        self.assertTrue(sheet.name.startswith("JSD-"))
        with self.assertRaises(UserError):
            self.by("buyer", sheet).action_agree()
        self.agree(sheet, "head")
        self.assertEqual(sheet.state, "approving")
        self.agree(sheet, "finance_head")
        with self.assertRaises(UserError) as caught:
            self.by("buyer", sheet).action_agree()
        self.assertIn("Who signed for the supplier", str(caught.exception))
        self.assertIn("signed by the supplier is missing", str(caught.exception))
        self.countersigned(sheet)
        self.assertEqual(sheet.state, "agreed")

    def test_not_twice(self):
        """PU-32: what one sheet settles no other settles, and never more than was
        accepted."""
        order = self.delivered(60)
        first = self.sheet()
        first.action_submit()
        second = self.sheet()
        self.assertFalse(second.line_ids)
        second.write(
            {
                "line_ids": [
                    Command.create(
                        {"order_line_id": order.order_line.id, "received_qty": 1}
                    )
                ]
            }
        )
        with self.refused("60.0 Units are accepted"):
            second.action_submit()
        with self.refused("lists no goods"):
            self.sheet().action_submit()

    def test_fixed(self):
        """PU-32: a sheet handed in keeps its figures; nobody enters a figure."""
        self.delivered(100)
        sheet = self.sheet(100)
        with self.assertRaises(AccessError):
            sheet.line_ids.write({"received_amount": 9999})
        with self.assertRaises(AccessError):
            sheet.write({"amount_payable": 9999})
        sheet.action_submit()
        for change in (
            lambda: sheet.line_ids.write({"received_qty": 50}),
            lambda: sheet.deduction_ids.write({"amount": 1}),
            lambda: sheet.deduction_ids.unlink(),
            lambda: sheet.write({"retention_rate": 1}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()

    def test_reason_for_another_price(self):
        """PU-32: a price difference without reason is refused."""
        self.delivered(100)
        sheet = self.sheet()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            sheet.line_ids.write({"price_difference": 5})
            self.env.flush_all()

    def test_paid_as_settled(self):
        """PU-32: nothing is paid before the supplier agreed, no more than payable
        after it."""
        order = self.delivered(100, returned=5)
        bill = self.bill(order, 95)
        bill.action_post()
        with self.refused("settlement sheets release"):
            self.pay(bill, 10)
        sheet = self.agreed(100)
        with self.assertRaises(AccessError):
            self.by("buyer", sheet).action_spread()
        self.by("finance", sheet).action_spread()
        self.assertEqual(sheet.bill_ids.amount, 1800)
        with self.refused("settlement sheets release"):
            self.pay(bill, 1801)
        self.pay(bill, 1000)
        self.pay(bill, 800)
        with self.refused("settlement sheets release"):
            self.pay(bill, 0.01)
        with self.refused("is paid by"):
            self.by("finance_head", sheet).action_cancel("Wrong")

    def test_many_to_many(self):
        """PU-32: one sheet over two bills, one bill on two sheets; neither is
        exceeded."""
        order = self.delivered(100)
        one, two = self.bill(order, 30), self.bill(order, 70)
        (one | two).action_post()
        sheet = self.agreed(100)
        self.by("finance", sheet).action_spread()
        self.assertEqual(sheet.bill_ids.mapped("amount"), [600, 1300])
        rows = self.by("finance", sheet.bill_ids)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            rows[0].write({"amount": 601})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            rows[1].write({"amount": 1301})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("buyer", rows[1]).write({"amount": 1})
        self.pay(one, 600)
        self.pay(two, 1300)
        self.assertEqual(two.amount_residual, 100)

    def test_retention(self):
        """PU-F24: what is kept back is paid when it is due and finance has released
        it."""
        order = self.delivered(100)
        bill = self.bill(order, 100)
        bill.action_post()
        sheet = self.agreed(
            retention_rate=5, retention_date=self.today.replace(year=2099)
        )
        self.by("finance", sheet).action_spread()
        self.assertEqual((sheet.bill_ids.amount, sheet.bill_ids.retained), (1900, 100))
        self.pay(bill, 1900)
        with self.refused("settlement sheets release"):
            self.pay(bill, 100)
        with self.refused("kept back until"):
            self.by("finance_head", sheet).action_close()
        sheet._flow_write({"retention_date": self.today})
        with self.assertRaises(UserError):
            self.by("finance", sheet).action_close()
        self.by("finance_head", sheet).action_close()
        self.pay(bill, 100)
        self.assertEqual(bill.amount_residual, 0)

    def test_who(self):
        """PU-32: staff see no settlement; who prepared it does not sign it."""
        self.delivered(100)
        sheet = self.sheet()
        with self.assertRaises(AccessError):
            self.by("staff", sheet).read(["amount_payable"])
        own = self.sheet(by="finance_head")
        with self.assertRaises(UserError):
            own.action_submit()
            self.agree(own, "head", "finance_head")

    def test_printed(self):
        """PU-32: the sheet prints with the payable in capitals."""
        self.delivered(100)
        sheet = self.sheet(100)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ops_purchase.report_settlement", sheet.ids
        )[0]
        self.assertIn("结算单", html.decode())
        self.assertIn("壹仟玖佰", html.decode())
