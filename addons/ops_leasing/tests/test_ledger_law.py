from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import cents, consumption, split
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests.common import BaseCase, tagged

from .common import LeasingCase

MONEY = st.integers(1, 5_000_000).map(lambda c: c / 100)


@tagged("post_install", "-at_install")
class TestLedgerLaw(LeasingCase):
    """Law 5: whatever is done in whatever order, the deposits equal the ledger."""

    def assert_law(self, deposits):
        self.env.invalidate_all()
        total = sum(map(cents, deposits.mapped("balance")), Decimal(0))
        self.assertEqual(total, cents(self.ledger()))
        for deposit in deposits:
            names = ("invoiced", "transferred", "refunded", "retained")
            raised, moved, back, kept = (cents(deposit[name]) for name in names)
            self.assertEqual(cents(deposit.balance), raised + moved - back - kept)
            self.assertLessEqual(cents(deposit.refundable), cents(deposit.balance))
            self.assertGreaterEqual(cents(deposit.refundable), 0)

    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(
        amounts=st.lists(MONEY, min_size=1, max_size=3),
        share=st.integers(0, 100),
        decision=st.sampled_from(["full", "part", "none"]),
        kept=MONEY,
        extra=st.lists(st.sampled_from(["again", "entry", "reverse"]), max_size=2),
    )
    def test_any_order(self, amounts, share, decision, kept, extra):
        """LE-11 LE-27: random deposits, receipts, decisions and disturbances."""
        kinds = ("lease", "fit_out", "utility")
        savepoint = self.cr.savepoint()
        try:
            self.run_once(
                list(zip(kinds, amounts, strict=False)), share, decision, kept, extra
            )
        finally:
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def run_once(self, deposits, share, decision, kept, extra):
        contract = self.lease(
            units=self.unit(meters=()), deposits=deposits, received=False
        )
        held = contract.deposit_ids
        self.assert_law(held)
        self.by("clerk", held).action_invoice()
        self.assert_law(held)
        for deposit in held:
            part = float(cents(deposit.amount * share / 100))
            if part:
                self.pay(deposit.move_line_ids.move_id, part)
        self.assert_law(held)
        refundable = sum(held.mapped("refundable"))
        paper = self.walk(self.draft_exit(contract), "inspected")
        kept = min(kept, refundable)
        if decision == "part" and not kept:
            decision = "full"
        values = {"decision": decision, "decision_reason": "By the lease"}
        if decision == "part":
            values["deduction_ids"] = [Command.create({"name": "Wall", "amount": kept})]
        self.by("manager", paper).write(values)
        self.by("manager", paper).action_decide()
        for disturbance in extra:
            self.disturb(disturbance, held)
            self.assert_law(held)
        self.by("finance", paper).action_refund()
        self.assert_law(held)
        expected = {"full": refundable, "part": refundable - kept, "none": 0}[decision]
        self.assertEqual(cents(sum(held.mapped("refunded"))), cents(expected))
        self.assertEqual(
            cents(sum(held.mapped("retained"))), cents(refundable - expected)
        )
        with self.assertRaises(UserError):
            self.by("finance", paper).action_refund()

    def disturb(self, kind, deposits):
        """What somebody might try; each is refused and leaves the books alone."""
        invoice = deposits[0].move_line_ids.move_id
        with self.assertRaises(UserError):
            if kind == "again":
                self.by("clerk", deposits).action_invoice()
            elif kind == "reverse":
                self.by("finance", invoice)._reverse_moves().action_post()
            else:
                invoice.copy().action_post()


ACTS = ("receive", "set_off", "transfer", "invoice", "cancel", "too_much")


