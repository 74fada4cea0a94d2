import doctest
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing import rent
from odoo.addons.ops_leasing.rent import (
    Charge,
    IndexRule,
    IndexValue,
    LateFeeRule,
    Lease,
    RentError,
    allocate,
    late_fee,
    reviews,
    rounded,
    schedule,
)
from odoo.tests.common import BaseCase

from .rent_terms import cents, d, patient

ZERO, CENT = Decimal(0), Decimal("0.01")
RULE = LateFeeRule(rate=Decimal("0.0005"))
DUE = d("2026-03-05")


class TestLateFee(BaseCase):
    """LE-F14: daily, with grace, cap and partial payments."""

    def fee(self, rule=RULE, upto="2026-03-15", payments=(), principal=10000):
        paid = [(d(day), Decimal(amount)) for day, amount in payments]
        return late_fee(rule, Decimal(principal), DUE, d(upto), paid)

    def test_daily(self):
        """LE-F14: 5 ‱ a day; due on the 5th and paid on the 6th is one day."""
        self.assertEqual(self.fee(upto="2026-03-05").amount, 0)
        self.assertEqual(self.fee(upto="2026-03-06").amount, 5)
        got = self.fee()
        self.assertEqual((got.amount, got.days, got.capped), (50, 10, False))

    def test_grace(self):
        """LE-F14: paid in the grace is free; after it the fee runs from the due date,
        or from the end of the grace where that is agreed."""
        grace = replace(RULE, grace=5)
        self.assertEqual(self.fee(grace, "2026-03-10").amount, 0)
        self.assertEqual(self.fee(grace, "2026-03-11").amount, 30)
        gentle = replace(grace, from_due=False)
        self.assertEqual(self.fee(gentle, "2026-03-11").amount, 5)
        half = [("2026-03-10", 4000)]
        self.assertEqual(self.fee(grace, payments=half).amount, 30)
        self.assertEqual(self.fee(grace, payments=[("2026-03-10", 10000)]).amount, 0)

    def test_payments(self):
        """LE-F14: each payment lowers the base from its date on."""
        paid = [("2026-03-13", 1000), ("2026-03-09", 6000), ("2026-03-20", 9)]
        paid.append(("2026-03-07", 0))
        got = self.fee(payments=paid)
        rows = [(part.days, part.base, part.amount) for part in got.parts]
        self.assertEqual(rows, [(4, 10000, 20), (4, 4000, 8), (2, 3000, 3)])
        self.assertEqual((got.amount, got.days), (31, 10))
        settled = self.fee(payments=[("2026-03-09", 10000)], upto="2026-09-09")
        self.assertEqual((settled.amount, settled.days), (20, 4))

    def test_cap(self):
        """LE-F14: never more than a share of the principal."""
        capped = replace(RULE, cap=Decimal("0.2"))
        self.assertEqual(self.fee(capped, "2027-04-09").amount, 2000)
        got = self.fee(capped, "2027-04-10")
        self.assertEqual((got.amount, got.uncapped, got.capped), (2000, 2005, True))
        free = replace(RULE, cap=ZERO)
        self.assertEqual(self.fee(free).amount, 0)

    def test_refused(self):
        """LE-F14: figures nothing can be computed from."""
        for code, terms in (
            ("late_rate", {"rule": replace(RULE, rate=Decimal(-1))}),
            ("late_grace", {"rule": replace(RULE, grace=-1)}),
            ("late_cap", {"rule": replace(RULE, cap=Decimal(-1))}),
            ("principal_negative", {"principal": -1}),
            ("not_decimal", {"rule": replace(RULE, rate=0.0005)}),
            ("payment_negative", {"payments": [("2026-03-09", -1)]}),
        ):
            with self.assertRaises(RentError) as caught:
                self.fee(**terms)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(str(caught.exception).endswith("."))

    @patient
    @given(
        cents(50000),
        st.lists(st.tuples(st.integers(-5, 400), cents(9000)), max_size=4),
        st.integers(0, 400),
        st.integers(0, 30),
        st.booleans(),
    )
    def test_day_by_day(self, principal, payments, late, grace, from_due):
        """LE-F14: comes to what each single day on its open base comes to; never falls
        with time."""
        rule = replace(RULE, grace=grace, from_due=from_due)
        paid = [(DUE + timedelta(days=n), amount) for n, amount in payments]
        got = late_fee(rule, principal, DUE, DUE + timedelta(days=late), paid)
        slow = ZERO
        for n in range(late if late > grace else 0):
            base = principal
            for day, amount in payments:
                base -= amount if day <= max(n, grace) and day <= late else 0
            if n >= grace or from_due:
                slow += max(base, ZERO) * rule.rate
        self.assertLessEqual(abs(got.amount - slow), CENT * len(got.parts))
        later = late_fee(rule, principal, DUE, DUE + timedelta(days=late + 1), paid)
        self.assertGreaterEqual(later.amount, got.amount)
        for before, after in pairwise(got.parts):
            self.assertEqual(before.date_to, after.date_from)
            self.assertGreater(before.base, after.base)


