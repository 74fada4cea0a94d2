"""What follows an amendment: rent-free time at the opening, other papers."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_shops import JUNE, MAY, START, ShopCase


@tagged("post_install", "-at_install")
class TestAmendmentAfter(ShopCase):
    """Openings, entries, exits and renewals of amended leases."""

    def test_followed_by_other_papers(self):
        """LE-F18 LE-F19 LE-22: exit and renewal have the shops of the day, versions
        those of theirs; a copy of the lease as well."""
        first, second = self.unit(), self.unit(area_rent=20)
        lease = self.rented(
            line_ids=[Command.create({"unit_id": u.id}) for u in first + second]
        )
        third = self.unit(area_rent=30)
        paper = self.changed(lease, START, ("give_back", second), ("add", third))
        self.signed(paper)
        leaving = self.draft_exit(lease)
        self.assertEqual(leaving.unit_ids, first + third)
        renewal = self.by("clerk", self.env["ops.lease.renewal"]).create(
            {"contract_id": lease.id, "date_end": lease.date_end + timedelta(days=365)}
        )
        self.assertEqual(renewal.charge_ids.monthly, 11000)
        self.assertEqual((renewal.monthly_before, renewal.monthly), (11000, 11000))
        versions = self.env["ops.lease.version"].search(
            [("contract_id", "=", lease.id)], order="number"
        )
        self.assertEqual(versions.mapped("area"), [100, 110])
        self.assertEqual(versions[0].unit_ids, first + second)
        copy = self.by("clerk", lease).copy()
        self.assertEqual(copy.line_ids.unit_id.ids, (first + third).ids)
        figures = (first + second + third)._map_figures()
        self.assertEqual(
            [figures[u.id]["monthly"] for u in first + second + third], [8000, 0, 3000]
        )
        rows = self.env["ops.lease.unit.report"].search(
            [("unit_id", "in", (first + second + third).ids)], order="unit_id"
        )
        self.assertEqual(rows.mapped("rent"), [8000, 0, 3000])

    def test_enters_the_added_shop(self):
        """LE-15 LE-F18: a shop added to a tenant who is there already is handed over by
        his entry; shops that are open stay open."""
        lease = self.lease()
        entry = self.enter(lease, "done")
        self.assertFalse(entry.shop_added)
        unit = self.unit()
        today = fields.Date.today()
        self.signed(self.changed(lease, today, ("add", unit)))
        self.assertTrue(entry.shop_added)
        lease.unit_ids[0].sudo()._flow_write({"state": "open"})
        self.assertEqual(lease._shops_ahead(), unit)
        self.by("keeper", entry).action_start_handover()
        record = entry.handover_ids.filtered(lambda r: r.state == "draft")
        self.assertEqual(record.unit_ids, unit)
        record = self.by("keeper", record)
        for line in record.meter_line_ids:
            line.write({"value": line.previous_value, "is_read": True})
        record.item_ids.write({"result": "accepted"})
        record.write(
            {
                "tenant_name": "Shop manager",
                "key_ids": [Command.create({"unit_id": unit.id, "quantity": 3})],
                "attachment_ids": [Command.create({"name": "a.pdf", "raw": b"a"})],
            }
        )
        record.action_finish()
        self.assertEqual((unit.state, entry.state), ("handed_over", "done"))
        self.assertFalse(entry.shop_added)

    def test_free_after_opening(self):
        """LE-F06 LE-F18: rent-free time that an amendment grants follows the opening,
        and what was billed before the opening was known is credited."""
        lease = self.rented()
        self.bill(MAY)
        paper = self.amendment(
            lease,
            kind="free",
            free_ids=[Command.create({"kind": "after_opening", "months": 1})],
        )
        self.assertEqual(paper.settle_difference, 0)
        self.signed(paper)
        self.assertFalse(self.billing(MAY).line_ids)
        lease.sudo()._flow_write({"date_opened": START})
        (credit,) = self.bill(MAY)
        self.assertEqual(
            (credit.move_type, credit.amount_untaxed), ("out_refund", 8000)
        )
        self.assertFalse(self.billing(MAY).line_ids)

    def test_free_until_opening(self):
        """LE-F06 LE-F18: nothing is owed until the shop opens, from the new terms on;
        an amended rate leaves that as it is."""
        lease = self.rented()
        self.bill(MAY)
        paper = self.amendment(
            lease, kind="free", free_ids=[Command.create({"kind": "until_opening"})]
        )
        self.assertEqual(paper.settle_difference, -8000)
        self.signed(paper)
        self.assertEqual(lease.free_ids.date_from, START)
        self.assertEqual(self.bill(JUNE).amount_untaxed, 8000)
        lease.sudo()._flow_write({"date_opened": date(2026, 5, 16)})
        paper = self.amendment(lease, date(2026, 6, 1))
        self.by("clerk", paper.charge_ids).rate = 90
        self.signed(paper)
        amounts = self.bill(JUNE).mapped("amount_untaxed")
        self.assertAlmostEqual(sum(amounts), round(8000 * 16 / 31, 2) + 7200, 2)

    def test_free_of_an_open_shop(self):
        """LE-F06 LE-F18: what follows an opening is not agreed after it; a length is
        missing."""
        lease = self.rented()
        lease.sudo()._flow_write({"date_opened": date(2026, 4, 1)})
        for free, message in (
            ({"kind": "after_opening", "months": 1}, "begins before the new terms"),
            ({"kind": "until_opening"}, "enter the days that are free"),
            ({"kind": "from_start", "days": 30}, "begins before the new terms"),
        ):
            paper = self.amendment(lease, free_ids=[Command.create(free)])
            self.by("clerk", paper).action_intent()
            self.refused(paper, message)
            self.by("clerk", paper).action_cancel("No")
        with self.assertRaisesRegex(UserError, "how long it is"):
            self.amendment(lease, free_ids=[Command.create({"kind": "after_opening"})])
