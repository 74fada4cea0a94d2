"""What was offered in each round, and what was saved (PU-08)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestNegotiation(PurchaseCase):
    def setUp(self):
        super().setUp()
        self.order = self.rfq(self.granted((self.steel, 100)), price=20)
        self.line = self.order.order_line

    def log(self, price, by="buyer", **values):
        return self.by(by, self.env["ops.purchase.negotiation"]).create(
            {
                "order_id": self.order.id,
                "line_id": self.line.id,
                "price_unit": price,
                **values,
            }
        )

    def test_rounds(self):
        """PU-08: every round is logged with who, price and lead time; the saving is
        counted against the first quote."""
        self.assertEqual(self.order.saving, 0)
        first = self.log(20, lead_days=30)
        second = self.log(18.5, lead_days=20, by="second_buyer")
        self.assertEqual((first.round, second.round), (1, 2))
        self.assertEqual(second.user_id, self.people["second_buyer"])
        self.assertEqual(self.order.saving, 0)
        self.by("buyer", self.line).price_unit = 18.5
        self.assertEqual((self.line.saving, self.order.saving), (150, 150))

    def test_a_record(self):
        """PU-08: what was offered was offered; nobody signs for somebody else."""
        row = self.log(20, user_id=self.people["gm"].id)
        self.assertEqual(row.user_id, self.people["buyer"])
        for attack in (
            lambda: row.write({"price_unit": 25}),
            lambda: row.unlink(),
            lambda: self.by("buyer", self.order).write(
                {"negotiation_ids": [Command.delete(row.id)]}
            ),
        ):
            with self.assertRaisesRegex(UserError, "log the next one"):
                attack()
        with self.assertRaises(AccessError):
            self.log(20, by="staff")

    def test_taken_over(self):
        """PU-08: what was agreed last is put into the quotation at a click."""
        term = self.env["account.payment.term"].create({"name": "60 days"})
        row = self.log(18, lead_days=14, payment_term_id=term.id)
        with self.assertRaises(AccessError):
            self.by("finance", row).action_take()
        self.by("buyer", row).action_take()
        self.assertEqual(self.line.price_unit, 18)
        self.assertEqual(self.order.payment_term_id, term)
        days = self.line.date_planned - fields.Datetime.now()
        self.assertEqual(round(days.total_seconds() / 86400), 14)

    def test_over(self):
        """PU-08: no rounds after the order, nor on another order's goods."""
        other = self.rfq(self.granted((self.bolt, 5)))
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.log(20, order_id=other.id)
        self.signed(self.order)
        self.by("buyer", self.order).button_confirm()
        with self.assertRaisesRegex(UserError, "over"):
            self.log(19)
