import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import (
    Charge,
    Lease,
    amend,
    leave,
    pack,
    recut,
    schedule,
    unpack,
)
from odoo.tests.common import BaseCase

from .rent_terms import DAY, charges, leases, patient, slowly, to_cents


def longer_than_a_day(lease):
    return lease.end > lease.start


class TestScheduleLaws(BaseCase):
    """What holds for every lease."""

    def assert_tiled(self, spans, first, last):
        """Days from first to last, none twice, none left out."""
        self.assertEqual(spans[0][0], first)
        self.assertEqual(spans[-1][1], last)
        for before, after in pairwise(spans):
            self.assertEqual(before[1] + DAY, after[0])

    @patient
    @given(leases())
    def test_no_gap(self, lease):
        """LE-F04 LE-F12: periods and their parts cover every day once."""
        lines = schedule(lease)
        self.assert_tiled(
            [(line.period_from, line.period_to) for line in lines],
            lease.start,
            lease.end,
        )
        for line in lines:
            spans = [(part.date_from, part.date_to) for part in line.parts]
            self.assert_tiled(spans, line.period_from, line.period_to)

    @patient
    @given(leases())
    def test_parts_sum(self, lease):
        """LE-X1: the parts of a period sum to it, and each says what it is made of."""
        for line in schedule(lease):
            parts = line.parts
            self.assertEqual(sum(part.amount for part in parts), line.amount)
            self.assertEqual(line.amount, line.amount.quantize(Decimal("0.01")))
            for part in parts:
                made = part.quantity * part.rate * part.factor * part.time
                self.assertLess(
                    abs(made + part.rounding - part.amount), Decimal("0.0051")
                )
                self.assertTrue(part.reasons)
                if part.code == "free":
                    self.assertEqual((part.time, part.months, part.amount), (0, 0, 0))
            moved = [part for part in parts if part.rounding]
            self.assertLessEqual(len(moved), 1)
            for part in moved:
                self.assertNotEqual(part.code, "free")

    @patient
    @given(leases())
    def test_day_by_day(self, lease):
        """LE-F05 LE-F06 LE-F12 LE-X1: steps, rent-free days, seasons and every
        convention come to what a count day by day in fractions comes to."""
        charge = lease.charges[0]
        for line in schedule(lease):
            slow = slowly(lease, charge, line.period_from, line.period_to)
            self.assertEqual(line.amount, to_cents(slow), line)

    @patient
    @given(leases(), st.data())
    def test_window(self, lease, data):
        """LE-F16: asking for some days gives exactly the periods that touch them."""
        since = data.draw(st.dates(lease.start, lease.end))
        upto = data.draw(st.dates(since, lease.end))
        every = schedule(lease)
        self.assertEqual(
            schedule(lease, since, upto),
            [x for x in every if x.period_from <= upto and x.period_to >= since],
        )

    @patient
    @given(leases(key="#1", clause="@4.1"))
    def test_stored(self, lease):
        """LE-X1: a line that is kept as JSON comes back as it was."""
        for line in schedule(lease):
            self.assertEqual(unpack(json.loads(json.dumps(pack(line)))), line)

    @patient
    @given(leases(round_month=True))
    def test_months_rounded(self, lease):
        """LE-F12: with months rounded one by one no part carries a difference."""
        for line in schedule(lease):
            self.assertEqual(sum(part.amount for part in line.parts), line.amount)
            self.assertFalse(any(part.rounding for part in line.parts))


