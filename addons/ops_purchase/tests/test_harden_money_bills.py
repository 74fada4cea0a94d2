"""Bills and entries do not lead around what was accepted and settled."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestHardenMoneyBills(MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["accountant"] = new_test_user(
            cls.env,
            login="purchase_accountant",
            groups="ops_purchase.group_finance,account.group_account_user",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def text_bill(self, amount=50, by="finance", **line):
        """A draft bill that names no order."""
        return self.by(by, self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            **line,
                        }
                    )
                ],
            }
        )

    def posted(self, quantity=100):
        order = self.delivered(quantity)
        bill = self.bill(order, quantity)
        bill.action_post()
        return bill

    def test_consumables(self):
        """PU-32: goods that are not kept in stock name their order, too."""
        bolts = self._create_product("Loose bolt", 2, is_storable=False)
        bill = self.text_bill(product_id=bolts.id)
        with self.refused("names no order"):
            bill.action_post()

    def test_text_beside_orders(self):
        """PU-32: while a supplier has orders that are not billed, a bill without them
        is let through by the head of finance."""
        self.delivered(100)
        bill = self.text_bill(2000)
        with self.refused("has orders that are not billed"):
            bill.action_post()
        with self.refused("has orders that are not billed"):
            bill.write({"state": "posted"})
        self.by("finance_head", bill).action_post()
        self.assertEqual(bill.state, "posted")

    def test_negative(self):
        """PU-32: no negative line makes room for a dear one."""
        order = self.delivered(10)
        bill = self.bill(order, 10)
        line = bill.invoice_line_ids
        bill.write(
            {
                "invoice_line_ids": [
                    Command.update(line.id, {"quantity": 110}),
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "purchase_line_id": line.purchase_line_id.id,
                            "quantity": -100,
                            "price_unit": 0,
                            "tax_ids": [Command.clear()],
                        }
                    ),
                ]
            }
        )
        with self.refused("below zero"):
            bill.action_post()

    def test_another_order(self):
        """PU-32: what another supplier delivered, or another product, is no ground."""
        order = self.delivered(100)
        other = self._create_supplier("Other works")
        with self.refused("of another supplier"):
            self.bill(order, 100, partner_id=other.id).action_post()
        bill = self.bill(order, 100)
        bill.invoice_line_ids.write({"product_id": self.bolt.id})
        with self.refused("is another product"):
            bill.action_post()

    def test_raised_after_posting(self):
        """PU-32: a posted bill is raised neither on its lines, nor with a context, nor
        by a further line, nor by one taken away."""
        bill = self.posted()
        line = self.by("finance", bill.invoice_line_ids)
        forced = self.by("finance", bill).with_context(skip_readonly_check=True)
        more = {
            "name": "More",
            "product_id": line.product_id.id,
            "purchase_line_id": line.purchase_line_id.id,
            "quantity": 1,
            "price_unit": 20,
            "tax_ids": [Command.clear()],
        }
        for change in (
            lambda: line.write({"quantity": 200}),
            lambda: forced.write(
                {"invoice_line_ids": [Command.update(line.id, {"quantity": 200})]}
            ),
            lambda: forced.write({"invoice_line_ids": [Command.create(more)]}),
            lambda: line.with_context(force_delete=True).unlink(),
            lambda: line.write({"product_id": self.bolt.id}),
        ):
            with self.refused("accepted|is posted|another product"):
                change()

    def test_posted_identity(self):
        """PU-32: a posted bill of goods stays a bill of its supplier."""
        bill = self.by("finance", self.posted())
        other = self._create_supplier("Other works")
        forced = bill.with_context(skip_readonly_check=True)
        for vals in (
            {"move_type": "entry"},
            {"move_type": "in_refund"},
            {"partner_id": other.id},
            {"commercial_partner_id": other.id},
        ):
            with self.refused("is posted"):
                forced.write(vals)

    def test_disguised(self):
        """PU-32: a bill that stands on a sheet is paid as settled, whatever its lines
        say after it was reset."""
        bill = self.posted()
        sheet = self.agreed(500)
        self.by("finance", sheet).action_spread()
        finance = self.by("finance", bill)
        finance.button_draft()
        finance.invoice_line_ids.write(
            {"purchase_line_id": False, "product_id": False, "name": "Rent"}
        )
        self.by("finance_head", bill).action_post()
        with self.refused("settlement sheets release"):
            self.pay(bill, 1501)

    def test_reset_to_another(self):
        """PU-32: a sheet releases nothing of a bill that has become another
        supplier's."""
        bill = self.posted()
        sheet = self.agreed()
        self.by("finance", sheet).action_spread()
        finance = self.by("finance", bill)
        finance.button_draft()
        other = self._create_supplier("Other works")
        finance.write({"partner_id": other.id})
        finance.invoice_line_ids.write({"purchase_line_id": False, "product_id": False})
        self.by("finance_head", bill).action_post()
        with self.refused("settlement sheets release"):
            self.pay(bill, 10)

    def test_refund_taken_back(self):
        """PU-32: a credit note that made room for another bill stays, and stays with
        its order."""
        order = self.delivered(100)
        self.bill(order, 100).action_post()
        credit = self.bill(order, 100, move_type="in_refund")
        credit.action_post()
        again = self.bill(order, 100)
        again.action_post()
        finance = self.by("finance", credit)
        for change in (
            lambda: finance.button_draft(),
            lambda: finance.button_cancel(),
            lambda: finance.write({"state": "draft"}),
            lambda: finance.invoice_line_ids.write({"quantity": 1}),
            lambda: finance.invoice_line_ids.write({"purchase_line_id": False}),
            lambda: finance.with_context(skip_readonly_check=True).write(
                {"move_type": "entry"}
            ),
        ):
            with self.refused("accepted|is posted"):
                change()
        self.by("finance", again).button_draft()
        finance.button_draft()
        self.assertEqual(credit.state, "draft")

    def test_down_payment(self):
        """PU-32: a bill of a down payment is paid as settled, too."""
        order = self.delivered(100)
        advance = self.env["purchase.order.line"].create(
            {
                "order_id": order.id,
                "name": "Down payment",
                "is_downpayment": True,
                "product_qty": 0,
                "price_unit": 600,
            }
        )
        bill = self.text_bill(600, purchase_line_id=advance.id)
        bill.action_post()
        with self.refused("settlement sheets release"):
            self.pay(bill, 600)

    def account(self, kind):
        return self.env["account.account"].search(
            [("company_ids", "in", self.company.ids), ("account_type", "=", kind)],
            limit=1,
        )

    def entry(self, credit, amount=500, by="accountant", **values):
        """A draft entry: payable to another account."""
        payable = self.supplier.with_company(self.company).property_account_payable_id
        return self.by(by, self.env["account.move"]).create(
            {
                "move_type": "entry",
                "date": self.today,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.supplier.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in ((payable, amount), (credit, -amount))
                ],
                **values,
            }
        )

    def test_entry_pays(self):
        """PU-31: an entry of its own pays no supplier; the head of finance may write
        it."""
        self.company.purchase_gate_plan = True
        bank = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1
        )
        entry = self.entry(bank.default_account_id)
        with self.refused("by a payment"):
            entry.action_post()
        draft = self.by("finance", self.env["account.payment"]).create(
            {"payment_type": "outbound", "partner_id": self.supplier.id, "amount": 1}
        )
        forged = self.entry(bank.default_account_id, origin_payment_id=draft.id)
        with self.refused("by a payment"):
            forged.action_post()
        self.by("finance_head", entry).action_post()
        self.assertEqual(entry.state, "posted")

    def payables(self, moves):
        return moves.line_ids.filtered(lambda r: r.account_type == "liability_payable")

    def test_entry_settles(self):
        """PU-31: an entry or a line of the bank statement does not settle a bill past
        the fund plan; the head of finance may."""
        self.company.purchase_gate_plan = True
        bill = self.text_bill(500)
        bill.action_post()
        entry = self.entry(self.account("expense"))
        entry.action_post()
        lines = self.payables(entry | bill)
        for by in ("finance", "accountant"):
            with self.refused("by payments"):
                self.by(by, lines).reconcile()
        self.by("finance_head", lines).reconcile()
        self.assertEqual(bill.amount_residual, 0)

    def test_statement(self):
        """PU-31: money the bank has sent is put to a bill by the head of finance where
        no payment was planned."""
        self.company.purchase_gate_plan = True
        bill = self.text_bill(500)
        bill.action_post()
        bank = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1
        )
        line = self.by("accountant", self.env["account.bank.statement.line"]).create(
            {
                "journal_id": bank.id,
                "payment_ref": "Out",
                "partner_id": self.supplier.id,
                "amount": -500,
                "date": self.today,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        payable = self.payables(bill).account_id
        suspense.with_context(skip_readonly_check=True).write(
            {"account_id": payable.id}
        )
        lines = suspense | self.payables(bill)
        with self.refused("by payments"):
            lines.reconcile()
        self.by("finance_head", lines).reconcile()
        self.assertEqual(bill.amount_residual, 0)

    def test_credit_note_settles(self):
        """PU-31: a credit note settles its bill as ever."""
        self.company.purchase_gate_plan = True
        bill = self.text_bill(500)
        credit = self.text_bill(500)
        credit.move_type = "in_refund"
        (bill | credit).action_post()
        self.payables(bill | credit).reconcile()
        self.assertEqual(bill.amount_residual, 0)

    def test_buyer_posts_nothing(self):
        """PU-32: a buyer posts no bill, by whatever way."""
        entry = self.by("buyer", self.bill(self.delivered(10), 10))
        for way in (
            lambda: entry.action_post(),
            lambda: entry.write({"state": "posted"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()

    def test_gate_off(self):
        """PU-32: switched off, bills are plain Odoo's."""
        self.company.purchase_gate_settlement = False
        order = self.delivered(10)
        bill = self.bill(order, 10)
        bill.action_post()
        bill.invoice_line_ids.write({"quantity": 12})
        self.text_bill(20).action_post()
        self.assertEqual(bill.invoice_line_ids.quantity, 12)
