"""Places and the return area below the screen (PU-15, PU-18, PU-27)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_harden import HardenStockCase


@tagged("post_install", "-at_install")
class TestHardenStockPlaces(HardenStockCase):
    def test_quant_out_of_inspection(self):
        """PU-18: goods do not leave the inspection in the book."""
        self.delivered((self.steel, 10))
        quant = self.env["stock.quant"]._gather(self.steel, self.input)
        for post in ("keeper", "keeper_head"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.by(post, quant).write({"location_id": self.place.id})

    def test_nowhere_within(self):
        """PU-18: a loss within the inspection location is no part of it."""
        self.delivered((self.steel, 10))
        for usage in ("production", "customer", "inventory"):
            hole = self.by("keeper_head", self.env["stock.location"]).create(
                {"name": usage, "usage": usage, "location_id": self.input.id}
            )
            with (
                self.subTest(usage),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self.transfer(self.input, hole, 10)

    def test_relaid(self):
        """PU-18: a place with goods that wait does not become stock."""
        self.delivered((self.steel, 10))
        shelf = self.env["stock.location"].create(
            {"name": "Empty", "location_id": self.warehouse.view_location_id.id}
        )
        place = self.by("keeper_head", self.input)
        for values in (
            {"location_id": self.place.id},
            {"usage": "transit"},
            {"warehouse_id": False},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                place.write(values)
                self.assertEqual(self.input._quality_area(), "inspection")
                raise UserError(self.env._("Nothing happened."))
        head = self.by("keeper_head", self.warehouse)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            head.wh_input_stock_loc_id = shelf
        for name in ("wh_return_loc_id", "wh_input_stock_loc_id"):
            # what the constraint says, or that goods stand there
            with self.assertRaises(Exception) as found, self.env.cr.savepoint():
                head[name] = self.place
            self.assertIsInstance(found.exception, (UserError, ValidationError))
        self.by("keeper_head", shelf).location_id = self.place
        head.wh_return_loc_id = self.env["stock.location"].create(
            {"name": "Yard", "location_id": self.warehouse.view_location_id.id}
        )

    def test_one_step(self):
        """PU-15: a company that does not inspect receives in one step; so does one
        that stops inspecting, as its head of the warehouse says."""
        plain = self.env["res.company"].create(
            {"name": "Plain", "purchase_gate_inspection": False}
        )
        Warehouse = self.env["stock.warehouse"]
        house = Warehouse.search([("company_id", "=", plain.id)], limit=1)
        self.assertEqual(house.reception_steps, "one_step")
        self.assertEqual(self.warehouse.reception_steps, "two_steps")
        self.company.purchase_gate_inspection = False
        self.by("keeper_head", self.warehouse).reception_steps = "one_step"
        picking = self.arriving((self.steel, 10))
        self.received(picking, note="")
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.on_hand(self.steel, self.place), 10)

    def test_out_of_return_area(self):
        """PU-27: rejected goods go back to their supplier and nowhere else."""
        self._only_gate("inspection")
        self.company.purchase_gate_adjust = True
        self.rejected()
        loss = self.steel.property_stock_inventory
        for target in (self.place, self.input, self.customers):
            with (
                self.subTest(target.name),
                self.assertRaisesRegex(UserError, "back to its supplier"),
                self.env.cr.savepoint(),
            ):
                self.transfer(self.returns, target, 5)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.transfer(self.returns, loss, 5)
        nook = self.env["stock.location"].create(
            {"name": "Nook", "location_id": self.returns.id}
        )
        self.transfer(self.returns, nook, 5)
        self.assertEqual(self.on_hand(self.steel, self.returns), 5)

    def test_return_by_hand(self):
        """PU-27: a return is about a delivery, and taken off its order."""
        inspection = self.rejected()
        supplier = self.supplier.property_stock_supplier
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.transfer(self.returns, supplier, 5)
        self.by("keeper", inspection).action_return_to_supplier()
        back = inspection.move_id.returned_move_ids
        back.picked = True
        mine = self.by("keeper", back)
        for values in (
            {"to_refund": False},
            {"purchase_line_id": False},
            {"origin_returned_move_id": False},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                mine.write(values)
                mine.picking_id.button_validate()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.quantity = 50
            mine.picking_id.button_validate()
        mine.picking_id.button_validate()
        self.assertEqual(back.state, "done")
        self.assertEqual(inspection.purchase_line_id.qty_received, 95)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.to_refund = False

    def test_return_wizard(self):
        """PU-27: accepted goods found faulty later go back from stock, with a reason;
        goods that wait for their decision do not."""
        inspection = self.delivered((self.steel, 100))
        picking = inspection.picking_id
        back = self.returned(picking, 10)
        back.write({"return_cause": "damage", "return_reason": "Bent"})
        with (
            self.assertRaisesRegex(UserError, "were not rejected"),
            self.env.cr.savepoint(),
        ):
            back.button_validate()
        back.action_cancel()
        self.decide(inspection, "pass", 100)
        self.stock_in(inspection)
        back = self.returned(picking, 10)
        back.move_ids.move_line_ids.unlink()
        back.location_id = self.place
        back.move_ids.quantity = 10
        back.move_ids.picked = True
        back.write({"return_cause": "damage", "return_reason": "Bent"})
        back.button_validate()
        self.assertEqual(back.state, "done")
        self.assertEqual(inspection.purchase_line_id.qty_received, 90)

    def test_stranger_takes_it(self):
        """PU-27: goods do not leave to a supplier who did not bring them."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        self.stock_in(inspection)
        supplier = self.supplier.property_stock_supplier
        values = {"return_cause": "other", "return_reason": "So"}
        for post in ("keeper", "buyer"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                picking = self.by(post, self.env["stock.picking"]).create(
                    {
                        "picking_type_id": self.warehouse.out_type_id.id,
                        "partner_id": self._create_supplier("Stranger").id,
                        "location_id": self.place.id,
                        "location_dest_id": supplier.id,
                        **values,
                        "move_ids": [
                            Command.create(
                                {
                                    "product_id": self.steel.id,
                                    "product_uom_qty": 4,
                                    "location_id": self.place.id,
                                    "location_dest_id": supplier.id,
                                }
                            )
                        ],
                    }
                )
                picking.action_confirm()
                picking.move_ids.quantity = 4
                picking.move_ids.picked = True
                picking.button_validate()