@tagged("post_install", "-at_install")
class TestDepositSequences(TestLedgerLaw):
    """Law 5: while leases run, whatever finance does to their deposits, in any
    order."""

    test_any_order = None

    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(
        amounts=st.lists(MONEY, min_size=3, max_size=3),
        acts=st.lists(
            st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(1, 100)),
            min_size=3,
            max_size=7,
        ),
    )
    def test_sequences(self, amounts, acts):
        """LE-X7: deposits received in parts, used for bills, moved, invoiced anew and
        taken back equal the ledger after each act."""
        savepoint = self.cr.savepoint()
        try:
            self.play(amounts, acts)
        finally:
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def play(self, amounts, acts):
        first = self.lease(
            units=self.unit(meters=()),
            deposits=list(zip(("lease", "utility"), amounts, strict=False)),
            received=False,
        )
        second = self.lease(
            units=self.unit(meters=()),
            partner_id=first.partner_id.id,
            deposits=[("lease", amounts[2])],
            received=False,
        )
        self.lot = first.deposit_ids + second.deposit_ids
        self.by("clerk", first.deposit_ids).action_invoice()
        self.rent = self.rent_bill(first)
        for act, place, percent in acts:
            getattr(self, f"do_{act}")(self.lot[place], percent)
            self.assert_law(self.lot)

    def rent_bill(self, lease):
        move = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "out_invoice",
                "partner_id": lease.partner_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "account_id": self.company.lease_utility_account_id.id,
                            "price_unit": 20000,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move.with_env(self.env)

    def invoices(self, deposit):
        """Invoices of the deposit that are still open."""
        return deposit.move_line_ids.move_id.filtered(
            lambda m: m.move_type == "out_invoice" and m.amount_residual
        )

    def do_receive(self, deposit, percent):
        for invoice in self.invoices(deposit)[:1]:
            part = float(cents(invoice.amount_residual * percent / 100))
            if part:
                self.pay(invoice, part)

    def do_invoice(self, deposit, percent):
        try:
            self.by("clerk", deposit).action_invoice()
        except UserError as error:
            self.assertIn("invoiced already", str(error))

    def do_cancel(self, deposit, percent):
        """An invoice nothing was received on goes; another one stays."""
        for invoice in self.invoices(deposit)[:1]:
            untouched = invoice.amount_residual == invoice.amount_total
            try:
                with self.cr.savepoint():
                    self.by("finance", invoice).button_draft()
                    self.by("finance", invoice).button_cancel()
            except UserError:
                self.assertFalse(untouched)
            else:
                self.assertTrue(untouched)

    def used(self, deposit, percent, target=None, over=0.0):
        paper = self.by("clerk", self.env["ops.lease.deposit.use"]).new(
            {
                "contract_id": deposit.contract_id.id,
                "deposit_id": deposit.id,
                "kind": "transfer" if target else "set_off",
                "target_id": target and target.id,
            }
        )
        amount = float(cents(paper.wanted * percent / 100)) + over
        if not amount:
            return
        paper = self.by("clerk", self.env["ops.lease.deposit.use"]).create(
            {
                "contract_id": deposit.contract_id.id,
                "deposit_id": deposit.id,
                "kind": "transfer" if target else "set_off",
                "target_id": target and target.id,
                "amount": amount,
                "reason": "By the lease",
                "attachment_ids": [
                    Command.create({"name": "consent.pdf", "raw": b"%PDF-1.4 signed"})
                ],
            }
        )
        paper.action_submit()
        self.approve(paper, ("manager",))
        before = deposit.balance
        self.by("finance", paper).action_carry_out()
        self.env.invalidate_all()
        self.assertEqual(cents(before) - cents(deposit.balance), cents(amount))

    def do_set_off(self, deposit, percent):
        open_before = cents(self.rent.amount_residual)
        held = cents(deposit.balance)
        self.used(deposit, percent)
        self.assertEqual(
            open_before - cents(self.rent.amount_residual),
            held - cents(deposit.balance),
        )

    def do_transfer(self, deposit, percent):
        self.used(deposit, percent, target=(self.lot - deposit)[percent % 2])

    def do_too_much(self, deposit, percent):
        with self.assertRaises(UserError), self.cr.savepoint():
            self.used(deposit, 100, over=0.01)


# a busy machine is no error of the arithmetic
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestArithmetic(BaseCase):
    @patient
    @given(st.lists(MONEY, max_size=5), st.integers(0, 100))
    def test_split(self, available, percent):
        """LE-27: parts add up to the total, never above what is there."""
        total = float(sum(map(cents, available), Decimal(0)) * percent / 100)
        parts = split(total, available)
        self.assertEqual(sum(parts, Decimal(0)), cents(total))
        for part, amount in zip(parts, available, strict=True):
            self.assertLessEqual(part, cents(amount))
            self.assertGreaterEqual(part, 0)
        with self.assertRaises(ValueError):
            split(
                total + float(sum(map(cents, available), Decimal(0))) + 0.01, available
            )

    @patient
    @given(st.integers(0, 10**9), st.integers(0, 10**6), st.sampled_from([1, 40, 0.1]))
    def test_consumption(self, start, used, multiplier):
        """LE-25: consumption is exact in thousandths."""
        got = consumption(start / 1000, (start + used) / 1000, multiplier)
        self.assertAlmostEqual(got, used * multiplier / 1000, places=6)
