"""What an amendment says it comes to is what is billed, over random amendments."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.models.amendment.what_if import compare, settle
from odoo.addons.ops_leasing.models.billing.open_line import open_lines
from odoo.addons.ops_leasing.rent import Charge, FreePeriod, Lease, schedule
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common_amendment import AmendmentCase
from .rent_terms import patient

START, END = date(2026, 3, 1), date(2027, 12, 31)
DAY = timedelta(days=1)
days = st.dates(START, END)
cents = st.integers(0, 30000).map(lambda n: Decimal(n) / 100)
rhythms = st.sampled_from(("month", "quarter", "half_year", "year"))


@st.composite
def amended(draw):
    """``(lease before, lease after, heirs, first day)``: cancelled the day before and
    agreed anew, as the signature does it."""
    day = draw(days)
    old = [
        Charge(key, rate=draw(cents), quantity=Decimal(80), rhythm=draw(rhythms))
        for key in ("rent", "fee")[: draw(st.integers(1, 2))]
    ]
    new, heirs = [], {}
    for charge in old:
        if draw(st.booleans()):
            new.append(charge)
            continue
        if day > START:
            new.append(Charge(**{**vars(charge), "date_to": day - DAY}))
        if draw(st.booleans()):
            key = f"{charge.key}2"
            heirs[key] = charge.key
            new.append(
                Charge(
                    key,
                    rate=draw(cents),
                    quantity=Decimal(80),
                    rhythm=draw(rhythms),
                    date_from=day if day > START else None,
                )
            )
    free = ()
    if draw(st.booleans()):
        first = draw(st.dates(day, END))
        free = (FreePeriod(date_from=first, date_to=draw(st.dates(first, END))),)
    end = draw(st.dates(day, END)) if draw(st.booleans()) else END
    new = [charge for charge in new if not charge.date_from or charge.date_from <= end]
    return (
        Lease(START, END, tuple(old)),
        Lease(START, end, tuple(new), free),
        heirs,
        day,
    )


@tagged("post_install", "-at_install")
class TestWhatIfLaws(BaseCase):
    """Pure arithmetic, no database."""

    @patient
    @given(amended(), days)
    def test_settled_is_amended_less_billed(self, case, upto):
        """LE-X6: whatever was billed, books and settlement together are the amended
        schedule: amendment = cancel + new."""
        before, after, heirs, _day = case
        old, new = schedule(before), schedule(after)
        billed = {
            (line.charge, line.period_from): line.amount
            for line in old
            if line.due <= upto and line.amount
        }
        found = settle(old, new, billed, heirs)
        if not billed:
            self.assertIsNone(found)
            return
        self.assertFalse(
            [line for line in found.before if line.corrects],
            "what was billed by the schedule is even",
        )
        books = Counter(billed)
        for line in found.after:
            books[line.charge, line.date_from] += line.amount
        wanted = {
            (line.charge, line.period_from): line.amount
            for line in new
            if line.amount
            and (line.due <= found.upto or (line.charge, line.period_from) in billed)
        }
        self.assertEqual({key: a for key, a in books.items() if a}, wanted)
        # and then nothing is open any more
        self.assertFalse(open_lines(new, dict(books), found.upto, heirs))

    @patient
    @given(amended())
    def test_rows_sum_to_the_schedules(self, case):
        """LE-X6: the table of periods sums to both schedules exactly."""
        before, after, heirs, _day = case
        old, new = schedule(before), schedule(after)
        rows = compare(old, new, heirs, date.min)
        self.assertEqual(sum(r.before for r in rows), sum(li.amount for li in old))
        self.assertEqual(sum(r.after for r in rows), sum(li.amount for li in new))
        part = compare(old, new, heirs, case[3])
        self.assertEqual(
            sum(r.after - r.before for r in part),
            sum(r.after - r.before for r in rows),
        )


@tagged("post_install", "-at_install")
class TestWhatIfBilled(AmendmentCase):
    """The same through the papers, the people and the books."""

    # an example takes seconds: what fails is not made smaller
    @settings(patient, max_examples=5, phases=(Phase.explicit, Phase.generate))
    @given(
        st.dates(START, date(2026, 9, 30)),
        st.dates(date(2026, 3, 31), date(2026, 9, 30)),
        cents,
        st.sampled_from(("month", "quarter")),
        st.sampled_from(("keep", "drop", "payer")),
        st.booleans(),
        st.booleans(),
    )
    def test_next_run_bills_it(self, start, upto, rate, rhythm, fee, free, shorter):
        """LE-X6 LE-F18: what the amendment said before approval is what the next run
        bills after the signature, line by line, to the cent."""
        with self.cr.savepoint() as point:
            lease = self.rented(
                [
                    {"kind": "rent", "rate": 101.37, "rhythm": rhythm},
                    {"kind": "service", "basis": "month", "rate": 613.13},
                ]
            )
            self.bill(upto)
            paper = self.amendment(lease, start)
            rent, service = paper.charge_ids.sorted("kind")
            self.by("clerk", rent).rate = float(rate)
            if fee == "drop":
                self.by("clerk", service).unlink()
            elif fee == "payer":
                self.by("clerk", service).payer_id = self.tenant()
            if free:
                self.by("clerk", paper).free_ids = [
                    Command.create(
                        {"date_from": start, "date_to": start + timedelta(days=20)}
                    )
                ]
            if shorter:
                self.by("clerk", paper).date_end = start + timedelta(days=45)
            said = paper.effect
            self.signed(paper)
            self.assertEqual(paper.effect, said)
            run = self.billing(paper.settle_until)
            moves = self.post(run) if run.line_ids else run.line_ids.move_ids
            self.assertBillsAs(paper, moves)
            self.assertFalse(self.billing(paper.settle_until).line_ids)
            point.rollback()
