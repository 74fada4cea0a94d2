"""Settings of goods and lots below the screen (PU-15, PU-17, PU-27)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_harden import HardenStockCase


@tagged("post_install", "-at_install")
class TestHardenStockSettings(HardenStockCase):
    def test_settings(self):
        """PU-17: who handles goods does not switch their inspection off; the head of
        quality does."""
        milk = self._create_product(
            "Milk",
            5,
            tracking="lot",
            use_expiration_date=True,
            expiration_time=9,
            inspect_by="standard",
        )
        for record in (milk, milk.product_tmpl_id):
            for values in (
                {"inspect_by": "simple"},
                {"is_storable": False},
                {"tracking": "none"},
                {"use_expiration_date": False},
                {"expiration_time": 900},
                {"type": "service"},
            ):
                for post in ("keeper", "keeper_head"):
                    with (
                        self.subTest(post, values=values),
                        self.assertRaises(AccessError),
                        self.env.cr.savepoint(),
                    ):
                        self.by(post, record).write(values)
        mine = self.by("keeper", milk)
        mine.write({"default_code": "M-1", "inspect_by": "standard"})
        result = mine.product_tmpl_id.load(
            [".id", "inspect_by"], [[str(milk.product_tmpl_id.id), "simple"]]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(milk.inspect_by, "standard")
        fresh = mine.create({"name": "Cream", "type": "consu", "is_storable": True})
        fresh.write({"tracking": "lot", "use_expiration_date": True})
        self.people["quality_head"].group_ids |= self.env.ref(
            "product.group_product_manager"
        )
        self.by("quality_head", milk).inspect_by = "simple"
        self.company.purchase_gate_inspection = False
        mine.expiration_time = 20

    def test_category_left(self):
        """PU-17: goods do not leave their standard by way of their category."""
        self.standard(
            aql="1.0",
            category_ids=[Command.link(self.category.id)],
        )
        other = self.env["product.category"].create({"name": "Other"})
        child = self.env["product.category"].create(
            {"name": "Child", "parent_id": self.category.id}
        )
        self.bolt.categ_id = child
        for record, values in (
            (self.steel, {"categ_id": other.id}),
            (child, {"parent_id": False}),
        ):
            with (
                self.subTest(record._name),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.by("keeper", record).write(values)
        self.by("keeper", self.steel).categ_id = child

    def test_shelf_life(self):
        """PU-27: a shelf life is not prolonged by who keeps the goods."""
        milk = self._create_product("Milk", 5, tracking="lot", use_expiration_date=True)
        now = fields.Datetime.now()
        lot = self.by("keeper", self.env["stock.lot"]).create(
            {
                "name": "OLD",
                "product_id": milk.id,
                "company_id": self.company.id,
                "expiration_date": now - timedelta(days=1),
            }
        )
        for values in (
            {"expiration_date": now + timedelta(days=9)},
            {"expiration_date": False},
            {"removal_date": now + timedelta(days=90)},
        ):
            for post in ("keeper", "keeper_head"):
                with (
                    self.subTest(values),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    self.by(post, lot).write(values)
        lot.expiration_date = now - timedelta(days=3)
        self.by("quality_head", lot).expiration_date = now + timedelta(days=2)

    def test_other_lot(self):
        """PU-27: goods do not leave under the number of another lot."""
        self._only_gate("inspection")
        self.company.purchase_gate_adjust = True
        milk = self._create_product("Milk", 5, tracking="lot", use_expiration_date=True)
        old, other = (
            self.env["stock.lot"].create(
                {"name": name, "product_id": milk.id, "company_id": self.company.id}
            )
            for name in ("OLD", "NEW")
        )
        self.env["stock.quant"]._update_available_quantity(
            milk, self.place, 5, lot_id=old
        )
        old.expiration_date = fields.Datetime.now() - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "less of it stands"):
            self.transfer(self.place, self.customers, 5, product=milk, lot=other)
