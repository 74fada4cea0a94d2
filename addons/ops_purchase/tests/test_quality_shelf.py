"""From the backroom to the shelf, and only then on sale (PU-20)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityShelf(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stock = cls.warehouse.lot_stock_id
        cls.backroom, cls.shelf = cls.env["stock.location"].create(
            [
                {"name": "Backroom", "location_id": stock.id},
                {"name": "Shelf", "location_id": stock.id, "is_shelf": True},
            ]
        )
        cls.warehouse.shelf_loc_id = cls.shelf
        cls.company.purchase_gate_dispatch = False

    def slip(self, place=None):
        """Ten sheets accepted and stocked into the backroom."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        inspection.move_id.move_dest_ids.move_line_ids.location_dest_id = (
            place or self.backroom
        )
        move = inspection.move_id.move_dest_ids
        self.by("keeper", move).picked = True
        self.by("keeper", move.picking_id).button_validate()
        return move.picking_id

    def shelving(self, slip):
        """The transfer that puts it on the shelf, ticked off."""
        action = self.by("keeper", slip).action_put_on_shelf()
        picking = self.by("keeper", self.env["stock.picking"].browse(action["res_id"]))
        picking.move_ids.picked = True
        return picking

    def sold(self, place):
        """The keeper hands one sheet to a customer."""
        customers = self.env.ref("stock.stock_location_customers")
        places = {"location_id": place.id, "location_dest_id": customers.id}
        move = self.env["stock.move"].create(
            {
                **places,
                "product_id": self.steel.id,
                "product_uom": self.steel.uom_id.id,
                "product_uom_qty": 1,
                "company_id": self.company.id,
                "picked": True,
                "move_line_ids": [
                    Command.create(
                        {
                            **places,
                            "product_id": self.steel.id,
                            "product_uom_id": self.steel.uom_id.id,
                            "quantity": 1,
                            "picked": True,
                        }
                    )
                ],
            }
        )
        self.by("keeper", move)._action_done()
        return move

    def test_two_steps(self):
        """PU-20: what was stocked in is classified, tidied, labelled, then put on the
        shelf; none of it may be left out."""
        picking = self.shelving(self.slip())
        self.assertEqual(picking.move_line_ids.location_id, self.backroom)
        with (
            self.assertRaisesRegex(UserError, "not classified"),
            self.env.cr.savepoint(),
        ):
            picking.button_validate()
        picking.goods_sorted = True
        with (
            self.assertRaisesRegex(UserError, "labels are not printed"),
            self.env.cr.savepoint(),
        ):
            picking.button_validate()
        picking.action_print_shelf_labels()
        self.assertEqual(picking.labelled_by, self.people["keeper"])
        picking.button_validate()
        self.assertEqual(self.on_hand(self.steel, self.shelf), 10)

    def test_sold_from_the_shelf(self):
        """PU-20: goods in the backroom are not on sale; those on the shelf are."""
        picking = self.shelving(self.slip())
        with (
            self.assertRaisesRegex(UserError, "stands in the backroom"),
            self.env.cr.savepoint(),
        ):
            self.sold(self.backroom)
        picking.goods_sorted = True
        picking.action_print_shelf_labels()
        picking.button_validate()
        self.assertEqual(self.sold(self.shelf).state, "done")

    def test_not_straight_onto_the_shelf(self):
        """PU-20: stock-in goes into the backroom, not onto the shelf."""
        with self.assertRaisesRegex(UserError, "into the backroom first"):
            self.slip(self.shelf)

    def test_once(self):
        """PU-20: what is on its way to the shelf is not put there twice."""
        slip = self.slip()
        self.shelving(slip)
        with self.assertRaisesRegex(UserError, "waits in the backroom"):
            self.by("keeper", slip).action_put_on_shelf()

    def test_who(self):
        """PU-20: keepers put goods on the shelf; nobody writes who printed labels."""
        slip = self.slip()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("buyer", slip).action_put_on_shelf()
        picking = self.shelving(slip)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            picking.labelled_on = "2020-01-01 00:00:00"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("buyer", picking).action_print_shelf_labels()
        with self.assertRaisesRegex(UserError, "to a shelf"):
            self.by("keeper", slip).action_print_shelf_labels()

    def test_label(self):
        """PU-20: the label names product, code and price."""
        self.steel.list_price = 25
        picking = self.shelving(self.slip())
        report = self.env.ref("ops_purchase.action_report_shelf_label")
        html = report._render_qweb_html(report.report_name, picking.ids)[0].decode()
        for text in ("Steel sheet", "STEEL-SHEET", "25.00"):
            self.assertIn(text, html)
