"""Areas that change while a lease runs: the arithmetic, and the books after random
amendments and bills."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import (
    Charge,
    FreePeriod,
    Lease,
    amend,
    areas_of,
    by_area,
    cents,
    recut,
    schedule,
)
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common_shops import ShopCase
from .rent_terms import charges, patient

START, END = date(2024, 3, 15), date(2026, 2, 10)
DAY = timedelta(days=1)
inside = st.dates(START, END)
areas = st.integers(0, 20000).map(lambda n: Decimal(n) / 100)


@st.composite
def spans(draw):
    """Shops of a lease with their days; some never come into force."""
    found = [(None, None, draw(areas))]
    for _number in range(draw(st.integers(0, 3))):
        first = draw(st.one_of(st.none(), inside))
        last = draw(st.one_of(st.none(), st.dates(START - DAY, END)))
        found.append((first, last, draw(areas)))
    return found


def naive(found, day):
    return sum(
        (
            area
            for first, last, area in found
            if (first or date.min) <= day <= (last or date.max)
        ),
        Decimal(0),
    )


@tagged("post_install", "-at_install")
class TestAreaLaws(BaseCase):
    """Pure arithmetic, no database."""

    @patient
    @given(spans(), inside)
    def test_area_of_a_day(self, found, day):
        """LE-F18: the area of a day is that of the shops let on it."""
        eras = areas_of(found, START, END)
        self.assertEqual(eras[0][0], START)
        now = [area for since, area in eras if since <= day][-1]
        self.assertEqual(now, naive(found, day))

    @patient
    @given(spans(), charges(START, END), st.booleans())
    def test_sums_and_days(self, found, charge, free):
        """LE-F18: periods are those of the lease whatever happens to its area: no gap,
        no overlap, the parts sum to the period and have the area of their days."""
        eras = areas_of(found, START, END)
        charge = replace(charge, quantity=eras[0][1])
        frees = (FreePeriod(date_from=START, date_to=START + 40 * DAY),) if free else ()
        lease = Lease(START, END, (charge,), frees)
        lines = schedule(by_area(lease, {charge.key}, eras))
        self.assertEqual(
            [(li.period_from, li.period_to, li.due) for li in schedule(lease)],
            [(li.period_from, li.period_to, li.due) for li in lines],
        )
        for line in lines:
            self.assertEqual(sum(part.amount for part in line.parts), line.amount)
            self.assertEqual(line.parts[0].date_from, line.period_from)
            self.assertEqual(line.parts[-1].date_to, line.period_to)
            for part in line.parts:
                for day in (part.date_from, part.date_to):
                    self.assertEqual(part.quantity, naive(found, day))

    @patient
    @given(areas, areas, charges(START, END), inside, inside)
    def test_cancel_and_new(self, old, new, charge, day, upto):
        """LE-F18: another area from a day on is the lease cancelled the day before and
        agreed anew from then on, to the cent; billed less credited plus charged is
        what the amended lease owes."""
        charge = replace(charge, quantity=old)
        before = Lease(START, END, (charge,))
        after = Lease(START, END, (replace(charge, quantity=new),))
        eras = [(START, old)] + ([(day, new)] if day > START else [])
        if day == START:
            eras = [(START, new)]
        changed = by_area(
            Lease(START, END, (replace(charge, quantity=eras[0][1]),)),
            {charge.key},
            eras,
        )
        lines = schedule(changed)
        self.assertEqual(lines, schedule(amend(before, after, day)))
        billed = [line for line in schedule(before) if line.due <= upto]
        credit = recut(before, after, billed, day)
        if billed:
            until = max(line.period_to for line in billed)
            owed = [line for line in lines if line.period_from <= until]
            self.assertEqual(
                sum(li.amount for li in billed) + credit.net,
                sum(li.amount for li in owed),
            )

    @patient
    @given(areas, inside)
    def test_same_area_changes_nothing(self, area, day):
        """LE-F18: a line that ends and goes on with the same area is no change."""
        found = [(None, day - DAY, area), (day, None, area)]
        self.assertEqual(areas_of(found, START, END), [(START, area)])

    def test_worked_example(self):
        """LE-F18: 100 m² at 60.00 a month, 103.20 m² from 11 May on: ten of 31 days
        at the old area, twenty-one at the new one."""
        charge = Charge(
            "rent", rate=Decimal(60), basis="area_month", quantity=Decimal(100)
        )
        lease = Lease(date(2026, 5, 1), date(2026, 6, 30), (charge,))
        eras = [(lease.start, Decimal(100)), (date(2026, 5, 11), Decimal("103.2"))]
        may, june = schedule(by_area(lease, {"rent"}, eras))
        self.assertEqual(
            [(part.quantity, part.amount) for part in may.parts],
            [(100, Decimal("1935.48")), (Decimal("103.2"), Decimal("4194.58"))],
        )
        self.assertEqual((may.amount, june.amount), (Decimal("6130.06"), 6192))


@tagged("post_install", "-at_install")
class TestAreaBooks(ShopCase):
    """The same through the papers, the people and the books."""

    # an example takes seconds: what fails is not made smaller
    @settings(patient, max_examples=3, phases=(Phase.explicit, Phase.generate))
    @given(
        st.lists(
            st.one_of(
                st.tuples(
                    st.just("bill"), st.dates(date(2026, 3, 31), date(2026, 9, 30))
                ),
                st.tuples(
                    st.sampled_from(("area", "add", "give_back")),
                    st.dates(date(2026, 3, 1), date(2026, 9, 30)),
                ),
            ),
            min_size=3,
            max_size=5,
        ),
        st.sampled_from(("month", "quarter")),
    )
    def test_billed_and_open_are_owed(self, steps, rhythm):
        """LE-F16 LE-F18 LE-X6: amended and billed in any order, what is billed and what
        is open make what the lease owes; what each amendment says is what is billed
        next."""
        with self.cr.savepoint() as point:
            lease = self.rented(
                [
                    {"kind": "rent", "rate": 101.37, "rhythm": rhythm},
                    {"kind": "service", "basis": "area_day", "rate": 0.33},
                    {"kind": "promotion", "basis": "month", "rate": 613.13},
                ],
                line_ids=[
                    (0, 0, {"unit_id": (self.unit() + self.unit())[n].id})
                    for n in range(2)
                ],
            )
            for kind, day in steps:
                if kind == "bill":
                    run = self.billing(day)
                    if run.line_ids:
                        self.post(run)
                else:
                    self.change(lease, kind, day)
                self.assertOwed(lease)
            point.rollback()

    def change(self, lease, kind, day):
        units = lease._lines_on(day).unit_id
        if kind == "give_back" and len(units) < 2:
            kind = "area"
        if kind == "add":
            shop = ("add", self.unit(area_rent=33.33))
        elif kind == "area":
            line = lease._lines_on(day).filtered(lambda li: li.unit_id == units[0])
            shop = ("area", units[0], line.area + 1.17)
        else:
            shop = ("give_back", units[-1])
        paper = self.changed(lease, day, shop)
        said = paper.effect
        self.signed(paper)
        self.assertEqual(paper.effect, said)
        if paper.settle_until:
            run = self.billing(paper.settle_until)
            moves = self.post(run) if run.line_ids else run.line_ids.move_ids
            self.assertBillsAs(paper, moves)

    def assertOwed(self, lease):
        """Billed and open are owed, period by period."""
        upto = date(2026, 10, 31)
        books = dict(lease._rent_billed().get(lease.id, {}))
        for line in lease._rent_open(upto)[lease]:
            key = line.charge, line.date_from
            books[key] = books.get(key, Decimal(0)) + line.amount
        owed = {
            (line.charge, line.period_from): line.amount
            for line in lease._rent_schedule(lease._rent_lease())
            if line.due <= upto or (line.charge, line.period_from) in books
        }
        self.assertEqual(
            {key: cents(float(amount)) for key, amount in books.items() if amount},
            {key: cents(float(amount)) for key, amount in owed.items() if amount},
        )
