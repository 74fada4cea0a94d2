"""Suppliers and prices from Excel: whole or not at all (PU-05, PU-08)."""

import base64
import io
from datetime import date
from unittest.mock import patch

import openpyxl
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase

SUPPLIERS = ("供应商名称", "统一社会信用代码", "供应品类", "电话", "信誉")
PRICES = (
    "供应商名称",
    "产品编码",
    "单价",
    "起订量",
    "交货期（天）",
    "生效日期",
    "截止日期",
)


@tagged("post_install", "-at_install")
class TestSupplyImport(PurchaseCase):
    def setUp(self):
        super().setUp()
        self.category.name = "Import steel"

    def wizard(self, kind, *rows, by="buyer"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        return self.by(by, self.env["ops.supply.import"]).create(
            {"kind": kind, "file": base64.b64encode(content.getvalue())}
        )

    def prices(self):
        return self.env["product.supplierinfo"].search(
            [("company_id", "=", self.company.id)]
        )

    def test_suppliers(self):
        """PU-05: suppliers come as potential ones, also those known as contacts."""
        contact = self._create_supplier("Known contact", qualified=False)
        wizard = self.wizard(
            "suppliers",
            SUPPLIERS,
            ("Lakeside Paper", "91420100A", "Import steel", 82000000, "Good"),
            ("Known contact", None, "Import steel", None, None),
        )
        found = wizard.action_import()
        files = self.env["ops.supplier"].search(found["domain"])
        self.assertEqual(files.mapped("state"), ["potential"] * 2)
        self.assertEqual(files.category_ids, self.category)
        self.assertIn(contact, files.partner_id)
        new = files.partner_id - contact
        self.assertEqual((new.name, new.phone), ("Lakeside Paper", "82000000"))
        self.assertTrue(new.is_company)
        self.assertEqual(new.company_id, self.company)

    def test_bad_suppliers(self):
        """PU-05: every bad row is said with its number, and nothing comes in, not even
        the good ones."""
        wizard = self.wizard(
            "suppliers",
            SUPPLIERS,
            ("Good Works", None, "Import steel", None, None),
            (self.supplier.name, None, "Import steel", None, None),
            ("Odd Works", None, "Import steel、Moon stone", None, None),
            (None, "91", "Import steel", None, None),
            ("Good Works", None, "Import steel", None, None),
            *[(f"Works {n}", None, None, None, None) for n in range(20)],
        )
        action = wizard.action_import()
        self.assertEqual(action["res_id"], wizard.id)
        said = wizard.problems.split("\n")
        self.assertEqual(len(said), 24)
        for row, words in (
            (3, "has a file already"),
            (4, "no category “Moon stone”"),
            (5, "供应商名称 is missing"),
            (6, "stands in row 2 already"),
            (26, "供应品类 is missing"),
        ):
            self.assertTrue(
                any(s.startswith(f"Row {row}:") and words in s for s in said), words
            )
        for name in ("Good Works", "Odd Works", "Works 1"):
            self.assertFalse(self.env["res.partner"].search([("name", "=", name)]))

    def test_category_of_two(self):
        """PU-05: where two categories have one name, the whole path tells which."""
        other = self.category.create({"name": "Imports"})
        twin = self.category.create({"name": "Import steel", "parent_id": other.id})
        self.category.parent_id = other.create({"name": "Home"})
        rows = [("Path Works", None, "Import steel", None, None)]
        wizard = self.wizard("suppliers", SUPPLIERS, *rows)
        wizard.action_import()
        self.assertIn("Several categories are called “Import steel”", wizard.problems)
        rows = [("Path Works", None, "Imports / Import steel", None, None)]
        found = self.wizard("suppliers", SUPPLIERS, *rows).action_import()
        file = self.env["ops.supplier"].search(found["domain"])
        self.assertEqual(file.category_ids, twin)

    def test_late_refusal(self):
        """PU-05: what Odoo refuses at the end undoes all that came before."""
        wizard = self.wizard(
            "suppliers", SUPPLIERS, ("Late Works", None, "Import steel", None, None)
        )
        model = self.env.registry["ops.supplier"]
        with patch.object(model, "create", side_effect=UserError("Too late")):
            wizard.action_import()
        self.assertIn("Row 2: Too late", wizard.problems)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Late Works")]))

    def test_prices(self):
        """PU-08: a price list comes into Odoo's own price lists of suppliers."""
        wizard = self.wizard(
            "prices",
            PRICES,
            (self.supplier.name, self.steel.default_code, 19.5, 50, 12, None, None),
            (
                self.supplier.name,
                self.bolt.default_code,
                "2.05",
                None,
                None,
                "2026年1月1日",
                date(2030, 12, 31),
            ),
            by="head",
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.people["buyer"]).action_import()
        wizard.action_import()
        self.assertFalse(wizard.problems)
        steel, bolt = self.prices().sorted("price", reverse=True)
        self.assertEqual(
            (steel.product_id, steel.price, steel.min_qty, steel.delay),
            (self.steel, 19.5, 50, 12),
        )
        self.assertEqual(steel.partner_id, self.supplier)
        self.assertEqual((bolt.price, bolt.date_start), (2.05, date(2026, 1, 1)))

    def test_bad_prices(self):
        """PU-08: wrong prices, codes, suppliers and days are said row by row."""
        code = self.steel.default_code
        wizard = self.wizard(
            "prices",
            PRICES,
            (self.supplier.name, code, 19.5, None, None, None, None),
            ("Nobody", code, 1, None, None, None, None),
            (self.supplier.name, "NO-CODE", 1, None, None, None, None),
            (self.supplier.name, code, "cheap", None, None, None, None),
            (self.supplier.name, code, -3, None, None, None, None),
            (self.supplier.name, code, 0, None, None, None, None),
            (self.supplier.name, code, 1, None, None, "2030-01-02", "2030-01-01"),
            (self.supplier.name, code, 1, None, None, "soon", None),
            by="head",
        )
        wizard.action_import()
        said = wizard.problems
        for row, words in (
            (3, "There is no supplier “Nobody”"),
            (4, "No product has the code NO-CODE"),
            (5, "单价 “cheap” is no number"),
            (6, "单价 “-3” is no number"),
            (7, "The price is nought"),
            (8, "It ends before it begins"),
            (9, "生效日期 “soon” is no date"),
        ):
            self.assertIn(f"Row {row}: {words}", said)
        self.assertFalse(self.prices())

    def test_no_file(self):
        """PU-05: what is no such file is refused, and others than buyers are."""
        wizard = self.wizard("suppliers", ("Name",), ("x",))
        with self.assertRaisesRegex(UserError, "lacks the columns: 供应商名称"):
            wizard.action_import()
        wizard.file = base64.b64encode(b"no excel")
        with self.assertRaisesRegex(UserError, "no Excel file"):
            wizard.action_import()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.template)))
        self.assertEqual(
            tuple(c.value for c in next(book.active.iter_rows())), SUPPLIERS
        )
        for post in ("staff", "technology", "finance"):
            with self.assertRaises(AccessError):
                self.wizard("suppliers", SUPPLIERS, by=post)
