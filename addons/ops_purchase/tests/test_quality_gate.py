"""Goods enter stock as far as they were registered, accepted and coded (§3.4, 4)."""

import random

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityGate(QualityCase):
    def test_scenario_4(self):
        """PU-18, PU-F19: §3.4, 4: stock-in before the inspection is refused; what
        quality rejects goes to the return area; goods without code are not stocked
        in."""
        inspection = self.delivered((self.steel, 100))
        place = self.warehouse.lot_stock_id
        with (
            self.assertRaisesRegex(UserError, "not inspected or not accepted"),
            self.env.cr.savepoint(),
        ):
            self.stock_in(inspection)
        self.decide(inspection, "pass", 95)
        with (
            self.assertRaisesRegex(UserError, "5 .* not accepted"),
            self.env.cr.savepoint(),
        ):
            self.stock_in(inspection)
        self.decide(inspection, "return", 5)
        self.assertEqual(self.on_hand(self.steel, self.warehouse.wh_return_loc_id), 5)
        self.steel.default_code = False
        with (
            self.assertRaisesRegex(UserError, "has no code"),
            self.env.cr.savepoint(),
        ):
            self.stock_in(inspection)
        self.steel.default_code = "STEEL"
        slip = self.stock_in(inspection)
        self.assertEqual(slip.state, "done")
        self.assertEqual(slip.move_ids.quantity, 95)
        self.assertEqual(self.on_hand(self.steel, place), 95)
        self.assertEqual(
            self.on_hand(self.steel, self.warehouse.wh_input_stock_loc_id), 0
        )
        self.assertEqual(inspection.stocked_qty, 95)
        self.assertEqual(inspection.sent_qty, 5)
        self.by("inspector", inspection).action_conclude()
        self.assertEqual(inspection.state, "done")

    def test_arrival(self):
        """PU-15: a delivery is registered against its order, with its note, into the
        inspection location."""
        picking = self.arriving((self.steel, 100))
        with (
            self.assertRaisesRegex(UserError, "delivery note is missing"),
            self.env.cr.savepoint(),
        ):
            self.received(picking, note="")
        inspection = self.received(picking, quantity=60, note="SH-77")
        self.assertEqual(inspection.qty, 60)
        self.assertEqual(inspection.delivery_note, "SH-77")
        self.assertEqual(inspection.state, "draft")
        self.assertEqual(picking.location_dest_id, self.warehouse.wh_input_stock_loc_id)
        with (
            self.assertRaisesRegex(UserError, "its delivery note stays"),
            self.env.cr.savepoint(),
        ):
            self.by("keeper", picking).delivery_note = "SH-78"

    def test_inspections_of_the_arrival(self):
        """PU-15: the arrival shows its inspections as soon as they are there, also to
        who looked before."""
        picking = self.arriving((self.steel, 100))
        self.assertFalse(picking.inspection_ids)
        self.assertEqual(picking.inspection_count, 0)
        inspection = self.received(picking)
        self.assertEqual(picking.inspection_ids, inspection)
        self.assertEqual(picking.inspection_count, 1)
        self.assertEqual(picking.move_ids.move_dest_ids.picking_id.inspection_count, 1)

    def test_whose_turn(self):
        """PU-16: what has arrived waits for quality, whoever received it; for the
        stores only where it is theirs to inspect."""
        inspection = self.received(self.arriving((self.steel, 100)))

        def waits_for(who):
            return self.by(who, inspection).search(
                [("flow_is_mine", "=", True), ("id", "=", inspection.id)]
            )

        self.assertTrue(waits_for("inspector"))
        self.assertTrue(waits_for("keeper"))
        self.assertFalse(waits_for("buyer"))
        self.steel.sudo().inspect_by = "standard"
        self.assertTrue(waits_for("inspector"))
        self.assertFalse(waits_for("keeper"))
        self.by("inspector", inspection).action_begin()
        self.assertTrue(waits_for("inspector"))
        self.assertFalse(waits_for("keeper"))

    def test_moves_stay_cheap(self):
        """No list of ours hangs on the state of a move: Odoo would look for all that
        depends on a move twice at each of its many writes."""
        state = self.env["stock.move"]._fields["state"]
        self.assertFalse(self.env.registry.is_modifying_relations(state))

    def test_arrival_without_order(self):
        """PU-15: what nobody ordered is refused at the gate."""
        kind = self.warehouse.in_type_id
        picking = self.by("keeper", self.env["stock.picking"]).create(
            {
                "picking_type_id": kind.id,
                "partner_id": self.supplier.id,
                "location_id": self.supplier.property_stock_supplier.id,
                "location_dest_id": kind.default_location_dest_id.id,
                "delivery_note": "SH-2",
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": 3,
                            "product_uom": self.steel.uom_id.id,
                            "location_id": self.supplier.property_stock_supplier.id,
                            "location_dest_id": kind.default_location_dest_id.id,
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "no order stands behind"):
            self.received(picking.with_env(self.env))

    def test_past_inspection(self):
        """PU-15: nobody receives past the inspection, straight onto a shelf."""
        picking = self.arriving((self.steel, 10))
        picking.move_ids.move_line_ids.location_dest_id = self.warehouse.lot_stock_id
        picking.move_ids.location_dest_id = self.warehouse.lot_stock_id
        with self.assertRaisesRegex(UserError, "received into the inspection"):
            self.received(picking)

    def test_gate_off(self):
        """PU-18: a company that switches the gate off stocks in as in plain Odoo."""
        self.company.purchase_gate_inspection = False
        picking = self.arriving((self.steel, 10))
        self.received(picking, note="")
        self.assertEqual(picking.state, "done")
        move = picking.move_ids.move_dest_ids
        self.by("keeper", move).picked = True
        self.by("keeper", move.picking_id).button_validate()
        self.assertEqual(self.on_hand(self.steel, self.warehouse.lot_stock_id), 10)

    def test_place(self):
        """PU-19: where the stock has places, one of them is named."""
        shelf = self.env["stock.location"].create(
            {"name": "Shelf A", "location_id": self.warehouse.lot_stock_id.id}
        )
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        with (
            self.assertRaisesRegex(UserError, "name the storage place"),
            self.env.cr.savepoint(),
        ):
            self.stock_in(inspection)
        move = inspection.move_id.move_dest_ids
        move.move_line_ids.location_dest_id = shelf
        self.by("keeper", move).picked = True
        self.by("keeper", move.picking_id).button_validate()
        self.assertEqual(self.on_hand(self.steel, shelf), 10)

    def test_moved_is_fixed(self):
        """PU-18: what arrived or was stocked in is not enlarged afterwards."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 6)
        slip = self.stock_in(inspection, 6)
        for lines in (inspection.move_id.move_line_ids, slip.move_line_ids):
            with (
                self.assertRaisesRegex(UserError, "another transfer"),
                self.env.cr.savepoint(),
            ):
                self.by("keeper_head", lines).write({"quantity": 12})

    def test_who(self):
        """PU-16: quality decides; stores on simple goods only; nobody else."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 1, by="keeper")
        self.steel.inspect_by = "standard"
        with (
            self.assertRaisesRegex(AccessError, "It is up to"),
            self.env.cr.savepoint(),
        ):
            self.decide(inspection, "pass", 1, by="keeper")
        for post in ("buyer", "staff"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.decide(inspection, "pass", 1, by=post)
        tranche = self.decide(inspection, "pass", 2)
        self.assertEqual(tranche.user_id, self.people["inspector"])

    def test_stamps(self):
        """PU-16: inspector, moment and counters are not entered by anybody."""
        inspection = self.delivered((self.steel, 10))
        for values in (
            {"user_id": self.people["quality_head"].id},
            {"date": "2020-01-01 00:00:00"},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.decide(inspection, "pass", 1, **values)
        mine = self.by("quality_head", inspection)
        for values in (
            {"qty": 20},
            {"accepted_qty": 10},
            {"stocked_qty": 0.5},
            {"move_id": False},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.create(
                {
                    "product_id": self.steel.id,
                    "qty": 5,
                    "move_id": inspection.move_id.id,
                }
            )

    def test_take_back(self):
        """PU-16: a wrong decision is taken back until goods have moved on it."""
        inspection = self.delivered((self.steel, 10))
        wrong = self.decide(inspection, "pass", 9)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("inspector", wrong).quantity = 5
        self.by("inspector", wrong).unlink()
        self.assertEqual(inspection.waiting_qty, 10)
        right = self.decide(inspection, "pass", 6)
        self.stock_in(inspection, 6)
        gone = self.decide(inspection, "return", 4)
        for tranche in (right, gone):
            with (
                self.assertRaisesRegex(UserError, "cannot be taken back"),
                self.env.cr.savepoint(),
            ):
                self.by("inspector", tranche).unlink()

    def test_not_begun_or_over(self):
        """PU-16: decisions are taken while the inspection is open."""
        inspection = self.received(self.arriving((self.steel, 10)))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.decide(inspection, "pass", 1)
        self.by("inspector", inspection).action_begin()
        with (
            self.assertRaisesRegex(UserError, "wait for a decision"),
            self.env.cr.savepoint(),
        ):
            self.by("inspector", inspection).action_conclude()
        with (
            self.assertRaisesRegex(UserError, "only 10"),
            self.env.cr.savepoint(),
        ):
            self.decide(inspection, "pass", 11)
        self.decide(inspection, "pass", 10)
        self.by("inspector", inspection).action_conclude()
        with self.assertRaises(UserError):
            self.by("inspector", inspection.tranche_ids).unlink()

    def test_random_sequences(self):
        """PU-18: whatever is decided and stocked in whatever order, accepted +
        returned + waiting = received, and stock holds what was accepted at most."""
        chance = random.Random(20)
        inspection = self.delivered((self.steel, 60))
        stock = self.warehouse.lot_stock_id
        for _round in range(25):
            kind = chance.choice(("pass", "rework", "return", "stock", "stock"))
            quantity = chance.randint(1, 12)
            try:
                with self.env.cr.savepoint():
                    if kind == "stock":
                        self.stock_in(inspection, quantity)
                    else:
                        again = chance.random() < 0.4
                        self.decide(inspection, kind, quantity, reworked=again)
            except UserError:
                continue
            finally:
                self.assertEqual(
                    inspection.accepted_qty
                    + inspection.returned_qty
                    + inspection.waiting_qty
                    + inspection.rework_qty,
                    60,
                )
                stocked = self.on_hand(self.steel, stock)
                self.assertEqual(stocked, inspection.stocked_qty)
                self.assertLessEqual(stocked, inspection.accepted_qty)
                self.assertEqual(
                    self.on_hand(self.steel, self.warehouse.wh_return_loc_id),
                    inspection.returned_qty,
                )
        self.assertTrue(inspection.stocked_qty)
        self.assertTrue(inspection.returned_qty)

    def test_lots(self):
        """PU-18: each lot is inspected for itself."""
        self.steel.tracking = "lot"
        picking = self.arriving((self.steel, 10))
        self.received(picking, lots=("L1", "L2"), each=5)
        good, bad = picking.inspection_ids.sorted(lambda i: i.lot_id.name)
        self.assertEqual((good.qty, bad.qty), (5, 5))
        self.by("inspector", good + bad).action_begin()
        self.decide(good, "pass", 5)
        with (
            self.assertRaisesRegex(UserError, "5 .* not accepted"),
            self.env.cr.savepoint(),
        ):
            self.stock_in(good)
        self.decide(bad, "return", 5)
        self.stock_in(good)
        self.assertEqual(self.on_hand(self.steel, self.warehouse.lot_stock_id), 5)

    def test_of_its_own_delivery(self):
        """PU-18: what was accepted of one delivery lets no other one in."""
        good = self.delivered((self.steel, 10))
        self.decide(good, "pass", 10)
        waiting = self.delivered((self.steel, 10))
        with (
            self.assertRaisesRegex(UserError, "10 .* not accepted"),
            self.env.cr.savepoint(),
        ):
            self.stock_in(waiting)
        self.stock_in(good)
        self.assertEqual((good.stocked_qty, waiting.stocked_qty), (10, 0))

    def test_slip(self):
        """PU-18: the stock-in slip carries the signatures of quality and warehouse."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        slip = self.stock_in(inspection)
        self.assertEqual(slip.stocked_by, self.people["keeper"])
        report = self.env.ref("ops_purchase.action_report_stock_in")
        html = report._render_qweb_html(report.report_name, slip.ids)[0].decode()
        self.assertIn("入库单", html)
        for post in ("inspector", "keeper"):
            self.assertIn(self.people[post].name, html)
        with self.assertRaises(AccessError):
            self.by("keeper_head", slip).stocked_by = self.people["keeper_head"]

    def test_other_company(self):
        """PU-16: inspections of another company are out of sight."""
        inspection = self.delivered((self.steel, 10))
        other = self._create_company("Westbank Supply")
        self.people["inspector"].write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        mine = self.env["qc.inspection"].with_user(self.people["inspector"])
        mine = mine.with_context(allowed_company_ids=other.ids)
        found = mine.search([("id", "=", inspection.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            mine.browse(inspection.id).action_begin()

    def test_cancelled(self):
        """PU-16: an inspection made by hand is cancelled by quality, with a reason; one
        of goods that arrived is decided on instead."""
        inspection = self.delivered((self.steel, 10))
        with (
            self.assertRaisesRegex(UserError, "goods have arrived"),
            self.env.cr.savepoint(),
        ):
            self.by("inspector", inspection).action_drop("Entered twice")
        self.assertEqual(inspection.state, "inspecting")
        loose = self.env["qc.inspection"].create(
            {"product_id": self.steel.id, "qty": 1}
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("keeper", loose).action_drop("Entered twice")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("inspector", loose).action_drop("")
        self.assertEqual(loose.state, "draft")
        self.by("inspector", loose).action_drop("Entered twice")
        self.assertEqual(loose.state, "cancelled")

    def test_day(self):
        """PU-16: the day of the conclusion is kept."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        self.by("inspector", inspection).action_conclude()
        self.assertEqual(inspection.date_done.date(), fields.Datetime.now().date())
