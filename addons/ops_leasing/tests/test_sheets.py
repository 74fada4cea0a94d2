"""Rent roll, statement of deposits and their like on screen, paper and in Excel."""

import io
from datetime import date, timedelta

import openpyxl
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .common_billing import BillingCase


@tagged("post_install", "-at_install")
class TestSheets(BillingCase):
    """What somebody asks for over projects (LE-F26)."""

    def ask(self, kind, post="finance", **values):
        return self.by(post, self.env["ops.lease.sheet"]).create(
            {"kind": kind, "company_id": self.company.id, **values}
        )

    def rows(self, sheet):
        """Rows of the first project as dicts, and the sums."""
        self.env.flush_all()
        maker, projects = sheet._maker(), sheet._projects()
        rows = maker._rows(projects)[projects[0].id]
        return rows, maker._sums(rows)

    def test_rent_roll_of_a_day(self):
        """LE-F26: who rented what on a day, at which rent and fee, what comes next,
        what was held and owed then, how long the others stood empty."""
        let = self.unit(meters=(), area_rent=80)
        empty = self.unit(meters=(), area_rent=40)
        self.env.cr.execute(
            "UPDATE ops_lease_unit SET create_date = %s WHERE id = %s",
            [date(2026, 1, 1), empty.id],
        )
        self.env.invalidate_all()
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100, "rise_months": 12, "rise_percent": 10},
                {"kind": "service", "rate": 20},
            ],
            units=let,
        )
        bill = self.bill()
        rows, sums = self.rows(self.ask("rent_roll", date=date(2026, 4, 30)))
        row = next(r for r in rows if r["number"] == let.number)
        self.assertEqual(
            (row["rent"], row["monthly"], row["service"]), (100, 8000, 1600)
        )
        self.assertEqual((row["step_date"], row["step_rent"]), (date(2027, 3, 1), 110))
        self.assertEqual(row["days"], (date(2027, 12, 31) - date(2026, 4, 30)).days)
        self.assertEqual(row["arrears"], bill.amount_total)
        gap = next(r for r in rows if r["number"] == empty.number)
        self.assertEqual(gap["vacant"], 119)
        self.assertNotIn("tenant", gap)
        self.assertEqual(
            (sums["area"], sums["monthly"], sums["service"]), (120, 8000, 1600)
        )
        rows, _sums = self.rows(self.ask("rent_roll", date=date(2027, 6, 30)))
        row = next(r for r in rows if r["number"] == let.number)
        self.assertEqual((row["rent"], row["step_date"]), (110, None))
        rows, sums = self.rows(self.ask("rent_roll", date=date(2026, 2, 1)))
        self.assertEqual(sums["monthly"], 0)
        row = next(r for r in rows if r["number"] == let.number)
        self.assertEqual((row["contract"], row.get("rent")), (lease.name, None))
        self.assertFalse(any(r.get("let") for r in rows))

    def test_rent_roll_money_of_the_day(self):
        """LE-F26, LE-X7: what was paid later was still owed on the day, and a deposit
        held."""
        lease = self.rented(deposits=(("lease", 30000),))
        today = fields.Date.today()
        self.receive(lease.deposit_ids)
        day = today + timedelta(days=1)
        rows, _sums = self.rows(self.ask("rent_roll", date=day))
        self.assertEqual(rows[0]["deposit"], 30000)
        self.assertEqual(rows[0]["arrears"], 0)
        rows, _sums = self.rows(self.ask("rent_roll", date=today - timedelta(days=1)))
        self.assertEqual(rows[0]["deposit"], 0)

    def test_deposits_are_the_ledger(self):
        """LE-F26, LE-X7: opening, movements and closing of each deposit; the closing
        sum is the general ledger."""
        stays, leaves = self.lease(), self.lease()
        self.by("clerk", self.lease(received=False).deposit_ids).action_invoice()
        self.walk(
            self.draft_exit(leaves),
            "refunded",
            decision="none",
            decision_reason="Left before the end of the term",
        )
        rows, sums = self.rows(self.ask("deposits"))
        self.assertEqual(sums["closing"], self.ledger())
        self.assertEqual(sums["closing"], 60000)
        self.assertEqual(
            round(
                sums["opening"]
                + sums["invoiced"]
                + sums["set_off"]
                + sums["refunded"]
                + sums["forfeited"]
                + sums["transferred"]
                + sums["other"],
                2,
            ),
            sums["closing"],
        )
        self.assertEqual(sums["unpaid"], 30000)
        row = next(r for r in rows if r["contract"] == leaves.name)
        self.assertEqual(
            (row["invoiced"], row["refunded"], row["closing"]), (30000, 0, 0)
        )
        self.assertEqual(row["set_off"] + row["forfeited"], -30000)
        self.assertTrue(any(r["contract"] == stays.name for r in rows))
        year = fields.Date.today().year
        rows, sums = self.rows(
            self.ask(
                "deposits",
                date_from=date(year - 2, 1, 1),
                date_to=date(year - 2, 12, 31),
            )
        )
        self.assertEqual(rows, [])

    def test_every_sheet(self):
        """LE-F26, C-41: each report shows on screen, prints on A3 and A4 landscape and
        goes into Excel with a frozen head and totals."""
        self.rented([{"kind": "rent", "rate": 100}, {"kind": "service", "rate": 20}])
        self.bill()
        for kind, _label in self.env["ops.lease.sheet"]._fields["kind"].selection:
            sheet = self.ask(kind, "gm", date_from=date(2026, 1, 1))
            with self.subTest(kind):
                title = sheet._maker()._title()
                self.assertIn(title, sheet.table)
                self.assertIn(self.mall.name, sheet.table)
                action = sheet.action_excel()
                content, _kind = (
                    self.by("gm", self.env["report.ops_leasing.sheet_xlsx"])
                    .with_context(active_model=sheet._name)
                    .create_xlsx_report(sheet.ids, {})
                )
                page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
                self.assertEqual(action["report_type"], "xlsx")
                self.assertEqual(page.page_setup.orientation, "landscape")
                self.assertTrue(page.freeze_panes)
                self.assertEqual(page.print_title_rows, "$3:$3")
                self.assertTrue(page.cell(page.max_row, 1).value)
                for paper in ("a3", "a4"):
                    sheet.paper = paper
                    name = sheet.action_print()["report_name"]
                    pdf, form = (
                        self.env["ir.actions.report"]
                        .with_user(self.people["gm"])
                        ._render_qweb_pdf(name, sheet.ids)
                    )
                    self.assertEqual((form, pdf[:4]), ("pdf", b"%PDF"))

    def test_revenue_of_a_year(self):
        """LE-F27, LE-X9: the table over all leases says what the report says."""
        lease = self.rented()
        self.bill()
        rows, sums = self.rows(
            self.ask("revenue", date_from=date(2026, 1, 1), date_to=date(2026, 12, 31))
        )
        self.assertEqual(len(rows), 1)
        self.assertEqual((sums["earned"], sums["booked"]), (80000, 8000))
        self.assertEqual(rows[0]["contract"], lease.name)

    def test_who_may(self):
        """Cross-cutting rules 12, 15: money is for who deals with it; nobody opens
        another's question or a project he may not see."""
        self.rented()
        own = self.ask("rent_roll", "clerk")
        for post in ("keeper", "project", "designer", "outsider"):
            with self.subTest(post):
                with self.assertRaises(AccessError):
                    self.ask("rent_roll", post)
                with self.assertRaises(AccessError):
                    self.by(post, own).read(["table"])
                with self.assertRaises(AccessError):
                    self.by(
                        post, self.env["report.ops_leasing.rent_roll"]
                    ).with_context(
                        active_model="ops.lease.property", active_ids=self.mall.ids
                    ).create_xlsx_report(self.mall.ids, {})
        with self.assertRaises(AccessError):
            self.by("manager", own).read(["kind"])
        self.mall.member_ids = self.people["gm"]
        with self.assertRaises(UserError):
            self.ask("rent_roll", "clerk")._tables()
        other = self._create_company("Elsewhere")
        strange = self.env["ops.lease.property"].create(
            {"name": "Far Mall", "code": "FM", "company_id": other.id}
        )
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.ask("rent_roll", property_ids=[Command.set(strange.ids)])._tables()

    def test_queries(self):
        """Law 3: as many queries for one shop as for many."""
        self.rented()

        def measure(kind):
            sheet = self.ask(kind)
            self.env.flush_all()
            self.env.invalidate_all()
            # who reads is known by then, sometimes
            self.people["finance"].partner_id.fetch(["tz"])
            before = self.cr.sql_log_count
            sheet._tables()
            return self.cr.sql_log_count - before

        kinds = ("rent_roll", "deposits", "expiry", "collection", "occupancy")
        for kind in kinds:
            measure(kind)
        few = {kind: measure(kind) for kind in kinds}
        for _i in range(8):
            self.rented()
        for kind in kinds:
            measure(kind)
        self.assertEqual({kind: measure(kind) for kind in kinds}, few)
