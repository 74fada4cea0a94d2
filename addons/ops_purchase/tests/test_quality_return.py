"""Rejected goods and goods past their shelf life (PU-27)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityReturn(QualityCase):
    def rejected(self, quantity=5):
        """An inspection of 100 with a part in the return area."""
        inspection = self.delivered((self.steel, 100))
        self.decide(inspection, "return", quantity)
        return inspection

    def test_returned(self):
        """PU-27: what was rejected goes back to its supplier with its reason, and the
        order has received that much less."""
        inspection = self.rejected()
        line = inspection.purchase_line_id
        self.assertEqual(line.qty_received, 100)
        action = self.by("keeper", inspection).action_return_to_supplier()
        picking = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(picking.partner_id, self.supplier)
        self.assertEqual(picking.return_reason, "Dented")
        with (
            self.assertRaisesRegex(UserError, "under way"),
            self.env.cr.savepoint(),
        ):
            self.by("buyer", inspection).action_return_to_supplier()
        mine = self.by("keeper", picking)
        mine.return_reason = False
        mine.move_ids.picked = True
        with (
            self.assertRaisesRegex(UserError, "is not said"),
            self.env.cr.savepoint(),
        ):
            mine.button_validate()
        mine.return_reason = "Dented in transport"
        mine.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(line.qty_received, 95)
        self.assertEqual(self.on_hand(self.steel, self.warehouse.wh_return_loc_id), 0)

    def test_who(self):
        """PU-27: keepers and buyers begin a return, nobody else."""
        inspection = self.rejected()
        with self.assertRaises(AccessError):
            self.by("inspector", inspection).action_return_to_supplier()

    def test_nothing_rejected(self):
        """PU-27: what was not rejected is not sent back from the return area."""
        inspection = self.delivered((self.steel, 10))
        with self.assertRaisesRegex(UserError, "nothing of it"):
            self.by("keeper", inspection).action_return_to_supplier()

    def sale(self, lot, target):
        """The keeper takes one of a lot from stock to ``target``."""
        places = {
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": target.id,
        }
        move = self.env["stock.move"].create(
            {
                **places,
                "product_id": lot.product_id.id,
                "product_uom": lot.product_id.uom_id.id,
                "product_uom_qty": 1,
                "company_id": self.company.id,
                "picked": True,
                "move_line_ids": [
                    Command.create(
                        {
                            **places,
                            "product_id": lot.product_id.id,
                            "product_uom_id": lot.product_id.uom_id.id,
                            "quantity": 1,
                            "lot_id": lot.id,
                            "picked": True,
                        }
                    )
                ],
            }
        )
        self.by("keeper", move)._action_done()
        return move

    def test_shelf_life(self):
        """PU-27: a lot past its shelf life is not sold; it goes to the return area. A
        fresh one is sold."""
        milk = self._create_product("Milk", 5, tracking="lot", use_expiration_date=True)
        now = fields.Datetime.now()
        old, fresh = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": milk.id,
                    "company_id": self.company.id,
                    "expiration_date": now + timedelta(days=days),
                }
                for name, days in (("OLD", -1), ("FRESH", 20))
            ]
        )
        stock = self.warehouse.lot_stock_id
        for lot in (old, fresh):
            self.env["stock.quant"]._update_available_quantity(
                milk, stock, 5, lot_id=lot
            )
        customers = self.env.ref("stock.stock_location_customers")
        self.company.purchase_gate_dispatch = False
        with (
            self.assertRaisesRegex(UserError, "past its shelf life"),
            self.env.cr.savepoint(),
        ):
            self.sale(old, customers)
        self.assertEqual(self.sale(fresh, customers).state, "done")
        away = self.sale(old, self.warehouse.wh_return_loc_id)
        self.assertEqual(away.state, "done")

    def test_held(self):
        """PU-33: only qualified goods pass on: a lot that quality inspects is not sold
        before it is accepted, and not at all when all of it was rejected."""
        self.company.purchase_gate_dispatch = False
        self.steel.tracking = "lot"
        lot = self.env["stock.lot"].create(
            {"name": "F1", "product_id": self.steel.id, "company_id": self.company.id}
        )
        stock = self.warehouse.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(
            self.steel, stock, 5, lot_id=lot
        )
        customers = self.env.ref("stock.stock_location_customers")
        for disposition in ("return", "pass"):
            paper = self.by("inspector", self.env["qc.inspection"]).create(
                {
                    "kind": "finished",
                    "product_id": self.steel.id,
                    "lot_id": lot.id,
                    "qty": 5,
                }
            )
            paper.action_begin()
            with (
                self.assertRaisesRegex(UserError, "held by"),
                self.env.cr.savepoint(),
            ):
                self.sale(lot, customers)
            self.decide(paper, disposition, 5)
            paper.action_conclude()
            if disposition == "return":
                with (
                    self.assertRaisesRegex(UserError, "held by"),
                    self.env.cr.savepoint(),
                ):
                    self.sale(lot, customers)
        self.assertEqual(self.sale(lot, customers).state, "done")

    def expired(self):
        """A lot of milk that was delivered, stocked in, and is too old by now."""
        milk = self._create_product(
            "Milk", 5, tracking="lot", use_expiration_date=True, expiration_time=9
        )
        inspection = self.received(self.arriving((milk, 10)), lots=["OLD"], each=10)
        self.by("inspector", inspection).action_begin()
        self.decide(inspection, "pass", 10)
        self.stock_in(inspection)
        self.assertEqual(inspection.stocked_qty, 10)
        return inspection.lot_id, inspection

    def test_scenario_6(self):
        """PU-27: §3.4, 6: a lot past its shelf life cannot be sold; it is returned to
        who delivered it, with the reason, and the order has received that much
        less."""
        self.company.purchase_gate_dispatch = False
        lot, inspection = self.expired()
        mine = self.by("buyer", lot)
        with (
            self.assertRaisesRegex(UserError, "within their shelf life"),
            self.env.cr.savepoint(),
        ):
            mine.action_return_expired()
        lot.expiration_date = fields.Datetime.now() - timedelta(days=1)
        with (
            self.assertRaisesRegex(UserError, "past its shelf life"),
            self.env.cr.savepoint(),
        ):
            self.sale(lot, self.env.ref("stock.stock_location_customers"))
        picking = self.env["stock.picking"].search(
            mine.action_return_expired()["domain"]
        )
        self.assertEqual(picking.partner_id, self.supplier)
        self.assertEqual(picking.return_cause, "expired")
        self.assertIn("OLD", picking.return_reason)
        with (
            self.assertRaisesRegex(UserError, "under way"),
            self.env.cr.savepoint(),
        ):
            mine.action_return_expired()
        mine = self.by("keeper", picking)
        mine.move_ids.picked = True
        mine.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(inspection.purchase_line_id.qty_received, 0)

    def test_who_returns_expired(self):
        """PU-27: keepers and buyers return what has expired, nobody else."""
        lot, _inspection = self.expired()
        lot.expiration_date = fields.Datetime.now() - timedelta(days=1)
        with self.assertRaises(AccessError):
            self.by("inspector", lot).action_return_expired()

    def test_expired_of_unknown_origin(self):
        """PU-27: a lot that no delivery brought has nobody to go back to."""
        milk = self._create_product("Milk", 5, tracking="lot", use_expiration_date=True)
        lot = self.env["stock.lot"].create(
            {
                "name": "FOUND",
                "product_id": milk.id,
                "company_id": self.company.id,
                "expiration_date": fields.Datetime.now() - timedelta(days=1),
            }
        )
        with self.assertRaisesRegex(UserError, "no delivery brought"):
            self.by("keeper", lot).action_return_expired()
