"""Short ways to write leases and to look at their lines."""

from decimal import Decimal

from odoo.addons.ops_leasing.rent import Charge, Lease
from odoo.tests.common import BaseCase

from .rent_terms import d


def lease(start, end, *charges, **more):
    return Lease(d(start), d(end), charges, **more)


def rent(rate, **more):
    return Charge("rent", Decimal(rate), **more)


class ScheduleCase(BaseCase):
    def assert_lines(self, lines, *expected):
        self.assertEqual(
            [(f"{x.period_from:%y%m%d}-{x.period_to:%y%m%d}", x.amount) for x in lines],
            [(span, Decimal(amount)) for span, amount in expected],
        )

    def assert_parts(self, line, *expected):
        """Rows of (code, days, of days, months, rate, amount)."""
        got = [
            (p.code, p.days, p.of_days, p.months, p.rate, p.amount) for p in line.parts
        ]
        wanted = [
            (code, days, of, months, Decimal(rate), Decimal(amount))
            for code, days, of, months, rate, amount in expected
        ]
        self.assertEqual(got, wanted)
