"""Amendments of the rent from sales."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.ops_leasing.models.sales.windows import month_after, points
from odoo.addons.ops_leasing.rent import Category, Tier, TurnoverRule, settle
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common_sales import SalesCase
from .common_shops import DAY, JUNE, MAY, START, ShopCase
from .rent_terms import patient

APRIL = date(2026, 4, 30)


@tagged("post_install", "-at_install")
class TestAmendmentSales(SalesCase, ShopCase):
    """扣点变更: from a day on sales become rent by another rule."""

    def ruled(self, lease, start=START, **tier):
        """An amendment that takes the rule and changes its one tier."""
        paper = self.amendment(lease, start, kind="sales")
        self.by("clerk", paper).action_turnover_take()
        if tier:
            self.by("clerk", paper.turnover_tier_ids[-1]).write(tier)
        return paper

    def test_from_then_on(self):
        """LE-F07 LE-F18: sales before the day are settled by the old rule, later ones
        by the new one; the old rule stays readable."""
        lease = self.selling(turnover_clause="Art. 5")
        paper = self.ruled(lease, percent=12)
        self.assertIn("10 %", paper.turnover_before)
        self.signed(paper)
        self.assertEqual(lease.turnover_tier_ids.percent, 12)
        self.assertEqual(lease._turnover_on(APRIL)["tiers"][0]["percent"], 10)
        self.assertEqual(lease._turnover_on(START)["tiers"][0]["percent"], 12)
        self.assertIn("10 %", paper.turnover_before)
        for month, net in ((3, 100000), (4, 100000), (5, 100000)):
            self.sold(lease, date(2026, month, 1), net)
        self.assertEqual(self.of_sales(self.bill(APRIL)), 4000)
        bills = self.bill(MAY)
        self.assertEqual(self.of_sales(bills), 4000)
        trace = bills.invoice_line_ids.filtered(
            lambda line: line.lease_charge_id.kind == "turnover"
        ).lease_trace
        self.assertEqual(trace["trace"][0]["clause"], "Art. 5")
        self.assertFalse(self.billing(MAY).line_ids)

    def test_billed_before(self):
        """LE-X6: of months that were settled it says what is charged on, and the next
        run bills that."""
        lease = self.selling()
        for month in (3, 4, 5):
            self.sold(lease, date(2026, month, 1), 100000)
        self.bill(MAY)
        paper = self.ruled(lease, date(2026, 4, 1), percent=9)
        self.assertEqual(paper.settle_difference, -2000)
        self.signed(paper)
        moves = self.bill(paper.settle_until)
        self.assertBillsAs(paper, moves)
        self.assertEqual(self.of_sales(moves), -2000)
        self.assertFalse(self.billing(MAY).line_ids)
        # and amended again, from an earlier day on
        paper = self.ruled(lease, date(2026, 3, 1), percent=10)
        self.assertEqual(paper.settle_difference, 2000)
        self.signed(paper)
        self.assertBillsAs(paper, self.bill(paper.settle_until))
        self.assertEqual(len(lease._turnover_eras()), 2)
        self.assertFalse(self.billing(MAY).line_ids)

    def test_quarter_is_cut(self):
        """LE-F08 LE-F18: a quarter around the day is cut: April with a third of the old
        tiers, May and June by the new rule."""
        lease = self.selling(
            (self.goods, 0, 300000, 5),
            (self.goods, 300000, 0, 10),
            turnover_rhythm="quarter",
        )
        for month, net in ((3, 0), (4, 200000), (5, 110000), (6, 100000)):
            self.sold(lease, date(2026, month, 1), net)
        self.bill(JUNE)
        paper = self.ruled(lease)
        low, high = paper.turnover_tier_ids.sorted("floor")
        self.by("clerk", low).write({"ceiling": 0, "percent": 8})
        self.by("clerk", high).unlink()
        self.signed(paper)
        self.assertBillsAs(paper, self.bill(JUNE))
        self.assertFalse(self.billing(JUNE).line_ids)
        books = lease._rent_billed()[lease.id]
        charge = lease._turnover_charge().id
        # 100,000 at 5 % and 100,000 at 10 % less 8,000; 8 % of 210,000 less 16,000
        self.assertEqual(
            {key[1]: amount for key, amount in books.items() if key[0] == charge},
            {date(2026, 4, 1): Decimal(7000), START: Decimal(800)},
        )

    def test_guarantee_changes(self):
        """LE-F07 LE-X6: where the guarantee changes, what is owed beyond it changes as
        well, and the amendment says so: by rate and by area."""
        lease = self.selling()
        for month in (3, 4, 5):
            self.sold(lease, date(2026, month, 1), 90000)
        self.bill(MAY)
        paper = self.amendment(lease)
        self.by("clerk", paper.charge_ids.filtered("guarantee")).rate = 110
        self.assertEqual(paper.settle_difference, 0)
        self.signed(paper)
        self.assertBillsAs(paper, self.bill(paper.settle_until))
        paper = self.changed(lease, date(2026, 4, 1), ("add", self.unit(area_rent=20)))
        # April 10,000 for 9,000 of 90,000; May 11,000 for 9,000
        self.assertEqual(paper.settle_difference, 3000)
        self.signed(paper)
        self.assertBillsAs(paper, self.bill(paper.settle_until))
        self.assertFalse(self.billing(MAY).line_ids)

    def test_refused(self):
        """LE-F07 LE-F18: within a month, unchanged, without tiers, with a gap, for a
        lease without rent from sales."""
        lease = self.selling()
        paper = self.ruled(lease)
        self.by("clerk", paper).action_intent()
        self.refused(paper, "stays as it is")
        self.by("clerk", paper.turnover_tier_ids).percent = 12
        self.by("clerk", paper).date_start = date(2026, 5, 2)
        self.refused(paper, "first day of a month")
        self.by("clerk", paper).date_start = START
        self.by("clerk", paper.turnover_tier_ids).ceiling = 1000
        self.refused(paper, "no tier holds above")
        self.by("clerk", paper).action_turnover_leave()
        self.refused(paper, "nothing is amended")
        other = self.amendment(self.rented(), turnover_amended=True)
        self.by("clerk", other).action_intent()
        self.refused(other, "knows no rent from sales")

    def test_people(self):
        """Law 1 Law 2: others change no rule; nobody enters what was the rule."""
        lease = self.selling()
        paper = self.ruled(lease, percent=12)
        for post in ("keeper", "finance", "gm"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper).action_turnover_take()
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper).action_turnover_leave()
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper.turnover_tier_ids).percent = 1
        draft = self.draft_contract()
        with self.assertRaises(AccessError):
            self.by("clerk", draft).turnover_past = []
        self.approved(paper)
        self.by("clerk", paper.turnover_tier_ids).percent = 11
        self.assertEqual(paper.state, "draft")
        with self.assertRaises(UserError):
            self.by("clerk", lease.turnover_tier_ids).percent = 11

    def test_printed(self):
        """LE-F18 C-05: the supplement says the rule."""
        paper = self.ruled(self.selling(), percent=12.5)
        for report in ("report_amendment", "report_amendment_agreement"):
            html = (
                self.env["ir.actions.report"]
                ._render_qweb_html(f"ops_leasing.{report}", paper.ids)[0]
                .decode()
            )
            for text in ("12.5", "10 %"):
                with self.subTest(report=report, text=text):
                    self.assertIn(text, html)

    def test_queries_flat(self):
        """Law 3: the signature costs the same for 1 and for 8."""
        counts = []
        for size in (1, 1, 8):
            papers = self.env["ops.lease.amendment"].browse()
            for _i in range(size):
                papers += self.ruled(self.selling(), percent=12)
            self.approved(papers)
            self.attach(papers)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.by("clerk", papers).action_sign()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2] - counts[1], 3)


months = st.integers(0, 23).map(lambda n: month_after(date(2025, 1, 1), n))


@tagged("post_install", "-at_install")
class TestRuleLaws(BaseCase):
    """Pure arithmetic, no database."""

    @patient
    @given(
        st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        months,
        st.sampled_from((1, 3, 12)),
        st.lists(st.integers(0, 10**8), min_size=24, max_size=24),
    )
    def test_cut_windows(self, start, end, day, size, sold):
        """LE-F08 LE-F18: a window cut at a month leaves no day out and counts none
        twice; by the same rule without tiers or limits the parts owe what the whole
        owes."""
        sales = {
            month_after(date(2025, 1, 1), n): Decimal(s) for n, s in enumerate(sold)
        }
        rule = TurnoverRule(
            (Category("goods", (Tier(Decimal(0), None, Decimal("0.05")),)),), "only"
        )

        def owed(spans):
            total, days, share = Decimal(0), [], Decimal(0)
            for first, last in spans:
                if first > last:
                    continue
                for window in points(first, last, size, size):
                    point = window[-1]
                    self.assertTrue(point.boundary)
                    days.append((point.first, point.last))
                    share += point.share
                    net = sum(
                        (
                            amount
                            for month, amount in sales.items()
                            if point.first.replace(day=1) <= month <= point.month
                        ),
                        Decimal(0),
                    )
                    figures = (rule, point.first, point.last, {"goods": net})
                    total += settle(*figures, share=point.share).due
            return total, days, share

        whole = owed([(start, end)])
        cut = owed([(start, min(day - DAY, end)), (max(day, start), end)])
        self.assertEqual(whole[0], cut[0])
        self.assertLess(abs(whole[2] - cut[2]), Decimal("1E-20"))
        for (_first, last), (following, _last) in zip(cut[1], cut[1][1:], strict=False):
            self.assertEqual(last + DAY, following)
        self.assertEqual((cut[1][0][0], cut[1][-1][1]), (start, end))
