"""Counts: planned, blind, explained, approved and only then adjusted (PU-25)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestStockCount(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock(cls.steel, 100)
        cls.stock(cls.bolt, 40)

    def handed_in(self, steel=97, bolt=40):
        count = self.counting()
        self.found(count, self.steel, steel)
        self.found(count, self.bolt, bolt)
        self.by("keeper", count).action_close()
        return count

    def test_scenario_6(self):
        """PU-25: a planned count finds a difference; adjusting without approval is
        refused; the approved adjustment posts with its reason."""
        count = self.handed_in()
        line = count.count_line_ids.filtered("difference")
        self.assertEqual(line.product_id, self.steel)
        self.assertEqual((line.book_qty, line.difference), (100, -3))
        self.assertEqual(line.difference_value, -60)
        with (
            self.assertRaisesRegex(UserError, "reason is missing"),
            self.env.cr.savepoint(),
        ):
            self.by("keeper", count).action_submit()
        self.explain(count)
        self.by("keeper", count).action_submit()
        with (
            self.assertRaisesRegex(UserError, "In approval"),
            self.env.cr.savepoint(),
        ):
            self.by("keeper_head", count).action_adjust()
        self.assertEqual(self.on_hand(self.steel), 100)
        self.agree(count, "keeper_head")
        with (
            self.assertRaisesRegex(UserError, "In approval"),
            self.env.cr.savepoint(),
        ):
            self.by("keeper_head", count).action_adjust()
        self.agree(count, "finance")
        self.assertEqual(count.state, "approved")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("keeper", count).action_adjust()
        self.by("keeper_head", count).action_adjust()
        self.assertEqual(count.state, "done")
        self.assertEqual(self.on_hand(self.steel), 97)
        move = count.stock_move_ids.move_id
        self.assertEqual(move.state, "done")
        self.assertIn("Not found on any shelf", move.adjust_reason)
        self.assertIn(count.name, move.reference)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("keeper_head", move).adjust_reason = "Another story"

    def test_finance_refuses(self):
        """PU-25: what finance sends back is not adjusted."""
        count = self.handed_in()
        self.explain(count)
        self.by("keeper", count).action_submit()
        self.agree(count, "keeper_head")
        self.by("finance", self.pending(count)).send_back("Count the steel again")
        self.assertEqual(count.state, "counted")
        with self.assertRaises(UserError):
            self.by("keeper_head", count).action_adjust()

    def test_counter_does_not_approve(self):
        """PU-25: a head of the warehouse who counts himself does not sign it."""
        count = self.counting(counter_ids=[Command.set(self.people["keeper_head"].ids)])
        for product, quantity in ((self.steel, 90), (self.bolt, 40)):
            self.found(count, product, quantity, by="keeper_head")
        self.by("keeper_head", count).action_close()
        self.explain(count, by="keeper_head")
        with self.assertRaises(UserError):
            self.by("keeper_head", count).action_submit()
            self.agree(count, "keeper_head")

    def test_goods_move_meanwhile(self):
        """PU-25: what moves after a line was counted is no difference, and the
        adjustment takes the difference from what lies there then."""
        count = self.counting()
        line = self.found(count, self.steel, 97)
        self.found(count, self.bolt, 40)
        line.sudo().counted_at = fields.Datetime.now() - timedelta(hours=1)
        count._flow_write({"date_start": fields.Datetime.now() - timedelta(hours=2)})
        shelf = self.env["stock.location"].create(
            {"name": "Line", "usage": "production", "company_id": self.company.id}
        )
        move = self.env["stock.move"].create(
            {
                "product_id": self.steel.id,
                "product_uom_qty": 10,
                "location_id": self.place.id,
                "location_dest_id": shelf.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        move._action_done()
        self.assertEqual(self.on_hand(self.steel), 90)
        self.by("keeper", count).action_close()
        self.assertEqual((line.book_qty, line.difference), (100, -3))
        self.explain(count)
        self.by("keeper", count).action_submit()
        self.agree(count, "keeper_head", "finance")
        self.by("keeper_head", count).action_adjust()
        self.assertEqual(self.on_hand(self.steel), 87)

    def test_serial_numbers(self):
        """PU-25: serial numbers are not listed; those found are entered, those missing
        turn up when the count is handed in."""
        press = self._create_product("Press", 500, tracking="serial")
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": f"SN{n}",
                    "product_id": press.id,
                    "company_id": self.company.id,
                }
                for n in range(3)
            ]
        )
        for lot in lots[:2]:
            self.stock(press, 1, lot_id=lot)
        count = self.counting()
        self.assertNotIn(press, count.count_line_ids.product_id)
        self.found(count, self.steel, 100)
        self.found(count, self.bolt, 40)
        for lot in (lots[0], lots[2]):
            self.by("keeper", self.env["ops.stock.count.line"]).create(
                {
                    "count_id": count.id,
                    "product_id": press.id,
                    "location_id": self.place.id,
                    "lot_id": lot.id,
                    "counted_qty": 1,
                }
            )
        self.by("keeper", count).action_close()
        lines = count.count_line_ids.filtered(lambda r: r.product_id == press)
        self.assertEqual(
            {line.lot_id.name: line.difference for line in lines},
            {"SN0": 0, "SN1": -1, "SN2": 1},
        )

    def test_who_counts(self):
        """PU-25: counters alone write what was found, and only while they count."""
        count = self.counting()
        line = count.count_line_ids.filtered(lambda r: r.product_id == self.steel)
        for post in ("second_keeper", "keeper_head"):
            with self.subTest(post), self.assertRaises(UserError):
                self.by(post, line).counted_qty = 100
        for post in ("buyer", "staff", "finance"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.by(post, line).counted_qty = 100
        with self.assertRaisesRegex(UserError, "handed in by"):
            self.by("keeper_head", count).action_close()
        with self.assertRaisesRegex(UserError, "not counted yet"):
            self.by("keeper", count).action_close()
        self.found(count, self.steel, 0)
        self.assertTrue(self.by("keeper", line).counted or line.counted_qty == 0)
        self.found(count, self.steel, 97)
        self.found(count, self.bolt, 40)
        self.assertEqual(line.counted_by, self.people["keeper"])
        self.by("keeper", count).action_close()
        with self.assertRaisesRegex(UserError, "handed in"), self.env.cr.savepoint():
            self.by("keeper", line).counted_qty = 100
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("keeper_head", count).action_state_to_draft()

    def test_planned(self):
        """PU-25: plans lay out counts a week ahead; what is not done is overdue."""
        today = fields.Date.context_today(self.env["stock.inventory"])
        plan = self.by("keeper_head", self.env["ops.stock.count.plan"]).create(
            {
                "name": "Steel every month",
                "location_ids": [Command.set(self.place.ids)],
                "counter_ids": [Command.set(self.people["keeper"].ids)],
                "date_next": fields.Date.add(today, days=5),
            }
        )
        self.env["ops.stock.count.plan"]._cron_lay_out()
        count = self.env["stock.inventory"].search([("plan_id", "=", plan.id)])
        self.assertEqual(count.date_planned, fields.Date.add(today, days=5))
        self.assertGreater(plan.date_next, fields.Date.add(today, days=20))
        self.env["ops.stock.count.plan"]._cron_lay_out()
        self.assertEqual(len(plan.count_ids), 1)
        overdue = [("is_overdue", "=", True), ("id", "=", count.id)]
        self.assertFalse(count.search(overdue))
        count.date_planned = fields.Date.add(today, days=-1)
        self.assertEqual(count.search(overdue), count)
        self.assertTrue(count.is_overdue)
        with self.assertRaises(AccessError):
            self.by("keeper", plan).months = 12

    def test_one_count_of_a_place(self):
        """PU-25: a place is counted by one count at a time."""
        self.counting()
        with self.assertRaisesRegex(UserError, "counts the same places"):
            self.counting()
