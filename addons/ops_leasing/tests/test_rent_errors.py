import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from odoo.addons.ops_leasing import rent
from odoo.addons.ops_leasing.rent import (
    CODES,
    Charge,
    Escalation,
    FreePeriod,
    IndexRule,
    IndexValue,
    Lease,
    RentError,
    Season,
    Step,
    amend,
    problems,
    schedule,
)
from odoo.tests.common import BaseCase

from .rent_terms import d

ONE, TEN = Decimal(1), Decimal(10)
FIGURES = (IndexValue(d("2026-01-01"), Decimal(100)),)


def step(day, **more):
    return Step(d(day), **(more or {"rate": ONE}))


def fixed(first, last, **more):
    return FreePeriod(date_from=d(first), date_to=d(last), **more)


def index(**more):
    values = {"values": FIGURES, "base": d("2026-01-01"), **more}
    return {"index": IndexRule(**values)}


CHARGE = {
    "quantity_negative": {"quantity": -ONE},
    "rate_negative": {"rate": -ONE},
    "unit_negative": {"unit": -ONE},
    "unit_zero": {"unit": Decimal(0)},
    "not_decimal": {"rate": 12.5},
    "due_day": {"due_day": 32},
    "charge_dates": {"date_from": d("2026-03-02"), "date_to": d("2026-03-01")},
    "step_value": {"steps": (step("2026-02-01", rate=ONE, percent=ONE),)},
    "step_dates": {"steps": (step("2026-02-02", rate=ONE, date_to=d("2026-02-01")),)},
    "escalation_months": {"escalation": Escalation(0, percent=ONE)},
    "escalation_value": {"escalation": Escalation(3)},
    "season_factor": {"seasons": (Season((1, 1), (1, 2), -ONE),)},
    "season_day": {"seasons": (Season((4, 31), (5, 2), ONE),)},
    "index_every": index(every=0),
    "index_limits": index(cap=Decimal(0), floor=ONE),
    "index_base": index(base=d("2025-01-01")),
    "index_value": index(values=(*FIGURES, IndexValue(d("2026-02-01"), Decimal(0)))),
    "index_month": index(values=(*FIGURES, IndexValue(d("2026-02-02"), ONE))),
    "index_twice": index(values=FIGURES * 2),
}
CHOICES = ("basis", "rhythm", "anchor", "convention", "remainder", "rounding")
LEASE = {
    "free_dates_missing": FreePeriod(),
    "free_dates": fixed("2026-02-02", "2026-02-01"),
    "free_length": FreePeriod("after_opening"),
    "free_share": fixed("2026-02-02", "2026-02-03", share=Decimal("1.1")),
    "not_decimal": fixed("2026-02-02", "2026-02-03", share=0.5),
    "choice_unknown": FreePeriod("sometimes"),
}


