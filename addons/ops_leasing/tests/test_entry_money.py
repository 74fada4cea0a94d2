from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestEntryMoney(LeasingCase):
    """LE-16: fees are real invoices, and paid is what the ledger says."""

    def entry(self, **values):
        contract = self.lease(
            charge_ids=[
                Command.create({"kind": "rent", "rate": 300}),
                Command.create({"kind": "service", "rate": 28}),
            ],
            **values,
        )
        return self.walk_entry(self.draft_entry(contract), "formalities")

    def open(self, entry):
        contract = entry.contract_id
        return contract._entry_fees_open()[contract]

    def test_fees_from_lease_and_list(self):
        """LE-16 C-28: property fee as the lease says, the rest as the price list says;
        80 m² for three months."""
        entry = self.entry()
        fees = {fee.kind: fee for fee in entry.fee_ids}
        self.assertEqual(fees["service"].amount, 80 * 28 * 3)
        self.assertEqual(fees["fit_out"].amount, 80 * 8)
        self.assertFalse(fees["pass"].mandatory)
        without = self.draft_entry(self.lease())
        self.assertNotIn("service", without.fee_ids.mapped("kind"))

    def test_bill(self):
        """LE-16: one posted invoice per entry on the fee account, apart from deposits;
        not twice; a further fee on a further bill."""
        entry = self.entry()
        tax = self.env["account.tax"].search(
            [("company_id", "=", self.company.id), ("type_tax_use", "=", "sale")],
            limit=1,
        )
        waste = entry.fee_ids.filtered(lambda f: f.kind == "waste")
        waste.tax_ids = tax
        held = self.ledger()
        for post in ("clerk", "manager", "finance", "project", "outsider"):
            with self.assertRaises(AccessError):
                self.by(post, entry).action_bill_fees()
        self.by("keeper", entry).action_bill_fees()
        bill = entry.fee_ids.move_id
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.state, "posted")
        self.assertEqual(bill.lease_entry_id, entry)
        self.assertEqual(bill.amount_untaxed, entry.fee_amount)
        self.assertGreater(bill.amount_tax, 0)
        self.assertEqual(sum(entry.fee_ids.mapped("billed")), bill.amount_total)
        self.assertEqual(
            bill.invoice_line_ids.account_id, self.company.lease_fee_account_id
        )
        self.assertFalse(bill.line_ids.lease_deposit_id)
        self.assertEqual(self.ledger(), held)
        self.assertEqual(entry.contract_id.deposit_ids.received, 30000)
        with self.assertRaises(UserError):
            self.by("keeper", entry).action_bill_fees()
        with self.assertRaisesRegex(UserError, bill.name):
            self.by("keeper", waste).rate = 1
        self.by("keeper", entry).fee_ids = [
            Command.create({"name": "Extra keys", "rate": 20, "quantity": 2})
        ]
        self.pay(bill)
        self.assertRegex(self.open(entry)[0], "Extra keys")
        self.by("keeper", entry).action_bill_fees()
        self.assertEqual(len(entry.fee_ids.move_id), 2)
        self.pay(entry.fee_ids.move_id - bill)
        self.assertEqual(self.open(entry), [])

    def test_paid_is_the_ledger(self):
        """LE-16: a bill taken back, deleted, credited or rewritten opens the gate
        again."""
        entry = self.entry()
        self.assertTrue(self.open(entry))
        self.pay_fees(entry)
        bill = entry.fee_ids.move_id
        self.assertEqual(self.open(entry), [])
        self.assertEqual(entry.fee_open, 0)
        with self.subTest("payment taken back"):
            self.bounce(bill)
            self.assertRegex(self.open(entry)[0], "not paid")
        with self.subTest("redrafted"):
            self.by("finance", bill).button_draft()
            self.assertRegex(self.open(entry)[0], "taken back")
        with self.subTest("rewritten"):
            self.by("finance", bill).invoice_line_ids.write({"price_unit": 0})
            self.by("finance", bill).action_post()
            self.assertRegex(self.open(entry)[0], "not paid|taken back")
        with self.subTest("deleted"):
            self.by("finance", bill).button_draft()
            bill.with_context(force_delete=True).unlink()
            self.assertRegex(self.open(entry)[0], "not billed")
        with self.subTest("credited"):
            self.by("keeper", entry).action_bill_fees()
            bill = entry.fee_ids.move_id
            bill._reverse_moves(cancel=True)
            self.assertEqual(bill.payment_state, "reversed")
            self.assertRegex(self.open(entry)[0], "taken back")
        with self.subTest("billed anew"):
            self.by("keeper", entry).action_bill_fees()
            self.assertNotEqual(entry.fee_ids.move_id, bill)
            self.pay(entry.fee_ids.move_id)
            self.assertEqual(self.open(entry), [])

    def test_partly_credited(self):
        """LE-16: a credit note over a part of a mandatory fee is no payment: said with
        its number, what is open, and how it is put right; which works."""
        entry = self.entry()
        self.by("keeper", entry).action_bill_fees()
        bill = entry.fee_ids.move_id
        note = bill._reverse_moves([{"invoice_date": bill.invoice_date}])
        waste = entry.fee_ids.filtered(lambda fee: fee.kind == "waste")
        line = note.invoice_line_ids.filtered(lambda x: waste.name in x.name)
        (note.invoice_line_ids - line).unlink()
        line.price_unit = 1
        note.action_post()
        (bill | note).line_ids.filtered(
            lambda x: x.account_type == "asset_receivable"
        ).reconcile()
        self.assertEqual(bill.payment_state, "partial")
        self.pay(bill)
        self.assertEqual(bill.amount_residual, 0)
        (message,) = self.open(entry)
        money = bill.currency_id.format
        for word in (bill.name, note.name, money(note.amount_total), money(0)):
            self.assertIn(word, message)
        self.assertIn("Finance credits the whole bill", message)
        record = self.draft_handover(entry)
        with self.assertRaisesRegex(UserError, "is no payment"):
            self.by("keeper", record).action_finish()
        # put right as the sentence says
        (bill | note).line_ids.remove_move_reconcile()
        bill._reverse_moves(cancel=True)
        self.assertEqual(bill.payment_state, "reversed")
        self.by("keeper", entry).action_bill_fees()
        self.pay(entry.fee_ids.move_id)
        self.assertEqual(self.open(entry), [])

    def test_guards(self):
        """LE-16: bill and stamps are the system's; the price list is softened by the
        property manager alone; the fee account is no deposit account."""
        entry = self.entry()
        service = entry.fee_ids.filtered(lambda f: f.kind == "service")
        other = self.lease().deposit_ids.move_line_ids.move_id
        keeper = self.by("keeper", service)
        for values in ({"move_id": other.id}, {"billed": 1}):
            with self.assertRaises(AccessError):
                keeper.write(values)
        for values in ({"mandatory": False}, {"rate": 0}, {"months": 1}):
            with self.assertRaisesRegex(AccessError, "price list"):
                keeper.write(values)
        with self.assertRaises(AccessError):
            keeper.unlink()
        for post in ("clerk", "finance"):
            with self.assertRaises(AccessError):
                self.by(post, service).write({"name": "x"})
        for post in ("finance", "biller"):
            with self.assertRaises(AccessError):
                self.by(post, other).write({"lease_entry_id": entry.id})
            with self.assertRaises(AccessError):
                self.by(post, self.env["account.move"]).create(
                    {"move_type": "out_invoice", "lease_entry_id": entry.id}
                )
        self.people["keeper"].group_ids |= self.env.ref(
            "ops_leasing.group_property_manager"
        )
        keeper.months = 1
        self.assertEqual(service.amount, 80 * 28)
        self.company.lease_fee_account_id = self.company.lease_deposit_account_id
        with self.assertRaisesRegex(UserError, "income account"):
            self.by("keeper", entry).action_bill_fees()

    def test_no_entry(self):
        """LE-16: a lease without entry is not clear; one taken over at the opening
        is."""
        contract = self.lease()
        self.assertTrue(contract._entry_fees_open()[contract])
        contract._flow_write({"opening": True})
        self.assertEqual(contract._entry_fees_open()[contract], [])
