import base64
import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sheets.make import workbook
from ..sheets.templates import LISTS, OPENING_DEPOSIT, OPENING_LEASE, TEMPLATES, UNIT
from .common import LeasingCase

FOLDER = Path(__file__).resolve().parents[1] / "static" / "xls"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "date_format": "%Y-%m-%d",
    "datetime_format": "",
    "advanced": False,
    "keep_matches": False,
    "limit": 2000,
    "skip": 0,
    "sheets": [],
    "sheet": "",
}


def content(template, rows):
    """The template's file with these rows (lists in the order of its columns)."""
    book = workbook(template)
    sheet = book.worksheets[0]
    sheet.delete_rows(2, 600)
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestTemplates(LeasingCase):
    """The files people download."""

    def test_files_are_up_to_date(self):
        """C-40: each file has the headings, drop-downs, sample and notes its source
        names."""
        for template in TEMPLATES:
            with self.subTest(template=template.name):
                book = openpyxl.load_workbook(FOLDER / f"{template.name}.xlsx")
                sheet = book.worksheets[0]
                self.assertEqual(
                    [cell.value for cell in sheet[1]],
                    [column.heading for column in template.columns],
                )
                self.assertTrue(sheet["A2"].value)
                choices = [v.formula1 for v in sheet.data_validations.dataValidation]
                self.assertEqual(
                    choices,
                    [
                        '"' + ",".join(column.choices) + '"'
                        for column in template.columns
                        if column.choices
                    ],
                )
                self.assertEqual(book.sheetnames[1], "填写说明")

    def test_choices_are_those_of_the_fields(self):
        """C-40: what a drop-down offers is what the field takes, all of it."""
        for template in LISTS:
            for column in template.columns:
                if not column.choices:
                    continue
                model = self.env[template.model]
                *path, name = column.field.split("/")
                for part in path:
                    model = self.env[model._fields[part].comodel_name]
                field = model._fields[name]
                with self.subTest(template=template.name, column=column.heading):
                    if field.type == "boolean":
                        self.assertEqual(set(column.choices.values()), {"0", "1"})
                    else:
                        self.assertEqual(
                            set(column.choices.values()),
                            set(field.get_values(self.env)),
                        )

    def test_every_list_offers_its_template(self):
        """C-40: the import screen of each list offers the file, and it is there."""
        for template in LISTS:
            for offer in self.env[template.model].get_import_templates():
                self.assertTrue((FOLDER / Path(offer["template"]).name).is_file())

    def test_headings_find_their_fields(self):
        """C-40: headings are matched to their fields, also for an English user."""
        for template in LISTS:
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": template.model,
                    "file": (FOLDER / f"{template.name}.xlsx").read_bytes(),
                    "file_name": f"{template.name}.xlsx",
                    "file_type": XLSX,
                }
            )
            preview = wizard.parse_preview(dict(OPTIONS))
            self.assertFalse(preview.get("error"))
            for index, column in enumerate(template.columns):
                with self.subTest(template=template.name, column=column.heading):
                    self.assertEqual("/".join(preview["matches"][index]), column.field)


