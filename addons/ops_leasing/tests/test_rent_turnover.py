from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import (
    Category,
    Charge,
    Lease,
    RentError,
    Tier,
    TurnoverRule,
    check_rule,
    guarantee_of,
    natural_breakpoint,
    schedule,
    settle,
    share_of,
)
from odoo.tests.common import BaseCase

from .rent_terms import cents, d, patient

ZERO = Decimal(0)
YEAR = (d("2026-01-01"), d("2026-12-31"))


def tiers(*rows):
    """(floor, ceiling, percent) in whole numbers."""
    return tuple(
        Tier(
            Decimal(floor),
            None if ceiling is None else Decimal(ceiling),
            Decimal(percent) / 100,
        )
        for floor, ceiling, percent in rows
    )


def rule(*rows, **more):
    return TurnoverRule((Category("goods", tiers(*rows)),), **more)


def year(terms, sales, guarantee=0, **more):
    sold = {"goods": Decimal(sales)}
    return settle(terms, *YEAR, sold, Decimal(guarantee), **more)


class TestPublishedTurnover(BaseCase):
    """Worked examples of the field (LE-F07, LE-F08)."""

    def test_natural_breakpoint(self):
        """LE-F08: guarantee ÷ percentage, and the percentage of what is above.

        Sources: capitalretail.com "Percentage Rent and Natural Breakpoints" (60,000 at
        5 %: 1,200,000; sales of 1,200,500 pay 25); support.assessre.com "Natural
        Breakpoint" (300,000 at 1 %: 30 million; 35 million pay 50,000);
        realized1031.com "Percentage Rent" (50,000 at 4 %: 1,250,000; 1,100,000 pay
        nothing).
        """
        for guarantee, percent, point, sales, above in (
            (60000, 5, 1200000, 1200500, 25),
            (300000, 1, 30000000, 35000000, 50000),
            (50000, 4, 1250000, 1100000, 0),
        ):
            terms = rule((0, None, percent), method="plus", breakpoint="natural")
            got = year(terms, sales, guarantee)
            self.assertEqual(got.breakpoint, point)
            self.assertEqual((got.due, got.rent), (above, guarantee + above))
            share = Decimal(percent) / 100
            self.assertEqual(natural_breakpoint(Decimal(guarantee), share), point)

    def test_given_breakpoint(self):
        """LE-F08: a breakpoint of its own.

        Sources: capitalretail.com (5 % above 1,000,000: 10,025); realized1031.com (4 %
        above 1,000,000, sales of 1,100,000, guarantee 50,000: 54,000 in all);
        support.assessre.com "Percentage Rent" (7 % above 300,000 of 400,000: 7,000).
        """
        for floor, percent, sales, guarantee, due in (
            (1000000, 5, 1200500, 60000, 10025),
            (1000000, 4, 1100000, 50000, 4000),
            (300000, 7, 400000, 0, 7000),
        ):
            terms = rule((floor, None, percent), method="plus")
            got = year(terms, sales, guarantee)
            self.assertEqual((got.due, got.rent), (due, guarantee + due))

    def test_tiers(self):
        """LE-F08: each tier pays its own percentage, one of them a flat sum too.

        Source: docs.oracle.com PeopleSoft Real Estate Management, "Understanding
        Percent Rent Terms": 1,500 pay 70, 10,000 pay 1,360.
        """
        rows = tiers((0, 1000, 5), (1000, 5000, 4), (5000, None, 3))
        rows = (*rows[:2], replace(rows[2], amount=Decimal(1000)))
        terms = TurnoverRule((Category("goods", rows),), method="only")
        self.assertEqual(year(terms, 1500).rent, 70)
        got = year(terms, 10000)
        self.assertEqual(got.rent, 1360)
        self.assertEqual([part.amount for part in got.parts], [50, 160, 1150])


