"""Rent from sales through the billing run: due beyond the guarantee, once."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing.models.sales.settlement import _rows
from odoo.addons.ops_leasing.models.sales.windows import points
from odoo.addons.ops_leasing.rent import Category, Tier, TurnoverRule, settle
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from .common_sales import SalesCase
from .rent_terms import cents, patient

DAY = timedelta(days=1)
days = st.dates(date(2023, 1, 1), date(2028, 12, 31))


class TestSalesWindows(BaseCase):
    """Which days a settlement covers."""

    @patient
    @given(
        days, st.integers(0, 1500), st.sampled_from([(1, 1), (3, 3), (12, 1), (12, 3)])
    )
    def test_windows(self, start, length, rhythm):
        """LE-F08: windows follow each other without gap or overlap, shares grow to 1,
        and every window ends in a settlement."""
        size, step = rhythm
        end, day = start + timedelta(days=length), start
        for window in points(start, end, size, step):
            self.assertEqual({point.first for point in window}, {day})
            self.assertTrue(window[-1].boundary and window[-1].closing)
            self.assertFalse(any(point.closing for point in window[:-1]))
            shares = [point.share for point in window]
            self.assertEqual(shares, sorted(shares))
            self.assertTrue(shares[0] > 0 and shares[-1] <= 1)
            whole = day.day == 1 and (day.month - 1) % size == 0
            if whole and len(window) == size and (window[-1].last + DAY).day == 1:
                self.assertEqual(shares[-1], 1)
            day = window[-1].last + DAY
        self.assertEqual(day, end + DAY)

    @patient
    @given(
        cents(2000000),
        cents(50000),
        cents(30000),
        st.sampled_from(["greater", "plus", "only"]),
        st.sampled_from([None, Decimal(1000)]),
        st.sampled_from([None, Decimal(20000)]),
        st.sampled_from([Decimal(0), Decimal(300)]),
    )
    def test_rows_sum_to_what_is_owed(
        self, sales, guarantee, billed, method, least, most, offset
    ):
        """LE-X1: the rows on the bill sum to what is owed beyond the guarantee."""
        tiers = (
            Tier(Decimal(0), Decimal(100000), Decimal("0.05")),
            Tier(Decimal(100000), None, Decimal("0.08"), Decimal(50)),
        )
        rule = TurnoverRule(
            (Category(1, tiers, offset=offset),),
            method=method,
            minimum=least,
            maximum=most,
        )
        got = settle(
            *(rule, date(2026, 1, 1), date(2026, 1, 31), {1: sales}, guarantee, billed)
        )
        owed = got.rent - got.guarantee
        rows = list(_rows(got, owed))
        self.assertEqual(sum(Decimal(row["amount"]) for row in rows), owed)
        self.assertEqual(got.due, owed - billed)


@tagged("post_install", "-at_install")
class TestSalesSettlement(SalesCase):
    def test_greater_of_both(self):
        """LE-F08: what 10 % of sales are above the guarantee is billed with the month,
        with sales, tier and guarantee on the bill."""
        lease = self.selling(turnover_clause="Art. 5.2")
        self.sold(lease, date(2026, 3, 1), 100000)
        (bill,) = self.bill()
        self.assertEqual(bill.amount_untaxed, 10000)
        line = bill.invoice_line_ids.filtered(
            lambda li: li.lease_charge_id.kind == "turnover"
        )
        self.assertEqual(line.price_subtotal, 2000)
        self.assertEqual(line.account_id, self.company.lease_rent_account_id)
        self.assertEqual(
            (line.lease_period_from, line.lease_period_to),
            (date(2026, 3, 1), date(2026, 3, 31)),
        )
        tier, balance = line.lease_trace["trace"]
        self.assertEqual((tier["quantity"], tier["amount"]), ("100000.00", "10000.00"))
        self.assertEqual(
            (balance["quantity"], balance["amount"]), ("8000.00", "-8000.00")
        )
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ops_leasing.report_lease_bill", bill.ids)[0]
            .decode()
        )
        for text in ("100,000", "10 %", "Art. 5.2", "8,000"):
            self.assertIn(text, html)

    def test_billed_once(self):
        """LE-F17: a repeated run bills no rent from sales twice."""
        lease = self.selling()
        self.sold(lease, date(2026, 3, 1), 100000)
        self.assertEqual(self.of_sales(self.bill()), 2000)
        self.assertFalse(self.billing().line_ids)

    def test_guarantee_covers(self):
        """LE-F08: sales below the guarantee owe nothing more; the month is settled."""
        lease = self.selling()
        report = self.sold(lease, date(2026, 3, 1), 70000)
        bill = self.bill()
        self.assertEqual((bill.amount_untaxed, self.of_sales(bill)), (8000, 0))
        self.by("finance", report).action_settle()
        self.assertEqual(report.state, "settled")

    def test_only_checked_sales_settle(self):
        """LE-F09: reported sales are not settled before another person checked them."""
        lease = self.selling()
        report = self.sold(lease, date(2026, 3, 1), 100000, check=False)
        self.assertEqual(self.of_sales(self.bill()), 0)
        self.by("finance", report).action_check()
        with self.assertRaisesRegex(UserError, "not in the books"):
            self.by("finance", report).action_settle()
        self.assertEqual(self.of_sales(self.bill()), 2000)
        self.by("finance", report).action_settle()
        self.assertEqual(report.state, "settled")

    def test_on_account_then_final(self):
        """LE-F08: on account month by month, the quarter nets what was billed, a
        checked correction is billed by the difference."""
        lease = self.selling(
            date_start=date(2026, 4, 1),
            turnover_rhythm="quarter",
            turnover_advance=True,
        )
        reports = []
        for month, end, net, due in (
            (4, 30, 100000, 2000),
            (5, 31, 60000, -2000),
            (6, 30, 200000, 12000),
        ):
            first = date(2026, month, 1)
            reports.append(self.sold(lease, first, net, check=False))
            bills = self.bill(date(2026, month, end))
            self.assertEqual(self.of_sales(bills), due)
        for report in reports:
            self.by("finance", report).action_check()
        self.assertFalse(self.billing(date(2026, 6, 30)).line_ids)
        june = reports[-1]
        self.by("clerk", june).action_correct("Till counted twice")
        self.assertFalse(self.billing(date(2026, 6, 30)).line_ids)
        self.by("clerk", june.line_ids).net = 150000
        self.by("clerk", june).action_report()
        self.by("finance", june).action_check()
        self.assertEqual(self.of_sales(self.bill(date(2026, 6, 30))), -5000)

    def test_year_nets_the_months(self):
        """LE-F08: cumulated over the year with tiers of the year; whatever was billed
        by month, the year ends at what its sales owe."""
        lease = self.selling(
            (self.goods, 0, 1200000, 8),
            (self.goods, 1200000, 0, 12),
            date_start=date(2025, 1, 1),
            turnover_cumulative=True,
        )
        billed = 0
        nets = [150000, 80000, 60000, 90000, 120000, 100000] * 2
        for month, net in enumerate(nets, 1):
            self.sold(lease, date(2025, month, 1), net)
            if month in (1, 5, 8, 12):
                end = date(2025 + month // 12, month % 12 + 1, 1) - DAY
                billed += self.of_sales(self.bill(end))
        # 1,200,000 sold at 8 % are the guarantee of the year exactly
        self.assertEqual(sum(nets), 1200000)
        self.assertEqual(billed, 0)
        (last,) = lease.sales_ids.filtered(lambda r: r.month == date(2025, 12, 1))
        self.by("clerk", last).action_correct("Takeaway forgotten")
        self.by("clerk", last.line_ids).net = 200000
        self.by("clerk", last).action_report()
        self.by("finance", last).action_check()
        bills = self.bill(date(2025, 12, 31))
        self.assertEqual(self.of_sales(bills), 12000)

    def test_natural_breakpoint(self):
        """LE-F08: the percentage of what is above guarantee ÷ percentage."""
        lease = self.selling(
            (self.goods, 0, 0, 5),
            turnover_method="plus",
            turnover_breakpoint="natural",
        )
        self.sold(lease, date(2026, 3, 1), 180000)
        self.assertEqual(self.of_sales(self.bill()), 1000)

    def test_categories_and_part_of_a_month(self):
        """LE-F07, LE-F08: each category its percentage; a breakpoint shrinks with the
        month the lease began in."""
        lease = self.selling(
            (self.goods, 31000, 0, 10),
            (self.food, 0, 0, 20),
            date_start=date(2026, 3, 22),
            turnover_method="only",
        )
        self.sold(lease, date(2026, 3, 1), 20000, 1000)
        self.assertEqual(self.of_sales(self.bill()), 1000 + 200)

    def test_least_and_most(self):
        """LE-F08: no less and no more than agreed, guarantee included."""
        low = self.selling(turnover_min=9000)
        high = self.selling(turnover_max=11000)
        self.sold(low, date(2026, 3, 1), 1000)
        self.sold(high, date(2026, 3, 1), 900000)
        bills = self.bill()
        for lease, due in ((low, 1000), (high, 3000)):
            mine = bills.filtered(lambda b, lease=lease: b.lease_contract_id == lease)
            self.assertEqual(self.of_sales(mine), due)

    def test_credited_bill_is_open_again(self):
        """LE-F16: rent from sales that finance credited is owed again."""
        lease = self.selling()
        self.sold(lease, date(2026, 3, 1), 100000)
        bill = self.bill()
        reversal = self.by("finance", self.env["account.move.reversal"]).with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard = reversal.create({"journal_id": bill.journal_id.id})
        wizard.refund_moves()
        self.by("finance", wizard.new_move_ids).action_post()
        self.assertEqual(self.of_sales(self.bill()), 2000)

    def test_terms_checked_before_approval(self):
        """LE-F08: terms nothing can be computed from are named when the lease is
        submitted; sound ones pass."""
        natural = {"turnover_method": "plus", "turnover_breakpoint": "natural"}
        for rows, values, said in (
            ([], {}, "tiers are missing"),
            (
                [(self.goods, 0, 10, 5), (self.goods, 20, 0, 6)],
                {},
                "no tier holds from",
            ),
            ([(self.goods, 0, 10, 5), (self.goods, 5, 0, 6)], {}, "begins before"),
            ([(self.goods, 0, 10, 5)], {}, "above 10"),
            ([(self.goods, 0, 9, 5), (self.goods, 9, 0, 6)], natural, "natural"),
            ([(self.goods, 0, 0, 5)], {"turnover_min": 2, "turnover_max": 1}, "least"),
            (
                [(self.goods, 0, 0, 5)],
                {"charge_ids": [Command.create({"kind": "service", "rate": 1})]},
                "guarantee",
            ),
            ([(self.goods, 0, 0, 5)], {"turnover_method": False}, "how it is computed"),
        ):
            with self.subTest(said=said):
                draft = self.draft_contract(
                    **{
                        "turnover_method": "greater",
                        "turnover_tier_ids": self.tiers(*rows),
                        **values,
                    }
                )
                self.by("clerk", draft).action_intent()
                with self.assertRaisesRegex(UserError, said):
                    self.by("clerk", draft).action_submit()
        self.assertEqual(self.selling().state, "signed")

    def test_terms_close_with_the_lease(self):
        """LE-F07: tiers and rule are content of the lease: closed once submitted."""
        lease = self.selling()
        with self.assertRaises(UserError):
            self.by("clerk", lease).turnover_min = 5
        with self.assertRaises(UserError):
            self.by("clerk", lease.turnover_tier_ids).percent = 1
        with self.assertRaises(UserError):
            self.by("clerk", lease).turnover_tier_ids.unlink()

    def test_charge_follows_the_rule(self):
        """LE-F07: the charge that rent from sales is billed by comes and goes with the
        rule, without a rate of its own."""
        draft = self.draft_contract(
            turnover_method="greater",
            turnover_tier_ids=self.tiers((self.goods, 0, 0, 5)),
        )
        self.assertEqual(draft._turnover_charge().monthly, 0)
        self.by("clerk", draft).write(
            {"turnover_method": False, "turnover_tier_ids": [Command.clear()]}
        )
        self.assertFalse(draft._turnover_charge())
        self.assertEqual(draft.charge_ids.mapped("kind"), ["rent"])
        self.by("clerk", draft).turnover_method = "only"
        self.assertEqual(len(draft._turnover_charge()), 1)

    def test_queries_flat(self):
        """Law 3: asking for sales and settling them cost the same for 1 and many."""
        counts = []
        for size in (1, 1, 1, 12):
            leases = self.env["ops.lease.contract"].browse()
            for _i in range(size):
                leases += self.draft_contract(
                    date_start=date(2026, 3, 1),
                    date_end=date(2027, 12, 31),
                    charge_ids=[Command.create({"kind": "rent", "rate": 100})],
                    turnover_method="greater",
                    turnover_tier_ids=self.tiers((self.goods, 0, 0, 10)),
                )
            self.sign(leases)
            self.env["ops.lease.sales"]._sales_create_due(self.company)
            march = leases.sales_ids.filtered(lambda r: r.month == date(2026, 3, 1))
            self.by("clerk", march.line_ids).write({"net": 100000})
            self.env.flush_all()
            self.env.invalidate_all()
            # who acts is read once, now or later
            for person in (self.env.user, *self.people.values()):
                person.mapped("partner_id.name")
            before = self.cr.sql_log_count
            self.by("clerk", march).action_report()
            self.by("finance", march).action_check()
            run = self.billing()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(run.line_ids), size)
            self.assertEqual(self.of_sales(self.post(run)), 2000 * size)
        self.assertEqual(counts[2], counts[3], counts)
