"""Goods without bill are estimated at the end of the month (PU-X8, PU-F28)."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyAccrual(MoneyCase):
    def setUp(self):
        super().setUp()
        self.account = self.env["account.account"].create(
            {
                "name": "Estimated goods",
                "code": "220299",
                "account_type": "liability_current",
            }
        )
        self.last = self.today.replace(day=1) - timedelta(days=1)

    def arrived(self, quantity):
        """An order whose goods arrived last month."""
        order = self.delivered(quantity)
        day = datetime.combine(self.last, datetime.min.time())
        order.picking_ids.move_ids.date = day
        return order

    def test_estimated_and_reversed(self):
        """PU-X8 PU-F28: what arrived and is not billed is credited on the last day,
        reversed on the next, once."""
        order = self.arrived(60)
        company = self.by("finance", self.company)
        with self.refused("no account of estimated goods"):
            company.action_purchase_accrue()
        self.company.purchase_accrual_account_id = self.account
        company.action_purchase_accrue()
        lines = self.env["account.move.line"].search(
            [("account_id", "=", self.account.id)], order="date"
        )
        self.assertEqual(lines.mapped("balance"), [-1200, 1200])
        self.assertEqual(lines.mapped("date"), [self.last, self.today.replace(day=1)])
        self.assertEqual(set(lines.mapped("parent_state")), {"posted"})
        with self.refused("estimated already"):
            company.action_purchase_accrue()
        self.env["res.company"]._cron_purchase_accrue()
        self.assertEqual(
            self.env["account.move.line"].search_count(
                [("account_id", "=", self.account.id)]
            ),
            2,
        )
        self.assertEqual(order.order_line.qty_invoiced, 0)

    def test_billed(self):
        """PU-X8: what is billed is not estimated; buyers do not write the books."""
        self.company.purchase_accrual_account_id = self.account
        order = self.arrived(60)
        self.bill(order, 60, invoice_date=self.last, date=self.last).action_post()
        with self.refused("Nothing to estimate"):
            self.by("finance", self.company).action_purchase_accrue()
        with self.assertRaises(AccessError):
            self.by("buyer", self.company).action_purchase_accrue()
