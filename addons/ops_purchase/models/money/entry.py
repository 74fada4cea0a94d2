"""Suppliers are paid by payments, not by entries of one's own (PU-31)."""

from odoo import api, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import FINANCE_HEAD
from .bill_paid import REFUNDS
from .payment_kind import MADE

_lt = LazyTranslate(__name__)

#: Accounts that hold money.
MONEY = ("asset_cash", "liability_credit_card")


class AccountMove(models.Model):
    _inherit = "account.move"

    _guards = (Guard("state", "posted", _lt("Post entry"), gates=("paid_by_payment",)),)

    # BUSINESS
    def _by_payment(self):
        """Whether the entry is the one of a made payment."""
        self.ensure_one()
        payment = self.origin_payment_id
        return payment.move_id == self and payment.state in MADE

    def _is_exchange(self):
        """Whether the entry books a difference of rates, and no money."""
        self.ensure_one()
        company = self.company_id
        gains = (
            company.income_currency_exchange_account_id
            | company.expense_currency_exchange_account_id
        )
        others = self.line_ids.filtered(
            lambda r: r.account_type not in ("liability_payable", "asset_receivable")
        )
        return (
            self.journal_id == company.currency_exchange_journal_id
            and others.account_id <= gains
        )

    def _money_accounts(self):
        """Accounts of these companies that hold money, or money on its way."""
        journals = self.env["account.journal"].search(
            [
                ("company_id", "parent_of", self.company_id.ids),
                ("type", "in", ("bank", "cash", "credit")),
            ]
        )
        methods = journals.outbound_payment_method_line_ids
        accounts = journals.default_account_id | methods.payment_account_id
        for company in self.company_id:
            charts = self.env["account.chart.template"].with_company(company)
            accounts |= (
                charts.ref(
                    "account_journal_payment_credit_account_id",
                    raise_if_not_found=False,
                )
                or company.transfer_account_id
            )
        return accounts

    @gate(_lt("Paid by a payment"), who=FINANCE_HEAD)
    def _gate_paid_by_payment(self):
        """Money for a supplier goes out by a payment, which the fund plan knows."""
        entries = self.filtered(
            lambda r: (
                r.move_type == "entry"
                and r.company_id.purchase_gate_plan
                and any(
                    line.account_type == "liability_payable" and line.balance > 0
                    for line in r.line_ids
                )
                and not r._by_payment()
            )
        )
        if not entries or self.env.user.has_group(FINANCE_HEAD):
            return
        accounts = entries._money_accounts()
        for entry in entries:
            if any(
                line.balance < 0
                and (line.account_id in accounts or line.account_type in MONEY)
                for line in entry.line_ids
            ):
                message = self.env._(
                    "A supplier is paid by a payment in the fund plan; another entry "
                    "is posted by the head of finance."
                )
                yield self._blocker(entry, message)


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A bill is settled by payments and credit notes; by another entry through
        the head of finance alone (PU-31)."""
        partials = super().create(vals_list)
        # what settles a bill is a fact, also for who may not read it
        partials.sudo()._check_by_payment()
        return partials

    # BUSINESS
    def _check_by_payment(self):
        """:raise UserError: for entries that settle bills past the fund plan"""
        if self.env.user.has_group(FINANCE_HEAD):
            return
        for partial in self:
            bill = partial.credit_move_id.move_id
            entry = partial.debit_move_id.move_id
            if (
                bill.move_type in ("in_invoice", "in_receipt")
                and bill.company_id.purchase_gate_plan
                and entry.move_type not in REFUNDS
                and not entry._by_payment()
                and not entry._is_exchange()
            ):
                raise UserError(
                    self.env._(
                        "%(bill)s is settled by payments in the fund plan and by "
                        "credit notes. What else settles it (%(entry)s) is put to it "
                        "by the head of finance.",
                        bill=bill.display_name,
                        entry=entry.display_name,
                    )
                )
