from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestLedgerGuard(LeasingCase):
    """LE-11 LE-27: what holds below the screen, for whoever may post."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.company.lease_deposit_account_id

    def entry(self, post, *lines, **values):
        moves = self.by(post, self.env["account.move"])
        return moves.create(
            {
                "move_type": "entry",
                "line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )

    def bank_line(self, balance):
        return {"account_id": self.bank.default_account_id.id, "balance": balance}

    def deposit_line(self, balance, deposit, **values):
        return {
            "account_id": self.account.id,
            "balance": balance,
            "lease_deposit_id": deposit.id if deposit else False,
            "partner_id": deposit.partner_id.id if deposit else False,
            **values,
        }

    def test_accounts(self):
        """LE-11: the Chinese chart gets its deposit account; what is set stays."""
        self.assertEqual(self.account.code[:4], "2241")
        self.assertTrue(self.account.lease_deposit)
        self.company._lease_accounts_setup()
        self.assertEqual(self.company.lease_deposit_account_id, self.account)
        self.assertEqual(self.company.lease_retained_account_id.code[:4], "5301")
        large = self._create_company("Enterprise", "cn_large_bis")
        self.assertEqual(
            large.lease_retained_account_id.with_company(large).code[:4], "6301"
        )
        bare = self.env["res.company"].create({"name": "Bare"})
        with self.assertRaisesRegex(UserError, "administrator sets it"):
            bare._lease_accounts()

    def test_item_without_deposit(self):
        """LE-11: nothing is posted on the account without its deposit, nor a deposit
        elsewhere, nor another tenant's."""
        deposit, other = self.lease().deposit_ids, self.lease().deposit_ids
        wrong = (
            self.deposit_line(-100, None),
            {
                **self.deposit_line(-100, deposit),
                "account_id": self.bank.default_account_id.id,
            },
            {**self.deposit_line(-100, deposit), "partner_id": other.partner_id.id},
        )
        for line in wrong:
            move = self.entry("finance", self.bank_line(100), line)
            with self.assertRaises(UserError):
                move.action_post()
        # more than was agreed
        move = self.entry(
            "finance", self.bank_line(0.01), self.deposit_line(-0.01, deposit)
        )
        with self.assertRaisesRegex(UserError, "agreed"):
            move.action_post()

    def test_lowered_by_hand(self):
        """LE-27: no entry, credit note or payment lowers a deposit but the exit's,
        also for finance and for the accountant."""
        deposit = self.lease().deposit_ids
        invoice = deposit.move_line_ids.move_id
        for post in ("finance", "biller"):
            move = self.entry(
                post, self.bank_line(-100), self.deposit_line(100, deposit)
            )
            with self.assertRaisesRegex(UserError, "by its exit, its fit-out"):
                move.action_post()
            reversal = self.by(post, invoice)._reverse_moves()
            with self.assertRaisesRegex(UserError, "by its exit, its fit-out"):
                reversal.action_post()
            payment = self.by(post, self.env["account.payment"]).create(
                {
                    "payment_type": "outbound",
                    "partner_id": deposit.partner_id.id,
                    "amount": 100,
                    "journal_id": self.bank.id,
                    "destination_account_id": self.account.id,
                }
            )
            with self.assertRaises(UserError):
                payment.action_post()
        self.assertEqual(self.ledger(), 30000)

    def test_forged(self):
        """LE-27: neither the exit's mark nor its pass can be forged."""
        paper = self.walk(self.draft_exit(), "decided")
        deposit = paper.contract_id.deposit_ids
        values = {"lease_exit_id": paper.id, "lease_deposit_use": "refund"}
        lines = (self.bank_line(-100), self.deposit_line(100, deposit))
        for context in (
            {},
            {"ops_lease_deposit_pass": True},
            {"ops_lease_deposit_pass": [paper.id]},
            {"ops_lease_deposit_pass": {"ids": [paper.id]}},
        ):
            finance = self.by("finance", self.env["account.move"])
            with self.assertRaises(AccessError):
                finance.with_context(**context).create(
                    {
                        **values,
                        "line_ids": [Command.create(line) for line in lines],
                    }
                )
            with self.assertRaises(AccessError):
                self.by("finance", self.env["account.payment"]).with_context(
                    **context
                ).create({"lease_exit_id": paper.id, "amount": 1})
        move = self.entry("finance", *lines)
        with self.assertRaises(AccessError):
            move.write(values)
        forged = move.with_context(
            default_lease_deposit_use="refund", default_lease_exit_id=paper.id
        ).copy()
        self.assertFalse(forged.lease_deposit_use)

    def test_posted_items(self):
        """LE-11: posted items of a deposit are not moved, changed or removed."""
        deposit = self.lease().deposit_ids
        invoice = deposit.move_line_ids.move_id
        finance = self.by("finance", invoice)
        line = finance.line_ids.filtered("lease_deposit_id")
        income = self.company.lease_retained_account_id
        for values in (
            {"account_id": income.id},
            {"lease_deposit_id": False},
            {"lease_deposit_id": self.lease().deposit_ids.id},
        ):
            with self.assertRaises(UserError):
                line.write(values)
        with self.assertRaises(UserError):
            line.with_context(force_delete=True).unlink()
        with self.assertRaises(UserError):
            finance.with_context(force_delete=True).unlink()
        for step in ("button_draft", "button_cancel"):
            with self.assertRaises(UserError):
                getattr(finance, step)()
        with self.assertRaises(UserError):
            self.account.lease_deposit = False
        with self.assertRaises(UserError):
            self.env["account.account"].create(
                {
                    "name": "Receivable",
                    "code": "112299",
                    "account_type": "asset_current",
                    "lease_deposit": True,
                }
            )
        self.assertEqual(deposit.balance, 30000)

    def test_unpaid_invoice_taken_back(self):
        """LE-11: an invoice of a deposit nothing is received on can be corrected."""
        contract = self.lease(received=False)
        deposit = contract.deposit_ids
        self.by("clerk", deposit).action_invoice()
        self.assertEqual((deposit.invoiced, deposit.received), (30000, 0))
        self.assertEqual((deposit.balance, deposit.refundable), (30000, 0))
        with self.assertRaisesRegex(UserError, "invoiced already"):
            self.by("clerk", deposit).action_invoice()
        self.by("finance", deposit.move_line_ids.move_id).button_draft()
        self.assertEqual(deposit.balance, 0)
        for post in ("keeper", "gm", "counsel"):
            with self.assertRaises(AccessError):
                self.by(post, deposit).action_invoice()

    def test_refund_taken_back(self):
        """LE-27: what the exit has executed stays; a payment that the bank sends back
        is paid again by regional finance, and only once."""
        paper = self.walk(self.draft_exit(), "refunded")
        credit, payment = paper.refund_move_id, paper.refund_payment_id
        for post in ("finance", "biller"):
            with self.assertRaises(UserError):
                self.by(post, credit).button_draft()
        with self.assertRaises(UserError):
            self.by("biller", payment).action_draft()
        with self.assertRaises(UserError):
            self.by("biller", credit).line_ids.remove_move_reconcile()
        # a second payment while the first one stands
        again = self.by("finance", self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_id": paper.partner_id.id,
                "amount": 30000,
                "journal_id": self.bank.id,
                "invoice_ids": [Command.set(credit.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "already"):
            again.action_post()
        again.unlink()
        # the bank sends it back
        self.by("finance", payment).action_draft()
        self.by("finance", payment).action_cancel()
        self.assertEqual(credit.amount_residual, 30000)
        with self.assertRaises(UserError):
            self.pay_by("biller", credit)
        self.pay_by("finance", credit)
        self.assertEqual(credit.payment_state, "paid")
        self.assertEqual(self.ledger(), 0)

    def pay_by(self, post, move):
        wizard = self.by(post, self.env["account.payment.register"]).with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({"journal_id": self.bank.id})._create_payments()

    def test_refund_diverted(self):
        """LE-27: who may post, but is not finance, neither turns the payment of a
        refund to another bank account, nor takes its entry back, nor takes off the
        deposit what the tenant once paid on it."""
        paper = self.walk(self.draft_exit(), "refunded")
        payment, deposit = paper.refund_payment_id, paper.contract_id.deposit_ids
        account = self.env["res.partner.bank"].create(
            {"partner_id": payment.partner_id.id, "acc_number": "6222-0001"}
        )
        receipt = deposit.move_line_ids.move_id.filtered(
            lambda move: move.move_type == "out_invoice"
        )
        biller = self.by("biller", payment)
        with self.assertRaises(AccessError):
            biller.partner_bank_id = account
        with self.assertRaises(UserError):
            biller.move_id.button_draft()
        with self.assertRaises(AccessError):
            self.by("biller", receipt.line_ids).remove_move_reconcile()
        self.assertEqual((deposit.received, deposit.refundable), (30000, 0))
        self.by("finance", payment).partner_bank_id = account

    def test_balance_falls(self):
        """LE-27: refund above balance is refused, also when the balance fell after
        the decision."""
        paper = self.walk(self.draft_exit(), "decided")
        invoice = paper.contract_id.deposit_ids.move_line_ids.move_id
        self.by("finance", invoice).line_ids.remove_move_reconcile()
        self.assertEqual(paper.deposit_refundable, 0)
        with self.assertRaisesRegex(UserError, "the ledger holds"):
            self.by("finance", paper).action_refund()
        self.assertEqual(self.ledger(), 30000)

    def test_unpaid_again(self):
        """LE-27: utilities paid is asked again before the refund."""
        paper = self.walk(self.draft_exit(), "decided")
        bill = paper.charge_ids.move_id
        self.by("finance", bill).line_ids.remove_move_reconcile()
        with self.assertRaisesRegex(UserError, bill.name):
            self.by("finance", paper).action_refund()

    def test_several_deposits(self):
        """LE-11 LE-27: deposits of several kinds, refunded and retained in order."""
        contract = self.lease(
            deposits=(("lease", 30000), ("fit_out", 5000.05), ("utility", 0.95))
        )
        paper = self.draft_exit(contract)
        self.walk(paper, "inspected")
        manager = self.by("manager", paper)
        manager.write(
            {
                "decision": "part",
                "deduction_ids": [
                    Command.create({"name": "Glass door", "amount": 5000.55})
                ],
            }
        )
        manager.action_decide()
        self.by("finance", paper).action_refund()
        self.assertEqual(paper.refund_move_id.amount_total, 30000.45)
        self.assertEqual(paper.retain_move_id.amount_total, 5000.55)
        # in the order of the lease: what is kept falls on the last ones
        money = {
            d.kind: (d.refunded, d.retained, d.balance) for d in contract.deposit_ids
        }
        self.assertEqual(
            money,
            {
                "lease": (30000, 0, 0),
                "fit_out": (0.45, 4999.6, 0),
                "utility": (0, 0.95, 0),
            },
        )
        self.assertEqual(self.ledger(), 0)

    def test_part_received(self):
        """LE-27: only what was received goes back."""
        contract = self.lease(received=False)
        self.receive(contract.deposit_ids, amount=12345.67)
        paper = self.walk(self.draft_exit(contract), "refunded")
        self.assertEqual(paper.refund_move_id.amount_total, 12345.67)
        deposit = contract.deposit_ids
        self.assertEqual((deposit.balance, deposit.refundable), (17654.33, 0))
        self.assertEqual(fields.Date.today(), paper.refund_date)
