"""A department asks, and its superiors grant (PU-03, PU-04, PU-F01 … F03)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestRequest(PurchaseCase):
    def test_asked_and_granted(self):
        """PU-03 PU-F01: number at submission, signatures in order, then approved."""
        request = self.request((self.steel, 100), (self.bolt, 500))
        self.assertFalse(request.name)
        self.by("staff", request).action_submit()
        self.assertTrue(request.name.startswith("CGSQ-"))
        self.assertEqual(request.state, "to_approve")
        self.agree(request, "head")
        self.assertEqual(request.state, "approved")
        self.assertEqual(sorted(request.line_ids.mapped("open_qty")), [100, 500])

    def test_incomplete(self):
        """PU-03: all that is missing is said at once."""
        request = self.request((self.steel, 100), description=False)
        request.line_ids.product_qty = 0
        with self.assertRaises(UserError) as caught:
            self.by("staff", request).action_submit()
        self.assertIn("quantity is missing", str(caught.exception))
        self.assertIn("what it is needed for", str(caught.exception))
        request.line_ids.product_qty = 5
        request.description = "Repair of the press"
        self.by("staff", request).action_submit()
        self.assertEqual(request.state, "to_approve")

    def test_kind_decides(self):
        """PU-04: goods of another purchase kind are asked for separately; equipment is
        signed by the technology department first."""
        tools = self.env["product.category"].create(
            {"name": "Machines", "purchase_kind": "equipment"}
        )
        press = self._create_product("Press", 9000, categ_id=tools.id)
        mixed = self.request((self.steel, 1), (press, 1))
        with self.assertRaisesRegex(UserError, "Equipment"):
            self.by("staff", mixed).action_submit()
        request = self.request((press, 1), purchase_kind="equipment")
        self.by("staff", request).action_submit()
        with self.assertRaises(UserError):
            self.agree(request, "head")
        self.agree(request, "technology", "head", "finance_head", "gm")
        self.assertEqual(request.state, "approved")

    def test_nobody_jumps(self):
        """PU-03: neither the buttons of the plain document nor a written state lead
        past the signatures."""
        request = self.request()
        for post in ("staff", "buyer", "head"):
            mine = self.by(post, request)
            for way in (
                lambda r=mine: r.write({"state": "approved"}),
                lambda r=mine: r.button_approved(),
                lambda r=mine: r.button_done(),
            ):
                with self.assertRaises(UserError):
                    way()
        with self.assertRaises(AccessError):
            self.by("buyer", self.env["purchase.request"]).create(
                {"state": "approved", "description": "x"}
            )
        self.assertEqual(request.state, "draft")

    def test_own_request(self):
        """PU-10: nobody signs his own request, not even the head of purchasing."""
        request = self.request(by="head")
        with self.assertRaises(UserError):
            self.by("head", request).action_submit()

    def test_cut_by_the_signer(self):
        """PU-F02: who signs cuts a line with a reason; others do not."""
        request = self.request((self.steel, 100), (self.bolt, 500))
        self.by("staff", request).action_submit()
        line = request.line_ids.filtered(lambda r: r.product_id == self.steel)
        cut = {"granted_qty": 60, "grant_note": "Stock of 40 left"}
        for post in ("staff", "buyer"):
            with self.assertRaises(UserError):
                self.by(post, line).write(cut)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.by("head", line).write({"granted_qty": 60})
            self.env.flush_all()
        self.by("head", line).write(cut)
        with self.assertRaises(UserError):
            self.by("head", line).write({"product_qty": 1000})
        self.agree(request, "head")
        self.assertEqual((line.approved_qty, line.open_qty), (60, 60))

    def test_changed_after_approval(self):
        """PU-F03: a changed line takes an approved request back to its signatures."""
        request = self.granted()
        with self.assertRaises(UserError):
            self.by("staff", request.line_ids).write({"product_qty": 900})
        self.by("staff", request).action_cancel("Not needed")
        self.assertEqual(request.state, "cancelled")

    def test_counted_not_entered(self):
        """PU-03: how much is ordered comes from the orders."""
        request = self.request()
        with self.assertRaises(AccessError):
            self.by("staff", request.line_ids).write({"ordered_qty": 5})
        with self.assertRaises(AccessError):
            self.request((self.steel, 5, {"ordered_qty": 5}))

    def test_copied(self):
        """PU-03: a copy is a new request: no number, nothing granted."""
        request = self.granted()
        copy = self.by("staff", request).copy()
        self.assertEqual((copy.state, copy.name), ("draft", False))
        self.assertEqual(copy.line_ids.ordered_qty, 0)

    def test_only_own(self):
        """PU-03: a colleague neither reads nor changes somebody else's request."""
        request = self.request()
        with self.assertRaises(AccessError):
            self.by("colleague", request).read(["description"])
        self.by("buyer", request).read(["description"])
        with self.assertRaises(AccessError):
            self.by("colleague", request).write(
                {"line_ids": [Command.create({"product_id": self.bolt.id})]}
            )