class TestIndex(BaseCase):
    """LE-F11: rent that follows an index, with its history."""

    def rule(self, *figures, **more):
        """Figures of January, each a year after the other."""
        values = tuple(
            IndexValue(d(f"{2024 + n}-01-01"), Decimal(figure))
            for n, figure in enumerate(figures)
        )
        return IndexRule(values, **{"base": d("2024-01-01"), "lag": 3, **more})

    def factors(self, rule):
        found = reviews(rule, d("2024-04-01"), d("2027-12-31"))
        return [(review.factor, review.limit) for review in found]

    def test_published(self):
        """LE-F11: current ÷ base × rent.

        Sources: commercialleaselawinsider.com "How to Calculate Annual CPI Rent
        Increases" (review in April on the figure of January); 250 to 260 raises 1,000
        by 40 (staging.cleancpap.net); 6 % on 1,500 is 1,590 (calculator.academy "CPI
        Rent Calculator").
        """
        for base, current, rate, expected in (
            (250, 260, 1000, 1040),
            (100, 106, 1500, 1590),
        ):
            rule = self.rule(base, current)
            charge = Charge("rent", Decimal(rate), index=rule)
            lines = schedule(Lease(d("2024-04-01"), d("2025-05-31"), (charge,)))
            amounts = [line.amount for line in lines]
            self.assertEqual(amounts, [rate] * 12 + [expected] * 2)
            part = lines[-1].parts[0]
            self.assertEqual((part.code, part.rate), ("index", expected))
            review = part.reasons[1].data
            self.assertEqual(review[:3], (d("2025-04-01"), base, current))

    def test_rate_rounded(self):
        """LE-F11: the new rate has the decimals the charge says."""
        more = {"rate_digits": 2, "quantity": Decimal(100), "basis": "area_month"}
        charge = Charge("rent", Decimal("33.33"), index=self.rule(100, 103), **more)
        line = schedule(Lease(d("2025-04-01"), d("2025-04-30"), (charge,)))[0]
        self.assertEqual(line.amount, 3333)
        line = schedule(Lease(d("2024-04-01"), d("2025-04-30"), (charge,)))[-1]
        self.assertEqual(line.amount, 3433)

    def test_chain(self):
        """LE-F11: each review compares with the one before."""
        got = self.factors(self.rule(100, 110, 99, 100))
        one, up, down = Decimal("1.1"), Decimal("0.99"), Decimal("0.999999")
        self.assertEqual(got[0], (one, ""))
        self.assertEqual(got[1], (up, ""))
        self.assertAlmostEqual(got[2][0], down + Decimal("0.000001"), 5)

    def test_limits(self):
        """LE-F11: cap, floor, share passed on, threshold."""
        rule = self.rule(100, 110, 99, 100)
        cap = self.factors(replace(rule, cap=Decimal("0.05"), floor=ZERO))
        self.assertEqual(
            cap[:2], [(Decimal("1.05"), "cap"), (Decimal("1.05"), "floor")]
        )
        half = self.factors(replace(rule, passed_on=Decimal("0.5")))
        self.assertEqual(half[0][0], Decimal("1.05"))
        still = self.factors(replace(rule, threshold=Decimal("0.105")))
        self.assertEqual([x[1] for x in still], ["threshold"] * 3)
        self.assertEqual(still[-1][0], 1)
        # small changes wait until together they are enough
        waits = self.factors(self.rule(100, 102, 104, 107, threshold=Decimal("0.05")))
        self.assertEqual([x[0] for x in waits], [1, 1, Decimal("1.07")])

    def test_from_base(self):
        """LE-F11: always against the first figure."""
        rule = self.rule(100, 110, 99, 103, chained=False, cap=Decimal("0.08"))
        got = self.factors(rule)
        expected = [Decimal("1.08"), Decimal("0.99"), Decimal("1.03")]
        self.assertEqual([x[0] for x in got], expected)

        # from the base a small change waits too, counted from the last one that held
        waits = replace(self.rule(100, 110, 111, 113), chained=False)
        got = self.factors(replace(waits, threshold=Decimal("0.02")))
        expected = [Decimal("1.1"), Decimal("1.1"), Decimal("1.13")]
        self.assertEqual([x[0] for x in got], expected)

    def test_pending(self):
        """LE-F11: without a figure the rent stays and the line says so; the figure
        that comes later changes exactly those lines."""
        charge = Charge("rent", Decimal(1000), index=self.rule(100))
        lease = Lease(d("2024-04-01"), d("2025-05-31"), (charge,))
        lines = schedule(lease)
        self.assertEqual(
            [bool(line.notes) for line in lines], [False] * 12 + [True] * 2
        )
        self.assertEqual(lines[-1].notes, ("index_pending",))
        self.assertEqual(lines[-1].amount, 1000)
        known = replace(charge, index=self.rule(100, 103))
        new = replace(lease, charges=(known,))
        cut = rent.recut(lease, new, lines, lease.start)
        self.assertEqual(
            [x.period_from for x in cut.debits],
            [lines[12].period_from, lines[13].period_from],
        )
        self.assertEqual(cut.net, 60)
        # through versions the first review without a figure counts
        later = replace(charge, index=self.rule(100, reviews=(d("2025-05-01"),)))
        new = replace(lease, charges=(later,))
        lines = schedule(rent.amend(lease, new, d("2025-05-01")))
        noted = [line.period_from for line in lines if line.notes]
        self.assertEqual(noted, [d("2025-04-01"), d("2025-05-01")])

    @patient
    @given(st.lists(st.integers(50, 200), min_size=2, max_size=4))
    def test_bounds(self, figures):
        """LE-F11: with cap and floor no review moves the rent further than these."""
        rule = self.rule(
            *figures, cap=Decimal("0.05"), floor=Decimal("-0.02"), digits=9
        )
        factors = [Decimal(1), *(x[0] for x in self.factors(rule))]
        for before, after in pairwise(factors):
            change = after / before - 1
            self.assertLessEqual(change, Decimal("0.05000001"))
            self.assertGreaterEqual(change, Decimal("-0.02000001"))


