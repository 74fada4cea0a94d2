"""Sales reports of tenants: asked for, reported, checked, corrected, sampled."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..sheets.templates import SALES
from .common import PEOPLE
from .common_sales import SalesCase
from .test_import import OPTIONS, XLSX, content

MARCH = date(2026, 3, 1)


@tagged("post_install", "-at_install")
class TestSalesReport(SalesCase):
    def test_asked_for_by_calendar(self):
        """LE-F09: every month that is over is asked for once, with the categories of
        the lease and the company's last day; other leases are left alone."""
        self.company.lease_sales_days = 7
        lease = self.selling((self.goods, 0, 0, 10), (self.food, 0, 0, 12))
        plain = self.rented()
        with freeze_time("2026-05-01 04:00:00"):
            self.env["ops.lease.sales"]._cron_sales()
            self.env["ops.lease.sales"]._cron_sales()
        months = lease.sales_ids.sorted("month").mapped("month")
        self.assertEqual(months, [date(2026, 3, 1), date(2026, 4, 1)])
        april = lease.sales_ids.filtered(lambda r: r.month == months[-1])
        self.assertEqual(april.date_due, date(2026, 5, 7))
        self.assertEqual(april.line_ids.category_id, self.goods | self.food)
        self.assertFalse(plain.sales_ids)

    def test_asked_for_by_hand(self):
        """LE-F09: the commercial company asks for what is due; others may not."""
        lease = self.selling()
        for post in ("keeper", "finance", "outsider"):
            with self.assertRaises(AccessError):
                self.by(post, self.env["ops.lease.sales"]).action_create_due()
        self.by("clerk", self.env["ops.lease.sales"]).action_create_due()
        self.assertIn(MARCH, lease.sales_ids.mapped("month"))

    def test_no_report_without_rent_from_sales(self):
        """LE-F09: a lease without rent from sales reports none; a month once."""
        lease, plain = self.selling(), self.rented()
        sales = self.by("clerk", self.env["ops.lease.sales"])
        with self.assertRaisesRegex(ValidationError, "no rent from sales"):
            sales.create({"contract_id": plain.id, "month": MARCH})
        report = sales.create({"contract_id": lease.id, "month": "2026-03-17"})
        self.assertEqual(report.month, MARCH)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            sales.create({"contract_id": lease.id, "month": MARCH})

    def test_late_is_reminded(self):
        """LE-F09: what is late stands in the list of late reports; tenant and handler
        are reminded, no oftener than the company says."""
        lease = self.selling()
        lease.partner_id.email = "tenant@example.com"
        lease.sudo()._flow_write({"user_id": self.people["clerk"].id})
        sales = self.env["ops.lease.sales"]
        late = [("contract_id", "=", lease.id), ("flow_is_late", "=", True)]
        mails = [("recipient_ids", "in", lease.partner_id.ids)]
        with freeze_time("2026-04-04 04:00:00"):
            sales._cron_sales()
            self.assertFalse(sales.search(late))
        with freeze_time("2026-04-07 04:00:00"):
            sales._cron_sales()
            sales._cron_sales()
            (report,) = sales.search(late)
            self.assertEqual(report.reminded_count, 1)
            self.assertEqual(report.activity_ids.user_id, self.people["clerk"])
            mail = self.env["mail.mail"].search(mails)
            self.assertEqual(len(mail), 1)
            self.assertIn("2026-03", mail.body_html)
        with freeze_time("2026-04-10 04:00:00"):
            sales._cron_sales()
            self.assertEqual(report.reminded_count, 2)
            for post in ("keeper", "finance"):
                with self.assertRaises(AccessError):
                    self.by(post, report).action_remind()
            self.by("clerk", report.line_ids).net = 5
            self.by("clerk", report).action_report()
            self.assertTrue(report.reported_late)
            self.assertFalse(sales.search([*late, ("state", "=", "open")]))

    def test_who_reports_and_checks(self):
        """LE-F09: the commercial company reports, another person checks; property sees
        nothing, finance enters nothing."""
        report = self.report(self.selling())
        self.by("clerk", report.line_ids).net = 100
        for post in ("keeper", "outsider", "designer"):
            with self.assertRaises(AccessError):
                self.by(post, report).read(["amount_net"])
        with self.assertRaises(AccessError):
            self.by("finance", report.line_ids).net = 1
        for post in ("finance", "gm"):
            with self.assertRaises(UserError):
                self.by(post, report).action_report()
        self.by("clerk", report).action_report()
        with self.assertRaisesRegex(UserError, "another person"):
            self.by("clerk", report).action_check()
        self.by("manager", report).action_check()
        self.assertEqual(report.checked_user_id, self.people["manager"])
        for post in ("clerk", "manager"):
            with self.assertRaises(UserError):
                self.by(post, report).action_settle()

    def test_nothing_missing(self):
        """LE-F09: every category is entered; no sales at all are explained; a month
        that runs is not reported."""
        lease = self.selling((self.goods, 0, 0, 10), (self.food, 0, 0, 12))
        report = self.report(lease)
        food = report.line_ids.filtered(lambda li: li.category_id == self.food)
        with self.assertRaisesRegex(UserError, "say why"):
            self.by("clerk", report).action_report()
        self.by("clerk", food).unlink()
        with self.assertRaisesRegex(UserError, "missing for"):
            self.by("clerk", report).action_report()
        self.by("clerk", report).line_ids = [
            Command.create({"category_id": self.food.id, "net": 10})
        ]
        self.by("clerk", report).action_report()
        running = self.by("clerk", self.env["ops.lease.sales"]).create(
            {"contract_id": lease.id, "month": date.today(), "note": "early"}
        )
        with self.assertRaisesRegex(UserError, "not over"):
            running.action_report()

    def test_bad_figures(self):
        """LE-F09: no negative sales, no category the lease does not know."""
        report = self.report(self.selling())
        line = self.by("clerk", report.line_ids)
        for values in ({"net": -1}, {"tax": -1}, {"receipts": -1}):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                line.write(values)
                line.flush_recordset()
        with self.assertRaisesRegex(ValidationError, "no tier"):
            self.by("clerk", report).line_ids = [
                Command.create({"category_id": self.food.id})
            ]

    def test_corrected_with_history(self):
        """LE-F09: reported sales are closed; a correction has a reason, and what was
        reported before is kept where nobody writes."""
        report = self.sold(self.selling(), MARCH, 100000)
        line = self.by("clerk", report.line_ids)
        with self.assertRaises(UserError):
            line.net = 1
        with self.assertRaises(UserError):
            self.by("clerk", report).action_correct()
        with self.assertRaises(UserError):
            self.by("finance", report).action_correct("Because")
        self.by("clerk", report).action_correct("Till counted twice")
        line.net = 90000
        self.by("clerk", report).action_report()
        (before,) = report.version_ids
        self.assertEqual(
            (before.version, before.amount_net, before.reason, report.version),
            (1, 100000, "Till counted twice", 2),
        )
        self.assertFalse(report.checked_user_id)
        for post in ("clerk", "manager", "finance"):
            with self.assertRaises(AccessError):
                self.by(post, before).write({"amount_net": 1})
            with self.assertRaises(AccessError):
                self.by(post, before).unlink()
        with self.assertRaises(AccessError):
            self.by("clerk", report).version = 1

    def test_stays_with_lease_and_month(self):
        """LE-F09: a report is of one lease and month from the first moment."""
        lease, other = self.selling(), self.selling()
        report = self.by("clerk", self.report(lease))
        with self.assertRaises(UserError):
            report.month = date(2026, 7, 1)
        with self.assertRaises(UserError):
            report.contract_id = other

    def test_nothing_to_report(self):
        """LE-F09: the manager lets a month off for a reason; the clerk may not. It
        counts as no sales."""
        lease = self.selling(turnover_min=8500)
        report = self.report(lease)
        with self.assertRaises(UserError):
            self.by("clerk", report).action_void("Works in the street")
        self.by("manager", report).action_void("Works in the street")
        self.assertEqual(self.of_sales(self.bill()), 500)

    def test_companies_and_projects(self):
        """Law 4: another company's people and those of other projects find nothing."""
        lease = self.selling()
        report = self.sold(lease, MARCH, 100000)
        self.by("clerk", report).action_correct("Again")
        sample = self.sample(report, 120000)
        papers = [
            report,
            report.line_ids,
            report.version_ids,
            sample,
            lease.turnover_tier_ids,
        ]
        other = self.env["res.company"].create({"name": "Another landlord"})
        self.mall.member_ids = self.people["gm"]
        for post in ("clerk", "manager", "finance", "keeper"):
            foreigner = new_test_user(
                self.env,
                login=f"sales_foreign_{post}",
                groups=PEOPLE[post],
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            for records in papers:
                foreign = records.with_user(foreigner).with_context(
                    allowed_company_ids=other.ids
                )
                with (
                    self.subTest(model=records._name, post=post),
                    self.assertRaises(AccessError),
                ):
                    foreign.read(["display_name"])
        for records in papers:
            with self.subTest(model=records._name):
                mine = self.by("clerk", records)
                self.assertFalse(mine.search([("id", "in", records.ids)]))
                self.by("finance", records).read(["display_name"])

    # --- samples

    def sample(self, report, sampled, post="finance", **values):
        audit = self.by(post, self.env["ops.lease.sales.audit"]).create(
            {"sales_id": report.id, "sampled": sampled, **values}
        )
        return audit.with_env(self.env)

    def test_sample_beside_declared(self):
        """LE-X8: the sample keeps what was declared then; the lease shows the share of
        the sampled sales its tenant did not declare."""
        lease = self.selling()
        march = self.sold(lease, MARCH, 90000)
        april = self.sold(lease, date(2026, 4, 1), 100000)
        audit = self.sample(march, 120000, source="pos")
        self.sample(april, 80000, source="bank")
        self.assertEqual((audit.declared, audit.difference), (90000, 30000))
        self.assertEqual((lease.audit_count, lease.underreported), (2, 5.0))
        self.by("clerk", march).action_correct("After the audit")
        self.by("clerk", march.line_ids).net = 120000
        self.by("clerk", march).action_report()
        self.assertEqual(audit.difference, 30000)
        old = self.sample(april, 500000, date=date(2025, 1, 1))
        lease.invalidate_recordset()
        self.assertEqual(lease.underreported, 5.0)
        self.assertEqual(old.share, 80)

    def test_sample_refused(self):
        """LE-X8: no sample without a declaration, none of nothing; what was declared
        is not entered; property takes none."""
        lease = self.selling()
        report = self.report(lease)
        with self.assertRaisesRegex(UserError, "nothing is declared"):
            self.sample(report, 100)
        report = self.sold(lease, MARCH, 100)
        with self.assertRaises(AccessError):
            self.sample(report, 100, post="keeper")
        audit = self.sample(report, 200, post="clerk", declared=1, user_id=1)
        self.assertEqual(audit.declared, 100)
        self.assertEqual(audit.user_id, self.people["clerk"])
        for values in ({"declared": 200}, {"difference": 0}, {"user_id": 1}):
            with self.assertRaises(AccessError):
                self.by("manager", audit).write(values)
        with self.assertRaises(AccessError):
            self.by("clerk", audit).unlink()
        self.by("clerk", audit).sampled = 250
        self.assertEqual(audit.difference, 150)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.sample(report, 0)

    # --- Excel

    def load(self, rows, post="clerk"):
        wizard = (
            self.by(post, self.env["base_import.import"])
            .with_context(lang="en_US")
            .create(
                {
                    "res_model": "ops.lease.sales",
                    "file": content(SALES, rows),
                    "file_name": "sales.xlsx",
                    "file_type": XLSX,
                }
            )
        )
        options = {**OPTIONS, "has_headers": True}
        names = [column.field for column in SALES.columns]
        headings = [column.heading for column in SALES.columns]
        return wizard.execute_import(names, headings, options)

    def test_import(self):
        """C-40, LE-F09: a file fills in the reports that wait; still to be reported."""
        lease = self.selling((self.goods, 0, 0, 10), (self.food, 0, 0, 12))
        report = self.report(lease)
        result = self.load(
            [
                [lease.name, MARCH, self.goods.name, 1000, 60, 12, ""],
                ["", "", self.food.name, 500, 30, 7, ""],
            ]
        )
        self.assertFalse(result["messages"])
        self.assertEqual(len(report.line_ids), 2)
        self.assertEqual(
            (report.amount_net, report.amount_tax, report.receipts, report.state),
            (1500, 90, 19, "open"),
        )

    def test_import_refused_whole(self):
        """C-40, LE-F09: every bad row is named and nothing is half imported."""
        lease, done = self.selling(), self.selling()
        report = self.report(lease)
        self.sold(done, MARCH, 5)
        result = self.load(
            [
                [lease.name, MARCH, self.goods.name, 1000, 60, 12, ""],
                [done.name, MARCH, self.goods.name, 1000, 60, 12, ""],
                [lease.name, date(2031, 3, 1), self.goods.name, 1000, 60, 12, ""],
            ]
        )
        errors = [m for m in result["messages"] if m["type"] == "error"]
        self.assertEqual([m["record"] for m in errors], [1, 2])
        self.assertIn("no longer be changed", errors[0]["message"])
        self.assertIn("2031-03", errors[1]["message"])
        self.assertEqual(report.amount_net, 0)
