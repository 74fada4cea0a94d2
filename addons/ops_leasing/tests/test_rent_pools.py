from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import (
    Charge,
    Cost,
    FreePeriod,
    Lease,
    Member,
    Pool,
    RentError,
    Step,
    between,
    cap_of,
    check_pool,
    distribute,
    grossed_up,
    schedule,
    straight_line,
    true_up,
)
from odoo.tests.common import BaseCase

from .rent_terms import DAY, cents, d, leases, patient

ZERO = Decimal(0)
YEAR = (d("2026-01-01"), d("2026-12-31"))


class TestPools(BaseCase):
    """LE-F10: property-cost pools."""

    def pool(self, costs, members, **more):
        return Pool(*YEAR, tuple(costs), tuple(members), **more)

    def shares(self, pool):
        return {share.key: share.amount for share in distribute(pool)}

    def test_gross_up(self):
        """LE-F10: variable costs as if more had been let, fixed ones as they are.

        Sources: calculator.academy "Operating Expense Gross Up Calculator" (120,000
        variable, 80,000 fixed, 80 % let, 95 % meant, 12 % share: 142,500 and 26,700);
        camaudit.io "Gross-up factor" (100,000 at 70 % for 95 %: 135,700 in thousands).
        """
        costs = (
            Cost("cleaning", Decimal(120000), variable=True),
            Cost("insurance", Decimal(80000)),
        )
        pool = self.pool(
            costs,
            (Member("a", Decimal(12)), Member("b", Decimal(68))),
            total=Decimal(100),
            occupancy=Decimal("0.8"),
            gross_up=Decimal("0.95"),
        )
        shares = self.shares(pool)
        self.assertEqual(shares["a"], 26700)
        self.assertEqual(sum(shares.values()), 200000)
        up = grossed_up(Decimal(100000), Decimal("0.7"), Decimal("0.95"))
        self.assertEqual(round(up, -2), 135700)
        self.assertEqual(grossed_up(Decimal(9), Decimal(1), Decimal("0.95")), 9)

    def test_cap_history(self):
        """LE-F10: a cap that rises by 3 % a year.

        Source: docs.oracle.com JD Edwards, "Understanding Cap History": 6.56789 becomes
        6.76493.
        """
        unit = Decimal("0.00001")
        cap = cap_of(Decimal("6.56789"), Decimal("0.03"), unit=unit)
        self.assertEqual(cap, Decimal("6.76493"))

    def test_shares(self):
        """LE-F10: by area and days, with exclusions, a cap, and the landlord's rest."""
        costs = (
            Cost("cleaning", Decimal(36500)),
            Cost("lift", Decimal(7300)),
            Cost("tax", Decimal(1000), controllable=False),
        )
        ground = Member("ground", Decimal(50), excluded=frozenset({"lift"}))
        half = Member("half", Decimal(30), date_from=d("2026-07-01"))
        capped = Member("capped", Decimal(20), cap=Decimal(5000))
        pool = self.pool(costs, (ground, half, capped), total=Decimal(100))
        shares = {share.key: share for share in distribute(pool)}
        self.assertEqual(shares["ground"].amount, 18250 + 500)
        self.assertEqual(
            [(p.cost, p.days, p.amount) for p in shares["half"].parts],
            [
                ("cleaning", 184, 5520),
                ("lift", 184, 1104),
                ("tax", 184, Decimal("151.23")),
            ],
        )
        self.assertEqual(shares["capped"].over_cap, 7300 + 1460 - 5000)
        self.assertEqual(shares["capped"].amount, 5200)
        self.assertEqual(sum(share.amount for share in shares.values()), 44800)
        among = distribute(replace(pool, total=None))
        lift = [p.amount for x in among for p in x.parts if p.cost == "lift"]
        self.assertEqual(sum(lift), 7300)
        self.assertEqual(among[-1].amount, among[2].over_cap)
        self.assertEqual(sum(share.amount for share in among), 44800)

    def test_refused(self):
        """LE-F10: the classic errors: wrong denominator, unknown cost, twice."""
        cost, member = Cost("c", Decimal(9)), Member("m", Decimal(5))
        good = self.pool((cost,), (member,), total=Decimal(5))
        self.assertEqual(list(check_pool(good)), [])
        for code, bad in (
            ("weights_above_total", replace(good, total=Decimal("4.9"))),
            ("not_decimal", replace(good, costs=(Cost("c", 9.5),))),
            ("cost_twice", replace(good, costs=(cost, cost))),
            ("member_twice", replace(good, members=(member, member), total=None)),
            ("pool_dates", replace(good, date_to=d("2025-12-31"))),
            ("gross_up_occupancy", replace(good, gross_up=Decimal("0.9"))),
            *(
                (code, replace(good, members=(replace(member, **terms),)))
                for code, terms in (
                    ("weight_negative", {"weight": Decimal(-1)}),
                    ("cap_negative", {"cap": Decimal(-1)}),
                    ("base_negative", {"base": Decimal(-1)}),
                    ("not_decimal", {"weight": 5.0}),
                    ("exclusion_unknown", {"excluded": frozenset({"x"})}),
                    ("member_dates", {"date_from": YEAR[1], "date_to": YEAR[0]}),
                )
            ),
        ):
            with self.subTest(code):
                self.assertEqual([x.code for x in check_pool(bad)], [code])
                with self.assertRaises(RentError) as caught:
                    distribute(bad)
                self.assertTrue(str(caught.exception).endswith("."))

    def test_base_year(self):
        """LE-F10: only what is above the share of the base year."""
        above, below = (
            Member(key, Decimal(1), base=Decimal(base))
            for key, base in (("above", 400), ("below", 600))
        )
        got = distribute(self.pool((Cost("c", Decimal(1000)),), (above, below)))
        self.assertEqual([share.amount for share in got], [100, 0, 900])
        self.assertEqual([share.base for share in got], [400, 500, 0])

    def test_true_up(self):
        """LE-F10: actual less billed, also for who was billed and bears nothing."""
        pool = self.pool((Cost("c", Decimal(900)),), (Member("a", Decimal(1)),))
        got = true_up(distribute(pool), {"a": Decimal(1000), "gone": Decimal(50)})
        self.assertEqual([(x.key, x.due) for x in got], [("a", -100), ("gone", -50)])

    @patient
    @given(
        st.lists(st.tuples(cents(90000), st.booleans()), min_size=1, max_size=4),
        st.lists(
            st.tuples(cents(900), st.integers(0, 364), st.none() | cents(5000)),
            max_size=6,
        ),
        st.booleans(),
        st.none() | st.just(Decimal("0.95")),
    )
    def test_sum(self, costs, members, whole_house, gross_up):
        """LE-F10: shares and the landlord's rest are the costs, to the cent; caps hold;
        parts make up a share."""
        pool = self.pool(
            [Cost(str(n), cost, variable) for n, (cost, variable) in enumerate(costs)],
            [
                Member(str(n), weight, YEAR[0] + timedelta(days=day), cap=cap)
                for n, (weight, day, cap) in enumerate(members)
            ],
            total=Decimal(6000) if whole_house else None,
            occupancy=Decimal("0.7"),
            gross_up=gross_up,
        )
        shares = distribute(pool)
        self.assertEqual(sum(x.amount for x in shares), sum(c for c, _v in costs))
        for share, member in zip(shares, pool.members, strict=False):
            made = sum((part.amount for part in share.parts), ZERO)
            self.assertEqual(share.amount, made - share.over_cap)
            if member.cap is not None:
                self.assertLessEqual(share.amount, member.cap)


