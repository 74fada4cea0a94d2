import io
from ast import literal_eval
from datetime import timedelta

import openpyxl
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestReports(LeasingCase):
    """Figures of the reports against the papers they report on."""

    def setUp(self):
        super().setUp()
        self.let = self.unit(meters=(), area_rent=80, use="food")
        self.vacant = self.unit(meters=(), area_rent=120, use="retail")
        self.contract = self.lease(units=self.let)
        self.env.flush_all()

    def rows(self, model, *names, post="clerk", groupby=("company_id",)):
        return self.by(post, self.env[model])._read_group(
            [("property_id", "=", self.mall.id)], groupby, names
        )

    def test_occupancy(self):
        """LE-02, LE-F26: area let of lettable area, weighed by area in every group."""
        [row] = self.rows(
            "ops.lease.unit.report",
            "count:sum",
            "let_count:sum",
            "area:sum",
            "let_area:sum",
            "vacant_area:sum",
            "occupancy:avg",
        )
        self.assertEqual([float(v) for v in row[1:]], [2, 1, 200, 80, 120, 0.4])
        by_use = dict(
            self.rows("ops.lease.unit.report", "occupancy:avg", groupby=("use",))
        )
        self.assertEqual(by_use, {"food": 1, "retail": 0})

    def test_rent_against_expected(self):
        """LE-02: rent of the leases in force against what is expected of all shops."""
        [row] = self.rows(
            "ops.lease.unit.report",
            "rent:sum",
            "expected:sum",
            "difference:sum",
            "rent_area:avg",
        )
        self.assertEqual([float(v) for v in row[1:]], [24000, 60000, -36000, 300])

    def test_report_agrees_with_map(self):
        """LE-02: report and unit map tell the same rent of a shop."""
        line = self.env["ops.lease.unit.report"].browse(self.let.id)
        figure = self.let._map_figures()[self.let.id]
        self.assertEqual(line.rent, figure["monthly"])
        self.assertEqual(round(line.rent_area, 2), figure["rent"])
        self.assertEqual(line.lease_end, self.contract.date_end)

    def test_vacancy(self):
        """LE-02: a shop is vacant from the day after its tenant left until it is let
        again; a running lease leaves no gap behind it."""
        today = fields.Date.today()
        unit = self.unit(meters=())
        self.env.cr.execute(
            "UPDATE ops_lease_unit SET create_date = %s WHERE id = %s",
            [today - timedelta(days=500), unit.id],
        )
        first = self.draft_contract(
            unit,
            date_start=today - timedelta(days=400),
            date_end=today - timedelta(days=100),
        )
        second = self.draft_contract(
            unit,
            date_start=today - timedelta(days=80),
            date_end=today + timedelta(days=100),
        )
        first._flow_write({"state": "settled"})
        second._flow_write({"state": "signed"})
        self.env.flush_all()
        gaps = self.by("clerk", self.env["ops.lease.vacancy.report"]).search(
            [("unit_id", "=", unit.id)], order="date_from"
        )
        self.assertEqual(gaps.mapped("days"), [100, 19])
        self.assertEqual(
            gaps[1].date_from, today - timedelta(days=99), "the day after the last one"
        )
        self.assertEqual(gaps[1].date_to, second.date_start)
        self.assertFalse(any(gaps.mapped("lasting")))
        self.assertAlmostEqual(gaps[1].lost, 300 * 80 * 12 / 365 * 19, 2)
        second._flow_write({"state": "settled"})
        second.with_context(tracking_disable=True)._flow_write(
            {"date_end": today - timedelta(days=10)}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        last = self.by("clerk", self.env["ops.lease.vacancy.report"]).search(
            [("unit_id", "=", unit.id), ("lasting", "=", True)]
        )
        self.assertEqual((last.days, last.date_to), (9, False))

    def test_deposits_held(self):
        """LE-02, LE-X7: the report's balance is the general ledger's; what the tenant
        has not paid yet is not held."""
        unpaid = self.lease(received=False)
        self.by("clerk", unpaid.deposit_ids).action_invoice()
        self.env.flush_all()
        [row] = self.rows(
            "ops.lease.deposit.report", "balance:sum", "unpaid:sum", "held:sum"
        )
        self.assertEqual([float(v) for v in row[1:]], [60000, 30000, 30000])
        self.assertEqual(self.ledger(), 60000)
        for line in self.env["ops.lease.deposit.report"].search(
            [("property_id", "=", self.mall.id)]
        ):
            self.assertEqual(line.held, line.deposit_id.refundable)

    def test_exits_by_reason(self):
        """LE-02: exits are counted by case and decision."""
        self.by("clerk", self.draft_exit(self.contract)).action_submit()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.exit_report_action"
        )
        groups = self.by("clerk", self.env["ops.lease.exit"])._read_group(
            [
                ("property_id", "=", self.mall.id),
                *literal_eval(action["domain"]),
            ],
            ["kind", "decision"],
            ["__count"],
        )
        self.assertEqual(groups, [("tenant", False, 1)])

    def test_wrong_person(self):
        """Cross-cutting rules 12, 15: reports are shut to outsiders and other
        companies."""
        for model in ("unit", "vacancy", "deposit"):
            report = self.env[f"ops.lease.{model}.report"]
            with self.assertRaises(AccessError):
                self.by("outsider", report).search_count([])
            other = self._create_company(f"Other {model}")
            stranger = self.people["manager"].copy(
                {
                    "login": f"stranger_{model}",
                    "company_id": other.id,
                    "company_ids": [fields.Command.set(other.ids)],
                }
            )
            self.assertFalse(
                report.with_user(stranger)
                .with_context(allowed_company_ids=other.ids)
                .search_count([("company_id", "=", self.company.id)])
            )


