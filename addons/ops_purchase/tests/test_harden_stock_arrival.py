"""Arrivals below the screen: no goods without order and inspection (PU-15, PU-33)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_harden import HardenStockCase


@tagged("post_install", "-at_install")
class TestHardenStockArrival(HardenStockCase):
    def test_more_than_ordered(self):
        """PU-15: no more arrives than was ordered; what was rejected is replaced."""
        picking = self.arriving((self.steel, 100))
        with (
            self.assertRaisesRegex(UserError, "100 .*now 130"),
            self.env.cr.savepoint(),
        ):
            self.received(picking, quantity=130)
        inspection = self.received(picking)
        line = inspection.purchase_line_id
        with self.assertRaisesRegex(UserError, "now 20"), self.env.cr.savepoint():
            self.received(self.delivery(line, 20))
        self.by("inspector", inspection).action_begin()
        self.decide(inspection, "return", 5)
        replaced = self.received(self.delivery(line, 5))
        self.assertEqual(replaced.qty, 5)

    def test_order_of_others(self):
        """PU-15: an order lets its own goods in, of its own supplier."""
        other = self.arriving((self.bolt, 50)).move_ids.purchase_line_id
        with self.assertRaisesRegex(UserError, "it is about"), self.env.cr.savepoint():
            self.received(self.delivery(other, 5))
        line = self.arriving((self.steel, 50)).move_ids.purchase_line_id
        stranger = self._create_supplier("Stranger")
        picking = self.delivery(line, 5)
        picking.partner_id = stranger
        with self.assertRaisesRegex(UserError, "placed with"), self.env.cr.savepoint():
            self.received(picking)

    def test_received_from_own_stock(self):
        """PU-15: goods that lie here already are not received once more."""
        picking = self.arriving((self.steel, 10))
        line = picking.move_ids.purchase_line_id
        self.env["stock.quant"]._update_available_quantity(self.steel, self.place, 50)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.transfer(self.place, self.place, purchase_line_id=line.id)
        move = self.by("keeper", picking.move_ids)
        move.move_line_ids.location_id = self.place
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.received(picking)

    def test_dropship(self):
        """PU-15: what goes past the warehouse is not inspected, and refused so."""
        picking = self.arriving((self.steel, 10))
        line = picking.move_ids.purchase_line_id
        supplier = self.supplier.property_stock_supplier
        with self.assertRaisesRegex(UserError, "straight to a customer"):
            self.transfer(supplier, self.customers, purchase_line_id=line.id)

    def test_from_customer(self):
        """PU-33: goods of a customer come into the inspection; plain without gate."""
        with (
            self.assertRaisesRegex(UserError, "comes from a customer"),
            self.env.cr.savepoint(),
        ):
            self.transfer(self.customers, self.place)
        self.transfer(self.customers, self.input)
        self.company.purchase_gate_inspection = False
        self.transfer(self.customers, self.place)

    def test_redirected(self):
        """PU-15: the buyer and the keeper redirect no receipt past the inspection."""
        order = self.ordered((self.steel, 10))
        picking = order.picking_ids
        self.by("keeper", picking).location_dest_id = self.place
        with self.assertRaisesRegex(UserError, "received into the inspection"):
            self.received(picking)

    def test_received_by_hand(self):
        """PU-15: what was received of goods is not entered in the order."""
        order = self.ordered((self.steel, 10))
        line = order.order_line
        for values in (
            {"qty_received": 10},
            {"qty_received_method": "manual"},
            {"qty_received_manual": 10},
            {"qty_received_method": "manual", "qty_received": 10},
        ):
            for record, vals in (
                (line, values),
                (order, {"order_line": [Command.update(line.id, values)]}),
            ):
                with (
                    self.subTest(vals),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.by("buyer", record).write(vals)
        self.assertEqual(line.qty_received, 0)
        self.company.purchase_gate_inspection = False
        self.by("buyer", line).qty_received = 3

    def test_arrival_written_down(self):
        """PU-15: an arrival happens; it is not written into state, day or order."""
        picking = self.arriving((self.steel, 10))
        mine = self.by("keeper", picking.move_ids)
        picking.delivery_note = "SH-1"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.write({"state": "done"})
        mine.move_line_ids.unlink()
        mine.quantity = 10
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.move_line_ids.write({"quantity_product_uom": 0})
        inspection = self.received(picking)
        for values in (
            {"date": "2020-01-01 00:00:00"},
            {"purchase_line_id": False},
            {"state": "assigned"},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                mine.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("keeper_head", picking).date_done = "2020-01-01 00:00:00"
        self.assertEqual(inspection.qty, 10)
