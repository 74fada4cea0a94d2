"""Occupancy, collection, leases that end, and the page that shows them (LE-F26)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestOverview(MoneyCase):
    """A lease in force, bills due this month and before."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()

    def groups(self, model, *aggregates, post="gm", groupby=(), domain=()):
        self.env.flush_all()
        return self.by(post, self.env[model])._read_group(
            [("property_id", "=", self.mall.id), *domain], groupby, aggregates
        )

    def overview(self, post="gm", **options):
        self.env.flush_all()
        return self.by(post, self.env["ops.lease.property"]).leasing_overview(**options)

    def test_occupancy_by_days(self):
        """LE-F26: area let of lettable area, weighed by the days of the month, back to
        the first lease; a tenant who has left counts until that day."""
        report = "ops.lease.occupancy.report"
        first = self.today.replace(day=1) - timedelta(days=40)
        first = first.replace(day=1)
        half = self.unit(meters=(), area_rent=120)
        lease = self.draft_contract(
            half, date_start=first, date_end=first + timedelta(days=9)
        )
        lease._flow_write({"state": "settled"})
        month = [("month", "=", first)]
        days = ((first + timedelta(days=32)).replace(day=1) - first).days
        [(share, area, let)] = self.groups(
            report, "occupancy:avg", "area:sum", "let_area:sum", domain=month
        )
        self.assertAlmostEqual(float(share), (80 * days + 120 * 10) / (200 * days), 6)
        self.assertAlmostEqual(float(area), 200, 6)
        self.assertAlmostEqual(float(let), 80 + 1200 / days, 6)
        [(now,)] = self.groups(
            report,
            "occupancy:avg",
            domain=[("month", "=", self.today.replace(day=1))],
        )
        self.assertAlmostEqual(float(now), 0.4, 6)
        early = self.contract.date_start.replace(day=1) - timedelta(days=1)
        self.assertFalse(
            self.groups(
                report,
                "area:sum",
                groupby=("month:month",),
                domain=[("month", "<", early.replace(day=1))],
            )
        )

    def test_occupancy_of_split_shops(self):
        """LE-F03, LE-F26: a shop that was split counts until then, its parts from then
        on; the area is never there twice."""
        old = self.unit(meters=(), area_rent=100)
        parts = self.unit(meters=(), area_rent=60) + self.unit(meters=(), area_rent=40)
        parts._flow_write({"formed_from_ids": [Command.set(old.ids)]})
        old._flow_write({"active": False})
        for month, area in self.groups(
            "ops.lease.occupancy.report",
            "area_days:sum",
            groupby=("month:month",),
        ):
            end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            start = max(month, self.contract.date_start)
            days = (min(end, self.today) - start).days + 1
            self.assertAlmostEqual(float(area), 180 * days, 2)

    def test_collection_rate(self):
        """LE-F26: due in a month, collected by its end and until today; a credit note
        was never due, a deposit is no income."""
        report = "ops.lease.collection.report"
        days = self.today.day + 10
        old = self.bill(1000, days=days)
        month = [("month", "=", (self.today - timedelta(days=days)).replace(day=1))]
        self.receive(self.contract.deposit_ids)
        names = ("due:sum", "in_time:sum", "collected:sum", "open:sum", "rate:avg")
        [row] = self.groups(report, *names, domain=month)
        self.assertEqual([float(v) for v in row], [1000, 0, 0, 1000, 0])
        self.pay_on(old, 400, days - 5 if days - 5 > self.today.day else days)
        self.pay_on(old, 100, 0)
        [row] = self.groups(report, *names, "rate_in_time:avg", domain=month)
        self.assertEqual([float(v) for v in row], [1000, 400, 500, 500, 0.5, 0.4])
        self.by("finance", old)._reverse_moves(
            [{"invoice_date": self.today}], cancel=False
        )
        note = old.reversal_move_ids
        note.invoice_line_ids.price_unit = 250
        note.action_post()
        (old + note).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        ).reconcile()
        [row] = self.groups(report, *names, domain=month)
        self.assertEqual(
            [round(float(v), 4) for v in row], [750, 400, 500, 250, 0.6667]
        )

    def test_leases_that_end(self):
        """LE-F26: by lease: area, rent, share of the project's rent, what is agreed."""
        other = self.lease(received=False, units=self.unit(area_rent=240))
        renewal = self.by("clerk", self.env["ops.lease.renewal"]).create(
            {
                "contract_id": self.contract.id,
                "date_end": self.contract.date_end + timedelta(days=365),
            }
        )
        self.by("clerk", self.draft_exit(other)).action_submit()
        rows = {
            lease: (state, float(share))
            for lease, state, share in self.groups(
                "ops.lease.unit.report",
                "rent_share:sum",
                groupby=("contract_id", "renewal"),
                post="manager",
            )
        }
        self.assertEqual(rows[self.contract.with_user(self.people["manager"])][1], 0.25)
        self.assertEqual(
            {lease.id: state for lease, (state, _share) in rows.items()},
            {self.contract.id: "renewing", other.id: "leaving"},
        )
        self.assertTrue(renewal)

    def test_page(self):
        """LE-F26: the page says what the reports behind it say."""
        self.bill(1000, days=100)
        paid = self.bill(500, days=0)
        self.pay(paid)
        self.unit(meters=(), area_rent=120)
        data = self.overview()
        self.assertEqual(data["shops"]["occupancy"], 0.4)
        self.assertEqual(data["shops"]["rent"], 24000)
        self.assertEqual(data["collection"][-1]["collected"], 500)
        self.assertEqual({a["id"]: a["amount"] for a in data["arrears"]}["over"], 1000)
        self.assertEqual(len(data["months"]), 12)
        self.assertEqual(sum(y["count"] for y in data["years"]), 1)
        self.assertEqual(data["ending"]["90"]["count"], 0)
        self.contract.with_context(tracking_disable=True)._flow_write(
            {"date_end": self.today + timedelta(days=80)}
        )
        self.assertEqual(self.overview()["ending"]["90"]["count"], 1)

    def test_page_by_project(self):
        """LE-F26, rule 12: one may choose projects; what one may not see is in no
        sum."""
        other = self.env["ops.lease.property"].create(
            {"name": "Second Mall", "code": "SM", "company_id": self.company.id}
        )
        self.bill(1000, days=100)
        data = self.overview(property_ids=other.ids)
        self.assertEqual((data["shops"]["count"], data["chosen"]), (0, other.ids))
        self.assertFalse(any(a["amount"] for a in data["arrears"]))
        self.mall.member_ids = self.people["gm"]
        data = self.overview("clerk")
        self.assertEqual([c["id"] for c in data["choices"]], other.ids)
        self.assertEqual(data["shops"]["rent"], 0)
        self.assertFalse(any(a["amount"] for a in data["arrears"]))
        data = self.overview("clerk", property_ids=self.mall.ids)
        self.assertEqual(data["shops"]["rent"], 0)

    def test_who_sees_the_page(self):
        """Rules 12, 15: not for who has nothing to do with the money of leases."""
        for post in ("clerk", "manager", "finance", "gm"):
            self.assertTrue(self.overview(post)["choices"], post)
        for post in ("keeper", "project", "designer", "costing", "buyer", "outsider"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.overview(post)
        for model in ("ops.lease.collection.report", "ops.lease.revenue.report"):
            for post in ("keeper", "project", "outsider"):
                with self.assertRaises(AccessError):
                    self.by(post, self.env[model]).search([])
        with self.assertRaises(AccessError):
            self.by("outsider", self.env["ops.lease.occupancy.report"]).search([])

    def test_queries(self):
        """Law 3: one request, as many queries for one project as for many."""

        def measure():
            self.env.flush_all()
            self.env.invalidate_all()
            # who reads is known by then, sometimes
            self.people["gm"].partner_id.fetch(["tz"])
            before = self.cr.sql_log_count
            self.overview()
            return self.cr.sql_log_count - before

        measure()
        few = measure()
        self.env["ops.lease.property"].create(
            [
                {"name": f"M{i}", "code": f"M{i}", "company_id": self.company.id}
                for i in range(8)
            ]
        )
        self.lease(received=False)
        measure()
        self.assertEqual(measure(), few)
