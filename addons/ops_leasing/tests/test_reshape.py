from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

AREAS = {"area_gross": 100, "area_net": 70, "area_rent": 80}


@tagged("post_install", "-at_install")
class TestReshape(LeasingCase):
    """Vacant shops are merged and split; nothing of their area is lost."""

    def dialog(self, units, post="manager", **values):
        return self.by(post, self.env["ops.lease.unit.reshape"]).create(
            {"unit_ids": [Command.set(units.ids)], **values}
        )

    def formed(self, dialog):
        action = dialog.action_apply()
        return self.env["ops.lease.unit"].search(action["domain"])

    def test_merge(self):
        """LE-F03: two shops become one with the sum of their areas; the former ones
        leave the register with their history."""
        units = self.unit(**AREAS) + self.unit(**AREAS)
        meters, number = units.meter_ids, units[0].number
        shop = self.formed(self.dialog(units))
        self.assertEqual(
            (shop.number, shop.area_gross, shop.area_rent, shop.state),
            (number, 200, 160, "vacant"),
        )
        self.assertEqual(shop.meter_ids, meters)
        self.assertEqual(shop.formed_from_ids, units)
        self.assertFalse(any(units.mapped("active")))
        lease = self.sign(self.draft_contract(shop))
        self.assertEqual(lease.area, 160)

    def test_split(self):
        """LE-F03: one shop becomes several; areas have to add up."""
        unit = self.unit(**AREAS)
        dialog = self.dialog(unit)
        self.assertEqual(dialog.line_ids.mapped("area_rent"), [40, 40])
        dialog.line_ids[0].area_rent = 50
        self.assertEqual(dialog.area_left, -10)
        with self.assertRaisesRegex(UserError, "90"):
            dialog.action_apply()
        self.assertTrue(unit.active)
        dialog.line_ids[1].area_rent = 30
        shops = self.formed(dialog)
        self.assertEqual(sorted(shops.mapped("area_rent")), [30, 50])
        self.assertEqual(sum(shops.mapped("area_gross")), 100)

    def test_refused(self):
        """LE-F03: nothing let or talked about, not over two floors, not by others."""
        let = self.lease().unit_ids
        with self.assertRaisesRegex(UserError, "Only vacant"):
            self.dialog(let + self.unit()).action_apply()
        asked = self.unit()
        self.draft_contract(asked)
        with self.assertRaisesRegex(UserError, "Only vacant"):
            self.dialog(asked).action_apply()
        upstairs = self.unit(floor_id=self.floor.copy({"name": "2F", "level": 2}).id)
        with self.assertRaisesRegex(UserError, "floors"):
            self.dialog(self.unit() + upstairs).action_apply()
        for post in ("clerk", "keeper", "finance"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.dialog(self.unit(), post).action_apply()
        with self.assertRaises(AccessError):
            self.by("manager", self.unit()).active = False