class TestStraightLine(BaseCase):
    """LE-F27 LE-X9: revenue evenly over the lease."""

    def lines(self, rate, years, **more):
        end = d(f"{2025 + years}-12-31")
        charge = Charge("rent", Decimal(rate), **more.pop("charge", {}))
        lease = Lease(d("2026-01-01"), end, (charge,), **more)
        return schedule(lease), lease.start, end

    def test_published(self):
        """LE-F27: total ÷ months.

        Sources: fool.com "How Do Straight-Line Rents Work" (6 × 1,800 + 6 × 2,000:
        1,900); wap.manyoumao.com kuaiji/81108 (five years at 20,000, two months free
        免租期: 1,160,000 in all, 1.93 万元 a month); justaaa.com 811486 (10,000 sq ft
        at 10, 15 and 20 a year for 3, 4 and 3 years: 150,000 a year).
        """
        step = {"steps": (Step(d("2026-07-01"), rate=Decimal(2000)),)}
        months = straight_line(*self.lines(1800, 1, charge=step))
        self.assertEqual({month.earned for month in months}, {1900})
        self.assertEqual([m.balance for m in months[4:8]], [500, 600, 500, 400])
        free = (FreePeriod("from_start", months=2),)
        months = straight_line(*self.lines(20000, 5, free=free))
        self.assertEqual(sum(m.earned for m in months), 1160000)
        self.assertEqual(months[0].earned, Decimal("19333.33"))
        self.assertEqual((months[0].charged, months[2].charged), (0, 20000))
        dates = ((d("2029-01-01"), 15), (d("2033-01-01"), 20))
        steps = tuple(Step(day, rate=Decimal(rate)) for day, rate in dates)
        yearly = {"steps": steps, "basis": "lump", "rhythm": "year"}
        yearly["quantity"] = Decimal(10000)
        months = straight_line(*self.lines(10, 10, charge=yearly))
        self.assertEqual({month.earned for month in months}, {12500})

    def test_by_day(self):
        """LE-F27: by days a long month earns more."""
        lines, start, end = self.lines(3650, 1)
        months = straight_line(lines, start, end, by="day")
        self.assertEqual([m.earned for m in months[:3]], [3720, 3360, 3720])

    def test_amended(self):
        """LE-F27 LE-F18: what was booked stays, the rest is spread over the rest."""
        lines, start, end = self.lines(1200, 1)
        booked = [
            (month.date_from, Decimal(900))
            for month in straight_line(*self.lines(900, 1))[:6]
        ]
        months = straight_line(lines, start, end, since=d("2026-07-01"), earned=booked)
        self.assertEqual([m.earned for m in months], [900] * 6 + [1500] * 6)
        for more, code in (
            ({"since": d("2026-07-02")}, "since_not_month"),
            ({"since": d("2027-01-01")}, "since_not_month"),
            ({"by": "week"}, "spread_unknown"),
        ):
            with self.assertRaises(RentError) as caught:
                straight_line(lines, start, end, **more)
            self.assertEqual(caught.exception.code, code)
            self.assertTrue(str(caught.exception).endswith("."))
        with self.assertRaises(RentError):
            straight_line(lines, end, start)

    @patient
    @given(leases(), st.sampled_from(("month", "day")))
    def test_sums(self, lease, by):
        """LE-F27: the straight line sums to the total, the balance ends at zero, whole
        months are equal."""
        lines = schedule(lease)
        total = sum(line.amount for line in lines)
        months = straight_line(lines, lease.start, lease.end, by)
        self.assertEqual(sum(month.earned for month in months), total)
        self.assertEqual(sum(month.charged for month in months), total)
        self.assertEqual(months[-1].balance, 0)
        if by == "month":
            self.assertLessEqual(len({m.earned for m in months[1:-1]}), 1)

    @patient
    @given(leases(), st.data())
    def test_between(self, lease, data):
        """LE-F27: whatever day a line is cut on, the two sides make it up; whole
        periods are not touched; a month of a whole quarter is a third."""
        lines = schedule(lease)
        day = data.draw(st.dates(lease.start, lease.end))
        early = between(lines, lease.start, day)
        late = between(lines, day + DAY, lease.end)
        self.assertEqual(early + late, sum(line.amount for line in lines))
        for line in lines:
            if line.period_to <= day:
                early -= line.amount
            if line.period_from > day:
                late -= line.amount
        self.assertGreaterEqual(early, 0)
        self.assertGreaterEqual(late, 0)

    def test_end_of_month(self):
        """LE-F27: months from the 31st do not give more than the whole."""
        charge = Charge("rent", Decimal(900), rhythm="quarter", anchor="lease")
        lines = schedule(Lease(d("2025-08-31"), d("2026-05-30"), (charge,)))
        day = d("2026-02-28")
        for line in lines:
            before = ZERO
            while day < line.period_to:
                got = between([line], line.period_from, day)
                self.assertTrue(before <= got <= line.amount, day)
                before, day = got, day + DAY
