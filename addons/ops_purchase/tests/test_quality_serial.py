"""Lots and serial numbers are decided on in tranches (PU-F20)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualitySerial(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steel.tracking = "serial"

    def arrived(self, *names):
        """The inspection of a delivery of these serial numbers, begun."""
        inspection = self.received(self.arriving((self.steel, len(names))), lots=names)
        self.by("inspector", inspection).action_begin()
        return inspection

    def serials(self, inspection, *names):
        found = inspection.serial_ids.filtered(lambda serial: serial.name in names)
        return {"serial_ids": [Command.set(found.ids)]}

    def stock_in_serials(self, inspection, *names):
        """The keeper stocks in those serial numbers."""
        move = inspection.move_id.move_dest_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
        )
        mine = self.by("keeper", move)
        mine.move_line_ids.unlink()
        found = inspection.serial_ids.filtered(lambda serial: serial.name in names)
        mine.move_line_ids = [
            Command.create(self.line(mine, serial, 1)) for serial in found
        ]
        mine.picking_id.with_context(skip_backorder=True).button_validate()
        return mine.picking_id

    def test_one_inspection(self):
        """PU-F20: what arrives together is inspected together, each number by name;
        accepted ones go into stock one by one, rejected ones to the return area."""
        inspection = self.arrived("S1", "S2", "S3", "S4")
        self.assertEqual(len(inspection), 1)
        self.assertEqual((inspection.qty, len(inspection.serial_ids)), (4, 4))
        self.decide(inspection, "pass", 2, **self.serials(inspection, "S1", "S2"))
        with (
            self.assertRaisesRegex(UserError, "not inspected or not accepted"),
            self.env.cr.savepoint(),
        ):
            self.stock_in_serials(inspection, "S3")
        self.stock_in_serials(inspection, "S2")
        self.decide(inspection, "return", 1, **self.serials(inspection, "S4"))
        area = self.warehouse.wh_return_loc_id
        there = self.env["stock.quant"]._gather(self.steel, area)
        self.assertEqual(there.lot_id.name, "S4")
        self.assertEqual(
            (inspection.stocked_qty, inspection.sent_qty, inspection.waiting_qty),
            (1, 1, 1),
        )

    def test_named_once(self):
        """PU-F20: each decision names as many numbers as it decides on, of those that
        arrived, and none twice."""
        inspection = self.arrived("S1", "S2")
        stranger = self.env["stock.lot"].create(
            {"name": "S9", "product_id": self.steel.id, "company_id": self.company.id}
        )
        self.decide(inspection, "rework", 1, **self.serials(inspection, "S1"))
        for quantity, values, message in (
            (1, {}, "0 serial numbers"),
            (1, {"serial_ids": [Command.set(stranger.ids)]}, "did not arrive"),
            (1, self.serials(inspection, "S1"), "decided already"),
            (
                1,
                {**self.serials(inspection, "S2"), "reworked": True},
                "not in rework",
            ),
        ):
            with (
                self.subTest(message),
                self.assertRaisesRegex(UserError, message),
                self.env.cr.savepoint(),
            ):
                self.decide(inspection, "pass", quantity, **values)
        values = {**self.serials(inspection, "S1"), "reworked": True}
        self.decide(inspection, "pass", 1, **values)
        self.assertEqual(inspection.accepted_qty, 1)

    def test_taken_back(self):
        """PU-F20: a decision is taken back as long as its own numbers are there."""
        inspection = self.arrived("S1", "S2")
        first = self.decide(inspection, "pass", 1, **self.serials(inspection, "S1"))
        second = self.decide(inspection, "pass", 1, **self.serials(inspection, "S2"))
        self.stock_in_serials(inspection, "S1")
        with (
            self.assertRaisesRegex(UserError, "cannot be taken back"),
            self.env.cr.savepoint(),
        ):
            self.by("inspector", first).unlink()
        self.by("inspector", second).unlink()
        self.assertEqual(inspection.waiting_qty, 1)

    def test_back_to_the_supplier(self):
        """PU-27: the very numbers that were rejected go back."""
        inspection = self.arrived("S1", "S2", "S3")
        self.decide(inspection, "return", 2, **self.serials(inspection, "S1", "S3"))
        action = self.by("keeper", inspection).action_return_to_supplier()
        picking = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(set(picking.move_line_ids.lot_id.mapped("name")), {"S1", "S3"})
        mine = self.by("keeper", picking)
        mine.move_ids.picked = True
        mine.button_validate()
        self.assertEqual(picking.state, "done")

    def test_concession(self):
        """PU-F20: a concession names its numbers; they are accepted with it."""
        inspection = self.arrived("S1", "S2")
        Concession = self.by("inspector", self.env["ops.quality.concession"])
        paper = Concession.create(
            {"inspection_id": inspection.id, "quantity": 1, "deviation": "Scratched"}
        )
        with (
            self.assertRaisesRegex(UserError, "0 serial numbers"),
            self.env.cr.savepoint(),
        ):
            paper.action_submit()
        paper.write(self.serials(inspection, "S2"))
        paper.action_submit()
        self.agree(paper, "quality_head")
        self.assertEqual(inspection.tranche_ids.serial_ids.name, "S2")
        self.stock_in_serials(inspection, "S2")
        self.assertEqual(inspection.stocked_qty, 1)
