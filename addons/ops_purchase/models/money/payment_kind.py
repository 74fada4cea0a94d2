"""What money goes out for: to a supplier, or back to a customer."""

from collections import defaultdict

from odoo import models

#: States in which a payment is made.
MADE = ("in_process", "paid")


class AccountPayment(models.Model):
    _inherit = "account.payment"

    # BUSINESS
    def _of_suppliers(self, *switches):
        """Those that go out and give no customer back what is his, in companies that
        have one of these gates on: what a payment calls its partner is not asked."""
        # whether a gate is on is no secret
        out = self.filtered(
            lambda r: (
                r.payment_type == "outbound"
                and any(r.company_id.sudo()[switch] for switch in switches)
            )
        )
        return out - out._back_to_customers()

    def _made_to_suppliers(self, *switches):
        """Those of them that are made, by what they say of themselves."""
        return self.filtered(
            lambda r: (
                r.state in MADE
                and r._names_supplier()
                and any(r.company_id.sudo()[switch] for switch in switches)
            )
        )

    def _names_supplier(self):
        """Whether the payment goes out to a supplier by its own words."""
        self.ensure_one()
        return self.payment_type == "outbound" and (
            self.partner_type == "supplier"
            or self.destination_account_id.account_type == "liability_payable"
            or bool(self._paid_bills())
        )

    def _paid_bills(self):
        """Bills the payment names."""
        bills = self.invoice_ids
        # what is read of the bills of one payment is read for all payments
        return bills.filtered(
            lambda r: r.is_purchase_document(include_receipts=True)
        ).with_prefetch(bills._prefetch_ids)

    def _back_to_customers(self):
        """Those covered by what is open in favour of their customers: credit notes
        and money received. All of the set together use it up."""
        asked = self.filtered(
            lambda r: (
                r.partner_id
                and r.destination_account_id.account_type == "asset_receivable"
                and not r._names_supplier()
            )
        )
        back, left = self.browse(), asked._customer_credit()
        for payment in asked:
            key = (payment.company_id, payment.partner_id.commercial_partner_id)
            money = payment.company_id.currency_id
            amount = payment._company_amount()
            if money.compare_amounts(amount, left[key]) <= 0:
                left[key] -= amount
                back += payment
        return back

    def _customer_credit(self):
        """``{(company, customer): amount}`` that is open in favour of the customers of
        these payments and that no other payment gives back yet."""
        credit = defaultdict(float)
        if not self:
            return credit
        lines = self.env["account.move.line"]
        domain = [
            ("company_id", "in", self.company_id.ids),
            ("partner_id", "child_of", self.partner_id.commercial_partner_id.ids),
            ("account_type", "=", "asset_receivable"),
            ("reconciled", "=", False),
        ]
        mine = [("amount_residual", "<", 0), ("parent_state", "=", "posted")]
        # made one by one, the entries of a set are posted after all of them are made
        given = [
            ("amount_residual", ">", 0),
            ("payment_id.state", "in", MADE),
            ("payment_id", "not in", self.ids),
        ]
        for part in (mine, given):
            for company, partner, amount in lines._read_group(
                domain + part, ["company_id", "partner_id"], ["amount_residual:sum"]
            ):
                credit[company, partner.commercial_partner_id] -= amount
        return credit

    def _company_amount(self):
        """The amount in the currency of the company, on the day of the payment."""
        self.ensure_one()
        money = self.company_id.currency_id
        return self.currency_id._convert(self.amount, money, self.company_id, self.date)

    def _unmatched(self, currency):
        """What of a payment that is made no bill has taken yet."""
        self.ensure_one()
        lines = self.move_id.line_ids.filtered(
            lambda r: r.account_type == "liability_payable"
        )
        if not lines:
            return self.currency_id._convert(
                self.amount, currency, self.company_id, self.date
            )
        if lines.currency_id == currency:
            return abs(sum(lines.mapped("amount_residual_currency")))
        return self.company_id.currency_id._convert(
            abs(sum(lines.mapped("amount_residual"))),
            currency,
            self.company_id,
            self.date,
        )
