import base64
import io
from datetime import date, datetime
from zipfile import BadZipFile

import openpyxl
from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError
from openpyxl.utils.exceptions import InvalidFileException

from ..models.groups import BUYER, BUYER_HEAD

#: kind of file: {heading: (name, kind of value, whether it must be filled in)}
COLUMNS = {
    "suppliers": {
        "供应商名称": ("name", "text", True),
        "统一社会信用代码": ("vat", "text", False),
        "供应品类": ("categories", "text", True),
        "电话": ("phone", "text", False),
        "信誉": ("reputation", "text", False),
    },
    "prices": {
        "供应商名称": ("supplier", "text", True),
        "产品编码": ("code", "text", True),
        "单价": ("price", "number", True),
        "起订量": ("min_qty", "number", False),
        "交货期（天）": ("delay", "number", False),
        "生效日期": ("date_start", "date", False),
        "截止日期": ("date_end", "date", False),
    },
}
#: Price lists belong to the head of purchasing, as in Odoo itself.
PERSONS = {"suppliers": BUYER, "prices": BUYER_HEAD}
MOST_ROWS = 20000
LARGEST = 20 * 1024 * 1024


class SupplyImport(models.TransientModel):
    """Takes over a list of suppliers or of prices from Excel (PU-05, PU-08).

    A file goes in whole or not at all; every bad row is named with its reason. New
    suppliers begin as potential ones: no list makes them qualified.
    """

    _name = "ops.supply.import"
    _description = "Import of suppliers and prices"

    # FIELDS
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [("suppliers", "List of suppliers"), ("prices", "Price list")],
        "What",
        required=True,
        default="suppliers",
    )
    file = fields.Binary("Excel file", attachment=False)
    filename = fields.Char()
    template = fields.Binary("File to fill in", compute="_compute_template")
    problems = fields.Text("What is wrong with the rows", readonly=True)

    # COMPUTE
    @api.depends("kind")
    def _compute_template(self):
        for wizard in self:
            book = openpyxl.Workbook()
            book.active.append(list(COLUMNS[wizard.kind]))
            content = io.BytesIO()
            book.save(content)
            wizard.template = base64.b64encode(content.getvalue())

    # ACTION
    @harmless("a file to fill in, like any")
    def action_template(self):
        """Download the file to fill in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/template/{self.kind}.xlsx"
            "?download=1",
            "target": "download",
        }

    def action_import(self):
        """Import the file, or say what is wrong with each bad row and import nothing.

        :raise AccessError: for others than buyers; prices are their head's
        :raise UserError: when it is no file of this kind
        """
        self.ensure_one()
        self.env["ops.supplier"]._check_group(PERSONS[self.kind])
        rows, problems = self._read()
        savepoint = self.env.cr.savepoint()
        plan = getattr(self, f"_plan_{self.kind}")(rows, problems)
        made = self._load(*plan, problems)
        savepoint.close(rollback=bool(problems))
        if problems:
            self.problems = "\n".join(
                self.env._("Row %(row)s: %(problem)s", row=row, problem=problem)
                for row, problem in sorted(problems)
            )
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Import from Excel"),
                "res_model": self._name,
                "res_id": self.id,
                "views": [[False, "form"]],
                "target": "new",
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported"),
            "res_model": made._name,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", made.ids)],
        }

    # BUSINESS
    def _plan_suppliers(self, rows, problems):
        """What is to be loaded: (model, fields, values, row numbers)."""
        names = [row["name"] for row in rows if row["name"]]
        known = self.env["ops.supplier"].search(
            [("partner_id.name", "in", names), ("company_id", "=", self.company_id.id)]
        )
        partners = self._partners(names)
        words = [word for row in rows for word in self._words(row["categories"])]
        categories = {
            **self._by("product.category", "name", words),
            **self._by("product.category", "complete_name", words),
        }
        taken = set(known.partner_id.mapped("name"))
        values, seen = [], {}
        for row in rows:
            number, name = row["row"], row["name"]
            if not name:
                continue
            if name in seen:
                problem = self.env._(
                    "%(supplier)s stands in row %(row)s already.",
                    supplier=name,
                    row=seen[name],
                )
                problems.append((number, problem))
            seen.setdefault(name, number)
            if name in taken:
                problem = self.env._("%(supplier)s has a file already.", supplier=name)
                problems.append((number, problem))
            if len(partners.get(name, ())) > 1:
                problem = self._words_several(name)
                problems.append((number, problem))
            found = []
            for word in self._words(row["categories"]):
                asked = categories.get(word, ())
                if len(asked) == 1:
                    found.append(str(asked[0].id))
                    continue
                problem = self.env._("There is no category “%(word)s”.", word=word)
                if asked:
                    problem = self.env._(
                        "Several categories are called “%(word)s”: give the whole "
                        "path, such as %(path)s.",
                        word=word,
                        path=asked[0].complete_name,
                    )
                problems.append((number, problem))
            values.append((row, partners.get(name, [None])[0], ",".join(found)))
        if problems:
            return "ops.supplier", (), (), ()
        new = [(row, "1") for row, partner, _found in values if not partner]
        made = self._load(
            "res.partner",
            ("name", "vat", "phone", "is_company", "company_id/.id"),
            [
                (row["name"], row["vat"], row["phone"], yes, str(self.company_id.id))
                for row, yes in new
            ],
            [row["row"] for row, _yes in new],
            problems,
        )
        ids = iter(made.ids)
        return (
            "ops.supplier",
            ("partner_id/.id", "category_ids/.id", "reputation", "company_id/.id"),
            [
                (
                    str(partner.id if partner else next(ids, 0)),
                    found,
                    row["reputation"],
                    str(self.company_id.id),
                )
                for row, partner, found in values
            ],
            [row["row"] for row, _partner, _found in values],
        )

    def _plan_prices(self, rows, problems):
        """What is to be loaded: (model, fields, values, row numbers)."""
        partners = self._partners([row["supplier"] for row in rows if row["supplier"]])
        codes = [row["code"] for row in rows if row["code"]]
        products = self._by("product.product", "default_code", codes)
        values, numbers = [], []
        for row in rows:
            number = row["row"]
            found = partners.get(row["supplier"], [])
            goods = products.get(row["code"], [])
            if row["supplier"] and not found:
                problem = self.env._(
                    "There is no supplier “%(name)s”.", name=row["supplier"]
                )
                problems.append((number, problem))
            elif len(found) > 1:
                problems.append((number, self._words_several(row["supplier"])))
            if row["code"] and len(goods) != 1:
                problem = self.env._(
                    "No product has the code %(code)s.", code=row["code"]
                )
                if goods:
                    problem = self.env._(
                        "Several products have the code %(code)s.", code=row["code"]
                    )
                problems.append((number, problem))
            if row["price"] == 0:
                problems.append((number, self.env._("The price is nought.")))
            if (
                row["date_start"]
                and row["date_end"]
                and row["date_start"] > row["date_end"]
            ):
                problem = self.env._("It ends before it begins.")
                problems.append((number, problem))
            if found and goods:
                values.append(
                    (
                        str(found[0].id),
                        str(goods[0].product_tmpl_id.id),
                        str(goods[0].id),
                        str(row["price"] or 0),
                        str(row["min_qty"] or 0),
                        str(int(row["delay"] or 1)),
                        str(row["date_start"] or ""),
                        str(row["date_end"] or ""),
                        str(self.company_id.id),
                    )
                )
                numbers.append(number)
        names = (
            "partner_id/.id",
            "product_tmpl_id/.id",
            "product_id/.id",
            "price",
            "min_qty",
            "delay",
            "date_start",
            "date_end",
            "company_id/.id",
        )
        return "product.supplierinfo", names, values, numbers

    def _load(self, model, names, values, numbers, problems):
        """Load rows by Odoo's own import: all of them, or none and why.

        :param numbers: rows of the file that the values come from
        """
        records = self.env[model]
        if problems or not values:
            return records
        rows = [[value or "" for value in row] for row in values]
        result = records.with_company(self.company_id).load(list(names), rows)
        for message in result["messages"]:
            if message["type"] == "error":
                place = message.get("rows", {}).get("from", 0)
                problems.append((numbers[place], str(message["message"])))
        return records.browse(result["ids"] or [])

    # TOOLING
    def _partners(self, names):
        """``{name: [partner]}`` of the companies that the user may see."""
        found = self.env["res.partner"].search(
            [
                ("name", "in", names),
                ("parent_id", "=", False),
                ("company_id", "in", (self.company_id.id, False)),
            ]
        )
        return {name: list(group) for name, group in found.grouped("name").items()}

    def _words(self, text):
        """Names that stand in one cell."""
        parts = (text or "").replace("，", "、").replace(",", "、").split("、")
        return [part.strip() for part in parts if part.strip()]

    def _by(self, model, name, values):
        """``{value of a field: [record]}`` of the records that have one of them."""
        found = self.env[model].search([(name, "in", values)])
        return {key: list(group) for key, group in found.grouped(name).items()}

    def _words_several(self, name):
        return self.env._("There are several suppliers “%(name)s”.", name=name)

    def _read(self):
        """Rows of the file as dictionaries, and what is wrong with their cells.

        :return: (rows, problems) with problems ``[(row, message)]``
        :raise UserError: when it is no file of this kind
        """
        columns = COLUMNS[self.kind]
        try:
            content = base64.b64decode(self.file or b"")
            if not content or len(content) > LARGEST:
                raise ValueError
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
            table = book.worksheets[0].iter_rows(values_only=True)
            heads = [str(value or "").strip() for value in next(table, ())]
        except (ValueError, KeyError, OSError, BadZipFile, InvalidFileException):
            raise UserError(
                self.env._("This is no Excel file (.xlsx) that can be read.")
            ) from None
        missing = [
            h for h, (_n, _k, must) in columns.items() if must and h not in heads
        ]
        if missing:
            raise UserError(
                self.env._(
                    "The first sheet lacks the columns: %(columns)s. Use the file to "
                    "fill in.",
                    columns=", ".join(missing),
                )
            )
        rows, problems = [], []
        for number, cells in enumerate(table, 2):
            cells = dict(zip(heads, cells, strict=False))
            if all(value in (None, "") for value in cells.values()):
                continue
            if number > MOST_ROWS:
                raise UserError(
                    self.env._("The file has more than %(most)s rows.", most=MOST_ROWS)
                )
            row = {"row": number}
            for heading, (name, kind, must) in columns.items():
                value, wrong = self._value(kind, cells.get(heading))
                if must and value is False and not wrong:
                    wrong = self.env._("is missing")
                row[name] = value
                if wrong:
                    problem = self.env._(
                        "%(heading)s %(wrong)s.", heading=heading, wrong=wrong
                    )
                    problems.append((number, problem))
            rows.append(row)
        if not rows:
            raise UserError(self.env._("The file has no rows below its headings."))
        return rows, problems

    def _value(self, kind, value):
        """(value, problem) of one cell; False where it is empty."""
        if isinstance(value, str):
            value = value.strip()
        if value in (None, ""):
            return False, ""
        if kind == "number":
            try:
                number = float(value)
            except (TypeError, ValueError):
                number = -1
            if not 0 <= number < 1e12:
                return False, self.env._("“%(value)s” is no number", value=value)
            return number, ""
        if kind == "date":
            return self._date(value)
        # a code of digits comes as a number
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value), ""

    def _date(self, value):
        if isinstance(value, datetime):
            return value.date(), ""
        if isinstance(value, date):
            return value, ""
        for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"):
            try:
                return datetime.strptime(str(value), pattern).date(), ""
            except ValueError:
                continue
        return False, self.env._("“%(value)s” is no date", value=value)
