"""Nothing the server answers tells a counter what the book says (PU-25)."""

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_stock import StockCase

#: The book: unmistakable, and brought by two movements.
FIRST, SECOND = 5003, 2388
BOOK = FIRST + SECOND
PRICE = 3


@tagged("post_install", "-at_install")
class TestStockBlind(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for post in ("keeper", "second_keeper"):
            cls.people[post].group_ids += cls.env.ref("base.group_allow_export")
        cls.gold = cls._create_product("Gold wire", PRICE, weight=1)
        cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.gold.id,
                "location_id": cls.place.id,
                "product_min_qty": 9000,
                "product_max_qty": 10000,
            }
        )
        for quantity in (FIRST, SECOND):
            move = cls.env["stock.move"].create(
                {
                    "product_id": cls.gold.id,
                    "product_uom_qty": quantity,
                    "location_id": cls.gold.property_stock_inventory.id,
                    "location_dest_id": cls.place.id,
                    "company_id": cls.company.id,
                    "adjust_reason": "Opening stock",
                }
            )
            move._action_confirm()
            move.quantity = quantity
            move.picked = True
            move._action_done()
        cls.env.flush_all()

    def tells(self, answer):
        """Whether an answer holds the book, or what follows from it."""
        text = json.dumps(answer, default=str)
        telling = (BOOK, BOOK * PRICE, 10000 - BOOK)
        return any(str(number) in text for number in telling)

    def ask(self, by="keeper"):
        """Every way to ask for the book."""
        env = self.by(by, self.env["stock.quant"]).env
        gold, place = [("product_id", "=", self.gold.id)], self.place.id
        quant = env["stock.quant"]
        real = quant.sudo().search([*gold, ("location_id", "=", place)])
        product = env["product.product"].browse(self.gold.id)
        yield "search_read", lambda: quant.search_read(gold)
        yield "read", lambda: quant.browse(real.ids).read()
        yield "web_read", lambda: quant.browse(real.ids).web_read({"quantity": {}})
        yield (
            "web_search_read",
            lambda: quant.web_search_read(
                gold, {"quantity": {}, "available_quantity": {}}
            ),
        )
        yield (
            "read_group",
            lambda: quant.formatted_read_group(
                gold, ["location_id"], ["quantity:sum", "available_quantity:sum"]
            ),
        )
        yield "export", lambda: quant.browse(real.ids).export_data(["quantity"])
        yield "export_search", lambda: quant.search(gold).export_data(["quantity"])
        yield (
            "guess",
            lambda: BOOK if quant.search_count([*gold, ("quantity", "=", BOOK)]) else 0,
        )
        yield (
            "guess_product",
            lambda: (
                BOOK
                if product.search_count(
                    [("id", "=", product.id), ("qty_available", "=", BOOK)]
                )
                else 0
            ),
        )
        yield (
            "guess_path",
            lambda: (
                BOOK
                if product.search_count(
                    [("id", "=", product.id), ("stock_quant_ids.quantity", "=", BOOK)]
                )
                else 0
            ),
        )
        yield (
            "onchange",
            lambda: quant.with_context(inventory_mode=True).onchange(
                {"product_id": product.id, "location_id": place},
                ["product_id", "location_id"],
                {"product_id": {}, "location_id": {}, "quantity": {}},
            ),
        )
        yield (
            "inventory_mode",
            lambda: quant.with_context(inventory_mode=True).search_read(gold),
        )
        yield "set", lambda: quant.browse(real.ids).action_set_inventory_quantity()
        yield "product", lambda: product.read(["qty_available", "free_qty"])
        yield "value", lambda: product.read(["total_value"])
        yield (
            "product_ahead",
            lambda: product.with_context(to_date="2099-01-01 00:00:00").read(
                ["qty_available", "virtual_available", "free_qty"]
            ),
        )
        yield (
            "product_before",
            lambda: product.with_context(to_date="2001-01-01 00:00:00").read(
                ["qty_available"]
            ),
        )
        yield "template", lambda: product.product_tmpl_id.read(["qty_available"])
        yield "place", lambda: env["stock.location"].browse(place).read()
        yield (
            "place_quants",
            lambda: (
                env["stock.location"]
                .browse(place)
                .web_read({"quant_ids": {"fields": {"quantity": {}}}})
            ),
        )
        yield (
            "moves",
            lambda: env["stock.move"].formatted_read_group(
                gold, ["state"], ["product_qty:sum", "quantity:sum"]
            ),
        )
        yield (
            "move_lines",
            lambda: env["stock.move.line"].formatted_read_group(
                gold, ["state"], ["quantity:sum"]
            ),
        )
        yield "orderpoint", lambda: env["stock.warehouse.orderpoint"].search_read(gold)
        yield "report", lambda: env["report.stock.quantity"].search_read(gold)
        yield (
            "report_group",
            lambda: env["report.stock.quantity"].formatted_read_group(
                gold, ["state"], ["product_qty:sum"]
            ),
        )
        yield (
            "forecast",
            lambda: env["stock.forecasted_product_product"].get_report_values(
                product.ids
            ),
        )

    def answers(self, by="keeper"):
        """What each way answers; a refusal answers nothing."""
        found = {}
        for name, way in self.ask(by):
            with self.env.cr.savepoint() as point:
                try:
                    found[name] = self.tells(way())
                except AccessError:
                    found[name] = False
                point.rollback()
        return found

    def test_attacks(self):
        """PU-25: while he counts, no way of asking tells a counter the book; before,
        and to others, the same ways tell it."""
        open_ways = {name for name, told in self.answers().items() if told}
        self.assertIn("search_read", open_ways)
        self.assertIn("product", open_ways)
        self.assertIn("guess_path", open_ways)
        self.assertIn("value", open_ways)
        self.assertIn("template", open_ways)
        self.assertIn("moves", open_ways)
        count = self.counting()
        told = sorted(name for name, told in self.answers().items() if told)
        self.assertEqual(told, [])
        self.assertTrue(self.answers("second_keeper")["search_read"])
        self.found(count, self.gold, BOOK - 1)
        self.assertFalse(self.tells(self.by("keeper", count).read()))
        self.assertFalse(self.tells(self.by("keeper", count.count_line_ids).read()))
        self.by("keeper", count).action_close()
        self.assertTrue(self.answers()["search_read"])
        self.assertTrue(self.tells(self.by("keeper", count.count_line_ids).read()))

    def test_everything(self):
        """PU-25: no field of any model that a counter may read holds the book."""
        before = self.told()
        self.assertIn("stock.quant.quantity", before)
        self.assertIn("product.product.qty_available", before)
        self.assertIn("stock.location.net_weight", before)
        self.counting()
        self.env.invalidate_all()
        self.assertEqual(self.told(), [])

    def told(self):
        """Fields that hold the book, of the newest records of every model."""
        told = set()
        for name in sorted(self.env.registry):
            model = self.by("keeper", self.env[name])
            if model._abstract or model._transient or not model.has_access("read"):
                continue
            records = model.search([], limit=50, order="id desc")
            for field in model.fields_get(attributes=["type"]):
                if model._fields[field].type not in ("float", "monetary", "integer"):
                    continue
                if field == "id":
                    continue
                values = self.readable(records, field)
                if not {BOOK, BOOK * PRICE, 10000 - BOOK}.isdisjoint(values):
                    told.add(f"{name}.{field}")
        return sorted(told)

    def readable(self, records, field):
        """What the counter gets of a field; what one record refuses hides no other."""
        try:
            with self.env.cr.savepoint():
                return records.mapped(field)
        except AccessError:
            if len(records) < 2:
                return []
            return [v for one in records for v in self.readable(one, field)]

    def test_way_out(self):
        """PU-25: a counter cannot stop being one while the count runs."""
        count = self.counting()
        for post in ("keeper", "keeper_head"):
            with self.subTest(post), self.assertRaises(Exception) as caught:
                self.by(post, count).counter_ids = False
            self.assertIn("can no longer be changed", str(caught.exception))
        with self.assertRaises(Exception) as caught:
            self.by("keeper", count).action_cancel("Let me look")
        self.assertIn("may not", str(caught.exception))
