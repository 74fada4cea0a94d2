"""Deliveries, bills, settlement sheets and payments."""

from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .common import PurchaseCase


class MoneyCase(PurchaseCase):
    """An order of 100 sheets of steel at 20, and what follows from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # tried by the tests of the assessment, the fund plan and fapiao
        cls.company.purchase_gate_assessment = False
        cls.company.purchase_gate_plan = False
        cls.company.purchase_gate_fapiao = False
        # tried by the tests of goods that are inspected
        cls.company.purchase_gate_inspection = False
        cls.today = fields.Date.context_today(cls.company)

    @contextmanager
    def refused(self, words):
        """Refused with these words, and undone."""
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield

    def delivered(self, quantity=100, returned=0, **values):
        """A confirmed order of which that much has arrived and gone back."""
        order = self.ordered((self.steel, 100), **values)
        picking = order.picking_ids
        self.receive(picking, quantity)
        if returned:
            wizard = (
                self.env["stock.return.picking"]
                .with_context(
                    active_id=picking.id,
                    active_ids=picking.ids,
                    active_model="stock.picking",
                )
                .create({})
            )
            wizard.product_return_moves.write({"quantity": returned, "to_refund": True})
            back = self.env["stock.picking"].browse(
                wizard.action_create_returns()["res_id"]
            )
            self.receive(back, returned)
        return order

    def receive(self, picking, quantity):
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()

    def bill(self, order, quantity, price=20, **values):
        """A draft bill of that quantity for each line of the order."""
        return self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": order.partner_id.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "purchase_line_id": line.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for line in order.order_line
                ],
                **values,
            }
        )

    def sheet(self, *fines, by="buyer", **values):
        """A draft sheet with all that arrived from the supplier.

        :param fines: amounts
        """
        sheet = self.by(by, self.env["ops.purchase.settlement"]).create(
            {
                "partner_id": self.supplier.id,
                "deduction_ids": [
                    Command.create({"kind": "delay", "reason": "Late", "amount": fine})
                    for fine in fines
                ],
                **values,
            }
        )
        sheet.action_take_receipts()
        return sheet

    def agreed(self, *fines, **values):
        """A sheet approved by everybody and signed by the supplier."""
        sheet = self.sheet(*fines, **values)
        sheet.action_submit()
        self.agree(sheet, "head", "finance_head")
        return self.countersigned(sheet)

    def countersigned(self, sheet):
        mine = self.by("buyer", sheet)
        scan = self.by("buyer", self.env["ir.attachment"]).create(
            {"name": "signed.pdf", "raw": b"scan"}
        )
        mine.write(
            {
                "supplier_signer": "Accounts of the supplier",
                "supplier_signed_on": self.today,
                "attachment_ids": [Command.link(scan.id)],
            }
        )
        mine.action_agree()
        return sheet

    def pay(self, bill, amount, by="finance"):
        """Pay that much of a bill, by the wizard everybody uses."""
        wizard = (
            self.by(by, self.env["account.payment.register"])
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"amount": amount})
        )
        return wizard.action_create_payments()
