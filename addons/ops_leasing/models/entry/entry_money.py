"""The money of an entry: one bill for its fees, paid is what the ledger says."""

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError

from ..groups import PROPERTY

BILLING = ("notified", "formalities", "handed_over", "transferring", "done")


class LeaseEntryMoney(models.Model):
    _inherit = "ops.lease.entry"

    # FIELDS
    fee_amount = fields.Monetary("Fees", compute="_compute_fees", compute_sudo=True)
    fee_open = fields.Monetary(
        "Fees unpaid", compute="_compute_fees", compute_sudo=True
    )

    # COMPUTE
    @api.depends(
        "fee_ids.amount",
        "fee_ids.move_id.amount_residual",
        "fee_ids.move_id.payment_state",
    )
    def _compute_fees(self):
        """All fees before taxes, and what is not billed or not paid of them."""
        self.fee_ids.move_id._lease_entry_fetch()
        for entry in self:
            billed = entry.fee_ids.filtered(lambda fee: fee._is_billed())
            unbilled = entry.fee_ids - billed
            entry.fee_amount = sum(entry.fee_ids.mapped("amount"))
            entry.fee_open = sum(
                bill._lease_entry_due() for bill in billed.move_id
            ) + sum(unbilled.mapped("amount"))

    # ACTION
    def action_bill_fees(self):
        """Bill what is not billed yet: one posted invoice for each entry (LE-16).

        :raise AccessError: for others than the property company
        :raise FlowRefused: before the notice is sent, or once the entry is cancelled
        :raise UserError: when there is nothing to bill, a bill taken back still is a
            draft, or the account is missing
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        self._flow_check_act(self.env._("Bill fees"), "take_over", *BILLING)
        # the fees are the property company's right; the books are not its own
        fees = self.sudo().fee_ids.filtered(
            lambda fee: fee.amount and not fee._is_billed()
        )
        if not fees:
            raise UserError(self.env._("There is nothing left to bill."))
        drafts = fees.move_id.filtered(lambda bill: bill.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "Bill %(bill)s is taken back but still there as a draft: finance "
                    "posts it again or cancels it before the fees are billed anew.",
                    bill=drafts[0].display_name,
                )
            )
        return fees._create_bills()._deposit_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_fee_bills(self):
        """Bills of this entry; read under the reader's own rights."""
        return self.sudo().fee_ids.move_id.sudo(False)._deposit_open()

    # BUSINESS
    def _fees_open(self):
        """``{entry: [(sentence, bill or entry)]}`` – mandatory fees that are not paid
        (LE-16).

        What was billed for them must have been paid, whatever the bill says now: a bill
        taken back, deleted, credited or rewritten opens the gate again.
        """
        self.fee_ids.move_id._lease_entry_fetch()
        return {entry: entry._fees_unpaid() for entry in self}

    def _fees_unpaid(self):
        self.ensure_one()
        result = []
        fees = self.fee_ids.filtered("mandatory")
        for fee in fees.filtered(lambda fee: fee.amount and not fee._is_billed()):
            message = self.env._(
                "%(fee)s %(amount)s is not billed.",
                fee=fee.name,
                amount=fee.currency_id.format(fee.amount),
            )
            if fee.move_id:
                message = self.env._(
                    "%(fee)s: bill %(bill)s has been taken back.",
                    fee=fee.name,
                    bill=fee.move_id.name,
                )
            result.append((message, fee.move_id or self))
        billed = fees.filtered(lambda fee: fee._is_billed())
        for bill, lines in billed.grouped("move_id").items():
            due = sum(lines.mapped("billed"))
            paid = bill.amount_total - bill._lease_entry_due()
            if bill.currency_id.compare_amounts(paid, due) < 0:
                message = self.env._(
                    "Bill %(bill)s: %(amount)s of mandatory fees is not paid.",
                    bill=bill.name,
                    amount=bill.currency_id.format(due - paid),
                )
                notes = bill._lease_entry_credits()
                if notes:
                    # open on the bill is less than what is missing: say why, and how
                    # it is put right
                    message = self.env._(
                        "Bill %(bill)s: %(amount)s of mandatory fees is not paid – "
                        "%(open)s is open, %(credited)s was credited by %(notes)s, "
                        "and a credit note is no payment. Finance credits the whole "
                        "bill, then the property company bills the fees anew.",
                        bill=bill.name,
                        amount=bill.currency_id.format(due - paid),
                        open=bill.currency_id.format(bill.amount_residual),
                        credited=bill.currency_id.format(
                            bill._lease_entry_due() - bill.amount_residual
                        ),
                        notes=", ".join(notes.mapped("name")),
                    )
                result.append((message, bill))
        return result
