from dataclasses import replace
from decimal import Decimal

from odoo.addons.ops_leasing.rent import (
    Charge,
    Escalation,
    FreePeriod,
    Season,
    Step,
    amend,
    in_force,
    schedule,
)

from .rent_common import ScheduleCase, lease, rent
from .rent_terms import d


class TestSchedule(ScheduleCase):
    """What a charge can say."""

    def test_trace(self):
        """LE-X1: one quarter with an opening, days without rent and a step says which
        clause held on which days."""
        charge = rent(
            "88.80",
            basis="area_month",
            quantity=Decimal("123.45"),
            rhythm="quarter",
            clause="4.1",
            steps=(Step(d("2026-06-10"), percent=Decimal("0.05"), clause="4.3"),),
        )
        free = FreePeriod("after_opening", days=20, clause="4.2")
        terms = lease(
            *("2026-03-15", "2026-12-31", charge),
            free=(free,),
            opening=d("2026-04-10"),
        )
        lines = schedule(terms)
        self.assert_parts(lines[0], ("base", 17, 31, 0, "88.80", "6011.62"))
        self.assert_parts(
            lines[1],
            ("base", 9, 30, 0, "88.80", "3288.71"),
            ("free", 20, None, 0, "88.80", "0"),
            ("base", 1, 30, 0, "88.80", "365.41"),
            ("base", 31, None, 1, "88.80", "10962.36"),
            ("base", 9, 30, 0, "88.80", "3288.71"),
            ("step", 21, 30, 0, "93.24", "8057.33"),
        )
        self.assertEqual(lines[1].amount, Decimal("25962.52"))
        self.assertEqual(lines[1].parts[-1].rounding, 0)
        reasons = [reason.clause for reason in lines[1].parts[1].reasons]
        self.assertEqual(reasons, ["4.1", "4.2"])
        figures = (d("2026-06-10"), None, Decimal("0.05"), None)
        self.assertEqual(lines[1].parts[-1].reasons, (("step", "4.3", figures),))
        free = lines[1].parts[1].reasons[1]
        figures = ("after_opening", d("2026-04-10"), d("2026-04-29"), 1)
        self.assertEqual((free.code, free.data), ("free", figures))

    def test_free_follows_opening(self):
        """LE-F06 LE-X1: the rent-free month moves with the opening 顺延."""
        free = FreePeriod("after_opening", months=1)
        terms = lease(
            "2026-01-01",
            "2026-06-30",
            rent(3100),
            free=(free,),
            opening_planned=d("2026-02-01"),
        )
        lines = schedule(terms)
        self.assertEqual({line.notes for line in lines}, {("opening_planned",)})
        planned = [line.amount for line in lines]
        self.assertEqual(planned, [3100, 0, 3100, 3100, 3100, 3100])
        late = schedule(replace(terms, opening=d("2026-03-11")))
        self.assert_parts(
            late[2],
            ("base", 10, 31, 0, "3100", "1000"),
            ("free", 21, None, 0, "3100", "0"),
        )
        self.assertEqual(late[1].amount, 3100)
        # 11 March to 10 April is the month
        self.assertEqual(late[3].amount, Decimal("2066.67"))
        unknown = schedule(replace(terms, opening_planned=None))
        self.assertEqual({line.notes for line in unknown}, {("opening_unknown",)})
        self.assertEqual({line.notes for line in late}, {()})
        opened = replace(terms, opening=d("2026-03-11"))
        known = schedule(amend(terms, opened, d("2026-03-11")))
        self.assertEqual({line.notes for line in known}, {()})

    def test_fit_out(self):
        """LE-F06: a fit-out period ends when the shop opens, or after its days."""
        free = FreePeriod("until_opening", days=59)
        terms = lease("2026-01-01", "2026-04-30", rent(3000), free=(free,))
        lines = schedule(terms)
        self.assertEqual([line.amount for line in lines], [0, 0, 3000, 3000])
        self.assert_parts(lines[0], ("free", 31, None, 0, "3000", "0"))
        self.assertEqual(lines[0].parts[0].time, 0)
        early = replace(terms, opening=d("2026-02-01"))
        self.assertEqual([x.amount for x in schedule(early)], [0, 3000, 3000, 3000])
        late = replace(terms, opening=d("2026-04-01"))
        self.assertEqual([x.amount for x in schedule(late)], [0, 0, 3000, 3000])
        endless = replace(terms, free=(FreePeriod("until_opening"),))
        self.assertEqual([x.amount for x in schedule(endless)], [0, 0, 0, 0])
        fixed = replace(terms, free=(FreePeriod("from_start", months=1),))
        self.assertEqual([x.amount for x in schedule(fixed)], [0, 3000, 3000, 3000])

    def test_who_is_free(self):
        """LE-F06: the property fee is due in rent-free days unless it is named."""
        fee = Charge("fee", Decimal(500), rent_free=False)
        ads = Charge("ads", Decimal(90))
        span = {"date_from": d("2026-01-01"), "date_to": d("2026-01-31")}
        terms = lease("2026-01-01", "2026-01-31", rent(3000), fee, ads)
        everyone = schedule(replace(terms, free=(FreePeriod(**span),)))
        self.assertEqual([x.amount for x in everyone], [0, 500, 0])
        named = FreePeriod(**span, charges=("rent", "fee"))
        self.assertEqual(
            [x.amount for x in schedule(replace(terms, free=(named,)))], [0, 500, 90]
        )

    def test_half_rent(self):
        """LE-F06: half rent is a reduced part, not a free one."""
        half = FreePeriod(
            date_from=d("2026-04-01"), date_to=d("2026-04-15"), share=Decimal("0.5")
        )
        terms = lease("2026-04-01", "2026-04-30", rent(3000), free=(half,))
        line = schedule(terms)[0]
        self.assert_parts(
            line,
            ("reduced", 15, 30, 0, "3000", "750"),
            ("base", 15, 30, 0, "3000", "1500"),
        )

    def test_free_twice(self):
        """LE-F06: where a free period meets another, the first in the list holds."""
        half = {"share": Decimal("0.5")}
        fixed = FreePeriod(
            date_from=d("2026-04-01"), date_to=d("2026-04-30"), clause="fixed", **half
        )
        follows = FreePeriod("after_opening", months=1, clause="follows", **half)
        terms = lease("2026-04-01", "2026-05-31", rent(3100))
        terms = replace(terms, opening=d("2026-04-11"), free=(fixed, follows))
        lines = schedule(terms)
        self.assertEqual([line.amount for line in lines], [1550, 2600])
        clauses = [part.reasons[-1].clause for part in lines[0].parts]
        self.assertEqual(clauses, ["fixed", "fixed"])

    def test_steps(self):
        """LE-F05: dated rates, percentages and amounts, compounding or of the first
        rate."""
        rates = {
            "dated": {"steps": (Step(d("2027-01-01"), rate=Decimal(110)),)},
            "compound": {"escalation": Escalation(6, percent=Decimal("0.1"))},
            "simple": {
                "escalation": Escalation(6, percent=Decimal("0.1"), compound=False)
            },
            "amount": {"escalation": Escalation(6, amount=Decimal(7), times=2)},
            "whole numbers": {"escalation": Escalation(12, percent=1)},
            "first": {
                "escalation": Escalation(
                    12, percent=Decimal("0.1"), first=d("2026-02-01")
                )
            },
        }
        got = {}
        for name, more in rates.items():
            charge = Charge("rent", 100, **more)
            lines = schedule(lease("2026-01-01", "2027-12-31", charge))
            got[name] = [lines[i].amount for i in (0, 1, 6, 12, 18)]
        expected = {
            "dated": [100, 100, 100, 110, 110],
            "compound": [100, 100, 110, 121, Decimal("133.1")],
            "simple": [100, 100, 110, 120, 130],
            "amount": [100, 100, 107, 114, 114],
            "whole numbers": [100, 100, 100, 200, 200],
            "first": [100, 110, 110, 110, 121],
        }
        self.assertEqual(got, expected)

    def test_season(self):
        """LE-X1: a season over the end of the year, with days."""
        season = Season((12, 21), (1, 10), Decimal("1.5"), "busy")
        terms = lease("2026-12-01", "2027-01-31", rent(3100, seasons=(season,)))
        lines = schedule(terms)
        self.assertEqual([x.amount for x in lines], [2000 + 1650, 1500 + 2100])
        busy = lines[0].parts[1]
        self.assertEqual((busy.factor, busy.days), (Decimal("1.5"), 11))
        self.assertIn("season", [reason.code for reason in busy.reasons])

    def test_bases(self):
        """LE-F04: per area, per day, per month, lump sums; a year of daily rent is the
        same by days and by twelve equal months."""
        for basis, convention, expected in (
            ("area_month", "actual", 12 * 3000),
            ("area_day", "actual", 365 * 3000),
            ("area_day", "actual_365", 365 * 3000),
            ("area_day", "days_30", 360 * 3000),
            ("area_day", "thirty_360", 360 * 3000),
            ("day", "actual", 365 * 3000),
            ("month", "actual", 12 * 3000),
            ("lump", "actual", 12 * 3000),
        ):
            charge = rent(30, quantity=Decimal(100), basis=basis, convention=convention)
            lines = schedule(lease("2026-01-01", "2026-12-31", charge))
            self.assertEqual(sum(line.amount for line in lines), expected, basis)
        equal = {line.amount for line in lines}
        self.assertEqual(equal, {3000})

    def test_daily_rate(self):
        """LE-F04: advertising by day, 2 places for 10 days."""
        charge = rent(50, basis="day", quantity=Decimal(2))
        lines = schedule(lease("2026-03-25", "2026-04-03", charge))
        self.assert_lines(lines, ("260325-260331", "700"), ("260401-260403", "300"))
        part = lines[0].parts[0]
        self.assertEqual((part.days, part.of_days, part.time), (7, 1, 7))

    def test_rhythms(self):
        """LE-F04: calendar periods and those of the lease."""
        term = ("2026-02-10", "2027-02-09")
        spans = {
            ("quarter", "calendar"): 5,
            ("quarter", "lease"): 4,
            ("half_year", "calendar"): 3,
            ("half_year", "lease"): 2,
            ("year", "calendar"): 2,
            ("year", "lease"): 1,
            ("once", "calendar"): 1,
        }
        for (rhythm, anchor), count in spans.items():
            charge = rent(2800, rhythm=rhythm, anchor=anchor)
            lines = schedule(lease(*term, charge))
            self.assertEqual(len(lines), count, (rhythm, anchor))
            if anchor == "lease":
                self.assertEqual({x.amount for x in lines}, {2800 * 12 // count})
        quarters = schedule(lease(*term, rent(2800, rhythm="quarter")))
        self.assertEqual(str(quarters[1].period_from), "2026-04-01")

    def test_lump(self):
        """LE-F04: a sum paid once is never cut; a yearly sum is."""
        once = Charge("once", Decimal(1000), basis="lump", rhythm="once")
        late = replace(once, key="late", date_from=d("2026-05-05"))
        never = replace(once, key="never", date_from=d("2027-05-05"))
        yearly = Charge("yearly", Decimal(1200), basis="lump", rhythm="year")
        terms = lease("2026-04-01", "2026-12-31", once, late, never, yearly)
        lines = {line.charge: line for line in schedule(terms)}
        self.assertEqual(set(lines), {"once", "late", "yearly"})
        self.assertEqual(lines["once"].amount, 1000)
        self.assertEqual(str(lines["late"].period_from), "2026-05-05")
        self.assertEqual(lines["yearly"].amount, 900)

    def test_due(self):
        """LE-F04: in advance or in arrears, days after or a day of the month."""
        for more, expected in (
            ({}, "2026-04-01"),
            ({"due_days": 4}, "2026-04-05"),
            ({"due_days": -7}, "2026-03-25"),
            ({"in_advance": False}, "2026-06-30"),
            ({"in_advance": False, "due_days": 10}, "2026-07-10"),
            ({"due_day": 31}, "2026-04-30"),
            ({"in_advance": False, "due_day": 5}, "2026-07-05"),
        ):
            charge = rent(100, rhythm="quarter", **more)
            line = schedule(lease("2026-04-01", "2026-06-30", charge))[0]
            self.assertEqual(str(line.due), expected, more)
        first = schedule(lease("2026-04-20", "2026-06-30", rent(100, due_day=5)))
        self.assertEqual([f"{x.due:%m%d}" for x in first], ["0420", "0505", "0605"])
        own = rent(100, due_day=5, anchor="lease")
        first = schedule(lease("2026-04-20", "2026-06-19", own))
        self.assertEqual([f"{x.due:%m%d}" for x in first], ["0405", "0505"])

    def test_rounding(self):
        """LE-F12: the cent that rounding leaves goes where the charge says."""
        half = {"date_from": d("2026-03-01"), "date_to": d("2026-03-10")}
        free = FreePeriod(**half, share=Decimal("0.5"))
        step = Step(d("2026-03-20"), amount=Decimal(0))
        base = rent("100.01", steps=(step,))
        terms = lease("2026-03-01", "2026-03-31", base, free=(free,))
        exact = [part.amount for part in schedule(terms)[0].parts]
        self.assertEqual(exact, [Decimal("16.13"), Decimal("29.04"), Decimal("38.71")])
        places = {}
        for remainder in ("first", "last", "largest"):
            charge = replace(base, remainder=remainder, rate=Decimal("100.03"))
            parts = schedule(replace(terms, charges=(charge,)))[0].parts
            places[remainder] = [part.rounding for part in parts]
            self.assertEqual(sum(part.amount for part in parts), Decimal("83.90"))
        cent = Decimal("0.01")
        self.assertEqual(
            places,
            {"first": [cent, 0, 0], "last": [0, 0, cent], "largest": [0, 0, cent]},
        )
        # two parts below half a cent: the cent is not in the free days after them
        little = rent("0.01", steps=(Step(d("2026-03-13"), amount=Decimal(0)),))
        rest = FreePeriod(date_from=d("2026-03-25"), date_to=d("2026-03-31"))
        line = schedule(lease("2026-03-01", "2026-03-31", little, free=(rest,)))[0]
        got = [part.amount for part in line.parts]
        self.assertEqual(got, [0, Decimal("0.01"), 0])
        # thirds that make up a whole lose nothing
        thirds = {"basis": "lump", "rhythm": "quarter"}
        steps = (Step(d("2026-02-10"), amount=Decimal(0)),)
        charge = rent("0.025", **thirds, steps=steps)
        line = schedule(lease("2026-01-01", "2026-03-31", charge))[0]
        self.assertEqual((len(line.parts), line.amount), (4, Decimal("0.03")))
        for unit, mode, expected in (
            ("1", "half_up", "49"),
            ("0.1", "half_up", "49.4"),
            ("1", "up", "50"),
            ("0.1", "down", "49.3"),
            ("0.01", "half_even", "49.36"),
        ):
            charge = rent("49.355", unit=Decimal(unit), rounding=mode)
            line = schedule(lease("2026-03-01", "2026-03-31", charge))[0]
            self.assertEqual(line.amount, Decimal(expected), (unit, mode))

    def test_month_rounded(self):
        """LE-F12: a quarter is three times the rounded month, where that is agreed."""
        terms = {
            "basis": "area_month",
            "quantity": Decimal("33.33"),
            "rhythm": "quarter",
        }
        span = ("2026-01-01", "2026-03-31")
        plain = schedule(lease(*span, rent("1.15", **terms)))[0]
        months = schedule(lease(*span, rent("1.15", **terms, round_month=True)))[0]
        self.assertEqual(plain.amount, Decimal("114.99"))
        self.assertEqual(months.amount, 3 * Decimal("38.33"))
        daily = {**terms, "basis": "area_day", "round_month": True}
        line = schedule(lease(*span, rent("1.15", **daily)))[0]
        self.assertEqual(
            [part.amount for part in line.parts],
            [Decimal("1188.21"), Decimal("1073.23"), Decimal("1188.21")],
        )

    def test_in_force(self):
        """LE-F26: what a month costs on a day, for rent rolls."""
        step = Step(d("2026-07-01"), rate=Decimal(4))
        area = {"quantity": Decimal(100), "basis": "area_day"}
        charges = (
            rent(3, **area, steps=(step,)),
            Charge("fee", Decimal(20), quantity=Decimal(100), basis="area_month"),
            Charge("tax", Decimal(1200), basis="lump", rhythm="year"),
            Charge("entry", Decimal(500), basis="lump", rhythm="once"),
            Charge("late", Decimal(9), date_from=d("2026-12-01")),
        )
        terms = lease("2026-01-01", "2026-12-31", *charges)
        got = {
            key: now.monthly for key, now in in_force(terms, d("2026-01-01")).items()
        }
        self.assertEqual(got, {"rent": 9125, "fee": 2000, "tax": 100})
        self.assertEqual(in_force(terms, d("2026-07-01"))["rent"].rate, 4)
        self.assertIn("late", in_force(terms, d("2026-12-31")))
        self.assertEqual(in_force(terms, d("2027-01-01")), {})

    def test_early_exit(self):
        """LE-F18: nothing is charged after the day the lease is cut."""
        terms = lease("2026-01-01", "2026-12-31", rent(3000), cut=d("2026-04-10"))
        lines = schedule(terms)
        self.assertEqual(lines[-1].amount, 1000)
        self.assertEqual(str(lines[-1].period_to), "2026-04-10")
