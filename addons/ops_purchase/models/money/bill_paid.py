from odoo import models
from odoo.exceptions import UserError

from .payment_kind import MADE

#: Documents that settle a bill without money.
REFUNDS = ("in_refund", "in_invoice")


class AccountMove(models.Model):
    """What is released and paid of a bill (PU-32)."""

    _inherit = "account.move"

    # CRUD
    def write(self, vals):
        """A payment put to a bill is within what is settled of it."""
        result = super().write(vals)
        if "matched_payment_ids" in vals:
            # what is settled is a fact, also for who may not read settlements
            self.sudo()._check_paid_as_settled()
        return result

    # BUSINESS
    def _settlement_room(self, sheet):
        """What other sheets leave of the bill, in its currency."""
        self.ensure_one()
        # other sheets count, whoever may read them
        rows = self.sudo().settlement_bill_ids.filtered(
            lambda r: (
                r.settlement_id.id != sheet.id and r.settlement_id.state != "cancelled"
            )
        )
        taken = sum(rows.mapped("amount")) + sum(rows.mapped("retained"))
        return max(0.0, self.currency_id.round(self.amount_total - taken))

    def _payable_items(self):
        """What these bills owe the supplier by their entries."""
        items = self.line_ids
        # what is read of the items of one bill is read for all bills
        return items.filtered(
            lambda r: r.account_type == "liability_payable"
        ).with_prefetch(items._prefetch_ids)

    def _settlement_released(self, but=None):
        """What agreed sheets let be paid of the bill, in its currency.

        :param but: sheets that do not count
        """
        self.ensure_one()
        released = 0.0
        rows = self.settlement_bill_ids
        unpaid = rows.settlement_id._lacks_fapiao()
        if but:
            unpaid |= but
        for row in rows:
            sheet, state = row.settlement_id, row.settlement_id.state
            if sheet in unpaid or state not in ("agreed", "closed"):
                continue
            # a bill that was made another's since is not what was agreed
            if not row._is_of_sheet():
                continue
            released += row.amount + (row.retained if state == "closed" else 0.0)
        return self.currency_id.round(released)

    def _settlement_paid(self, but=()):
        """What has been paid on the bill, in its currency; credit notes are no
        payment. A payment without entry counts until the bank statement settles it,
        one that was taken off its bill counts all the same.

        :param but: payments that do not count
        """
        self.ensure_one()
        lines = self._payable_items()
        partials = lines.matched_debit_ids.filtered(
            lambda r: (
                r.debit_move_id.move_id.move_type not in REFUNDS
                and r.debit_move_id.payment_id not in but
            )
        )
        by_entry = partials.filtered("debit_move_id.payment_id")
        paid = sum(by_entry.mapped("credit_amount_currency"))
        by_bank = sum((partials - by_entry).mapped("credit_amount_currency"))
        ordered = self._settlement_parts(but, entry=False)
        loose = self._settlement_parts(but, entry=True)
        return self.currency_id.round(paid + loose + max(by_bank, ordered))

    def _settlement_parts(self, but=(), *, entry):
        """What payments that name the bill pay of it and no bill has taken yet.

        :param entry: payments with an entry of their own, or those without
        """
        self.ensure_one()
        return sum(
            self._settlement_part(payment)
            for payment in self.matched_payment_ids
            if payment.payment_type == "outbound"
            and payment.state in MADE
            and payment not in but
            and bool(payment.move_id) == entry
        )

    def _settlement_part(self, payment):
        """What a payment that is not matched pays of this bill: what the other bills it
        names cannot take."""
        self.ensure_one()
        amount = payment._unmatched(self.currency_id)
        others = payment.invoice_ids - self
        goods = others._goods_bills()
        room = sum(bill._settlement_released() for bill in goods)
        room += sum((others - goods).mapped("amount_total"))
        return max(0.0, amount - room)

    def _payment_room(self, but=()):
        """What may still be paid of the bill, in its currency: what is open, for goods
        no more than what is settled and not paid in advance.

        :param but: payments that do not count
        """
        self.ensure_one()
        lines = self._payable_items()
        # worked out from the items: figures of the bill can be written. A payment that
        # was taken back may still be matched.
        matched = lines.matched_debit_ids.filtered(
            lambda r: (
                not r.debit_move_id.payment_id or r.debit_move_id.payment_id not in but
            )
        )
        residual = -sum(lines.mapped("amount_currency"))
        residual -= sum(matched.mapped("credit_amount_currency"))
        if not self._goods_bills():
            room = residual - self._settlement_parts(but, entry=True)
            return max(0.0, self.currency_id.round(room))
        advances = self.invoice_line_ids.purchase_line_id.order_id._advances(but)
        open_ = sum(payment._unmatched(self.currency_id) for payment in advances)
        room = self._settlement_released() - self._settlement_paid(but) - open_
        return max(0.0, self.currency_id.round(min(residual, room)))

    def _check_paid_as_settled(self):
        """:raise UserError: where more is paid on a bill than agreed sheets release"""
        for bill in self._goods_bills():
            paid, released = bill._settlement_paid(), bill._settlement_released()
            money = bill.currency_id
            if money.compare_amounts(paid, released) > 0:
                raise UserError(
                    bill._released_problem(money.format(paid), money.format(released))
                )

    def _released_problem(self, paid, released):
        """What is said where more would be paid on these bills than may be.

        :param paid: formatted amount, as is ``released``
        """
        if not self._goods_bills():
            return self.env._(
                "%(bill)s: %(paid)s would be paid, %(open)s is open.",
                bill=", ".join(self.mapped("display_name")),
                paid=paid,
                open=released,
            )
        message = self.env._(
            "%(bill)s: %(paid)s would be paid, agreed settlement sheets "
            "release %(released)s. Accounts payable settles the rest with "
            "the supplier first.",
            bill=", ".join(self.mapped("display_name")),
            paid=paid,
            released=released,
        )
        sheets = self.settlement_bill_ids.settlement_id
        lacking = sheets.filtered(lambda r: r.state == "agreed")._lacks_fapiao()
        if lacking:
            message += "\n" + self.env._(
                "Fapiao are missing on %(sheets)s.",
                sheets=", ".join(lacking.mapped("display_name")),
            )
        return message