@tagged("post_install", "-at_install")
class TestImport(LeasingCase):
    """Import of the register through the import screen's own methods."""

    def load(self, template, rows, post="manager", dryrun=False, lang="zh_CN"):
        wizard = (
            self.by(post, self.env["base_import.import"])
            .with_context(lang=lang)
            .create(
                {
                    "res_model": template.model,
                    "file": content(template, rows),
                    "file_name": "file.xlsx",
                    "file_type": XLSX,
                }
            )
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        matched = [
            "/".join(preview["matches"].get(index) or ()) or False
            for index in range(len(preview["headers"]))
        ]
        return wizard.execute_import(
            matched, preview["headers"], dict(OPTIONS), dryrun=dryrun
        )

    def unit_row(self, number, floor="Riverside Mall A 1F", use="餐饮", area=100):
        return [floor, number, use, 120, 90, area, 250, ""]

    def test_register(self):
        """C-40, LE-01: project, building, floor and shops from their templates."""
        by_name = {template.name: template for template in LISTS}
        rows = {
            "properties": [["NM", "North Mall", "是", "武汉市", "", 260, 0.9]],
            "buildings": [["North Mall", "B座", 10]],
            "floors": [["North Mall B座", "L1", 1], ["North Mall B座", "L2", 2]],
            "units": [
                self.unit_row("L1-01", "North Mall B座 L1"),
                self.unit_row("L2-01", "B座 L2", "零售", 80),
            ],
        }
        for name, lines in rows.items():
            result = self.load(by_name[name], lines)
            self.assertFalse(result["messages"])
        units = self.env["ops.lease.unit"].search(
            [("property_id.code", "=", "NM")], order="number"
        )
        self.assertEqual(units.mapped("use"), ["food", "retail"])
        self.assertEqual(units.mapped("area_rent"), [100, 80])
        self.assertEqual(set(units.mapped("state")), {"vacant"})
        self.assertTrue(units.property_id.self_held)

    @mute_logger("odoo.sql_db")
    def test_every_bad_row_is_named_and_nothing_imported(self):
        """C-40: forty bad rows among good ones – each is reported by its row, and not
        even the good ones stay."""
        self.unit(number="TAKEN")
        rows = [self.unit_row(f"N{i}") for i in range(60)]
        bad = list(range(5, 60, 5)) + list(range(1, 60, 2))
        for i in bad:
            rows[i] = self.unit_row("TAKEN")
        before = self.env["ops.lease.unit"].search_count([])
        result = self.load(UNIT, rows)
        self.assertFalse(result["ids"])
        named = {m["rows"]["from"] for m in result["messages"] if m["type"] == "error"}
        self.assertEqual(named, set(bad))
        self.assertEqual(self.env["ops.lease.unit"].search_count([]), before)

    @mute_logger("odoo.sql_db")
    def test_few_bad_rows(self):
        """C-40: wrong floor, wrong choice, negative area: three reasons."""
        rows = [
            self.unit_row("N1"),
            self.unit_row("N2", floor="Nowhere 9F"),
            self.unit_row("N3", use="银行"),
            self.unit_row("N4", area=-1),
        ]
        result = self.load(UNIT, rows)
        self.assertFalse(result["ids"])
        named = {m["rows"]["from"] for m in result["messages"] if m["type"] == "error"}
        self.assertEqual(named, {1, 2, 3})
        self.assertFalse(self.env["ops.lease.unit"].search([("number", "=", "N1")]))

    def test_what_is_left_empty(self):
        """C-40: an empty expected rent is the project's."""
        row = self.unit_row("N1")
        row[6] = None
        result = self.load(UNIT, [row, self.unit_row("N2")])
        units = self.env["ops.lease.unit"].browse(result["ids"])
        self.assertEqual(units.mapped("expected_rent"), [300, 250])

    def test_dry_run(self):
        """C-40: a test leaves nothing behind."""
        result = self.load(UNIT, [self.unit_row("N1")], dryrun=True)
        self.assertTrue(result["ids"])
        self.assertFalse(self.env["ops.lease.unit"].search([("number", "=", "N1")]))

    @mute_logger("odoo.sql_db")
    def test_longer_than_a_batch(self):
        """C-40: the importer works in batches; ours goes in whole or not at all."""
        rows = [self.unit_row(f"N{i}") for i in range(30)] + [self.unit_row("N0")]
        options = OPTIONS["limit"]
        OPTIONS["limit"] = 10
        try:
            result = self.load(UNIT, rows)
        finally:
            OPTIONS["limit"] = options
        self.assertFalse(result["ids"])
        self.assertEqual(result["nextrow"], 0)
        self.assertFalse(self.env["ops.lease.unit"].search([("number", "=", "N1")]))

    @mute_logger("odoo.sql_db")
    def test_a_name_of_several_is_an_error(self):
        """C-40: a floor that could be any of two is asked for, never guessed."""
        other = self.env["ops.lease.building"].create(
            {"name": "B", "property_id": self.mall.id}
        )
        self.env["ops.lease.floor"].create(
            {"name": "1F", "level": 1, "building_id": other.id}
        )
        result = self.load(UNIT, [self.unit_row("N1", "1F")])
        self.assertFalse(result["ids"])
        self.assertTrue(self.load(UNIT, [self.unit_row("N1", "B 1F")])["ids"])

    def test_leases_start_in_negotiation(self):
        """C-40, HR-42: a lease is imported as a negotiation with its shops, rent and
        deposit; no file writes a state."""
        unit, other = self.unit(), self.unit()
        tenant = self.tenant()
        lease = next(t for t in LISTS if t.name == "leases")
        result = self.load(
            lease,
            [
                [
                    tenant.name,
                    "重点商户",
                    date(2027, 1, 1),
                    date(2029, 12, 31),
                    f"Riverside Mall {unit.number}",
                    90,
                    "租金",
                    "元/㎡·月",
                    260,
                    "租赁保证金",
                    50000,
                ],
                [
                    None,
                    None,
                    None,
                    None,
                    f"A {other.number}",
                    None,
                    "物业费",
                    "每月",
                    900,
                    None,
                    None,
                ],
            ],
            post="clerk",
        )
        self.assertFalse(result["messages"])
        contract = self.env["ops.lease.contract"].browse(result["ids"])
        self.assertEqual(contract.state, "negotiation")
        self.assertEqual(contract.line_ids.unit_id, unit + other)
        self.assertEqual(contract.line_ids.mapped("area"), [90, 80])
        self.assertEqual(contract.charge_ids.mapped("kind"), ["rent", "service"])
        self.assertEqual(contract.deposit_ids.amount, 50000)
        stolen = self.by("clerk", self.env["ops.lease.contract"]).load(
            ["partner_id/.id", "state"], [[str(tenant.id), "signed"]]
        )
        self.assertFalse(stolen["ids"])
        stolen = self.by("clerk", self.env["ops.lease.contract"]).load(
            ["partner_id/.id", "opening"], [[str(tenant.id), "1"]]
        )
        self.assertFalse(stolen["ids"])

    @mute_logger("odoo.sql_db")
    def test_wrong_person(self):
        """Cross-cutting rule 12: who may not enter shops may not import them."""
        result = self.load(UNIT, [self.unit_row("N1")], post="keeper")
        self.assertFalse(result["ids"])


@tagged("post_install", "-at_install")
class TestOpening(LeasingCase):
    """Leases and deposits from the time before the suite."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lease_opening_date = date(2026, 1, 1)
        cls.renter = cls.env["res.partner"].create({"name": "Noodle House"})

    def wizard(self, kind, rows, post, **values):
        template = {"leases": OPENING_LEASE, "deposits": OPENING_DEPOSIT}[kind]
        return self.by(post, self.env["ops.lease.opening"]).create(
            {
                "company_id": self.company.id,
                "kind": kind,
                "file": base64.b64encode(content(template, rows)),
                "reason": "Start of the system",
                **values,
            }
        )

    def row(self, unit, reference="OLD-1", **values):
        row = {
            "reference": reference,
            "tenant": "Noodle House",
            "property": "RM",
            "building": "A",
            "unit": unit.number if unit else "",
            "area": None,
            "tenant_class": "普通商户",
            "date_start": date(2024, 3, 1),
            "date_end": date(2027, 2, 28),
            "rent": 260,
            "service": 28,
            "deposit": 40000,
            **values,
        }
        return [row[column.field] for column in OPENING_LEASE.columns]

    def take_over(self, *rows):
        rows = rows or (self.row(self.unit()),)
        self.wizard("leases", rows, "manager").action_import()
        return self.env["ops.lease.contract"].search(
            [("opening", "=", True), ("company_id", "=", self.company.id)]
        )

    def problems(self, kind, rows, post):
        wizard = self.wizard(kind, rows, post)
        wizard.action_import()
        return wizard, {(p.row, p.column) for p in wizard.problem_ids}

    def test_take_over(self):
        """C-40, HR-42: a lease in force enters as signed with its shops open; its
        history says who took it over and why."""
        one, two = self.unit(), self.unit()
        contract = self.take_over(self.row(one), self.row(two))
        self.assertEqual(len(contract), 1)
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.opening_reference, "OLD-1")
        self.assertTrue(contract.name)
        self.assertEqual((one + two).mapped("state"), ["open", "open"])
        self.assertEqual((one + two).contract_id, contract)
        self.assertEqual(contract.monthly, (260 + 28) * 160)
        log = self.env["ops.flow.log"].search(
            [("res_model", "=", contract._name), ("res_id", "=", contract.id)]
        )
        self.assertEqual(log.mapped("step"), ["take_over"])
        self.assertEqual(log.reason, "Start of the system")
        self.assertEqual(log.user_id, self.people["manager"])

    def test_every_bad_row(self):
        """C-40: each bad row is named with its column; nothing is imported."""
        free, let = self.unit(), self.lease().line_ids.unit_id
        self.env["res.partner"].create([{"name": "Twins"}, {"name": "Twins"}])
        rows = [
            self.row(free, "OK"),
            self.row(self.unit(), "N1", tenant="Nobody"),
            self.row(self.unit(), "N2", tenant="Twins"),
            self.row(self.unit(), "N3", property="XX"),
            self.row(let, "N4"),
            self.row(self.unit(), "N5", date_start=date(2026, 1, 1)),
            self.row(self.unit(), "N6", date_end=date(2024, 1, 1)),
            self.row(self.unit(), "N7", rent="a lot"),
            self.row(free, "N8"),
            self.row(None, "N9"),
            self.row(self.unit(), "OK", tenant_class="重点商户"),
        ]
        wizard, found = self.problems("leases", rows, "manager")
        self.assertEqual(
            found,
            {
                (3, "商户"),
                (4, "商户"),
                (5, "商铺号"),
                (6, "商铺号"),
                (7, "起租日"),
                (8, "到期日"),
                (9, "租金单价"),
                (10, "商铺号"),
                (11, "商铺号"),
                (12, "商户级别"),
            },
        )
        self.assertEqual(wizard.checked, 1)
        self.assertEqual(free.state, "vacant")
        self.assertFalse(
            self.env["ops.lease.contract"].search([("opening", "=", True)])
        )

    def test_not_twice(self):
        """C-40: the same file a second time is refused row by row."""
        unit = self.unit()
        self.take_over(self.row(unit))
        _wizard, found = self.problems("leases", [self.row(unit)], "manager")
        self.assertEqual(found, {(2, "原合同编号"), (2, "商铺号")})

    def test_only_while_the_administrator_opens_it(self):
        """HR-42: without an opening date nobody signs a lease around counsel and
        approval, and the manager cannot set the date."""
        self.company.lease_opening_date = False
        wizard = self.wizard("leases", [self.row(self.unit())], "manager")
        with self.assertRaises(UserError):
            wizard.action_import()
        with self.assertRaises(AccessError):
            self.by("manager", self.company).lease_opening_date = date(2030, 1, 1)
        self.assertEqual(wizard.action_check()["res_id"], wizard.id)

    def test_reason(self):
        """C-40: a reason must be given."""
        wizard = self.wizard("leases", [self.row(self.unit())], "manager", reason=" ")
        with self.assertRaises(UserError):
            wizard.action_import()

    def test_wrong_person(self):
        """Cross-cutting rule 12: leases are the manager's, deposits regional
        finance's; neither does the other's, nobody else either."""
        unit = self.unit()
        for kind, post in (("leases", "finance"), ("deposits", "manager")):
            wizard = self.wizard(kind, [self.row(unit)], post)
            for method in ("action_check", "action_import"):
                with self.assertRaises(AccessError):
                    getattr(wizard, method)()
        for post in ("clerk", "keeper", "outsider", "biller"):
            with self.assertRaises(AccessError):
                self.wizard("leases", [self.row(unit)], post)

    def test_step_is_the_wizards_alone(self):
        """Law 1: the step cannot be taken from outside, nor the mark written."""
        contract = self.by("manager", self.draft_contract())
        with self.assertRaises(UserError):
            contract._flow_take("take_over")
        with self.assertRaises(AccessError):
            contract.write({"opening": True})
        self.assertFalse(contract.copy({"opening": True}).opening)

    def test_deposits(self):
        """C-40, LE-X7: what was received enters by real entries, one each; the
        deposits add up to their account."""
        contract = self.take_over()
        self.wizard(
            "deposits", [["OLD-1", "租赁保证金", 36000]], "finance"
        ).action_import()
        deposit = contract.deposit_ids
        self.assertEqual(
            (deposit.balance, deposit.received, deposit.refundable), (36000,) * 3
        )
        self.assertEqual(self.ledger(), 36000)
        move = deposit.move_line_ids.move_id
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.date, date(2026, 1, 1))
        counterpart = move.line_ids - deposit.move_line_ids
        self.assertEqual(counterpart.account_id.account_type, "equity_unaffected")

    def test_bad_deposits(self):
        """C-40: unknown lease, kind not agreed, too much, twice – all named, nothing
        posted."""
        self.take_over(
            self.row(self.unit()),
            self.row(self.unit(), "OLD-2"),
        )
        rows = [
            ["OLD-1", "租赁保证金", 36000],
            ["OLD-9", "租赁保证金", 1],
            ["OLD-1", "水电保证金", 1],
            ["OLD-2", "租赁保证金", 40000.01],
            ["OLD-1", "租赁保证金", 1],
            ["OLD-2", "押金", 1],
            ["OLD-2", "租赁保证金", -5],
        ]
        _wizard, found = self.problems("deposits", rows, "finance")
        self.assertEqual(
            found,
            {
                (3, "原合同编号"),
                (4, "保证金类型"),
                (5, "期初余额"),
                (6, "保证金类型"),
                (7, "保证金类型"),
                (8, "保证金类型"),
                (8, "期初余额"),
            },
        )
        self.assertEqual(self.ledger(), 0)

    def test_deposit_not_twice(self):
        """C-40: a deposit that is on the books is not posted again."""
        self.take_over()
        rows = [["OLD-1", "租赁保证金", 36000]]
        self.wizard("deposits", rows, "finance").action_import()
        _wizard, found = self.problems("deposits", rows, "finance")
        self.assertEqual(found, {(2, "保证金类型")})
        self.assertEqual(self.ledger(), 36000)

    def test_exit_of_an_opening_lease(self):
        """LE-27: a deposit taken over is refunded by its exit like any other."""
        contract = self.take_over()
        self.wizard(
            "deposits", [["OLD-1", "租赁保证金", 40000]], "finance"
        ).action_import()
        paper = self.draft_exit(
            contract,
            refund_journal_id=self.bank.id,
            date_planned=fields.Date.today() + timedelta(days=70),
        )
        self.walk(paper, "refunded")
        self.assertEqual(self.ledger(), 0)

    def test_no_excel(self):
        """C-40: another kind of file, and a file of another template, are refused in
        plain words."""
        for raw in (b"", b"nothing", b"PK\x03\x04broken"):
            wizard = self.wizard("leases", [], "manager", file=base64.b64encode(raw))
            with self.assertRaises(UserError):
                wizard.action_check()
        other = base64.b64encode(content(UNIT, [["x"] * len(UNIT.columns)]))
        with self.assertRaises(UserError):
            self.wizard("leases", [], "manager", file=other).action_check()

    def test_query_count(self):
        """Cross-cutting: checking a row or a hundred costs the same queries."""
        rows = [self.row(self.unit(meters=()), f"R{i}") for i in range(100)]

        def count(part):
            wizard = self.wizard("leases", part, "manager")
            for _attempt in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                wizard.action_check()
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(rows[:1]), count(rows))

    def test_command_is_no_way_in(self):
        """Attack: problems or a file of somebody else's wizard stay his."""
        wizard = self.wizard("leases", [self.row(self.unit())], "manager")
        with self.assertRaises(AccessError):
            self.by("finance", wizard).write({"problem_ids": [Command.clear()]})
