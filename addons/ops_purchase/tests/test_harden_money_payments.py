"""Money does not leave around the settlement: payments below the screen."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestHardenMoneyPayments(MoneyCase):
    def payment(self, amount, by="finance", **values):
        """A draft payment to the supplier, made without the wizard."""
        return self.by(by, self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.supplier.id,
                "amount": amount,
                "date": self.today,
                **values,
            }
        )

    def settled(self, quantity=100):
        """A posted bill of delivered goods, settled in full."""
        order = self.delivered(quantity)
        bill = self.bill(order, quantity)
        bill.action_post()
        sheet = self.agreed()
        self.by("finance", sheet).action_spread()
        return bill, sheet

    def test_names_nothing(self):
        """PU-32: whoever pays a supplier of goods names a bill or an order, by
        whatever way the payment is made."""
        self.delivered(100)
        for way in (
            lambda: self.payment(500).action_post(),
            lambda: self.payment(500, by="finance_head").action_post(),
            lambda: self.payment(500).write({"state": "paid"}),
            lambda: self.payment(500, state="in_process"),
        ):
            with self.refused("names neither bill nor order"):
                way()

    def test_state_and_amount_at_once(self):
        """PU-32, cross-cutting rule 1: what is written together with the state is what
        the gates judge."""
        bill, _sheet = self.settled()
        paid = self.payment(50, invoice_ids=[Command.set(bill.ids)])
        with self.refused("."):
            paid.write({"state": "paid", "amount": 999999})
        self.assertEqual((paid.state, paid.amount), ("draft", 50))
        other = self._create_supplier("Other works")
        with self.refused("no posted bill of"):
            paid.write({"state": "in_process", "partner_id": other.id})
        paid.action_post()
        self.assertIn(paid.state, ("in_process", "paid"))

    def test_names_nothing_elsewhere(self):
        """PU-32: who sells nothing by order is paid without a bill by the head of
        finance alone."""
        office = self.env["res.partner"].create({"name": "Tax office"})
        with self.refused("names neither bill nor order"):
            self.payment(50, partner_id=office.id).action_post()
        paid = self.payment(50, by="finance_head", partner_id=office.id)
        paid.action_post()
        self.assertIn(paid.state, ("in_process", "paid"))

    def test_names_another(self):
        """PU-32: a bill of somebody else, or one not posted, is no ground to pay."""
        bill, _sheet = self.settled()
        other = self._create_supplier("Other works")
        for values in (
            {"partner_id": other.id, "invoice_ids": [Command.set(bill.ids)]},
            {"invoice_ids": [Command.set(self.bill(self.delivered(5), 5).ids)]},
        ):
            with self.refused("no posted bill of"):
                self.payment(50, **values).action_post()

    def test_more_than_open(self):
        """PU-32: the wizard pays no more than is released, wherever the difference is
        written off to."""
        bill, _sheet = self.settled()
        expense = self.env["account.account"].search(
            [
                ("company_ids", "in", self.company.ids),
                ("account_type", "=", "expense"),
            ],
            limit=1,
        )
        wizard = self.by("finance", self.env["account.payment.register"]).with_context(
            active_model="account.move", active_ids=bill.ids
        )
        with self.refused("settlement sheets release"):
            wizard.create(
                {
                    "amount": 3000,
                    "payment_difference_handling": "reconcile",
                    "writeoff_account_id": expense.id,
                }
            ).action_create_payments()
        with self.refused("settlement sheets release"):
            self.payment(2001, invoice_ids=[Command.set(bill.ids)]).action_post()
        self.pay(bill, 2000)
        self.assertEqual(bill.amount_residual, 0)

    def test_together(self):
        """PU-32: payments made in one set are counted together."""
        bill, _sheet = self.settled()
        values = {"invoice_ids": [Command.set(bill.ids)]}
        both = self.payment(1500, **values) | self.payment(1500, **values)
        with self.refused("settlement sheets release"):
            both.action_post()
        both[0].action_post()
        with self.refused("settlement sheets release"):
            both[1].action_post()

    def test_taken_off_its_bill(self):
        """PU-32: a payment taken off its bill is money paid all the same."""
        bill, sheet = self.settled()
        self.pay(bill, 2000)
        payment = bill.matched_payment_ids
        self.by("finance", bill).line_ids.remove_move_reconcile()
        self.assertEqual(bill.amount_residual, 2000)
        with self.refused("settlement sheets release"):
            self.pay(bill, 2000)
        for change in (
            lambda: self.by("finance", payment).write(
                {"invoice_ids": [Command.clear()]}
            ),
            lambda: self.by("finance", bill).write(
                {"matched_payment_ids": [Command.unlink(payment.id)]}
            ),
        ):
            with self.refused("stays with"):
                change()
        with self.refused("settlement sheets release"):
            self.by("finance", sheet.bill_ids).unlink()

    def test_sheet_used_twice(self):
        """PU-32: what a sheet released and was paid is not released once more for
        another bill."""
        order = self.delivered(100)
        one, two = self.bill(order, 50), self.bill(order, 50)
        (one | two).action_post()
        sheet = self.agreed(1000)
        self.by("finance", sheet).action_spread()
        row = self.by("finance", sheet.bill_ids)
        self.assertEqual((row.bill_id, row.amount), (one, 1000))
        self.pay(one, 1000)
        for change in (
            lambda: row.write({"amount": 0}),
            lambda: row.write({"bill_id": two.id}),
            lambda: row.unlink(),
            lambda: self.by("finance", sheet).write({"bill_ids": [Command.clear()]}),
            lambda: self.by("finance", sheet).write(
                {
                    "bill_ids": [
                        Command.delete(row.id),
                        Command.create({"bill_id": two.id, "amount": 1000}),
                    ]
                }
            ),
        ):
            with self.refused("settlement sheets release"):
                change()

    def test_row_before_payment(self):
        """PU-32: as long as nothing is paid, finance spreads a sheet otherwise."""
        order = self.delivered(100)
        one, two = self.bill(order, 50), self.bill(order, 50)
        (one | two).action_post()
        sheet = self.agreed(1000)
        self.by("finance", sheet).action_spread()
        self.by("finance", sheet.bill_ids).write({"bill_id": two.id})
        self.pay(two, 1000)
        with self.refused("settlement sheets release"):
            self.pay(one, 1)

    def test_taken_back(self):
        """PU-31 PU-32: a payment that is made is taken back by the head of finance
        alone, from whichever document."""
        bill, _sheet = self.settled()
        self.pay(bill, 2000)
        payment = self.by("finance", bill.matched_payment_ids)
        for way in (
            lambda: payment.action_draft(),
            lambda: payment.action_cancel(),
            lambda: payment.action_reject(),
            lambda: payment.write({"state": "draft"}),
            lambda: payment.move_id.button_draft(),
            lambda: payment.move_id.button_cancel(),
            lambda: payment.move_id.write({"state": "draft"}),
            lambda: payment.unlink(),
        ):
            with self.refused("head of finance"):
                way()
        self.by("finance_head", payment).action_draft()
        self.assertEqual(payment.state, "draft")
        payment.action_post()
        self.by("finance_head", payment).action_draft()
        self.by("finance_head", payment).action_cancel()
        self.assertEqual(bill.amount_residual, 2000)
        self.pay(bill, 2000)

    def test_made_is_fixed(self):
        """PU-31 PU-32: what is paid to whom, when and from where is fixed once it is
        paid."""
        bill, _sheet = self.settled()
        self.pay(bill, 2000)
        payment = self.by("finance", bill.matched_payment_ids)
        other = self._create_supplier("Other works")
        bank = self.env["res.partner.bank"].create(
            {"partner_id": other.id, "acc_number": "6222-0001"}
        )
        day = self.today.replace(year=self.today.year - 1)
        for vals in (
            {"amount": 1},
            {"partner_id": other.id},
            {"partner_bank_id": bank.id},
            {"date": day},
            {"payment_type": "inbound"},
            {"partner_type": "customer"},
            {"move_id": False},
        ):
            with self.refused("is paid"):
                payment.write(vals)
        counterpart = payment.move_id.line_ids.filtered(
            lambda r: r.account_type == "liability_payable"
        )
        for vals in ({"partner_id": other.id}, {"amount_currency": 1, "debit": 1}):
            with self.refused("is paid"):
                counterpart.write(vals)
        with self.refused("is paid"):
            payment.move_id.write({"origin_payment_id": False})
        payment.write({"memo": "Bank slip 17", "is_sent": True})

    def test_written_figures(self):
        """PU-31 PU-32: a figure written into a bill or a payment makes no room."""
        office = self.env["res.partner"].create({"name": "Landlord"})
        bill = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": office.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "price_unit": 500,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        bill.action_post()
        bill.write({"amount_residual": 5000})
        values = {"partner_id": office.id, "invoice_ids": [Command.set(bill.ids)]}
        with self.refused("500.00.* is open"):
            self.payment(5000, **values).action_post()
        self.payment(500, **values).action_post()

    def test_another_account(self):
        """PU-32: goods are paid into an account of who supplied them."""
        bill, _sheet = self.settled()
        other = self._create_supplier("Other works")
        bank = self.env["res.partner.bank"].create(
            {"partner_id": other.id, "acc_number": "6222-0001"}
        )
        values = {"invoice_ids": [Command.set(bill.ids)], "partner_bank_id": bank.id}
        with self.refused("account of somebody else"):
            self.payment(10, **values).action_post()

    def advance(self, amount, order, **values):
        return self.payment(amount, purchase_order_id=order.id, **values)

    def test_advance(self):
        """PU-12 PU-32: an advance names its order, stays within its share, and is used
        up before more is paid on the goods."""
        bare = self.ordered((self.steel, 100))
        with self.refused("may be paid in advance"):
            self.advance(1, bare).action_post()
        with self.refused("its advance is not raised"):
            self.by("buyer", bare).write({"advance_percent": 100})
        self.by("head", bare).button_cancel()
        order = self.rfq(self.granted())
        self.signed(order)
        self.by("buyer", order).advance_percent = 30
        # what was signed lapses with the share that may be paid in advance
        with self.refused("not been submitted for approval"):
            self.by("buyer", order).button_confirm()
        order = self.rfq(self.granted())
        self.by("buyer", order).advance_percent = 30
        self.by("buyer", self.signed(order)).button_confirm()
        with self.refused("may be paid in advance"):
            self.advance(601, order).action_post()
        other = self._create_supplier("Other works")
        with self.refused("no order in force of"):
            self.advance(600, order, partner_id=other.id).action_post()
        paid = self.advance(600, order)
        paid.action_post()
        with self.refused("may be paid in advance"):
            self.advance(0.01, order).action_post()
        self.receive(order.picking_ids, 100)
        bill = self.bill(order, 100)
        bill.action_post()
        sheet = self.agreed()
        self.by("finance", sheet).action_spread()
        with self.refused("settlement sheets release"):
            self.pay(bill, 2000)
        lines = (paid.move_id | bill).line_ids.filtered(
            lambda r: r.account_type == "liability_payable"
        )
        self.by("finance", lines).reconcile()
        with self.refused("settlement sheets release"):
            self.pay(bill, 1401)
        self.pay(bill, 1400)
        self.assertEqual(bill.amount_residual, 0)
        with self.refused("may be paid in advance"):
            self.advance(1, order).action_post()

    def test_two_bills_at_once(self):
        """PU-32: one payment of two settled bills, by the wizard."""
        order = self.delivered(100)
        bills = self.bill(order, 30) | self.bill(order, 70)
        bills.action_post()
        sheet = self.agreed()
        self.by("finance", sheet).action_spread()
        wizard = self.by("finance", self.env["account.payment.register"]).with_context(
            active_model="account.move", active_ids=bills.ids
        )
        wizard.create({"group_payment": True}).action_create_payments()
        self.assertEqual(len(bills.matched_payment_ids), 1)
        self.assertEqual(bills.mapped("amount_residual"), [0, 0])

    def test_gate_off(self):
        """PU-32: where the company has switched the gates off, suppliers are paid as
        in plain Odoo."""
        self.delivered(100)
        self.company.purchase_gate_settlement = False
        payment = self.payment(500)
        payment.action_post()
        payment.action_draft()
        payment.write({"amount": 400})
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))

    def test_buyers_do_not_pay(self):
        """PU-32: buyers have no payments to make."""
        bill, _sheet = self.settled()
        with self.assertRaises(UserError):
            self.pay(bill, 1, by="buyer")
