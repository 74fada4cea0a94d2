"""The inspection below the screen: what buyers, keepers and their heads try by RPC,
and what stays possible (PU-15 … PU-20, PU-27)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestHardenStockQuality(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.input = cls.warehouse.wh_input_stock_loc_id
        cls.returns = cls.warehouse.wh_return_loc_id
        cls.place = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def transfer(self, source, target, quantity=1, post="keeper", **values):
        """A transfer by hand, carried out."""
        product = values.pop("product", self.steel)
        lot = values.pop("lot", self.env["stock.lot"])
        places = {"location_id": source.id, "location_dest_id": target.id}
        goods = {"product_id": product.id, "company_id": self.company.id}
        move = self.by(post, self.env["stock.move"]).create(
            {
                **places,
                **goods,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "picked": True,
                "move_line_ids": [
                    Command.create(
                        {
                            **places,
                            **goods,
                            "product_uom_id": product.uom_id.id,
                            "quantity": quantity,
                            "lot_id": lot.id,
                            "picked": True,
                        }
                    )
                ],
                **values,
            }
        )
        move._action_done()
        return move

    def delivery(self, order_line, quantity, **values):
        """A receipt that a keeper makes by hand for an order line."""
        supplier = self.supplier.property_stock_supplier
        picking = self.by("keeper", self.env["stock.picking"]).create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": self.supplier.id,
                "location_id": supplier.id,
                "location_dest_id": self.input.id,
                "delivery_note": "SH-9",
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": quantity,
                            "location_id": supplier.id,
                            "location_dest_id": self.input.id,
                            "purchase_line_id": order_line.id,
                            **values,
                        }
                    )
                ],
            }
        )
        return picking.with_env(self.env)

    def rejected(self, quantity=5):
        inspection = self.delivered((self.steel, 100))
        self.decide(inspection, "return", quantity)
        return inspection

    # --- arrivals

    def test_more_than_ordered(self):
        """PU-15: no more arrives than was ordered; what was rejected is replaced."""
        picking = self.arriving((self.steel, 100))
        with self.assertRaisesRegex(UserError, "100 .*now 130"), self.env.cr.savepoint():
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

    # --- places

    def test_quant_out_of_inspection(self):
        """PU-18: goods do not leave the inspection in the book."""
        self.delivered((self.steel, 10))
        quant = self.env["stock.quant"]._gather(self.steel, self.input)
        for post in ("keeper", "keeper_head"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.by(post, quant).write({"location_id": self.place.id})

    def test_nowhere_within(self):
        """PU-18: a loss within the inspection location is no part of it."""
        self.delivered((self.steel, 10))
        for usage in ("production", "customer", "inventory"):
            hole = self.by("keeper_head", self.env["stock.location"]).create(
                {"name": usage, "usage": usage, "location_id": self.input.id}
            )
            with self.subTest(usage), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.transfer(self.input, hole, 10)

    def test_relaid(self):
        """PU-18: a place with goods that wait does not become stock."""
        self.delivered((self.steel, 10))
        shelf = self.env["stock.location"].create(
            {"name": "Empty", "location_id": self.warehouse.view_location_id.id}
        )
        place = self.by("keeper_head", self.input)
        for values in (
            {"location_id": self.place.id},
            {"usage": "transit"},
            {"warehouse_id": False},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                place.write(values)
                self.assertEqual(self.input._quality_area(), "inspection")
                raise UserError(self.env._("Nothing happened."))
        head = self.by("keeper_head", self.warehouse)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            head.wh_input_stock_loc_id = shelf
        for name in ("wh_return_loc_id", "wh_input_stock_loc_id"):
            # what the constraint says, or that goods stand there
            with self.assertRaises(Exception) as found, self.env.cr.savepoint():
                head[name] = self.place
            self.assertIsInstance(found.exception, (UserError, ValidationError))
        self.by("keeper_head", shelf).location_id = self.place
        head.wh_return_loc_id = self.env["stock.location"].create(
            {"name": "Yard", "location_id": self.warehouse.view_location_id.id}
        )

    def test_one_step(self):
        """PU-15: a company that does not inspect receives in one step; so does one
        that stops inspecting, as its head of the warehouse says."""
        plain = self.env["res.company"].create(
            {"name": "Plain", "purchase_gate_inspection": False}
        )
        Warehouse = self.env["stock.warehouse"]
        house = Warehouse.search([("company_id", "=", plain.id)], limit=1)
        self.assertEqual(house.reception_steps, "one_step")
        self.assertEqual(self.warehouse.reception_steps, "two_steps")
        self.company.purchase_gate_inspection = False
        self.by("keeper_head", self.warehouse).reception_steps = "one_step"
        picking = self.arriving((self.steel, 10))
        self.received(picking, note="")
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.on_hand(self.steel, self.place), 10)

    # --- the return area

    def test_out_of_return_area(self):
        """PU-27: rejected goods go back to their supplier and nowhere else."""
        self._only_gate("inspection")
        self.company.purchase_gate_adjust = True
        self.rejected()
        loss = self.steel.property_stock_inventory
        for target in (self.place, self.input, self.customers):
            with (
                self.subTest(target.name),
                self.assertRaisesRegex(UserError, "back to its supplier"),
                self.env.cr.savepoint(),
            ):
                self.transfer(self.returns, target, 5)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.transfer(self.returns, loss, 5)
        nook = self.env["stock.location"].create(
            {"name": "Nook", "location_id": self.returns.id}
        )
        self.transfer(self.returns, nook, 5)
        self.assertEqual(self.on_hand(self.steel, self.returns), 5)

    def test_return_by_hand(self):
        """PU-27: a return is about a delivery, and taken off its order."""
        inspection = self.rejected()
        supplier = self.supplier.property_stock_supplier
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.transfer(self.returns, supplier, 5)
        self.by("keeper", inspection).action_return_to_supplier()
        back = inspection.move_id.returned_move_ids
        back.picked = True
        mine = self.by("keeper", back)
        for values in (
            {"to_refund": False},
            {"purchase_line_id": False},
            {"origin_returned_move_id": False},
        ):
            with (
                self.subTest(values),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                mine.write(values)
                mine.picking_id.button_validate()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.quantity = 50
            mine.picking_id.button_validate()
        mine.picking_id.button_validate()
        self.assertEqual(back.state, "done")
        self.assertEqual(inspection.purchase_line_id.qty_received, 95)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.to_refund = False

    def returned(self, picking, quantity, post="keeper"):
        """A return by the wizard of Odoo."""
        Wizard = self.by(post, self.env["stock.return.picking"]).with_context(
            active_model="stock.picking", active_id=picking.id, active_ids=picking.ids
        )
        with Form(Wizard) as form, form.product_return_moves.edit(0) as line:
            line.quantity = quantity
        action = form.record.action_create_returns()
        back = self.by(post, self.env["stock.picking"].browse(action["res_id"]))
        back.move_ids.quantity = quantity
        back.move_ids.picked = True
        return back

    def test_return_wizard(self):
        """PU-27: accepted goods found faulty later go back from stock, with a reason;
        goods that wait for their decision do not."""
        inspection = self.delivered((self.steel, 100))
        picking = inspection.picking_id
        back = self.returned(picking, 10)
        back.write({"return_cause": "damage", "return_reason": "Bent"})
        with (
            self.assertRaisesRegex(UserError, "were not rejected"),
            self.env.cr.savepoint(),
        ):
            back.button_validate()
        back.action_cancel()
        self.decide(inspection, "pass", 100)
        self.stock_in(inspection)
        back = self.returned(picking, 10)
        back.move_ids.move_line_ids.unlink()
        back.location_id = self.place
        back.move_ids.quantity = 10
        back.move_ids.picked = True
        back.write({"return_cause": "damage", "return_reason": "Bent"})
        back.button_validate()
        self.assertEqual(back.state, "done")
        self.assertEqual(inspection.purchase_line_id.qty_received, 90)

    def test_stranger_takes_it(self):
        """PU-27: goods do not leave to a supplier who did not bring them."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        self.stock_in(inspection)
        supplier = self.supplier.property_stock_supplier
        values = {"return_cause": "other", "return_reason": "So"}
        for post in ("keeper", "buyer"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                picking = self.by(post, self.env["stock.picking"]).create(
                    {
                        "picking_type_id": self.warehouse.out_type_id.id,
                        "partner_id": self._create_supplier("Stranger").id,
                        "location_id": self.place.id,
                        "location_dest_id": supplier.id,
                        **values,
                        "move_ids": [
                            Command.create(
                                {
                                    "product_id": self.steel.id,
                                    "product_uom_qty": 4,
                                    "location_id": self.place.id,
                                    "location_dest_id": supplier.id,
                                }
                            )
                        ],
                    }
                )
                picking.action_confirm()
                picking.move_ids.quantity = 4
                picking.move_ids.picked = True
                picking.button_validate()

    # --- settings

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

    # --- inspections

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
