"""公摊: meters of the project shared out to its tenants (LE-F15)."""

from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_utility import FEBRUARY, MARCH, UtilityCase


@tagged("post_install", "-at_install")
class TestUtilityShared(UtilityCase):
    def parts(self, paper):
        """``{lease: quantity}`` of the shared parts, the landlord under an empty
        lease."""
        found = {}
        for part in paper.part_ids.filtered("shared"):
            found.setdefault(part.contract_id, 0)
            found[part.contract_id] += part.quantity
        return {lease: round(quantity, 3) for lease, quantity in found.items()}

    def test_by_area(self):
        """LE-F15: by rent area of the whole mall; the landlord bears what is vacant;
        the bill says pool, weight and of what."""
        small, _meter = self.let(50, meter=False)
        large, _meter = self.let(150, meter=False)
        self.unit(meters=(), area_rent=100)
        common = self.meter()
        paper = self.settle(self.round(**{common.serial: 1000}))
        none = small.browse()
        self.assertEqual(self.parts(paper), {small: 150, large: 450, none: 300})
        bills = self.bill()
        mine = bills.filtered(lambda b: b.lease_contract_id == large)
        self.assertEqual(self.of_power(mine), 540)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ops_leasing.report_lease_bill", mine.ids)[0]
            .decode()
        )
        for text in (common.serial, "900", "150", "300", "shared out"):
            self.assertIn(text, html)

    def test_by_floor(self):
        """LE-F15: a meter of a floor is shared by its shops alone."""
        _here, _meter = self.let(50, meter=False)
        upper = self.env["ops.lease.floor"].create(
            {"name": "2F", "level": 2, "building_id": self.floor.building_id.id}
        )
        there, _meter = self.let(150, meter=False)
        there.unit_ids.floor_id = upper
        common = self.meter(floor_id=upper.id)
        paper = self.settle(self.round(**{common.serial: 200}))
        self.assertEqual(self.parts(paper), {there: 100})

    def test_fixed_shares(self):
        """LE-F15: fixed shares of a whole; a shop that is not let is the landlord's."""
        first, _meter = self.let(meter=False)
        second, _meter = self.let(meter=False)
        vacant = self.unit(meters=())
        common = self.meter(share_by="fixed", share_whole=100)
        for unit, weight in ((first.unit_ids, 20), (second.unit_ids, 30), (vacant, 10)):
            common.share_ids = [Command.create({"unit_id": unit.id, "weight": weight})]
        paper = self.settle(self.round(**{common.serial: 101}))
        self.assertEqual(
            self.parts(paper), {first: 0.2, second: 0.3, first.browse(): 0.5}
        )
        with self.refused("more than the whole", ValidationError):
            common.share_ids[0].weight = 90
        with self.assertRaises(AccessError):
            self.by("keeper", common.share_ids[0]).weight = 1

    def test_main_less_subs(self):
        """LE-F15: of a main meter only what its sub-meters have not counted is shared
        out 损耗."""
        lease, sub = self.let(100)
        main = self.meter()
        sub.main_id = main
        paper = self.settle(self.round(**{sub.serial: 180, main.serial: 210}))
        self.assertEqual(self.parts(paper), {lease: 30})
        self.assertEqual(sum(paper.part_ids.mapped("quantity")), 110)
        self.assertEqual(self.of_power(self.bill()), 132)

    def test_subs_above_main(self):
        """LE-F15: where sub-meters counted more than the main one, no tenant pays or
        gains; the landlord has the difference."""
        lease, sub = self.let(100)
        main = self.meter()
        sub.main_id = main
        paper = self.settle(self.round(**{sub.serial: 180, main.serial: 170}))
        self.assertEqual(self.parts(paper), {lease.browse(): -10})
        self.assertEqual(paper.amount, 96)

    def test_days_of_a_tenant(self):
        """LE-F15: who had a shop for part of the period bears its days."""
        lease, _meter = self.let(100, meter=False, date_start=date(2026, 3, 17))
        common = self.meter()
        paper = self.settle(self.round(**{common.serial: 410}))
        self.assertEqual(self.parts(paper), {lease: 150, lease.browse(): 160})
        part = paper.part_ids.filtered("contract_id")
        self.assertEqual((part.date_from, part.date_to), (date(2026, 3, 17), MARCH))

    def test_days_of_a_shop_in_the_lease(self):
        """LE-F15, LE-F18: a shop an amendment took out of the lease in the period bears
        its days; the rest of them is the landlord's."""
        lease, meter = self.let(100)
        common = self.meter()
        lease.line_ids.sudo().with_env(
            lease.sudo()._flow_opened("line_ids").env
        ).date_to = date(2026, 3, 10)
        self.shows(meter, date(2026, 3, 10), 130, "final")
        paper = self.round(**{common.serial: 410})
        for line in paper.line_ids.filtered(lambda li: li.level == "warning"):
            self.by("keeper", line).remark = "Seen"
        self.settle(paper)
        self.assertEqual(self.parts(paper), {lease: 100, lease.browse(): 210})
        own = paper.part_ids.filtered(lambda p: not p.shared)
        self.assertEqual((own.contract_id, own.quantity), (lease, 30))

    def test_change_after_the_check(self):
        """LE-F15: figures that would come out otherwise by now are not approved."""
        lease, _meter = self.let(50, meter=False)
        common = self.meter()
        vacant = self.unit(meters=(), area_rent=50)
        paper = self.settle(self.round(**{common.serial: 200}), "checked")
        vacant.area_rent = 150
        with self.refused("have changed", Exception):
            self.by("finance", paper).action_approve()
        self.by("finance", paper).action_send_back("Areas were measured anew")
        self.settle(paper)
        self.assertEqual(self.parts(paper)[lease], 25)

    def test_places_agree(self):
        """LE-F15: a sub-meter stands behind a main meter of its own kind."""
        _lease, sub = self.let()
        water = self.meter(kind="water")
        with self.refused("same kind", ValidationError):
            sub.main_id = water
        sub.main_id = self.meter()
        self.assertTrue(sub.main_id)
        self.assertEqual(sub.last_date, FEBRUARY)
