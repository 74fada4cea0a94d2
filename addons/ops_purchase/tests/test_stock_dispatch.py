"""Goods leave by an approved notice and are written off with it (PU-21, PU-22)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestStockDispatch(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock(cls.steel, 100)
        cls.customer = cls.env["res.partner"].create({"name": "Southgate Works"})

    def notice(self, quantity=30, **values):
        return (
            self.by("staff", self.env["ops.dispatch.notice"])
            .create(
                {
                    "partner_id": self.customer.id,
                    "line_ids": [
                        Command.create(
                            {"product_id": self.steel.id, "quantity": quantity}
                        )
                    ],
                    **values,
                }
            )
            .with_env(self.env)
        )

    def approved(self, **values):
        notice = self.notice(**values)
        self.by("staff", notice).action_submit()
        self.agree(notice, "keeper_head")
        return notice

    def picking(self, quantity=30, **values):
        """A transfer to the customer that the keeper makes by hand."""
        kind = self.warehouse.out_type_id
        target = self.customer.property_stock_customer
        picking = self.by("keeper", self.env["stock.picking"]).create(
            {
                "picking_type_id": kind.id,
                "partner_id": self.customer.id,
                "location_id": self.place.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": quantity,
                            "location_id": self.place.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
                **values,
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        return picking

    def test_shipped(self):
        """PU-21 PU-22: approved goods leave, and are written off in the same act."""
        notice = self.notice()
        self.by("staff", notice).action_submit()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("keeper", notice).action_hand_over()
        self.agree(notice, "keeper_head")
        self.assertTrue(notice.name.startswith("CHTZ-"))
        self.assertEqual(notice.picking_ids.move_ids.product_uom_qty, 30)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("staff", notice).action_hand_over()
        self.by("keeper", notice).action_hand_over()
        self.assertEqual(notice.state, "shipped")
        self.assertEqual(notice.picking_ids.state, "done")
        self.assertEqual(self.on_hand(self.steel), 70)
        self.assertEqual(notice.left_by, self.people["keeper"])
        self.assertFalse(notice.is_unwritten)

    def test_without_notice(self):
        """PU-21: stock-out without approved notice is refused, whatever is tried."""
        waiting = self.notice()
        self.by("staff", waiting).action_submit()
        for values in ({}, {"dispatch_notice_id": waiting.id}):
            picking = self.picking(**values)
            for way in (
                picking.button_validate,
                picking.move_ids.sudo()._action_done,
                lambda moves=picking.move_ids: moves.write({"state": "done"}),
            ):
                with (
                    self.subTest(values=values, way=way),
                    self.assertRaisesRegex(UserError, "no approved dispatch notice"),
                    self.env.cr.savepoint(),
                ):
                    way()
        self.assertEqual(self.on_hand(self.steel), 100)

    def test_what_and_for_whom(self):
        """PU-21: a notice lets its goods leave, for its customer, up to its
        quantity."""
        notice = self.approved()
        notice.picking_ids.action_cancel()
        more = self.picking(31, dispatch_notice_id=notice.id)
        with self.assertRaisesRegex(UserError, "lets 30"), self.env.cr.savepoint():
            more.button_validate()
        other = self.env["res.partner"].create({"name": "Somebody else"})
        astray = self.picking(5, dispatch_notice_id=notice.id, partner_id=other.id)
        with self.assertRaisesRegex(UserError, "is for South"), self.env.cr.savepoint():
            astray.button_validate()
        self.picking(20, dispatch_notice_id=notice.id).button_validate()
        self.assertEqual(notice.line_ids.shipped_qty, 20)
        again = self.picking(11, dispatch_notice_id=notice.id)
        with self.assertRaisesRegex(UserError, "lets 10"), self.env.cr.savepoint():
            again.button_validate()
        with (
            self.assertRaisesRegex(UserError, "10 .* not written off"),
            self.env.cr.savepoint(),
        ):
            self.by("keeper", notice).action_ship()

    def test_changed_after_approval(self):
        """PU-21: a notice that is changed is approved anew, and its transfer goes."""
        notice = self.approved()
        picking = notice.picking_ids
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("staff", notice.line_ids).quantity = 60
        self.by("staff", notice).action_cancel("Ordered twice")
        self.assertEqual(picking.state, "cancel")
        self.assertEqual(notice.state, "cancelled")

    def test_unwritten(self):
        """PU-22: what left before it was booked is listed until it is, and the head of
        the warehouse is told at the end of the day."""
        notice = self.approved()
        unwritten = [("is_unwritten", "=", True), ("id", "=", notice.id)]
        self.assertFalse(notice.search(unwritten))
        self.by("keeper", notice).action_mark_left()
        self.assertTrue(notice.is_unwritten)
        self.assertEqual(notice.search(unwritten), notice)
        notice._cron_unwritten()
        notice._cron_unwritten()
        self.assertEqual(len(notice.activity_ids), 1)
        with (
            self.assertRaisesRegex(UserError, "have left the warehouse"),
            self.env.cr.savepoint(),
        ):
            self.by("staff", notice).action_cancel("Never mind")
        self.by("keeper", notice).action_hand_over()
        self.assertFalse(notice.search(unwritten))

    def test_switches(self):
        """PU-21: without the gate, and at a till, goods leave as in plain Odoo."""
        self.company.purchase_gate_dispatch = False
        self.picking(5).button_validate()
        self.assertEqual(self.on_hand(self.steel), 95)
        self.company.purchase_gate_dispatch = True
        self.warehouse.out_type_id.dispatch_by_notice = False
        self.picking(5).button_validate()
        self.assertEqual(self.on_hand(self.steel), 90)
