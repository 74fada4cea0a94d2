from odoo import api, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from .deposit_document import LINKS
from .groups import FINANCE

_lt = LazyTranslate(__name__)

WHERE_TO = {
    "amount",
    "currency_id",
    "date",
    "journal_id",
    "partner_bank_id",
    "partner_id",
}


class AccountPayment(models.Model):
    """Payments of deposits back to tenants (LE-27)."""

    _name = "account.payment"
    _inherit = [
        "account.payment",
        "ops.guard.mixin",
        "ops.lease.deposit.document",
    ]

    _guards = (
        Guard(
            "state",
            ("in_process", "paid"),
            _lt("Pay out a deposit"),
            gates=("refund_by_exit",),
        ),
        Guard(
            "state",
            ("draft", "canceled", "rejected"),
            _lt("Take a refund back"),
            gates=("refund_by_finance",),
        ),
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The payment of a paper is made by its step alone."""
        for vals in vals_list:
            self._deposit_check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        """The payment of a paper keeps its paper; finance alone says how much is paid
        where."""
        if any(link in vals for link in LINKS):
            self._deposit_check_links(vals)
            if any(not payment._deposit_passed() for payment in self._of_papers()):
                self._deposit_refuse()
        # whether a deposit is paid back with it is a fact, whoever may read it
        if (
            not WHERE_TO.isdisjoint(vals)
            and not self.env.user.has_group(FINANCE)
            and self.sudo()._refunds_of_deposits()
        ):
            raise AccessError(self.env._("Deposits are paid back by regional finance."))
        return super().write(vals)

    # BUSINESS
    @api.model
    def _deposit_check_links(self, vals):
        if any(vals.get(link) for link in LINKS) and not self._deposit_vals_passed(
            vals
        ):
            self._deposit_refuse()

    def _of_papers(self):
        return self.filtered(lambda payment: payment._deposit_paper())

    def _refunds_of_deposits(self):
        """Payments of this set that pay deposits back."""
        return self.filtered(
            lambda p: (
                p._deposit_paper()
                or "refund" in p.invoice_ids.mapped("lease_deposit_use")
            )
        )

    @gate(_lt("Paid out by regional finance"), who=FINANCE)
    def _gate_refund_by_exit(self):
        """LE-27: regional finance alone; a second time only when the bank has sent
        the first payment back."""
        for payment in self._refunds_of_deposits():
            credit = payment.invoice_ids.filtered(
                lambda m: m.lease_deposit_use == "refund"
            )
            if not self.env.user.has_group(FINANCE):
                message = self.env._("Deposits are paid back by regional finance.")
                yield self._blocker(payment, message)
            elif not payment._deposit_passed() and (
                payment.currency_id.compare_amounts(
                    payment.amount, -sum(credit.mapped("amount_residual_signed"))
                )
                > 0
            ):
                message = self.env._(
                    "%(exit)s has paid this deposit back already.",
                    exit=(
                        payment._deposit_paper() or credit[:1]._deposit_paper()
                    ).display_name,
                )
                yield self._blocker(payment, message)

    @gate(_lt("Taken back by regional finance"), who=FINANCE)
    def _gate_refund_by_finance(self):
        for payment in self.filtered(
            lambda p: p.state in ("in_process", "paid")
        )._refunds_of_deposits():
            if not self.env.user.has_group(FINANCE):
                message = self.env._("Deposits are paid back by regional finance.")
                yield self._blocker(payment, message)
