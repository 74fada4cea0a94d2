"""Billing runs: preview, approval, posting, once and only once."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common_billing import MONTH, BillingCase


@tagged("post_install", "-at_install")
class TestBillingRun(BillingCase):
    def test_bills_of_a_month(self):
        """LE-F16: a month of rent and fee becomes one posted bill, taxed, with the
        clause and the days of each line."""
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100, "clause": "Art. 4"},
                {"kind": "service", "basis": "month", "rate": 600},
            ]
        )
        (bill,) = self.bill()
        self.assertEqual((bill.state, bill.move_type), ("posted", "out_invoice"))
        self.assertEqual(bill.lease_contract_id, lease)
        self.assertEqual(bill.amount_untaxed, 8600)
        self.assertEqual(bill.amount_total, 8600 + 720 + 36)
        rent = bill.invoice_line_ids.filtered(lambda line: line.price_subtotal == 8000)
        self.assertEqual(rent.lease_period_from, date(2026, 3, 1))
        self.assertEqual(rent.lease_period_to, date(2026, 3, 31))
        (part,) = rent.lease_trace["trace"]
        self.assertEqual((part["quantity"], part["rate"]), ("80.0", "100.0"))
        self.assertEqual(part["amount"], "8000.00")
        self.assertEqual(rent.account_id, self.company.lease_rent_account_id)

    def test_repeated_run_bills_nothing(self):
        """LE-F17: what is billed is not billed again, by whatever run."""
        lease = self.rented()
        self.assertEqual(len(self.bill()), 1)
        again = self.billing()
        self.assertNotIn(lease, again.line_ids.contract_id)
        april = self.bill(date(2026, 4, 30))
        self.assertEqual(april.amount_untaxed, 8000)

    def test_earlier_day_takes_nothing_back(self):
        """LE-F17: a run up to an earlier day than the last one finds nothing open."""
        self.rented()
        self.bill(date(2026, 5, 31))
        self.assertFalse(self.billing(MONTH).line_ids)

    def test_credited_bill_is_open_again(self):
        """LE-F16: a bill that finance has credited is owed again."""
        self.rented()
        (bill,) = self.bill()
        reversal = self.by("finance", self.env["account.move.reversal"]).with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard = reversal.create({"journal_id": bill.journal_id.id})
        wizard.refund_moves()
        credit = wizard.new_move_ids
        self.by("finance", credit).action_post()
        again = self.bill()
        self.assertEqual(again.amount_untaxed, 8000)

    def test_wrong_people(self):
        """LE-F16: finance alone previews, submits and posts; it does not approve."""
        self.rented()
        run = self.billing()
        for post in ("clerk", "keeper", "outsider"):
            with self.assertRaises(AccessError):
                self.by(post, self.env["ops.lease.billing"]).create(
                    {"company_id": self.company.id}
                )
        for post in ("manager", "gm"):
            with self.assertRaises(UserError):
                self.by(post, run).action_preview()
            with self.assertRaises(UserError):
                self.by(post, run).action_submit()
        self.by("finance", run).action_submit()
        with self.assertRaises(UserError):
            self.by("finance", run).action_post()
        with self.assertRaises(UserError):
            self.approve(run, ("finance",))
        self.assertEqual(run.state, "approving")

    def test_figures_are_not_typed(self):
        """LE-F16: nobody writes what a lease owes; a lease is left out for a reason."""
        self.rented()
        run = self.billing()
        (line,) = self.by("finance", run).line_ids
        other = self.rented(date_start=date(2026, 5, 1))
        for values in (
            {"amount": 1},
            {"detail": []},
            {"level": "ok"},
            {"contract_id": other.id},
        ):
            with self.assertRaises(UserError):
                line.write(values)
        with self.assertRaises(UserError):
            line.create({"billing_id": run.id, "contract_id": line.contract_id.id})
        line.write({"excluded": True, "reason": "Tenant disputes the area"})
        self.assertFalse(self.post(run))
        run = self.billing()
        self.assertEqual(run.line_ids.amount, 8000)

    def test_left_out_for_a_reason(self):
        """LE-X5: a lease does not vanish from a run, and is not left out in silence."""
        self.rented()
        run = self.billing()
        (line,) = self.by("finance", run).line_ids
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(UserError):
            self.by("finance", run).write({"line_ids": [Command.delete(line.id)]})
        for reason in (False, "", "  "):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                line.write({"excluded": True, "reason": reason})
                line.flush_recordset()
        self.assertEqual(run.line_ids, line.with_env(self.env))

    def test_called_off_posts_nothing(self):
        """LE-F17: what failed is tried again while the run is being posted, and never
        once it was called off."""
        lease = self.rented()
        rate = lease.charge_ids

        def rate_is(amount):
            lease.sudo()._flow_write(
                {"charge_ids": [Command.update(rate.id, {"rate": amount})]}
            )

        run = self.billing()
        self.by("finance", run).action_submit()
        self.approve(run, ("manager",))
        rate_is(120)
        self.by("finance", run).action_post()
        self.assertEqual(run.failed_count, 1)
        rate_is(100)
        self.by("finance", run).action_void("Wrong month")
        again = self.by("finance", run.run_id)
        with patch.object(type(again), "_has_background", lambda self: False):
            again.action_retry_failed()
        self.assertFalse(run.line_ids.move_ids)
        self.assertIn("posts nothing", again.failed_line_ids.message)
        self.assertEqual(self.bill().amount_untaxed, 8000)

    def test_seasons_stay_as_agreed(self):
        """LE-X1: seasons a signed lease is charged by are not changed behind its
        approval; those of a draft are."""
        seasons = self.by("manager", self.env["ops.lease.season"]).create(
            {
                "name": "Summer",
                "line_ids": [
                    Command.create({"month_from": "3", "month_to": "3", "percent": 50})
                ],
            }
        )
        charge = {"kind": "rent", "rate": 100, "season_id": seasons.id}
        draft = self.draft_contract(
            date_start=date(2026, 3, 1),
            date_end=date(2027, 12, 31),
            charge_ids=[Command.create(charge)],
        )
        seasons.line_ids.percent = 60
        self.sign(draft)
        for act in (
            lambda: seasons.line_ids.write({"percent": 10}),
            lambda: seasons.line_ids.unlink(),
            lambda: seasons.write(
                {"line_ids": [Command.create({"month_from": "5", "month_to": "5"})]}
            ),
        ):
            with self.assertRaisesRegex(UserError, "amend the lease"):
                act()
        self.assertEqual(self.bill().amount_untaxed, 4800)

    def test_index_keeps_its_history(self):
        """LE-F11: a corrected figure leaves the former one on record."""
        index = self.by("manager", self.env["ops.lease.index"]).create(
            {
                "name": "CPI",
                "value_ids": [Command.create({"month": "2026-01-01", "value": 101.5})],
            }
        )
        index.value_ids.value = 101.7
        self.assertIn("101.5 → 101.7", index.message_ids[0].body)
        with self.assertRaises(AccessError):
            self.by("clerk", index).value_ids.write({"value": 1})

    def test_exceptions_first_and_settled(self):
        """LE-X5: what cannot be billed stands first, names who mends it, and stops the
        run until it is mended or left out."""
        good, bad = self.rented(), self.rented()
        bad.partner_id.active = False
        run = self.billing()
        self.assertEqual(run.line_ids[0].contract_id, bad)
        self.assertEqual(run.line_ids[0].level, "error")
        self.assertIn(bad.partner_id.name, run.line_ids[0].note)
        with self.assertRaisesRegex(UserError, "archived"):
            self.by("finance", run).action_submit()
        self.by("finance", run.line_ids[0]).write({"excluded": True, "reason": "gone"})
        moves = self.post(run)
        self.assertEqual(moves.lease_contract_id, good)

    def test_difference_to_last_time(self):
        """LE-X5: the preview says what differs from last month."""
        lease = self.rented(
            [
                {"kind": "rent", "rate": 100, "date_to": date(2026, 3, 31)},
                {"kind": "rent", "rate": 110, "date_from": date(2026, 4, 1)},
            ]
        )
        same = self.rented()
        self.bill()
        run = self.billing(date(2026, 4, 30))
        lines = {line.contract_id: line for line in run.line_ids}
        self.assertEqual(lines[lease].difference, 800)
        self.assertEqual(lines[lease].level, "warning")
        self.assertEqual((lines[same].difference, lines[same].level), (0, "ok"))
        self.assertEqual(run.difference, 800)

    def test_lease_changed_after_approval(self):
        """LE-F16: what is posted is what was approved; a lease that owes something else
        by now fails alone and by name."""
        leases = self.rented(), self.rented()
        run = self.billing()
        self.by("finance", run).action_submit()
        self.approve(run, ("manager",))
        leases[1].sudo()._flow_write(
            {"charge_ids": [Command.update(leases[1].charge_ids.id, {"rate": 120})]}
        )
        self.by("finance", run).action_post()
        self.assertEqual(run.line_ids.move_ids.lease_contract_id, leases[0])
        self.assertEqual(run.failed_count, 1)
        failed = run.run_id.failed_line_ids
        self.assertIn(leases[1].name, failed.name)
        self.assertIn("approved", failed.message)
        with self.assertRaisesRegex(UserError, "could not be billed"):
            self.by("finance", run).action_finish()
        self.assertEqual(self.bill().amount_untaxed, 9600)

    def test_closed_books(self):
        """LE-F17: no bill goes into a closed period, and nothing is half done."""
        self.rented()
        self.company.sudo().fiscalyear_lock_date = date(2026, 3, 31)
        run = self.billing()
        with self.assertRaisesRegex(UserError, "closed"):
            self.by("finance", run).action_submit()
        self.assertEqual(run.state, "draft")

    def test_account_archived(self):
        """LE-F17: an archived account is named before anything is posted."""
        self.rented()
        account = self.company.lease_rent_account_id.sudo()
        account.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self.by("finance", self.billing()).action_submit()

    def test_payer_of_a_charge(self):
        """LE-F04: who pays a fee gets its own bill."""
        payer = self.tenant()
        self.rented(
            [
                {"kind": "rent", "rate": 100},
                {
                    "kind": "promotion",
                    "basis": "month",
                    "rate": 500,
                    "payer_id": payer.id,
                },
            ]
        )
        bills = self.bill()
        self.assertEqual(
            {bill.partner_id: bill.amount_untaxed for bill in bills}[payer], 500
        )
        self.assertEqual(len(bills), 2)

    def test_amended_period_is_corrected(self):
        """LE-F18: a period billed with another amount is corrected by the difference,
        down by a credit note."""
        lease = self.rented()
        self.bill()
        lease.sudo()._flow_write(
            {"charge_ids": [Command.update(lease.charge_ids.id, {"rate": 90})]}
        )
        (credit,) = self.bill()
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(credit.amount_untaxed, 800)
        self.assertFalse(self.billing().line_ids)

    def test_rent_free_after_opening(self):
        """LE-F06: rent-free time follows the opening; a month that was billed before
        the opening was known is credited."""
        lease = self.rented(
            free_ids=[Command.create({"kind": "after_opening", "months": 1})]
        )
        self.bill()
        lease.sudo()._flow_write({"date_opened": date(2026, 3, 1)})
        (credit,) = self.bill()
        self.assertEqual(
            (credit.move_type, credit.amount_untaxed), ("out_refund", 8000)
        )
        april = self.bill(date(2026, 4, 30))
        self.assertEqual(april.amount_untaxed, 8000)

    def test_billed_elsewhere_before(self):
        """LE-F16: what was due before the suite was there is not billed."""
        self.rented(date_start=date(2025, 1, 1), date_billed_from=date(2026, 3, 1))
        self.assertEqual(self.bill().amount_untaxed, 8000)

    def test_terms_nobody_can_compute(self):
        """LE-F17: two rent-free times on the same days stop one lease, not the run."""
        days = {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 15)}
        bad = self.rented(free_ids=[Command.create(days), Command.create(days)])
        self.rented()
        run = self.billing()
        self.assertEqual(run.line_ids[0].contract_id, bad)
        self.assertIn("same days", run.line_ids[0].note)

    def test_explained(self):
        """LE-X1: the preview explains an amount by clause and days."""
        self.rented([{"kind": "rent", "rate": 100, "clause": "Art. 4.1"}])
        line = self.billing().line_ids
        self.assertIn("8,000.00", line.explanation)
        self.assertIn("80", line.explanation)

    def test_paid_at_the_entry(self):
        """LE-16 LE-F16: what was paid in advance at the entry is not billed again: the
        property fee of three months counts for the first three."""
        lease = self.rented([{"kind": "service", "rate": 28}])
        self.receive(lease.deposit_ids)
        entry = self.walk_entry(self.draft_entry(lease), "formalities")
        self.by("keeper", entry).action_bill_fees()
        self.assertFalse(self.billing(date(2026, 5, 31)).line_ids)
        self.assertEqual(self.bill(date(2026, 6, 30)).amount_untaxed, 80 * 28)

    def test_rate_stays_on_bills_of_its_lease(self):
        """LE-F16: nobody marks another document as the bill of a rate."""
        lease = self.rented()
        moves = self.by("biller", self.env["account.move"])
        line = {
            "name": "Rent",
            "price_unit": 1,
            "lease_charge_id": lease.charge_ids.id,
            "lease_period_from": date(2026, 3, 1),
        }
        for values in (
            {"move_type": "out_invoice"},
            {"move_type": "in_invoice", "lease_contract_id": lease.id},
        ):
            with self.assertRaises(UserError):
                moves.create(
                    {
                        "partner_id": lease.partner_id.id,
                        "invoice_line_ids": [Command.create(line)],
                        **values,
                    }
                )

    def test_printed(self):
        """LE-F16, LE-X1: the tenant's bill prints with its total in capitals and what
        makes it."""
        self.rented([{"kind": "rent", "rate": 100, "clause": "Art. 4.1"}])
        (bill,) = self.bill()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ops_leasing.report_lease_bill", bill.ids)[0]
            .decode()
        )
        for text in ("缴费通知单", "捌仟柒佰贰拾元整", "8,000.00", "80", "Art. 4.1"):
            self.assertIn(text, html)

    def test_queries_flat(self):
        """Law 3: preview and posting cost the same for 2 and for 12 leases."""
        counts, posting = [], []
        # core keeps the names of one bill in other statements than those of several
        for size in (2, 2, 2, 12):
            leases = self.env["ops.lease.contract"].browse()
            for _i in range(size):
                leases += self.draft_contract(
                    date_start=date(2026, 3, 1),
                    date_end=date(2027, 12, 31),
                    charge_ids=[Command.create({"kind": "rent", "rate": 100})],
                )
            self.sign(leases)
            run = self.billing(preview=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.by("finance", run).action_preview()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.by("finance", run).action_submit()
            self.approve(run, ("manager",))
            # core notes customers of whom there is none before one by one
            leases.partner_id.customer_rank = 1
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            # the planner is told about new tables every few hundred bills
            moves = type(self.env["account.move"])
            with patch.object(moves, "_bulk_statistics", lambda self, moves: None):
                self.by("finance", run).action_post()
                self.env.flush_all()
            posting.append(self.cr.sql_log_count - before)
            self.assertEqual(len(run.line_ids.move_ids), size)
        self.assertEqual(counts[2], counts[3])
        self.assertEqual(posting[2], posting[3])
