"""The book below the screen: what keepers and heads try by RPC, and what stays
possible (PU-21 … PU-25)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestHardenStock(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock(cls.steel, 100)
        cls.second = cls.env["stock.location"].create(
            {"name": "Rack", "location_id": cls.warehouse.view_location_id.id}
        )
        cls.quant = cls.env["stock.quant"]._gather(cls.steel, cls.place)
        cls.broken = cls.env["stock.scrap.reason.tag"].create({"name": "Broken"})
        Location = cls.env["stock.location"]
        cls.outside = {
            usage: Location.search(
                [
                    ("usage", "=", usage),
                    ("company_id", "in", [cls.company.id, False]),
                ],
                limit=1,
            )
            for usage in ("customer", "supplier", "production", "inventory")
        }

    def refused(self, what=""):
        return self.assertRaisesRegex(UserError, what)

    def moving(self, source, target, quantity=1, post="keeper", line=None, **values):
        """A transfer that somebody makes by hand, ticked off, not done."""
        moves = self.by(post, self.env["stock.move"])
        places = {"location_id": source.id, "location_dest_id": target.id}
        goods = {
            "product_id": self.steel.id,
            "company_id": self.company.id,
        }
        unit = self.steel.uom_id.id
        lines = {
            **places,
            **goods,
            "product_uom_id": unit,
            "quantity": quantity,
            "picked": True,
        }
        move = moves.create(
            {
                **places,
                **goods,
                "product_uom": unit,
                "product_uom_qty": quantity,
                "picked": True,
                "move_line_ids": [Command.create(lines)],
                **values,
            }
        )
        if line:
            move.move_line_ids.write(line)
        return move

    def moved(self, *args, **values):
        move = self.moving(*args, **values)
        move._action_done()
        return move

    def test_quant_put_elsewhere(self):
        """PU-23: goods are not put elsewhere, nor made other goods, in the book."""
        for post in ("keeper", "keeper_head"):
            for values in (
                {"location_id": self.second.id},
                {"product_id": self.bolt.id},
                {"quantity": 5},
                {"in_date": "2020-01-01 00:00:00"},
            ):
                with (
                    self.subTest(post, values=values),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    self.by(post, self.quant).write(values)

    def test_quant_counted_alone(self):
        """PU-23: a keeper enters no quantity outside a count, by whatever door."""
        mine = self.by("keeper", self.quant).with_context(inventory_mode=True)
        for values in (
            {"inventory_quantity": 0},
            {"inventory_quantity": 200},
            {"inventory_quantity_auto_apply": 0},
            {"inventory_quantity_auto_apply": 200, "adjust_reason": "So"},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                mine.write(values)
                mine.action_apply_inventory()
                mine.env.flush_all()
                self.assertEqual(self.on_hand(self.steel), 100)
                raise UserError(str(values))  # nothing happened
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.create(
                {
                    "product_id": self.bolt.id,
                    "location_id": self.place.id,
                    "inventory_quantity_auto_apply": 7,
                }
            )
        self.assertEqual(self.on_hand(self.steel), 100)

    def test_nowhere(self):
        """PU-23: goods appear and vanish by documents alone, wherever “nowhere” is."""
        self.company.purchase_gate_dispatch = False
        for usage in ("production", "inventory"):
            for source, target in (
                (self.place, self.outside[usage]),
                (self.outside[usage], self.place),
            ):
                with (
                    self.subTest(usage, source=source.name),
                    self.refused("stock changes|changed by the head"),
                    self.env.cr.savepoint(),
                ):
                    self.moved(source, target, adjust_reason="So")
                    raise AssertionError(self.on_hand(self.steel))
        self.moved(
            self.place,
            self.outside["production"],
            3,
            post="keeper_head",
            adjust_reason="Issued to the line",
        )
        self.assertEqual(self.on_hand(self.steel), 97)

    def test_gate_adjust_off(self):
        """PU-23: a company that switches the gates off has plain Odoo."""
        for name in ("adjust", "dispatch", "inspection"):
            self.company[f"purchase_gate_{name}"] = False
        move = self.moved(self.place, self.outside["production"], 3)
        self.by("keeper", move.move_line_ids).quantity = 4
        self.assertEqual(self.on_hand(self.steel), 96)
        self.moved(self.second, self.place, 3)
        self.assertEqual(self.on_hand(self.steel), 99)

    def test_lines_elsewhere(self):
        """PU-21, PU-23: a transfer within the warehouse does not let its lines out."""
        for usage in ("customer", "inventory", "production", "supplier"):
            with (
                self.subTest(usage),
                self.refused("a line goes from"),
                self.env.cr.savepoint(),
            ):
                self.moved(
                    self.place,
                    self.second,
                    line={"location_dest_id": self.outside[usage].id},
                )
        self._only_gate("dispatch")
        with self.refused("no approved dispatch notice"), self.env.cr.savepoint():
            self.moved(
                self.place,
                self.second,
                line={"location_dest_id": self.outside["customer"].id},
            )

    def test_not_there(self):
        """PU-23: what is not there does not appear elsewhere by moving it."""
        with self.refused("less of it stands"), self.env.cr.savepoint():
            self.moved(self.second, self.place, 50)
        self.moved(self.place, self.second, 40)
        self.moved(self.second, self.place, 40)
        self.assertEqual(self.on_hand(self.steel), 100)

    def test_done_is_fixed(self):
        """PU-22: what has moved is not rewritten: not its lines, not its day."""
        move = self.moved(self.place, self.second, 10)
        line = move.move_line_ids
        attempts = [
            (move, {"state": "assigned"}),
            (move, {"state": "draft"}),
            (move, {"quantity": 50}),
            (move, {"date": "2020-01-01 00:00:00"}),
            (move, {"location_dest_id": self.place.id}),
            (line, {"quantity": 50}),
            (line, {"location_dest_id": self.outside["customer"].id}),
            (line, {"location_id": self.outside["supplier"].id}),
            (line, {"date": "2020-01-01 00:00:00"}),
            (line, {"quantity_product_uom": 1}),
            (line, {"state": "assigned"}),
            (
                move,
                {
                    "move_line_ids": [
                        Command.create(
                            {
                                "product_id": self.steel.id,
                                "product_uom_id": self.steel.uom_id.id,
                                "quantity": 5,
                                "location_id": self.place.id,
                                "location_dest_id": self.second.id,
                            }
                        )
                    ]
                },
            ),
            (move, {"move_line_ids": [Command.delete(line.id)]}),
        ]
        for post in ("keeper", "keeper_head"):
            for record, values in attempts:
                with (
                    self.subTest(post, values=values),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    self.by(post, record).write(values)
                    self.env.flush_all()
        self.assertEqual(self.on_hand(self.steel), 90)

    def test_done_without_moving(self):
        """PU-22: nothing is written as moved that has not moved."""
        move = self.moving(self.place, self.second, 10)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            move.write({"state": "done"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.moving(self.place, self.second, 10, state="done")
        line = {
            "product_id": self.steel.id,
            "product_uom_id": self.steel.uom_id.id,
            "quantity": 70,
            "location_id": self.outside["supplier"].id,
            "location_dest_id": self.place.id,
            "company_id": self.company.id,
        }
        lines = self.by("keeper", self.env["stock.move.line"])
        for values in (
            {**line, "state": "done"},
            {**line, "move_id": move.id, "state": "done"},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                lines.create(values)
        done = self.moved(self.place, self.second, 1)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("keeper", move.move_line_ids).write({"move_id": done.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            lines.create({**line, "move_id": done.id})
        # a context says nothing
        forged = move.with_context(ops_goods_moving=True)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            forged.write({"state": "done"})
        move._action_done()
        self.assertEqual(self.on_hand(self.steel), 89)

    def scrap(self, quantity=2, place=None, post="keeper"):
        return self.by(post, self.env["stock.scrap"]).create(
            {
                "product_id": self.steel.id,
                "scrap_qty": quantity,
                "location_id": (place or self.place).id,
                "company_id": self.company.id,
                "scrap_reason_tag_ids": [Command.link(self.broken.id)],
            }
        )

    def test_scrap(self):
        """PU-23: a scrap takes its goods off the book, once; it lends itself to
        nothing else."""
        scrap = self.scrap()
        scrap.action_validate()
        self.assertEqual(self.on_hand(self.steel), 98)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            scrap.write({"state": "draft"})
        loss = scrap.scrap_location_id
        with self.refused("stock changes"), self.env.cr.savepoint():
            self.moved(self.place, loss, 40, scrap_id=scrap.id)
        fresh = self.scrap()
        with self.refused("stock changes"), self.env.cr.savepoint():
            self.moved(loss, self.place, 40, scrap_id=fresh.id)
        waiting = self.warehouse.wh_input_stock_loc_id, self.warehouse.wh_return_loc_id
        for place in waiting:
            self.stock(self.steel, 5, place)
            with self.refused("stock changes"), self.env.cr.savepoint():
                self.scrap(place=place).action_validate()

    def test_kind_of_transfer(self):
        """PU-21: who ships does not say that he ships without notice."""
        kind = self.warehouse.out_type_id
        head = self.by("keeper_head", kind)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            head.dispatch_by_notice = False
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            head.copy({"dispatch_by_notice": False})
        head.sequence_code = "SHIP"
        head.write({"code": "internal", "default_location_dest_id": self.second.id})
        with self.refused("no approved dispatch notice"), self.env.cr.savepoint():
            self.moved(self.place, self.outside["customer"], 5, picking_type_id=kind.id)

    def test_notice_taken_up_later(self):
        """PU-21: a transfer that is done is no shipment of another notice."""
        self.company.purchase_gate_dispatch = False
        picking = self.by("keeper", self.env["stock.picking"]).create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.place.id,
                "location_dest_id": self.second.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": 4,
                            "location_id": self.place.id,
                            "location_dest_id": self.second.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.quantity = 4
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertTrue(picking.date_done)
        notice = self.env["ops.dispatch.notice"].create(
            {
                "partner_id": self.supplier.id,
                "line_ids": [
                    Command.create({"product_id": self.steel.id, "quantity": 4})
                ],
            }
        )
        for values in (
            {"dispatch_notice_id": notice.id},
            {"date_done": fields.Datetime.now().replace(year=2020)},
            {"partner_id": self.supplier.id},
            {"move_ids": [Command.update(picking.move_ids.id, {"quantity": 1})]},
            {
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "quantity": 9,
                            "location_id": self.place.id,
                            "location_dest_id": self.second.id,
                        }
                    )
                ]
            },
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                picking.write(values)
                self.env.flush_all()

    def test_sent_back_by_customer(self):
        """PU-21: what a customer sends back by the same paper has not left twice."""
        customer = self.env["res.partner"].create({"name": "Southgate Works"})
        notice = self.by("staff", self.env["ops.dispatch.notice"]).create(
            {
                "partner_id": customer.id,
                "line_ids": [
                    Command.create({"product_id": self.steel.id, "quantity": 9})
                ],
            }
        )
        notice.action_submit()
        self.agree(notice.with_env(self.env), "keeper_head")
        picking = self.by("keeper", notice.sudo().picking_ids)
        picking.move_ids.quantity = 5
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(notice.line_ids.shipped_qty, 5)
        self.moved(
            self.outside["customer"],
            self.warehouse.wh_input_stock_loc_id,
            2,
            picking_id=picking.copy(
                {
                    "move_ids": [],
                    "location_id": self.outside["customer"].id,
                    "location_dest_id": self.warehouse.wh_input_stock_loc_id.id,
                }
            ).id,
        )
        self.assertEqual(notice.line_ids.shipped_qty, 5)
