from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import (
    Rate,
    Reading,
    RentError,
    check_reading,
    price_usage,
    usage,
)
from odoo.tests.common import BaseCase

from .rent_terms import cents, d, patient

FIRST = d("2026-01-01")


class TestReadings(BaseCase):
    """LE-F15: meters."""

    def reading(self, day, value):
        return Reading(d(day), Decimal(value))

    def test_usage(self):
        """LE-F15: difference × multiplier; a counter that began again; a reading below
        the last is refused."""
        old = self.reading("2026-03-31", "99990")
        new = self.reading("2026-04-30", "25")
        self.assertEqual(usage(old, new, 40, counter=100000), 1400)
        for last, reading, counter, code in (
            (old, new, None, "reading_below_last"),
            (new, old, None, "reading_order"),
            (
                old,
                self.reading("2026-04-30", "100000"),
                100000,
                "reading_above_counter",
            ),
        ):
            with self.assertRaises(RentError) as caught:
                usage(last, reading, counter=counter)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(str(caught.exception).endswith("."))

    def test_plausible(self):
        """LE-F15: what nobody should believe, and what cannot be billed."""
        history = [
            self.reading("2026-01-31", 0),
            self.reading("2026-02-28", 280),
            self.reading("2026-03-31", 590),
        ]
        last = history[-1]
        for value, codes, counter in (
            (890, [], None),
            (1190, [], None),
            (1191, ["leap"], None),
            (590, ["standstill"], None),
            (589, ["below_last"], None),
            (-1, ["negative"], None),
            (1000, ["above_counter"], 1000),
            (10, ["overflow_assumed"], 1000),
            (589, ["overflow_assumed", "leap"], 1000),
        ):
            new = self.reading("2026-04-30", value)
            found = check_reading(last, new, history, counter)
            self.assertEqual([finding.code for finding in found], codes, value)
            blocking = {"below_last", "negative", "above_counter"}
            for finding in found:
                self.assertEqual(finding.blocking, finding.code in blocking)
        unused = [replace(reading, value=Decimal(0)) for reading in history]
        self.assertEqual(check_reading(unused[-1], unused[-1], unused), [])
        still = self.reading("2026-04-30", 0)
        self.assertEqual(check_reading(unused[-1], still, unused), [])
        early = self.reading("2026-03-30", 600)
        self.assertEqual(check_reading(last, early)[0].code, "before_last")
        again = self.reading("2026-03-31", 600)
        self.assertEqual(check_reading(last, again)[0].code, "same_day")
        self.assertEqual(check_reading(None, early), [])
        self.assertEqual(check_reading(last, last, history), [])

    def test_rates(self):
        """LE-F15: a price that changed in between, by days."""
        rates = [
            Rate(d("2026-04-11"), Decimal("1.2")),
            Rate(d("2026-01-01"), Decimal(1)),
        ]
        span = (d("2026-04-01"), d("2026-04-30"))
        parts = price_usage(Decimal(300), *span, rates)
        rows = [(part.days, part.quantity, part.amount) for part in parts]
        self.assertEqual(rows, [(10, 100, 100), (20, 200, 240)])
        finest = price_usage(Decimal("0.01"), *span, rates)
        self.assertEqual(
            [part.quantity for part in finest], [Decimal("0.003"), Decimal("0.007")]
        )
        for bad, code in (
            (rates[:1], "rate_missing"),
            ([], "rate_missing"),
            (rates + rates[:1], "rate_twice"),
        ):
            with self.assertRaises(RentError) as caught:
                price_usage(Decimal(300), *span, bad)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(str(caught.exception).endswith("."))

    @patient
    @given(cents(9999), st.integers(1, 90), st.sets(st.integers(1, 80), max_size=3))
    def test_rates_sum(self, quantity, length, changes):
        """LE-F15: the quantities at each price make up the usage."""
        first = FIRST
        rates = [Rate(first, Decimal(1))]
        rates += [Rate(first + timedelta(days=n), Decimal(2)) for n in changes]
        last = first + timedelta(days=length)
        parts = price_usage(quantity, first, last, rates)
        self.assertEqual(sum(part.quantity for part in parts), quantity)
        self.assertEqual(sum(part.days for part in parts), length + 1)