class TestNumbers(BaseCase):
    @patient
    @given(
        st.integers(-(10**7), 10**7).map(lambda n: Decimal(n) / 100),
        st.lists(cents(9999), min_size=1, max_size=9).filter(any),
    )
    def test_allocate(self, total, weights):
        """LE-F15: parts sum exactly, none is a cent from its due, more never gets
        less."""
        parts = allocate(total, weights)
        self.assertEqual(sum(parts, ZERO), total)
        for part, weight in zip(parts, weights, strict=True):
            self.assertLess(abs(part - total * weight / sum(weights)), CENT)
        ordered = sorted(zip(weights, map(abs, parts), strict=True))
        for before, after in pairwise(ordered):
            if before[0] < after[0]:
                self.assertLessEqual(before[1], after[1] + CENT)

    def test_allocate_refused(self):
        """LE-F15: nothing to spread by."""
        for weights, code in (([], "weights_empty"), ([0, -1], "weight_negative")):
            with self.assertRaises(RentError) as caught:
                allocate(Decimal(1), weights)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(str(caught.exception).endswith("."))

    def test_allocate_fine(self):
        """LE-F15: what is finer than the unit is not lost."""
        parts = allocate(Decimal("1.005"), [1, 1])
        self.assertEqual(parts, [Decimal("0.505"), Decimal("0.50")])

    def test_rounded(self):
        """LE-F12: the modes of a unit."""
        for amount, unit, mode, expected in (
            ("10.005", "0.01", "half_up", "10.01"),
            ("10.005", "0.01", "half_even", "10.00"),
            ("10.001", "0.05", "up", "10.05"),
            ("10.99", "0.5", "down", "10.50"),
            ("-10.005", "0.01", "half_up", "-10.01"),
        ):
            got = rounded(Decimal(amount), Decimal(unit), mode)
            self.assertEqual(got, Decimal(expected))

    def test_examples(self):
        """LE-X1: the examples in the documentation of the functions are true."""
        tried = 0
        for name in sorted(vars(rent)):
            module = getattr(getattr(rent, name), "__module__", None)
            if module and module.startswith(rent.__name__):
                function = getattr(rent, name)
                for test in doctest.DocTestFinder(recurse=False).find(function):
                    test.globs.update(vars(rent), date=type(DUE), Decimal=Decimal)
                    result = doctest.DocTestRunner().run(test)
                    self.assertFalse(result.failed, name)
                    tried += result.attempted
        self.assertGreater(tried, 10)
