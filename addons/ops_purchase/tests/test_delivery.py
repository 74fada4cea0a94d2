"""Orders confirmed by the supplier, and followed until they arrive (PU-11, PU-13)."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestDelivery(PurchaseCase):
    def day(self, days):
        return fields.Date.add(
            fields.Date.context_today(self.env["purchase.order"]), days=days
        )

    def note(self, line, by="buyer", **values):
        Followup = self.by(by, self.env["ops.delivery.followup"])
        return Followup.create({"line_id": line.id, **values})

    def listed(self):
        return self.by("buyer", self.env["purchase.order"]).search(
            [("unconfirmed_late", "=", True), ("company_id", "=", self.company.id)]
        )

    def test_confirmed_by_supplier(self):
        """PU-11: the supplier's day is recorded on a placed order; what he has not
        confirmed is listed after the days of the company."""
        order = self.ordered()
        self.assertFalse(order.unconfirmed_late)
        self.assertNotIn(order, self.listed())
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            order.invalidate_recordset(["unconfirmed_late"])
            self.assertTrue(order.unconfirmed_late)
            self.assertIn(order, self.listed())
            self.company.purchase_confirm_days = 10
            self.assertNotIn(order, self.listed())
            self.company.purchase_confirm_days = 3
            self.by("buyer", order).date_confirmed = self.day(9)
            self.assertNotIn(order, self.listed())
        self.assertTrue(order.acknowledged)
        self.assertEqual(order.order_line.date_promised, order.date_confirmed)

    def test_not_placed(self):
        """PU-11: a quotation is not confirmed by its supplier, nor by staff."""
        quotation = self.rfq(self.granted())
        with self.assertRaisesRegex(UserError, "order that is placed"):
            self.by("buyer", quotation).date_confirmed = self.day(9)
        with self.assertRaises(AccessError):
            self.by("staff", self.ordered()).date_confirmed = self.day(9)

    def test_followed(self):
        """PU-13 PU-F18: what was said last tells when it comes and why later."""
        order = self.ordered()
        line = order.order_line
        self.by("buyer", order).date_confirmed = self.day(10)
        self.assertEqual(
            (line.date_due, line.delivery_state), (self.day(10), "running")
        )
        self.note(line, kind="promised", date_promised=self.day(3))
        self.assertEqual((line.date_due, line.delivery_state), (self.day(3), "near"))
        self.note(
            line,
            kind="delayed",
            delay_reason="Rolling mill stopped",
            date_expected=self.day(-1),
        )
        self.note(line, kind="shipped", date_shipped=self.day(0), carrier="Road")
        self.assertEqual((line.date_due, line.delivery_state), (self.day(-1), "late"))
        self.assertEqual(line.delay_reason, "Rolling mill stopped")
        self.assertEqual((line.date_shipped, line.carrier), (self.day(0), "Road"))
        self.assertEqual(line.open_qty, 100)
        order.picking_ids.delivery_note = "SH-1"
        order.picking_ids.move_ids.write({"quantity": 100, "picked": True})
        order.picking_ids.button_validate()
        self.assertEqual((line.open_qty, line.delivery_state), (0, "arrived"))

    def test_log_stands(self):
        """PU-13: the log is written by buyers, in their own name, and stands."""
        line = self.ordered().order_line
        note = self.note(line, user_id=self.people["head"].id, note="Called")
        self.assertEqual(note.user_id, self.people["buyer"])
        for post in ("buyer", "head"):
            with self.assertRaisesRegex(UserError, "stands"):
                self.by(post, note).write({"note": "Never called"})
            with self.assertRaises(AccessError):
                self.by(post, note).unlink()
        with self.assertRaisesRegex(UserError, "stands"):
            note.sudo().unlink()
        with self.assertRaises(AccessError):
            self.note(line, by="staff")
        with self.assertRaisesRegex(UserError, "confirmed order is followed"):
            self.note(self.rfq(self.granted()).order_line)

    def test_incomplete(self):
        """PU-13: a shipment has a day, a delay a reason, a promise a date."""
        line = self.ordered().order_line
        for kind in ("shipped", "delayed", "promised"):
            with (
                self.subTest(kind=kind),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.note(line, kind=kind)

    def test_buyers_reminded(self):
        """PU-13 PU-F18: the buyer is told of what is near or late, once for each due
        day, and not of what is far away."""
        order, far = self.ordered(), self.ordered()
        self.by("buyer", order).date_confirmed = self.day(2)
        self.by("buyer", far).date_confirmed = self.day(20)
        orders = order | far
        Line = self.env["purchase.order.line"]
        for _run in range(2):
            Line._remind_deliveries()
            told = orders.activity_ids
            self.assertEqual(told.mapped("res_id"), order.ids)
            self.assertEqual(told.user_id, order.user_id)
        self.note(order.order_line, kind="promised", date_promised=self.day(3))
        Line._remind_deliveries()
        self.assertEqual(len(orders.activity_ids), 2)
