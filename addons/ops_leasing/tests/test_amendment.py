from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_amendment import AmendmentCase

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestAmendment(AmendmentCase):
    """From a day on a lease goes by other terms."""

    def test_changes_the_lease(self):
        """LE-F18 HR-42: signed after counsel and approval, it ends the old rate the day
        before and begins the new one; what stays goes on unbroken."""
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100, "clause": "Art. 4"},
                {"kind": "service", "basis": "month", "rate": 600},
            ]
        )
        paper = self.amendment(lease, date(2026, 5, 15))
        self.assertEqual(paper.charge_ids.mapped("change"), ["same", "same"])
        rent = paper.charge_ids.filtered(lambda c: c.kind == "rent")
        self.by("clerk", rent).rate = 90
        self.assertEqual((rent.change, rent.rate_before), ("changed", 100))
        self.assertEqual((paper.monthly_before, paper.monthly), (8600, 7800))
        with self.assertRaises(UserError):
            self.by("clerk", paper).action_sign()
        self.signed(paper)
        self.assertEqual(lease.state, "signed")
        old, new = self.in_time(lease.charge_ids.filtered(lambda c: c.kind == "rent"))
        self.assertEqual((old.rate, old.date_to), (100, date(2026, 5, 14)))
        self.assertEqual(
            (new.rate, new.date_from, new.clause), (90, date(2026, 5, 15), "Art. 4")
        )
        self.assertEqual((new.replaces_id, new.amendment_id), (old, paper))
        # the paper goes on saying what it changed
        self.assertEqual((rent.change, rent.rate_before), ("changed", 100))
        service = lease.charge_ids.filtered(lambda c: c.kind == "service")
        self.assertEqual((len(service), service.date_to), (1, False))
        for field, value in (("date_end", date(2026, 12, 31)), ("charge_ids", [])):
            with self.assertRaises(UserError):
                self.by("clerk", paper).write({field: value or [Command.clear()]})

    def in_time(self, charges):
        return charges.sorted(lambda c: str(c.date_from or ""))

    def test_said_before_and_billed_after(self):
        """LE-X6: before approval it says what the next run credits and charges for the
        time billed; after the signature the run bills exactly that."""
        lease = self.rented()
        self.bill(JUNE)
        paper = self.amendment(lease, date(2026, 5, 15))
        self.by("clerk", paper.charge_ids).rate = 90
        self.assertEqual(paper.settle_until, JUNE)
        self.assertEqual(paper.settle_before, 0)
        # half of May by 31 days, and June
        may = Decimal(800) * 17 / 31
        expected = -round(float(may), 2) - 800
        self.assertEqual(paper.settle_difference, expected)
        self.submitted(paper)
        self.by("counsel", paper).action_clear()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        self.assertIn(lease.currency_id.format(expected), request.fact)
        self.approve(paper, ("manager", "finance", "gm"))
        self.attach(paper)
        self.by("clerk", paper).action_sign()
        moves = self.bill(JUNE)
        self.assertBillsAs(paper, moves)
        self.assertEqual(moves.move_type, "out_refund")
        self.assertEqual(moves.amount_untaxed, -expected)
        self.assertFalse(self.billing(JUNE).line_ids)
        self.assertEqual(self.bill(date(2026, 7, 31)).amount_untaxed, 7200)
        # what was approved stays readable
        self.assertEqual(paper.settle_difference, expected)

    def test_rent_free_time(self):
        """LE-F06 LE-F18: further rent-free days are written into the lease."""
        lease = self.rented()
        self.bill(MAY)
        paper = self.amendment(
            lease,
            kind="free",
            free_ids=[Command.create({"date_from": date(2026, 5, 1), "date_to": MAY})],
        )
        self.assertEqual(paper.settle_difference, -8000)
        self.assertEqual(paper.difference, -8000)
        self.signed(paper)
        self.assertEqual(lease.free_ids.date_to, MAY)
        (credit,) = self.bill(MAY)
        self.assertEqual(
            (credit.move_type, credit.amount_untaxed), ("out_refund", 8000)
        )

    def test_shorter_term(self):
        """LE-F18: a shorter lease ends earlier and is no longer billed."""
        lease = self.rented()
        self.bill(MAY)
        paper = self.amendment(lease, kind="term", date_end=date(2026, 5, 10))
        self.assertEqual(paper.settle_difference, -round(8000 * 21 / 31, 2))
        self.signed(paper)
        self.assertEqual(lease.date_end, date(2026, 5, 10))
        self.assertBillsAs(paper, self.bill(MAY))
        self.assertFalse(self.billing(JUNE).line_ids)

    def test_other_payer(self):
        """LE-F04 LE-F18: the payer so far gets his money back, the other one pays."""
        payer = self.tenant()
        lease = self.rented()
        self.bill(MAY)
        paper = self.amendment(lease, kind="payer")
        self.by("clerk", paper.charge_ids).payer_id = payer
        self.assertEqual(paper.settle_difference, 0)
        self.signed(paper)
        moves = self.bill(MAY)
        self.assertBillsAs(paper, moves)
        amounts = {m.partner_id: (m.move_type, m.amount_untaxed) for m in moves}
        self.assertEqual(amounts[payer], ("out_invoice", 8000))
        self.assertEqual(amounts[lease.partner_id], ("out_refund", 8000))

    def test_added_and_taken_out(self):
        """LE-F18: a line without a rate so far begins, a line taken out ends."""
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100},
                {"kind": "promotion", "basis": "month", "rate": 500},
            ]
        )
        paper = self.amendment(lease)
        gone = paper.charge_ids.filtered(lambda c: c.kind == "promotion")
        self.by("clerk", gone).unlink()
        self.by("clerk", paper).charge_ids = [
            Command.create({"kind": "service", "basis": "month", "rate": 300})
        ]
        self.signed(paper)
        spans = {c.kind: (c.date_from, c.date_to) for c in lease.charge_ids}
        self.assertEqual(spans["promotion"][1], date(2026, 4, 30))
        self.assertEqual(spans["service"][0], date(2026, 5, 1))
        self.assertEqual(spans["rent"], (False, False))
        self.assertEqual(paper._paper_agreement_gone().kind, "promotion")

    def test_terms_to_come(self):
        """LE-F18: what was agreed for later is amended before it begins; it never comes
        into force and stays readable."""
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100, "date_to": date(2026, 12, 31)},
                {"kind": "rent", "rate": 120, "date_from": date(2027, 1, 1)},
            ]
        )
        paper = self.amendment(lease)
        later = paper.charge_ids.filtered("date_from")
        self.by("clerk", later).rate = 110
        self.signed(paper)
        never = lease.charge_ids.filtered("lapsed")
        self.assertEqual((never.rate, never.date_from), (120, date(2027, 1, 1)))
        self.assertEqual(lease._charges_on(date(2027, 2, 1)).rate, 110)
        self.assertEqual(lease._charges_on(date(2026, 6, 1)).rate, 100)

    def test_risen_rate(self):
        """LE-F05 LE-F18: what is proposed is the rate as it has risen; amended, it
        rises again on the day it would have."""
        lease = self.rented(
            [
                {
                    "kind": "rent",
                    "rate": 100,
                    "rise_months": 12,
                    "rise_percent": 10,
                }
            ]
        )
        paper = self.amendment(lease, date(2027, 4, 1))
        line = paper.charge_ids
        self.assertEqual((line.rate, line.change), (110, "same"))
        self.by("clerk", paper).date_start = date(2026, 6, 1)
        self.assertEqual((line.rate, line.rise_date), (100, date(2027, 3, 1)))
        self.by("clerk", line).rate = 80
        self.signed(paper)
        rows = {
            row["from"]: row["after"]
            for year in paper.effect["years"]
            for row in year["rows"]
        }
        self.assertEqual(rows["2027-02-01"], "6400.00")
        self.assertEqual(rows["2027-03-01"], "7040.00")

    def test_follows_its_day(self):
        """LE-F18: lines nobody touched follow another first day, agreed ones stay."""
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100, "date_to": date(2026, 5, 31)},
                {"kind": "rent", "rate": 120, "date_from": date(2026, 6, 1)},
                {"kind": "service", "basis": "month", "rate": 600},
            ]
        )
        paper = self.amendment(lease)
        fee = paper.charge_ids.filtered(lambda c: c.kind == "service")
        self.by("clerk", fee).rate = 700
        self.by("clerk", paper).date_start = date(2026, 7, 1)
        self.assertEqual(sorted(paper.charge_ids.mapped("rate")), [120, 700])

    def test_refused(self):
        """LE-F18: without a reason, outside the lease, longer, without a change, while
        leaving, twice at a time, with terms nobody can compute."""
        lease = self.rented()
        paper = self.amendment(lease, reason=False)
        self.by("clerk", paper).action_intent()

        def refused(message):
            with self.assertRaises(UserError) as caught:
                self.by("clerk", paper).action_submit()
            self.assertIn(message, str(caught.exception))

        refused("Why the lease is amended")
        refused("nothing is amended")
        self.by("clerk", paper).reason = "Agreed"
        self.by("clerk", paper.charge_ids).rate = 90
        self.by("clerk", paper).date_start = date(2026, 2, 1)
        refused("the lease runs from")
        self.by("clerk", paper).date_start = date(2026, 5, 1)
        self.by("clerk", paper).date_end = lease.date_end + timedelta(days=1)
        refused("a longer one is a renewal")
        self.by("clerk", paper).date_end = lease.date_end
        days = {"date_from": date(2026, 6, 1), "date_to": date(2026, 6, 15)}
        self.by("clerk", paper).free_ids = [Command.create(days), Command.create(days)]
        refused("two rent-free times cover the same days")
        self.by("clerk", paper.free_ids[0]).unlink()
        self.by("clerk", paper.free_ids).date_from = date(2026, 4, 1)
        refused("begins before the new terms")
        self.by("clerk", paper.free_ids).unlink()
        leaving = self.draft_exit(lease)
        self.by("clerk", leaving).action_submit()
        refused(leaving.name)
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", leaving._name), ("res_id", "=", leaving.id)]
        )
        self.by("manager", request).send_back("stays")
        other = self.amendment(lease)
        self.by("clerk", other.charge_ids).rate = 95
        self.submitted(other)
        refused(other.name)

    def test_overtaken(self):
        """LE-F18: an amendment of terms that another one has replaced is not put
        forward."""
        lease = self.rented()
        late = self.amendment(lease)
        self.by("clerk", late.charge_ids).rate = 80
        quick = self.amendment(lease)
        self.by("clerk", quick.charge_ids).rate = 90
        self.signed(quick)
        self.by("clerk", late).action_intent()
        with self.assertRaisesRegex(UserError, "not in force"):
            self.by("clerk", late).action_submit()
        late = self.amendment(lease)
        self.assertEqual(late.charge_ids.rate, 90)

    def test_billed_elsewhere(self):
        """LE-F16 LE-F18: a period that was billed before the suite was there is not cut
        in two."""
        lease = self.rented(
            [{"kind": "rent", "rate": 100, "rhythm": "quarter"}],
            date_start=date(2026, 1, 1),
            date_billed_from=date(2026, 3, 1),
        )
        paper = self.amendment(lease, date(2026, 3, 15))
        self.by("clerk", paper.charge_ids).rate = 90
        self.by("clerk", paper).action_intent()
        with self.assertRaisesRegex(UserError, "billed before the suite"):
            self.by("clerk", paper).action_submit()
        self.by("clerk", paper).date_start = date(2026, 4, 1)
        self.by("clerk", paper).action_submit()
        self.assertEqual(paper.state, "legal")

    def test_paid_in_advance(self):
        """LE-F18: what was paid in advance covers the amended time as well."""
        lease = self.rented()
        (bill,) = self.bill()
        # as the fees of the entry are billed: without naming a period
        bill.invoice_line_ids.write({"price_unit": 24000})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET price_unit = 24000, lease_period_from = NULL "
            "WHERE id = %s",
            bill.invoice_line_ids.ids,
        )
        self.env.invalidate_all()
        paper = self.amendment(lease, date(2026, 4, 1))
        self.by("clerk", paper.charge_ids).rate = 90
        self.signed(paper)
        # 24,000 less March at 8,000 and two months at 7,200
        moves = self.bill(JUNE)
        self.assertEqual(sum(moves.mapped("amount_untaxed")), 7200 - 1600)

    def test_changed_again_restarts(self):
        """Rule 1: another rate after the approval is approved anew."""
        paper = self.amendment(self.rented())
        self.by("clerk", paper.charge_ids).rate = 90
        self.approved(paper)
        self.by("clerk", paper.charge_ids).rate = 10
        self.assertEqual(paper.state, "draft")

    def test_versions(self):
        """LE-F18 LE-F19: lease, amendment and renewal are the versions of a lease, with
        who, when and why; what was charged before stays readable."""
        lease = self.rented()
        paper = self.amendment(lease)
        self.by("clerk", paper.charge_ids).rate = 90
        self.signed(paper)
        renewal = self.by("clerk", self.env["ops.lease.renewal"]).create(
            {
                "contract_id": lease.id,
                "date_end": lease.date_end + timedelta(days=365),
            }
        )
        self.assertEqual(renewal.charge_ids.rate, 90)
        self.signed(renewal.with_env(self.env))
        versions = self.by("keeper", self.env["ops.lease.version"]).search(
            [("contract_id", "=", lease.id)], order="number"
        )
        self.assertEqual(lease.version_count, 3)
        self.assertEqual(versions.mapped("kind"), ["lease", "amendment", "renewal"])
        self.assertEqual(versions.mapped("number"), [1, 2, 3])
        first, second, _third = versions
        self.assertEqual((first.charge_ids.rate, second.charge_ids.rate), (100, 90))
        self.assertEqual(second.reason, "Sales fell behind")
        self.assertEqual(second.user_id, self.people["clerk"])
        self.assertTrue(second.signed_date)
        self.assertEqual(second.action_open_paper()["res_id"], paper.id)
        with self.assertRaises(AccessError):
            self.by("outsider", versions).read(["kind"])

    def test_people(self):
        """Law 2: who has no part in leasing neither amends nor reads it."""
        lease = self.rented()
        action = self.by("clerk", lease).action_amend()
        self.assertEqual(self.by("clerk", lease).action_amend(), action)
        paper = self.env["ops.lease.amendment"].browse(action["res_id"])
        for post in ("keeper", "finance", "gm"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper).reason = "None"
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper.charge_ids).rate = 1
        with self.assertRaises(AccessError):
            self.by("outsider", paper).read(["state"])
        with self.assertRaises(AccessError):
            self.by("keeper", self.rented()).action_amend()
        draft = self.draft_contract()
        with self.assertRaisesRegex(UserError, "while it is in force"):
            self.by("clerk", draft).action_amend()

    def test_stamps(self):
        """Law 1: nobody enters what an amendment did or came to."""
        draft = self.draft_contract()
        for values in ({"lapsed": True}, {"replaces_id": draft.charge_ids.id}):
            with self.assertRaises(AccessError):
                self.by("clerk", draft.charge_ids).write(values)
        paper = self.amendment(self.rented())
        with self.assertRaises(AccessError):
            self.by("clerk", paper).effect_signed = {"years": []}

    def test_printed(self):
        """LE-F18 LE-X6 C-05: approval sheet and supplement print with their tables and
        the difference in capitals."""
        lease = self.rented()
        self.bill(MAY)
        paper = self.amendment(lease, date(2026, 5, 1), date_end=date(2026, 6, 30))
        self.by("clerk", paper.charge_ids).rate = 90
        words = {
            "report_amendment": ("租赁合同变更审批表", "8,000.00", "-800.00", "大写"),
            "report_amendment_agreement": ("补充协议", "柒仟贰佰元整", "90.00"),
        }
        for report, texts in words.items():
            html = (
                self.env["ir.actions.report"]
                ._render_qweb_html(f"ops_leasing.{report}", paper.ids)[0]
                .decode()
            )
            for text in texts[:3] if report == "report_amendment" else texts:
                with self.subTest(report=report, text=text):
                    self.assertIn(text, html)

    def test_shown(self):
        """LE-X6: the form shows every period before and after, folded by year."""
        paper = self.amendment(self.rented())
        self.by("clerk", paper.charge_ids).rate = 90
        html = self.by("gm", paper).effect_html
        self.assertEqual(html.count("<details"), 2)
        for text in ("8,000.00", "7,200.00", "2026", "2027"):
            self.assertIn(text, html)
        self.assertEqual(paper.total_before, 8000 * 20)
        self.assertEqual(paper.difference, -800 * 20)

    def test_queries_flat(self):
        """Law 3: reading what amendments come to, putting them forward and signing them
        costs the same for 1 and for 12."""
        counts = []
        for size in (1, 1, 12):
            leases = self.env["ops.lease.contract"].browse()
            for _i in range(size):
                leases += self.draft_contract(
                    date_start=date(2026, 3, 1),
                    date_end=date(2027, 12, 31),
                    charge_ids=[Command.create({"kind": "rent", "rate": 100})],
                )
            self.sign(leases)
            papers = self.env["ops.lease.amendment"].browse()
            for lease in leases:
                papers += self.amendment(lease)
            papers.charge_ids.rate = 90
            self.by("clerk", papers).action_intent()
            self.env.flush_all()
            self.env.invalidate_all()
            counts.append(
                [
                    self.measured(call)
                    for call in (
                        lambda papers=papers: papers.mapped("difference"),
                        lambda papers=papers: self.by("clerk", papers).action_submit(),
                        lambda papers=papers: self.sign_all(papers),
                    )
                ]
            )
        for name, one, many in zip(
            ("read", "submit", "sign"), counts[1], counts[2], strict=True
        ):
            with self.subTest(name):
                self.assertLessEqual(many - one, 3)

    def measured(self, call):
        """Queries of a call; the signature alone counts of the way there."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        skipped = call() or 0
        self.env.flush_all()
        return (
            self.cr.sql_log_count
            - before
            - (skipped if isinstance(skipped, int) else 0)
        )

    def sign_all(self, papers):
        """Sign; answers how many queries the way to the signature took."""
        before = self.cr.sql_log_count
        self.by("counsel", papers).action_clear()
        self.approve(papers, ("manager", "finance", "gm"))
        self.attach(papers)
        self.env.flush_all()
        self.env.invalidate_all()
        skipped = self.cr.sql_log_count - before
        self.by("clerk", papers).action_sign()
        return skipped
