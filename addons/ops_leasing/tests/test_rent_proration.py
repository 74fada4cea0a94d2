from dataclasses import replace
from decimal import Decimal

from odoo.addons.ops_leasing.rent import Escalation, Step, schedule

from .rent_common import ScheduleCase, lease, rent
from .rent_terms import d


class TestPublishedProration(ScheduleCase):
    """Conventions against worked examples of the field (LE-F12)."""

    def first(self, rate, start, **more):
        return schedule(lease(start, "2026-12-31", rent(rate, **more)))[0].amount

    def test_actual_days(self):
        """LE-F12: days of the calendar month.

        Sources: rentlatefee.com "Prorated Rent Calculator Comparison" (1,800 from 15
        March: 17/31 = 987.10); calcbright.com prorated rent calculator (1,500 from 11
        March: 1,016.13); myrentalmanagement.freshdesk.com 6000099509 (1,000 from 20
        August: 12/31 = 387.10); its table for 15 days of February, April, May.
        """
        for rate, start, expected in (
            (1800, "2026-03-15", "987.10"),
            (1500, "2026-03-11", "1016.13"),
            (1000, "2026-08-20", "387.10"),
        ):
            self.assertEqual(self.first(rate, start), Decimal(expected))
        for month, expected in (
            ("2026-02", "964.29"),
            ("2028-02", "931.03"),
            ("2026-04", "900.00"),
            ("2026-05", "870.97"),
        ):
            lines = schedule(lease(f"{month}-01", f"{month}-15", rent(1800)))
            self.assert_lines(
                lines, (f"{month[2:4]}{month[5:]}01-" + self.mid(month), expected)
            )

    @staticmethod
    def mid(month):
        return f"{month[2:4]}{month[5:]}15"

    def test_actual_365(self):
        """LE-F12: monthly rent × 12 / 365 a day.

        Source: sapling.com "How to Calculate Prorated Rent": 1,200, 21 days: 828.49
        (by days of the month 812.90).
        """
        start = "2026-01-11"
        self.assertEqual(
            self.first(1200, start, convention="actual_365"), Decimal("828.49")
        )
        self.assertEqual(self.first(1200, start), Decimal("812.90"))

    def test_days_30(self):
        """LE-F12: actual days of a month of 30.

        Source: proratemyrent.com guide: 1,200, 15 days of March: 600.00; Zuora
        documentation "Assume 30 days – Actual / 360".
        """
        terms = lease("2026-03-01", "2026-03-15", rent(1200, convention="days_30"))
        self.assert_lines(schedule(terms), ("260301-260315", "600"))
        self.assertEqual(
            self.first(1200, "2026-03-15", convention="days_30"), Decimal("680")
        )

    def test_thirty_360(self):
        """LE-F12: every month has 30 days.

        Sources: help.sap.com "Interest Calculation Method", 360: the 31st is no day,
        the time from 28 February to 1 March is three; Zuora documentation, "Strict 30 /
        360": the last day of a month is always its 30th.
        """
        terms = {"convention": "thirty_360"}
        # 10 to 31 January: 21 days of 30
        self.assertEqual(self.first(1200, "2026-01-10", **terms), Decimal("840"))
        self.assertEqual(self.first(1200, "2026-01-31", **terms), Decimal(0))
        self.assertEqual(self.first(1200, "2026-02-28", **terms), Decimal("120"))
        self.assertEqual(self.first(1200, "2026-04-16", **terms), Decimal("600"))

    def test_months_of_the_lease(self):
        """LE-F12: whole months counted from the lease's day.

        Source: help.salesforce.com "Monthly Proration Examples", 1: 90 a month, months
        from the 5th, service from 28 March: 8 of 31 days, then whole months.
        """
        charge = rent(90, anchor="lease")
        terms = lease("2025-03-28", "2025-06-04", charge, anchor_day=d("2025-03-05"))
        self.assert_lines(
            schedule(terms),
            ("250328-250404", "23.23"),
            ("250405-250504", "90"),
            ("250505-250604", "90"),
        )
        for convention in ("actual_365", "days_30", "thirty_360"):
            same = replace(charge, convention=convention)
            months = schedule(replace(terms, charges=(same,)))[1:]
            self.assertEqual([line.amount for line in months], [90, 90])

    def test_end_of_month(self):
        """LE-F12: months that begin on the 31st begin on the last day where there is
        none, and come back to the 31st."""
        terms = lease("2026-01-31", "2026-05-30", rent(900, anchor="lease"))
        self.assert_lines(
            schedule(terms),
            ("260131-260227", "900"),
            ("260228-260330", "900"),
            ("260331-260429", "900"),
            ("260430-260530", "900"),
        )

    def test_thirty_days_of_the_lease(self):
        """LE-F12: a rate per day has 30 days in a month of the lease too, also where
        February makes it count 31 and a rate changes in it."""
        daily = {"basis": "day", "anchor": "lease", "convention": "thirty_360"}
        changes = rent(31, **daily, steps=(Step(d("2023-03-01"), amount=Decimal(0)),))
        for charge in (rent(31, **daily), changes):
            lines = schedule(lease("2023-01-29", "2023-03-28", charge))
            self.assert_lines(lines, ("230129-230227", "930"), ("230228-230328", "930"))

    def test_annual_escalation(self):
        """LE-F05: 5,000 a month rising 3 % a year comes to 318,548 in five years.

        Source: usecalcpro.com "Lease Escalation Calculator".
        """
        charge = rent(5000, escalation=Escalation(12, percent=Decimal("0.03")))
        lines = schedule(lease("2026-01-01", "2030-12-31", charge))
        self.assertEqual(round(sum(line.amount for line in lines)), 318548)
        self.assertEqual(lines[12].amount, Decimal("5150"))
