from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestLateFee(MoneyCase):
    """Late fees of leases (LE-F14)."""

    def setUp(self):
        super().setUp()
        self.terms(late_rate=5, late_grace=0, late_cap=0)

    def terms(self, lease=None, **values):
        (lease or self.contract)._flow_write(values)

    def bill_fees(self, leases=None, post="finance"):
        action = self.by(post, leases or self.contract).action_bill_late_fees()
        return self.env["account.move"].browse(action.get("res_id")) or self.env[
            "account.move"
        ].search(action["domain"])

    def waiver(self, post="clerk", **values):
        paper = self.by(post, self.env["ops.lease.late.waiver"]).create(
            {"contract_id": self.contract.id, "reason": "Flood in the mall", **values}
        )
        return paper.with_env(self.env)

    # --- how much

    def test_daily_with_payments(self):
        """LE-F14: 5 ‱ a day on what is open, each payment from its own date."""
        bill = self.bill(10000, days=30)
        self.pay_on(bill, 4000, days=20)
        # 10 days on 10,000 and 20 days on 6,000
        self.assertEqual(bill.late_fee_due, 50 + 60)
        self.assertEqual(self.contract.late_fee_due, 110)
        self.pay_on(bill, 6000, days=5)
        bill.invalidate_recordset()
        self.contract.invalidate_recordset()
        self.assertEqual(bill.payment_state, "paid")
        self.assertEqual(self.contract.late_fee_due, 50 + 45)

    def test_grace_and_cap(self):
        """LE-F14: nothing within the grace; never above the agreed share."""
        self.terms(late_grace=5)
        self.bill(10000, days=5)
        self.assertEqual(self.contract.late_fee_due, 0)
        self.bill(10000, days=6)
        self.contract.invalidate_recordset()
        self.assertEqual(self.contract.late_fee_due, 30)
        self.terms(late_counts="grace")
        self.env.invalidate_all()
        self.assertEqual(self.contract.late_fee_due, 5)
        self.terms(late_counts="due", late_cap=0.2)
        self.env.invalidate_all()
        self.assertEqual(self.contract.late_fee_due, 20)

    def test_credit_note_bears_nothing(self):
        """LE-F14: what was wrongly billed costs nothing for being late."""
        bill = self.bill(10000, days=30)
        wizard = (
            self.by("finance", self.env["account.move.reversal"])
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id})
        )
        note = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        note.invoice_line_ids.price_unit = 4000
        note.action_post()
        (bill + note).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        bill.invalidate_recordset()
        self.assertEqual(bill.late_fee_due, 90)

    def test_deposits_and_late_fees_bear_none(self):
        """LE-F14: no late fee on a deposit, none on a late fee."""
        self.by("clerk", self.contract.deposit_ids).action_invoice()
        deposit = self.contract.deposit_ids.move_line_ids.move_id
        deposit.invoice_date_due = fields.Date.today() - timedelta(days=40)
        self.assertEqual(self.contract.late_fee_due, 0)
        self.bill(10000, days=30)
        fees = self.bill_fees()
        fees.invoice_date_due = fields.Date.today() - timedelta(days=20)
        self.env.invalidate_all()
        self.assertEqual((fees.late_fee_due, self.contract.late_fee_due), (0, 0))

    # --- billed once

    def test_billed_once(self):
        """LE-F14: finance bills; a second time the same days are not billed."""
        bill = self.bill(10000, days=30)
        for post in ("clerk", "manager", "keeper", "gm", "outsider"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.bill_fees(post=post)
        fees = self.bill_fees()
        self.assertEqual((fees.state, fees.amount_total), ("posted", 150))
        self.assertEqual(fees.lease_contract_id, self.contract)
        self.assertEqual(
            fees.invoice_line_ids.account_id, self.company.lease_late_account_id
        )
        self.assertIn("30 days", fees.invoice_line_ids.name)
        row = bill.late_fee_ids
        self.assertEqual(
            (row.date_from, row.date_to, row.bill_id),
            (
                bill.invoice_date_due + timedelta(days=1),
                fields.Date.today(),
                fees,
            ),
        )
        self.assertEqual((bill.late_fee_due, bill.late_fee_total), (0, 150))
        with self.assertRaisesRegex(UserError, "no late fee left"):
            self.bill_fees()

    def test_goes_on(self):
        """LE-F14: what was billed before is not billed again; the parts sum up."""
        bill = self.bill(9999, days=31)
        yesterday = fields.Date.today() - timedelta(days=7)
        self.env["account.move"]._late_search(self.contract, yesterday)._late_bill(
            yesterday
        )
        first = bill.late_fee_ids
        self.assertEqual(first.date_to, yesterday)
        self.env.invalidate_all()
        self.bill_fees()
        second = bill.late_fee_ids - first
        self.assertEqual(second.date_from, yesterday + timedelta(days=1))
        self.assertEqual(sum(bill.late_fee_ids.mapped("amount")), 154.98)

    @mute_logger("odoo.sql_db")
    def test_no_doubles_below_the_screen(self):
        """LE-F14: neither the database nor a client doubles a day; rows are nobody's
        to write."""
        bill = self.bill(10000, days=30)
        self.bill_fees()
        row = bill.late_fee_ids
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            row.copy()
        for attack in (
            lambda: self.by("finance", row).write({"amount": 1}),
            lambda: self.by("finance", row).unlink(),
            lambda: self.by("finance", row).copy(),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_taken_back_is_open_again(self):
        """LE-F14: a late fee that was credited whole may be billed anew."""
        bill = self.bill(10000, days=30)
        fees = self.bill_fees()
        fees._reverse_moves(cancel=True)
        self.assertEqual(fees.payment_state, "reversed")
        self.assertTrue(bill.late_fee_ids.fallen)
        self.env.invalidate_all()
        self.assertEqual(self.contract.late_fee_due, 150)
        self.bill_fees()
        self.assertEqual(bill.late_fee_ids.mapped("fallen").count(False), 1)

    def test_no_account(self):
        """LE-F14: the missing account is named."""
        self.bill(10000, days=30)
        self.company.lease_late_account_id = False
        with self.assertRaisesRegex(UserError, "account for late fees"):
            self.bill_fees()

    # --- the clause

    @mute_logger("odoo.sql_db")
    def test_clause_is_content(self):
        """LE-F14, HR-42: the clause starts as the company says and closes with the
        lease."""
        self.company.lease_late_rate = 7
        draft = self.draft_contract()
        self.assertEqual((draft.late_rate, draft.late_grace), (7, 3))
        self.by("clerk", draft).late_rate = 6
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            self.by("clerk", self.contract).late_rate = 1
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.by("clerk", draft).late_rate = -1
            self.env.flush_all()

    def test_bill_of_another_tenant(self):
        """LE-F14: a bill of a lease goes to its tenant; posted, it stays there."""
        with self.assertRaisesRegex(ValidationError, "neither the tenant"):
            self.bill(1, partner_id=self.tenant().id)
        bill, other = self.bill(1), self.lease(received=False)
        other._flow_write({"partner_id": self.contract.partner_id.id})
        with self.assertRaisesRegex(UserError, "stays there"):
            self.by("finance", bill).lease_contract_id = other

    # --- let off

    def test_waiver(self):
        """LE-F14: the general manager lets off; what is asked for is not billed."""
        bill = self.bill(10000, days=30)
        paper = self.waiver()
        self.assertEqual((paper.line_ids.move_id, paper.amount), (bill, 150))
        self.by("clerk", paper.line_ids).amount = 100
        self.by("clerk", paper).action_submit()
        self.assertEqual(bill.late_fee_due, 50)
        with self.assertRaises(UserError):
            self.approve(paper, ("finance",))
        self.approve(paper, ("gm",))
        self.assertEqual(paper.state, "approved")
        self.assertEqual(self.bill_fees().amount_total, 50)
        self.env.invalidate_all()
        self.assertEqual(self.contract.late_fee_due, 0)

    def test_waiver_refused(self):
        """LE-F14: no reason, too much, another lease's bill, billed already."""
        bill = self.bill(10000, days=30)
        with self.assertRaisesRegex(FlowRefused, "reason for the waiver"):
            self.by("clerk", self.waiver(reason=" ")).action_submit()
        paper = self.waiver()
        self.by("clerk", paper.line_ids).amount = 151
        with self.assertRaisesRegex(FlowRefused, "of late fee are left"):
            self.by("clerk", paper).action_submit()
        other = self.bill(1, lease=self.lease(received=False))
        with self.assertRaises(AccessError):
            self.by("clerk", paper).line_ids = [
                Command.create({"move_id": other.id, "amount": 1})
            ]
        self.by("clerk", paper.line_ids).amount = 150
        self.bill_fees()
        bill.invalidate_recordset()
        with self.assertRaisesRegex(FlowRefused, "of late fee are left"):
            self.by("clerk", paper).action_submit()
        with self.assertRaises(AccessError):
            self.waiver(post="outsider")

    # --- many at once

    def test_queries_flat(self):
        """Law 3: figures of 1 and of 12 leases cost the same."""
        leases = self.leases(12)
        self.terms(leases, late_rate=5, late_grace=0)
        for lease in leases:
            self.bill(1000, days=10, lease=lease)

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(set(records.mapped("late_fee_due")), {5.0})
            return self.cr.sql_log_count - before

        cost(leases)
        self.assertEqual(cost(leases[0]), cost(leases))
