"""Book and goods agree: no change without document and reason (PU-23)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestStockControl(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock(cls.steel, 100)
        cls.quant = cls.env["stock.quant"]._gather(cls.steel, cls.place)

    def correct(self, by, **values):
        quant = self.by(by, self.quant).with_context(inventory_mode=True)
        quant.write(values)
        quant.action_apply_inventory()

    def test_corrected_with_reason(self):
        """PU-23: the head of the warehouse corrects with a reason, which stays with the
        movement; keepers do not."""
        for post, values, error in (
            ("keeper", {"inventory_quantity": 5, "adjust_reason": "So"}, AccessError),
            ("keeper_head", {"inventory_quantity": 5}, UserError),
            ("keeper_head", {"inventory_quantity": 5, "adjust_reason": " "}, UserError),
            ("keeper_head", {"inventory_quantity": 0}, UserError),
            ("keeper", {"inventory_quantity": 0}, UserError),
        ):
            with (
                self.subTest(post=post, values=values),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self.correct(post, **values)
        self.assertEqual(self.on_hand(self.steel), 100)
        self.correct(
            "keeper_head", inventory_quantity=95, adjust_reason="Five bent, thrown away"
        )
        self.assertEqual(self.on_hand(self.steel), 95)
        move = self.env["stock.move"].search(
            [("product_id", "=", self.steel.id), ("is_inventory", "=", True)]
        )
        self.assertEqual(move.adjust_reason, "Five bent, thrown away")
        self.assertFalse(self.quant.adjust_reason)

    def test_back_doors(self):
        """PU-23: the book is not written, not created, not imported, not set on the
        product, and goods do not vanish by a transfer."""
        Quant = self.by("keeper", self.env["stock.quant"])
        born = {"product_id": self.bolt.id, "location_id": self.place.id}
        nowhere = self.steel.property_stock_inventory
        head = self.by("keeper_head", self.quant)
        ways = {
            "create": lambda: Quant.create({**born, "quantity": 9}),
            "inventory_mode": lambda: Quant.with_context(inventory_mode=True).create(
                {**born, "inventory_quantity": 9}
            ),
            "import": lambda: Quant._load_records(
                [{"values": {**born, "inventory_quantity": 9}}]
            ),
            "write": lambda: self.by("keeper", self.quant).write({"quantity": 1}),
            "head writes": lambda: head.write({"quantity": 1}),
            "reserved": lambda: head.write({"reserved_quantity": 1}),
            "product": lambda: self.by("keeper_head", self.steel).write(
                {"qty_available": 7}
            ),
            "unlink": lambda: head.unlink(),
            "transfer": lambda: self.vanish("keeper", nowhere),
            "transfer of the head": lambda: self.vanish("keeper_head", nowhere),
        }
        for name, way in ways.items():
            # AccessError is a UserError
            with (
                self.subTest(name),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                way()
        self.env.invalidate_all()
        self.assertEqual(self.on_hand(self.steel), 100)
        self.assertEqual(self.on_hand(self.bolt), 0)

    def vanish(self, by, nowhere):
        kind = self.warehouse.int_type_id
        picking = self.by(by, self.env["stock.picking"]).create(
            {
                "picking_type_id": kind.id,
                "location_id": self.place.id,
                "location_dest_id": nowhere.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": 3,
                            "location_id": self.place.id,
                            "location_dest_id": nowhere.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.quantity = 3
        picking.move_ids.picked = True
        picking.button_validate()

    def test_scrap(self):
        """PU-23: a keeper scraps with a reason, not without."""
        scrap = self.by("keeper", self.env["stock.scrap"]).create(
            {"product_id": self.steel.id, "scrap_qty": 2, "location_id": self.place.id}
        )
        with (
            self.assertRaisesRegex(UserError, "why the stock changes"),
            self.env.cr.savepoint(),
        ):
            scrap.action_validate()
        tag = self.env["stock.scrap.reason.tag"].create({"name": "Rusted"})
        scrap.scrap_reason_tag_ids = tag
        scrap.action_validate()
        self.assertEqual(self.on_hand(self.steel), 98)

    def test_gate_off(self):
        """PU-23: a company that switches the gate off corrects as in plain Odoo."""
        self.company.purchase_gate_adjust = False
        self.correct("keeper", inventory_quantity=80)
        self.assertEqual(self.on_hand(self.steel), 80)