class TestBadTerms(BaseCase):
    """Every impossible term is refused with a code and its figures, and the nearest
    possible one is not."""

    def setUp(self):
        super().setUp()
        self.charge = Charge("rent", TEN)
        self.lease = Lease(d("2026-01-01"), d("2026-12-31"), (self.charge,))

    def codes(self, lease):
        return [problem.code for problem in problems(lease)]

    def with_charge(self, **more):
        return replace(self.lease, charges=(replace(self.charge, **more),))

    def assert_code(self, lease, code, **data):
        self.assertEqual(self.codes(lease), [code])
        with self.assertRaises(RentError) as caught:
            schedule(lease)
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(str(caught.exception).endswith("."))
        for key, value in data.items():
            self.assertEqual(caught.exception.data[key], value)

    def test_good(self):
        """LE-F04: a plain lease has no problem."""
        self.assertEqual(self.codes(self.lease), [])
        self.assertEqual(len(schedule(self.lease)), 12)

    def test_charge(self):
        """LE-F04 LE-F05 LE-F11: what a charge cannot say."""
        for code, terms in CHARGE.items():
            with self.subTest(code):
                self.assert_code(self.with_charge(**terms), code, charge="rent")
        for name in ("cap", "floor", "passed_on", "threshold"):
            terms = self.with_charge(**index(**{name: 0.5}))
            self.assert_code(terms, "not_decimal", field=name)
        for name in CHOICES:
            with self.subTest(name):
                terms = self.with_charge(**{name: "other"})
                self.assert_code(terms, "choice_unknown", field=name)

    def test_lease(self):
        """LE-F06: what a lease cannot say."""
        for code, free in LEASE.items():
            with self.subTest(code):
                self.assert_code(replace(self.lease, free=(free,)), code)
        self.assert_code(replace(self.lease, end=d("2025-12-31")), "lease_dates")
        one_day = replace(self.lease, end=self.lease.start)
        self.assertEqual(self.codes(one_day), [])
        twice = replace(self.lease, charges=(self.charge, self.charge))
        self.assert_code(twice, "charge_twice", charge="rent")

    def test_steps_overlap(self):
        """LE-F05: two rates on one day, or on the same days."""
        first = step("2026-02-01", rate=ONE, date_to=d("2026-03-31"))
        for second, codes in (
            (step("2026-04-01"), []),
            (step("2026-03-31"), ["steps_overlap"]),
            (step("2026-04-02"), ["steps_gap"]),
        ):
            terms = self.with_charge(steps=(second, first))
            self.assertEqual(self.codes(terms), codes)
        self.assert_code(self.with_charge(steps=(first,)), "steps_gap")
        self.assert_code(
            self.with_charge(steps=(step("2026-02-01"), step("2026-02-01"))),
            "steps_overlap",
            date=d("2026-02-01"),
        )
        self.assert_code(
            self.with_charge(
                steps=(step("2026-07-01"),), escalation=Escalation(6, percent=ONE)
            ),
            "steps_overlap",
        )

    def test_rate_falls_below_zero(self):
        """LE-F05: a step may lower a rate to nothing, not below."""
        free = self.with_charge(steps=(step("2026-02-01", amount=-TEN),))
        self.assertEqual(schedule(free)[1].amount, 0)
        below = self.with_charge(steps=(step("2026-02-01", amount=-TEN - 1),))
        self.assert_code(below, "rate_negative", date=d("2026-02-01"), rate=-1)

    def test_free_overlap(self):
        """LE-F06: two fixed free periods on one day."""
        first = fixed("2026-02-01", "2026-02-10")
        for second, codes in (
            (fixed("2026-02-11", "2026-02-12"), []),
            (fixed("2026-02-10", "2026-02-12"), ["free_overlap"]),
            (fixed("2026-01-10", "2026-03-12"), ["free_overlap"]),
        ):
            terms = replace(self.lease, free=(first, second))
            self.assertEqual(self.codes(terms), codes)
        named = replace(first, charges=("rent",))
        other = replace(first, charges=("fee",))
        self.assertEqual(self.codes(replace(self.lease, free=(named, other))), [])

    def test_seasons_overlap(self):
        """LE-X1: two seasons on one day, also over the new year."""
        winter = Season((12, 1), (1, 31), ONE)
        for first, codes in (((2, 1), []), ((1, 31), ["seasons_overlap"])):
            other = Season(first, (2, 29), TEN)
            terms = self.with_charge(seasons=(winter, other))
            self.assertEqual(self.codes(terms), codes)

    def test_versions(self):
        """LE-F18: a problem of an old version is found."""
        old = self.with_charge(rate=-ONE)
        self.assertEqual(
            self.codes(amend(old, self.lease, d("2026-05-01"))), ["rate_negative"]
        )
        self.assertEqual(
            self.codes(replace(self.lease, before=self.lease)), ["since_missing"]
        )

    def test_codes(self):
        """LE-X1: every code that is raised has its sentence, and none is left over."""
        folder = Path(rent.__file__).parent
        text = "".join(
            path.read_text(encoding="utf-8")
            for path in folder.glob("*.py")
            if path.name != "errors.py"
        )
        raised = set(re.findall(r'RentError\(\s*"(\w+)"', text))
        raised |= {"quantity_negative", "unit_negative", "cost_twice", "member_twice"}
        raised |= {"tiers_order", "tiers_overlap"}
        self.assertEqual(raised, set(CODES))
