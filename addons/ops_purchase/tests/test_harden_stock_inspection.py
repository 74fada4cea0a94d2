"""Inspections below the screen: lists, figures and what a context gives (PU-16)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common_harden import HardenStockCase


@tagged("post_install", "-at_install")
class TestHardenStockInspection(HardenStockCase):
    def test_decided(self):
        """PU-16: nothing of a concluded inspection changes, by whatever command."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 6)
        self.stock_in(inspection, 6)
        tranche = inspection.tranche_ids
        other = self.delivered((self.steel, 10))
        for values in (
            {"tranche_ids": [Command.update(tranche.id, {"quantity": 10})]},
            {"tranche_ids": [Command.delete(tranche.id)]},
            {"tranche_ids": [Command.clear()]},
            {"tranche_ids": [Command.set([])]},
            {"qty": 60},
            {"stocked_qty": 0},
            {"state": "draft"},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self.by("quality_head", inspection).write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("inspector", other).write(
                {"tranche_ids": [Command.link(tranche.id)]}
            )
        self.decide(inspection, "pass", 4)
        self.by("inspector", inspection).action_conclude()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.decide(inspection, "pass", 1)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("quality_head", inspection).unlink()

    def test_answers_of_keeper(self):
        """PU-16: the keeper does not answer for quality where a standard applies."""
        test = self.env["qc.test"].create(
            {
                "name": "Sheet",
                "test_lines": [
                    Command.create(
                        {
                            "name": "Thickness",
                            "type": "qualitative",
                            "ql_values": [
                                Command.create({"name": "Good", "ok": True}),
                                Command.create({"name": "Bad"}),
                            ],
                        }
                    )
                ],
            }
        )
        self.standard(
            test_id=test.id,
            aql="1.0",
            product_tmpl_ids=[Command.link(self.steel.product_tmpl_id.id)],
        )
        self.steel.inspect_by = "standard"
        inspection = self.delivered((self.steel, 10))
        good = test.test_lines.ql_values.filtered("ok")
        line = inspection.inspection_lines
        for record, values in (
            (inspection, {"sampled_qty": 13}),
            (line, {"qualitative_value": good.id}),
            (
                inspection,
                {
                    "inspection_lines": [
                        Command.update(line.id, {"qualitative_value": good.id})
                    ]
                },
            ),
        ):
            with (
                self.subTest(values),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.by("keeper", record).write(values)
            self.by("inspector", record).write(values)
        self.assertEqual(line.qualitative_value, good)

    def test_given_by_context(self):
        """PU-15, PU-16: what a client's context gives is entered as well."""
        picking = self.arriving((self.steel, 10))
        line = picking.move_ids.purchase_line_id
        inspection = self.received(picking)
        self.by("inspector", inspection).action_begin()
        paper = self.by("inspector", self.env["qc.inspection"]).with_context(
            default_move_id=inspection.move_id.id
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            paper.create({"product_id": self.steel.id, "qty": 500})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("keeper", inspection.move_id).write(
                {
                    "arrival_inspection_ids": [
                        Command.create({"product_id": self.steel.id, "qty": 500})
                    ]
                }
            )
        concession = self.by("inspector", self.env["ops.quality.concession"]).create(
            {"inspection_id": inspection.id, "quantity": 4, "deviation": "Thin"}
        )
        mine = self.by("inspector", inspection).with_context(
            default_disposition="concession", default_concession_id=concession.id
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            mine.write({"tranche_ids": [Command.create({"quantity": 4})]})
        self.assertEqual(inspection.accepted_qty, 0)
        buyer = self.by("buyer", line.order_id).copy()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            buyer.with_context(default_qty_received_manual=9).write(
                {
                    "order_line": [
                        Command.create({"product_id": self.steel.id, "product_qty": 9})
                    ]
                }
            )
        moves = self.by("keeper", self.env["stock.move.line"])
        supplier = self.supplier.property_stock_supplier
        moves.with_context(default_state="done").create(
            {
                "product_id": self.steel.id,
                "product_uom_id": self.steel.uom_id.id,
                "quantity": 70,
                "location_id": supplier.id,
                "location_dest_id": self.place.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self.on_hand(self.steel, self.place), 0)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("keeper_head", self.env["stock.picking.type"]).with_context(
                default_dispatch_by_notice=False
            ).create({"name": "Out", "code": "outgoing", "sequence_code": "X"})

    def test_draft_inspection(self):
        """PU-16: nobody enters figures of an inspection that has not begun."""
        inspection = self.received(self.arriving((self.steel, 10)))
        for values in (
            {"accepted_qty": 10},
            {"stockable_qty": 10},
            {"warehouse_id": False},
            {"lot_id": False, "qty": 20},
        ):
            for post in ("keeper", "quality_head"):
                with (
                    self.subTest(post, values=values),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.by(post, inspection).write(values)

    def test_unit(self):
        """PU-15: a pallet stays as many pieces as when it was ordered."""
        pallet = self.env["uom.uom"].create(
            {
                "name": "Pallet of ten",
                "relative_factor": 10,
                "relative_uom_id": self.steel.uom_id.id,
            }
        )
        mine = self.by("keeper", pallet)
        mine.relative_factor = 20
        self.env["stock.move"].create(
            {
                "product_id": self.steel.id,
                "product_uom": pallet.id,
                "product_uom_qty": 1,
                "location_id": self.place.id,
                "location_dest_id": self.returns.id,
                "company_id": self.company.id,
                "state": "done",
            }
        )
        for post in ("keeper", "buyer"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.by(post, pallet).write({"relative_factor": 2})

    def test_expired_on_its_way(self):
        """PU-27: what expires on its way to another place is not sold from there."""
        self._only_gate("inspection")
        milk = self._create_product("Milk", 5, tracking="lot", use_expiration_date=True)
        lot = self.env["stock.lot"].create(
            {"name": "OLD", "product_id": milk.id, "company_id": self.company.id}
        )
        transit = self.env["stock.location"].create(
            {"name": "Road", "usage": "transit", "company_id": self.company.id}
        )
        self.env["stock.quant"]._update_available_quantity(milk, transit, 5, lot_id=lot)
        lot.expiration_date = fields.Datetime.now() - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "past its shelf life"):
            self.transfer(transit, self.customers, 5, product=milk, lot=lot)