class TestCutOver(BaseCase):
    """Amendment = cancel + new."""

    @staticmethod
    def state(lines):
        return sorted((x.key, x.period_to, x.amount) for x in lines)

    def after(self, billed, cut):
        """What stands on the bills after credits and debits."""
        back = {(line.key, line.period_to, -line.amount) for line in cut.credits}
        return self.state(
            [x for x in billed if (x.key, x.period_to, x.amount) not in back]
            + list(cut.debits)
        )

    @patient
    @given(leases(), st.data())
    def test_amendment(self, old, data):
        """LE-F18 LE-X6: whatever was billed, credits and debits lead to the schedule of
        the amended lease, and the net is the difference of the two."""
        charge = data.draw(charges(old.start, old.end))
        longer = old.end + timedelta(days=data.draw(st.integers(0, 200)))
        new = replace(old, charges=(charge,), end=longer)
        since = data.draw(st.dates(old.start, longer))
        every = schedule(old)
        billed = every[: data.draw(st.integers(1, len(every)))]
        cut = recut(old, new, billed, since)
        until = billed[-1].period_to
        wanted = [x for x in schedule(cut.lease) if x.period_from <= until]
        self.assertEqual(self.after(billed, cut), self.state(wanted))
        self.assertEqual(
            cut.net, sum(x.amount for x in wanted) - sum(x.amount for x in billed)
        )
        for line in cut.credits:
            self.assertEqual(sum(part.amount for part in line.parts), line.amount)
            # or the stub that a longer lease goes on with
            self.assertGreaterEqual(line.period_to + DAY, since)

    @patient
    @given(leases(), st.data())
    def test_amended_twice(self, first, data):
        """LE-F18: an amendment of an amended lease nets against what stands by then."""
        lease, billed = first, schedule(first)
        for _turn in range(2):
            charge = data.draw(charges(first.start, first.end))
            since = data.draw(st.dates(first.start, first.end))
            cut = recut(lease, replace(lease, charges=(charge,)), billed, since)
            self.assertEqual(self.after(billed, cut), self.state(schedule(cut.lease)))
            lease, billed = cut.lease, schedule(cut.lease)
        spans = [(line.period_from, line.period_to) for line in billed]
        self.assertEqual(spans[-1][1], first.end)
        for before, after in pairwise(spans):
            self.assertEqual(before[1] + DAY, after[0])

    @patient
    @given(leases().filter(longer_than_a_day), st.data())
    def test_nothing_amended(self, lease, data):
        """LE-F18: an amendment that changes nothing credits nothing."""
        since = data.draw(st.dates(lease.start + DAY, lease.end))
        billed = schedule(lease)
        cut = recut(lease, lease, billed, since)
        self.assertEqual((cut.credits, cut.debits, cut.net), ((), (), 0))
        self.assertEqual(self.state(schedule(cut.lease)), self.state(billed))

    @patient
    @given(leases().filter(longer_than_a_day), st.data())
    def test_before_and_after(self, old, data):
        """LE-F18: periods before the day follow the old terms, periods after it the new
        ones, and a period around it has parts of both."""
        charge = data.draw(charges(old.start, old.end))
        new = replace(old, charges=(charge,))
        since = data.draw(st.dates(old.start + DAY, old.end))
        lines = schedule(amend(old, new, since))
        early = [x for x in lines if x.period_to < since]
        late = [x for x in lines if x.period_from >= since]
        was = [x for x in schedule(old) if x.period_to < since]
        comes = {x.key: x for x in schedule(new) if x.period_from >= since}
        self.assertEqual(self.state(early)[: len(was)], self.state(was))
        for line in late:
            if line.key in comes:
                self.assertEqual(line.amount, comes[line.key].amount)
        for line in lines:
            if line.period_from < since <= line.period_to:
                self.assertIn(since, [part.date_from for part in line.parts])

    @patient
    @given(leases(), st.data())
    def test_early_exit(self, lease, data):
        """LE-F18 LE-F24: after the last day nothing is owed; what ended before stands;
        the last period is that of a lease that ended on that day."""
        last = data.draw(st.dates(lease.start, lease.end))
        billed = schedule(lease)
        cut = leave(lease, billed, last)
        standing = schedule(cut.lease)
        self.assertEqual(self.after(billed, cut), self.state(standing))
        self.assertEqual(standing[-1].period_to, last)
        whole = [x for x in billed if x.period_to <= last]
        self.assertEqual(self.state(standing)[: len(whole)], self.state(whole))
        shorter = schedule(replace(lease, cut=last))
        self.assertEqual(self.state(standing), self.state(shorter))

    @patient
    @given(leases(), st.data())
    def test_early_exit_of_amended(self, old, data):
        """LE-F18 LE-F24: the exit cuts every version, also when it comes before an
        amendment that was to begin."""
        charge = data.draw(charges(old.start, old.end))
        since = data.draw(st.dates(old.start, old.end))
        last = data.draw(st.dates(old.start, old.end))
        lease = amend(old, replace(old, charges=(charge,)), since)
        billed = schedule(lease)
        standing = schedule(leave(lease, billed, last).lease)
        self.assertEqual(standing[-1].period_to, last)
        again = data.draw(st.dates(old.start, old.end))
        moved = schedule(leave(leave(lease, billed, last).lease, standing, again).lease)
        self.assertEqual(moved[-1].period_to, again)
        if last < since:
            shorter = schedule(replace(old, cut=last))
            self.assertEqual(self.state(standing), self.state(shorter))

    def test_overtaken(self):
        """LE-F18: new terms from a day on replace an amendment that was to begin
        later."""
        charge = Charge("rent", Decimal(100))
        old = Lease(date(2026, 1, 1), date(2026, 12, 31), (charge,))
        dear, cheap = (
            replace(old, charges=(replace(charge, rate=Decimal(rate)),))
            for rate in (150, 80)
        )
        later = amend(old, dear, date(2026, 9, 1))
        cut = recut(later, cheap, schedule(later), date(2026, 7, 1))
        amounts = [line.amount for line in schedule(cut.lease)]
        self.assertEqual(amounts, [100] * 6 + [80] * 6)
        self.assertEqual(cut.net, -2 * 20 - 4 * 70)

    @patient
    @given(leases(anchor="calendar"), st.data())
    def test_renewal(self, old, data):
        """LE-F19: a renewal leaves every bill of the old term alone."""
        start = old.end + DAY
        end = start + timedelta(days=data.draw(st.integers(0, 400)))
        new = replace(old, end=end, charges=(data.draw(charges(start, end)),))
        billed = schedule(old)
        cut = recut(old, new, billed, start, join=False)
        self.assertEqual((cut.credits, cut.debits), ((), ()))
        lines = schedule(cut.lease)
        self.assertEqual(self.state(lines)[: len(billed)], self.state(billed))
        self.assertEqual(lines[len(billed)].period_from, start)
        self.assertEqual(lines[-1].period_to, end)

    def test_once(self):
        """LE-F18: a rent billed once stays one bill with parts of both versions; a sum
        paid once is not paid again, another one under its key is."""
        whole = Charge("whole", Decimal(100), rhythm="once")
        entry = replace(whole, key="entry", basis="lump")
        old = Lease(date(2026, 1, 1), date(2026, 3, 31), (whole, entry))
        dear = replace(whole, rate=Decimal(130))
        for again, sums in (
            (entry, 1),
            (replace(entry, date_from=date(2026, 1, 2)), 2),
        ):
            new = replace(old, charges=(dear, again))
            since = date(2026, 1, 2) if sums == 2 else date(2026, 3, 1)
            cut = recut(old, new, schedule(old), since)
            lines = schedule(cut.lease)
            kinds = [line.charge for line in lines]
            self.assertEqual(kinds, ["whole"] + ["entry"] * sums)
            self.assertEqual([line.charge for line in cut.credits], ["whole"])
        self.assertEqual(len(lines[0].parts), 3)