@tagged("post_install", "-at_install")
class TestRentRoll(LeasingCase):
    """The rent roll as a file."""

    def sheet(self, post="clerk", lang="zh_CN", projects=None):
        projects = projects or self.mall
        report = self.by(post, self.env["report.ops_leasing.rent_roll"]).with_context(
            lang=lang, active_model="ops.lease.property", active_ids=projects.ids
        )
        content, kind = report.create_xlsx_report(projects.ids, {})
        self.assertEqual(kind, "xlsx")
        return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]

    def test_totals(self):
        """LE-02, LE-F26: rows and totals are those of the papers; a lease's deposit
        and a tenant's arrears count once."""
        pair = self.unit(meters=()) + self.unit(meters=())
        lease = self.lease(units=pair)
        self.unit(meters=(), area_rent=40)
        day = fields.Date.today() - timedelta(days=20)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": lease.partner_id.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_line_ids": [
                    fields.Command.create(
                        {"name": "Rent", "price_unit": 900, "tax_ids": []}
                    )
                ],
            }
        )
        invoice.action_post()
        sheet = self.sheet(lang="en_US")
        heads = [cell.value for cell in sheet[3]]
        rows = [
            dict(zip(heads, (cell.value for cell in row), strict=True))
            for row in sheet.iter_rows(min_row=4, max_row=6)
        ]
        self.assertEqual(sheet.max_row, 7)

        def total(head):
            return sum(row[head] or 0 for row in rows)

        self.assertEqual(
            total("Rent area m²"), sum(self.mall.unit_ids.mapped("area_rent"))
        )
        self.assertEqual(total("Rent per month"), lease.monthly)
        self.assertEqual(
            total("Deposit held"), sum(lease.deposit_ids.mapped("balance"))
        )
        self.assertEqual(total("Arrears"), 900)
        self.assertEqual(total("Expected rent per month"), 300 * 200)
        self.assertEqual(sheet.cell(7, heads.index("Arrears") + 1).value, "=SUM(S4:S6)")
        let = next(row for row in rows if row["Shop"] == pair[0].number)
        self.assertEqual(let["Until"].date(), lease.date_end)
        self.assertEqual(let["Tenant"], lease.partner_id.name)

    def test_prints_on_a3(self):
        """LE-F26, C-41: landscape A3, one page wide, the heading on every page."""
        self.unit(meters=())
        sheet = self.sheet()
        self.assertEqual(sheet.page_setup.paperSize, 8)
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(sheet.page_setup.fitToHeight, 0)
        self.assertEqual(sheet.print_title_rows, "$3:$3")
        self.assertIn(self.mall.name, sheet["A1"].value)

    def test_name_that_looks_like_a_formula(self):
        """Attack: a tenant called =HYPERLINK(…) stays a name."""
        lease = self.lease()
        lease.partner_id.name = '=HYPERLINK("http://x","y")'
        sheet = self.sheet(lang="en_US")
        cell = next(c for c in sheet[4] if c.value == lease.partner_id.name)
        self.assertEqual(cell.data_type, "s")

    def test_wrong_person(self):
        """Cross-cutting rules 12, 15: outsiders and strangers get no file."""
        with self.assertRaises(AccessError):
            self.sheet("outsider")
        other = self._create_company("Elsewhere")
        strange = self.env["ops.lease.property"].create(
            {"name": "Far Mall", "code": "FM", "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self.sheet(projects=strange)