class TestTurnover(BaseCase):
    def assert_problems(self, terms, *codes):
        self.assertEqual([problem.code for problem in check_rule(terms)], list(codes))
        if codes:
            with self.assertRaises(RentError) as caught:
                year(terms, 1)
            self.assertEqual(caught.exception.code, codes[0])
            self.assertTrue(str(caught.exception).endswith("."))

    def test_greater(self):
        """LE-F08: guarantee or percentage, whichever is higher 两者取高."""
        terms = rule((0, None, 8))
        low, even, high = (year(terms, n, 80000) for n in (900000, 1000000, 1500000))
        self.assertEqual((low.rent, low.won, low.due), (80000, "guarantee", 0))
        self.assertEqual((even.rent, even.won), (80000, "guarantee"))
        self.assertEqual((high.rent, high.won, high.due), (120000, "percentage", 40000))

    def test_categories(self):
        """LE-F07: each kind of sales has its percentage and its flat offset."""
        food = Category("food", tiers((0, None, 10)), offset=Decimal(500))
        goods = Category("goods", tiers((0, None, 5)))
        terms = TurnoverRule((food, goods))
        sales = {"food": Decimal(20000), "goods": Decimal(40000)}
        got = settle(terms, *YEAR, sales)
        self.assertEqual((got.sales, got.percentage), (60000, 3500))
        self.assertEqual([part.category for part in got.parts], ["food", "goods"])
        little = settle(terms, *YEAR, {**sales, "food": Decimal(1000)})
        self.assertEqual(little.percentage, 2000)
        with self.assertRaises(RentError) as caught:
            settle(terms, *YEAR, {"drinks": Decimal(1)})
        self.assertEqual(caught.exception.code, "sales_unknown")
        self.assertTrue(str(caught.exception).endswith("."))

    def test_whole_tier(self):
        """LE-F08: all sales at the percentage they reach 全额累进."""
        rows = tiers((0, 1000, 5), (1000, None, 6))
        terms = TurnoverRule((Category("goods", rows, whole=True),))
        self.assertEqual(year(terms, 1000).rent, 50)
        self.assertEqual(year(terms, 2000).rent, 120)

    def test_limits(self):
        """LE-F08: least and most rent, in proportion of a part of the year."""
        terms = rule((0, None, 10), minimum=Decimal(5000), maximum=Decimal(9000))
        for sales, rent, won in (
            (10000, 5000, "minimum"),
            (60000, 6000, "percentage"),
            (99999, 9000, "maximum"),
        ):
            got = year(terms, sales)
            self.assertEqual((got.rent, got.won), (rent, won))
        half = year(terms, 60000, share=Decimal("0.5"))
        self.assertEqual((half.rent, half.won), (4500, "maximum"))
        between = year(terms, 30000, share=Decimal("0.5"))
        self.assertEqual((between.rent, between.won), (3000, "percentage"))
        fixed = year(replace(terms, prorate=False), 60000, share=Decimal("0.5"))
        self.assertEqual(fixed.rent, 6000)

    def test_prorated_breakpoint(self):
        """LE-F08: a quarter of the year has a quarter of the breakpoint."""
        terms = rule((1000000, None, 5), method="plus")
        got = year(terms, 300000, 15000, share=Decimal("0.25"))
        self.assertEqual((got.parts[0].floor, got.due), (250000, 2500))
        whole = year(replace(terms, prorate=False), 300000, share=Decimal("0.25"))
        self.assertEqual(whole.due, 0)

    def test_share(self):
        """LE-F08: how much of a period some days are."""
        for first, last, rhythm, expected in (
            ("2026-01-01", "2026-01-31", "month", 1),
            ("2026-02-15", "2026-02-28", "month", Decimal("0.5")),
            ("2026-02-15", "2026-04-30", "quarter", Decimal("2.5") / 3),
            ("2026-01-01", "2026-12-31", "year", 1),
            ("2026-07-01", "2027-12-31", "year", 1),
        ):
            self.assertEqual(share_of(d(first), d(last), rhythm), expected)

    def test_stages(self):
        """LE-F08: preliminary, then final, then the year; each nets what was billed."""
        terms = rule((0, None, 10), cumulative=True)
        first = settle(
            terms, YEAR[0], d("2026-01-31"), {"goods": Decimal(200000)}, Decimal(10000)
        )
        self.assertEqual((first.due, first.stage), (10000, "preliminary"))
        audited = settle(
            *(terms, YEAR[0], d("2026-01-31"), {"goods": Decimal(180000)}),
            *(Decimal(10000), first.due),
            stage="final",
        )
        self.assertEqual(audited.due, -2000)
        # eleven poor months: the year is paid by the guarantee, January comes back
        billed = first.due + audited.due
        end = year(terms, 900000, 120000, billed=billed, stage="year_end")
        self.assertEqual((end.rent, end.won, end.due), (120000, "guarantee", -8000))

    def test_refused(self):
        """LE-F08: tiers in disorder, with gaps, overlapping; sales below zero."""
        self.assert_problems(rule((0, 10, 5), (10, None, 6)))
        self.assert_problems(rule(), "tiers_empty")
        self.assert_problems(rule((0, 10, 5), (11, None, 6)), "tiers_gap")
        self.assert_problems(rule((0, 10, 5), (9, None, 6)), "tiers_overlap")
        self.assert_problems(rule((0, None, 5), (9, None, 6)), "tiers_overlap")
        self.assert_problems(rule((10, 20, 5), (0, None, 6)), "tiers_order")
        self.assert_problems(rule((10, 10, 5), (10, None, 5)), "tier_order")
        self.assert_problems(rule((-1, None, 5)), "tier_order")
        self.assert_problems(rule((0, None, 101)), "tier_percent")
        self.assert_problems(rule((0, 10, 5)), "tiers_end")
        natural = {"method": "plus", "breakpoint": "natural"}
        self.assert_problems(rule((0, None, 5), **natural))
        self.assert_problems(
            rule((0, 9, 5), (9, None, 5), **natural), "natural_needs_one_tier"
        )
        self.assert_problems(rule((0, None, 0), **natural), "natural_needs_percent")
        self.assert_problems(
            rule((0, None, 5), minimum=Decimal(2), maximum=Decimal(1)),
            "minimum_above_maximum",
        )
        self.assert_problems(rule((0, None, 5), method="both"), "choice_unknown")
        twice = TurnoverRule((Category("goods", tiers((0, None, 5))),) * 2)
        self.assert_problems(twice, "category_twice")
        minus = Category("goods", tiers((0, None, 5)), offset=Decimal(-1))
        self.assert_problems(TurnoverRule((minus,)), "offset_negative")
        flat = replace(tiers((0, None, 5))[0], amount=Decimal(-1))
        self.assert_problems(TurnoverRule((Category("goods", (flat,)),)), "tier_amount")
        inexact = Category("goods", (Tier(ZERO, None, 0.05),))
        self.assert_problems(TurnoverRule((inexact,)), "not_decimal")
        self.assert_problems(rule((0, None, 5), minimum=0.5), "not_decimal")
        with self.assertRaises(RentError) as caught:
            settle(rule((0, None, 5)), *YEAR, {"goods": 0.5})
        self.assertEqual(caught.exception.code, "not_decimal")
        for more, code in (
            ({"sales": -1}, "sales_negative"),
            ({"sales": 1, "share": ZERO}, "share_range"),
            ({"sales": 1, "stage": "later"}, "stage_unknown"),
        ):
            with self.assertRaises(RentError) as caught:
                year(rule((0, None, 5)), **more)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(str(caught.exception).endswith("."))

    def test_guarantee_from_schedule(self):
        """LE-F08: the guarantee of a month out of a quarter that was billed."""
        charge = Charge("rent", Decimal(1000), rhythm="quarter")
        fee = Charge("fee", Decimal(70))
        lines = schedule(Lease(d("2026-01-01"), d("2026-03-31"), (charge, fee)))
        spans = (("01-01", "01-31"), ("02-01", "02-28"), ("03-01", "03-31"))
        got = [
            guarantee_of(lines, ("rent",), d(f"2026-{a}"), d(f"2026-{b}"))
            for a, b in spans
        ]
        self.assertEqual(got, [1000, 1000, 1000])
        half = guarantee_of(lines, ("rent",), d("2026-02-01"), d("2026-02-14"))
        self.assertEqual(half, 500)

    @patient
    @given(
        st.lists(st.integers(1, 900000), min_size=1, max_size=4, unique=True),
        st.lists(st.integers(0, 100), min_size=5, max_size=5),
        st.sampled_from(("greater", "plus", "only")),
        st.tuples(cents(10**6), cents(10**6)),
        cents(90000),
        st.sampled_from((None, Decimal(20000))),
        st.integers(1, 12),
    )
    def test_monotone(self, floors, percents, method, sales, fixed, limit, months):
        """LE-F08: who sells more never pays less; the parts make up the percentage;
        least and most hold."""
        floors = [0, *sorted(floors)]
        rows = zip(floors, [*floors[1:], None], percents, strict=False)
        terms = rule(*rows, method=method, maximum=limit)
        share = Decimal(months) / 12
        low, high = (
            year(terms, amount, fixed, share=share) for amount in sorted(sales)
        )
        self.assertLessEqual(low.rent, high.rent)
        for got in (low, high):
            made = sum((part.amount for part in got.parts), ZERO)
            self.assertEqual(made, got.percentage)
            self.assertEqual(sum((p.sales for p in got.parts), ZERO), got.sales)
            if limit is not None:
                self.assertLessEqual(got.rent, limit * share + Decimal("0.01"))
            if limit is None and method != "only":
                self.assertGreaterEqual(got.rent, fixed)
                self.assertGreaterEqual(got.due, 0)

    @patient
    @given(st.lists(cents(10**5), min_size=2, max_size=12), cents(9000))
    def test_year_nets(self, months, fixed):
        """LE-F08: with a cumulative rule the months bill together exactly what the year
        owes, whatever the order of good and poor months."""
        terms = rule((0, 300000, 8), (300000, None, 10), cumulative=True)
        billed = ZERO
        for count in range(1, len(months) + 1):
            got = year(
                *(terms, sum(months[:count]), fixed * count),
                billed=billed,
                share=Decimal(count) / len(months),
            )
            billed += got.due
        whole = year(terms, sum(months), fixed * len(months))
        self.assertEqual(billed, whole.rent - whole.guarantee)
