"""Revenue beside bills and fapiao (LE-F27, LE-X9)."""

import random
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import freeze_time, tagged

from .common_amendment import AmendmentCase


@tagged("post_install", "-at_install")
class TestRevenue(AmendmentCase):
    """Leases from March 2026 to December 2027 at 80 m²."""

    def months(self, lease, kind="rent", post="finance"):
        """``{first day: row}`` of the report on a lease."""
        self.env.flush_all()
        self.env["ops.lease.revenue.report"].invalidate_model()
        rows = self.by(post, self.env["ops.lease.revenue.report"]).search(
            [("contract_id", "=", lease.id), ("kind", "=", kind)], order="month"
        )
        return {row.month: row for row in rows}

    def total(self, rows, name):
        return round(sum(row[name] for row in rows.values()), 2)

    def test_even_over_rent_free_and_steps(self):
        """LE-F27: rent is earned evenly, rent-free months and steps or not; the fee as
        it is charged; what rounding leaves stands in the last month."""
        lease = self.rented(
            [
                {
                    "kind": "rent",
                    "rate": 100,
                    "rise_months": 12,
                    "rise_percent": 10,
                },
                {"kind": "service", "rate": 20},
                {"kind": "promotion", "rate": 5000, "basis": "lump", "rhythm": "once"},
            ],
            free_ids=[
                Command.create(
                    {"date_from": date(2026, 3, 1), "date_to": date(2026, 5, 31)}
                )
            ],
        )
        lease._revenue_refresh()
        rows = self.months(lease)
        self.assertEqual(len(rows), 22)
        # 9 months of 8,000 and 10 of 8,800 over 22 months
        self.assertEqual(rows[date(2026, 3, 1)].earned, 7272.73)
        self.assertEqual(rows[date(2026, 3, 1)].charged, 0)
        self.assertEqual(rows[date(2026, 3, 1)].accrued, 7272.73)
        self.assertEqual(rows[date(2027, 12, 1)].charged, 8800)
        self.assertEqual(self.total(rows, "earned"), 160000)
        self.assertEqual(self.total(rows, "charged"), 160000)
        self.assertEqual(rows[date(2027, 12, 1)].accrued, 0)
        fees = self.months(lease, "service")
        self.assertEqual({row.earned for row in fees.values()}, {1600})
        self.assertFalse(self.months(lease, "promotion"), "paid once, not by time")

    def test_random_leases_tie(self):
        """LE-F27: of any lease, what it earns is what it charges and what its schedule
        sums to, also when months are over and the terms change then."""
        chance = random.Random(27)
        for _i in range(12):
            rise = chance.choice((0, 6, 12))
            lease = self.rented(
                [
                    {
                        "kind": "rent",
                        "rate": chance.randrange(50, 400),
                        "basis": chance.choice(("area_month", "area_day", "month")),
                        "rhythm": chance.choice(("month", "quarter", "half_year")),
                        "rise_months": rise,
                        "rise_percent": 5 if rise else 0,
                    },
                    {"kind": "service", "rate": 12.34, "rhythm": "quarter"},
                ],
                date_start=date(2026, chance.randrange(1, 12), chance.randrange(1, 28)),
                date_end=date(2027, chance.randrange(1, 12), chance.randrange(1, 28)),
            )
            for today in ("2026-02-10", "2026-08-20", "2027-01-05"):
                with freeze_time(today):
                    lease._revenue_refresh()
            lines = lease._rent_schedule(lease._rent_lease())
            for kind in ("rent", "service"):
                charges = lease.charge_ids.filtered(lambda c, k=kind: c.kind == k)
                whole = sum(x.amount for x in lines if x.charge in charges.ids)
                rows = self.months(lease, kind)
                with self.subTest(lease=lease.name, kind=kind):
                    self.assertAlmostEqual(self.total(rows, "earned"), float(whole), 2)
                    self.assertAlmostEqual(self.total(rows, "charged"), float(whole), 2)
                    last = rows[max(rows)]
                    self.assertAlmostEqual(last.accrued, 0, 2)

    def test_past_months_keep_what_they_earned(self):
        """LE-F27, LE-F18: an amendment moves no month that is over; the rest takes what
        it changes, and the lease still earns what it charges."""
        with freeze_time("2026-06-15"):
            lease = self.rented()
            lease._revenue_refresh()
            before = {m: r.earned for m, r in self.months(lease).items()}
            paper = self.amendment(lease, date(2026, 5, 1))
            paper.charge_ids.rate = 80
            self.signed(paper)
            rows = self.months(lease)
        for month in (3, 4, 5):
            day = date(2026, month, 1)
            self.assertEqual(rows[day].earned, before[day])
        # 22 × 8,000 − 20 × 1,600 = 144,000, of it 24,000 earned in three months
        self.assertEqual(rows[date(2026, 6, 1)].earned, 6315.79)
        self.assertEqual(self.total(rows, "earned"), 144000)
        self.assertEqual(rows[date(2026, 5, 1)].charged, 6400)

    def test_renewal(self):
        """LE-F27, LE-F19: the time of a renewal joins what is left; months that are
        over keep what they earned."""
        with freeze_time("2026-06-15"):
            lease = self.rented()
            paper = self.by("clerk", self.env["ops.lease.renewal"]).create(
                {"contract_id": lease.id, "date_end": date(2028, 12, 31)}
            )
            paper.charge_ids.rate = 130
            self.signed(paper.with_env(self.env))
            rows = self.months(lease)
        self.assertEqual(len(rows), 34)
        self.assertEqual(rows[date(2026, 5, 1)].earned, 8000)
        # 19 months of 8,000 and 12 of 10,400 over the 31 that are left
        self.assertEqual(rows[date(2026, 6, 1)].earned, 8929.03)
        self.assertEqual(self.total(rows, "earned"), 22 * 8000 + 12 * 10400)
        self.assertEqual(rows[date(2028, 12, 1)].accrued, 0)

    def test_early_end(self):
        """LE-F27: of a lease that ends early nothing is earned after its last charged
        day; what is left stands in its last month."""
        with freeze_time("2026-06-15"):
            lease = self.rented()
            lease._revenue_refresh()
        with freeze_time("2026-09-15"):
            lease._revenue_refresh()
            with patch.object(
                type(lease), "_last_charged_day", lambda *a, **k: date(2026, 7, 15)
            ):
                lease._revenue_refresh()
                rows = self.months(lease)
        self.assertEqual(max(rows), date(2026, 7, 1))
        self.assertEqual(rows[date(2026, 6, 1)].earned, 8000)
        self.assertEqual(rows[date(2026, 7, 1)].earned, 3870.97)
        self.assertEqual(self.total(rows, "earned"), self.total(rows, "charged"))

    def test_billed_is_the_ledger(self):
        """LE-X9: billed is what the books hold, by period and by day in the books, with
        credit notes; fapiao stand beside it with their VAT."""
        tax = self.env["account.tax"].create(
            {
                "name": "9 %",
                "amount": 9,
                "type_tax_use": "sale",
                "company_id": self.company.id,
            }
        )
        lease = self.rented(
            [
                {
                    "kind": "rent",
                    "rate": 100,
                    "rhythm": "quarter",
                    "tax_ids": [Command.set(tax.ids)],
                },
                {"kind": "service", "rate": 20, "tax_ids": [Command.set(tax.ids)]},
            ],
            date_start=date(2026, 1, 1),
        )
        bills = self.bill(date(2026, 3, 31))
        lease._revenue_refresh()
        rows = self.months(lease)
        self.assertEqual([rows[date(2026, m, 1)].billed for m in (1, 2, 3)], [8000] * 3)
        self.assertEqual(rows[date(2026, 3, 1)].booked, 24000)
        self.assertEqual(rows[date(2026, 3, 1)].booked_tax, 2160)
        self.assertEqual(rows[date(2026, 1, 1)].booked, 0)
        ledger = -sum(
            bills.line_ids.filtered(lambda x: x.lease_charge_id).mapped("balance")
        )
        both = rows.values(), self.months(lease, "service").values()
        self.assertEqual(sum(r.booked for each in both for r in each), ledger)
        self.assertEqual(sum(r.billed for each in both for r in each), ledger)
        self.company.vat = "91110000600037341L"
        paper = self.by("finance", bills)._fapiao_draft()
        self.by("finance", paper).action_request()
        paper.write({"number": "26422000000000000001", "date": date(2026, 4, 2)})
        self.by("finance", paper).action_issue()
        rows = self.months(lease)
        self.assertEqual(rows[date(2026, 4, 1)].fapiao, 24000)
        self.assertEqual(rows[date(2026, 4, 1)].fapiao_tax, 2160)
        self.assertEqual(self.months(lease, "service")[date(2026, 4, 1)].fapiao, 4800)
        note = bills._reverse_moves([{"invoice_date": date(2026, 4, 5)}], cancel=True)
        rows = self.months(lease)
        self.assertEqual(rows[date(2026, 4, 1)].booked, -24000)
        self.assertEqual(self.total(rows, "billed"), 0)
        self.assertTrue(note)

    def test_picture_is_the_report(self):
        """LE-X9: the page on the lease says what the report says."""
        lease = self.rented()
        picture = self.by("finance", lease).revenue_picture()
        self.assertEqual(len(picture["rows"]), 22)
        self.assertEqual(picture["total"]["earned"], 22 * 8000)
        self.assertEqual(picture["rows"][-1]["accrued"], 0)
        action = self.by("gm", lease).action_open_revenue()
        self.assertEqual(action["domain"], [("contract_id", "in", lease.ids)])

    def test_who_sees(self):
        """Cross-cutting rules 12, 15: who deals with the money of leases, in his own
        company and projects."""
        lease = self.rented()
        lease._revenue_refresh()
        report = self.env["ops.lease.revenue.report"]
        for post in ("clerk", "manager", "finance", "gm"):
            self.assertTrue(self.months(lease, post=post), post)
            self.assertTrue(self.by(post, lease).revenue_picture()["rows"])
            self.by(post, report).action_open_all()
        for post in ("keeper", "project", "designer", "costing", "outsider"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.by(post, lease).revenue_picture()
            with self.assertRaises(AccessError):
                self.by(post, report).action_open_all()
            with self.assertRaises(AccessError):
                self.by(post, report).search([])
        self.mall.member_ids = self.people["gm"]
        self.assertFalse(self.months(lease, post="clerk"))
        self.assertTrue(self.months(lease, post="manager"))
        other = self._create_company("Elsewhere")
        stranger = self.people["finance"].copy(
            {
                "login": "stranger_revenue",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
            }
        )
        self.assertFalse(
            report.with_user(stranger)
            .with_context(allowed_company_ids=other.ids)
            .search([("contract_id", "=", lease.id)])
        )
        with self.assertRaises(AccessError):
            self.by("finance", self.env["ops.lease.revenue"]).create(
                {
                    "contract_id": lease.id,
                    "company_id": self.company.id,
                    "kind": "rent",
                    "month": date(2026, 3, 1),
                }
            )

    def test_terms_nobody_can_compute(self):
        """LE-F27: a lease that cannot be computed keeps what it has and stops nobody
        else."""
        good, bad = self.rented(), self.rented()
        (good + bad)._revenue_refresh()
        bad._flow_write(
            {
                "free_ids": [
                    Command.create(
                        {
                            "kind": "fixed",
                            "date_from": date(2026, 4, 1),
                            "date_to": date(2026, 6, 30),
                        }
                    )
                    for _i in range(2)
                ]
            }
        )
        (good + bad)._revenue_refresh()
        self.assertEqual(self.total(self.months(good), "earned"), 176000)
        self.assertEqual(self.total(self.months(bad), "earned"), 176000)

    def test_nightly(self):
        """LE-F27: the nightly job keeps the months that are over."""
        with freeze_time("2026-06-15"):
            lease = self.rented()
            with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
                self.env["ops.lease.revenue"]._cron_refresh()
        kept = self.env["ops.lease.revenue"].search(
            [("contract_id", "=", lease.id), ("kept", "=", True)]
        )
        self.assertEqual(
            sorted(kept.mapped("month")), [date(2026, m, 1) for m in (3, 4, 5)]
        )

    def test_queries(self):
        """Law 3: the same number of queries for 1 and for many leases."""
        warm, one = self.rented(), self.rented()
        many = self.env["ops.lease.contract"].browse()
        for _i in range(8):
            many += self.rented()
        warm._revenue_refresh()

        def measure(leases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            leases.browse(leases.ids)._revenue_refresh()
            return self.cr.sql_log_count - before

        self.assertEqual(measure(one), measure(many))
        self.assertEqual(measure(one), measure(many), "none of them changed")
        leases = one + many
        for lease in leases:
            lease._flow_write(
                {
                    "charge_ids": [
                        Command.update(charge.id, {"rate": 90})
                        for charge in lease.charge_ids
                    ]
                }
            )
        self.assertEqual(measure(one), measure(many))
        self.assertEqual(self.total(self.months(many[-1]), "earned"), 22 * 7200)
