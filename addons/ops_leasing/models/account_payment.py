from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from .groups import FINANCE
from .ledger_pass import exits_passed

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
    _inherit = ["account.payment", "ops.guard.mixin"]

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

    # FIELDS
    lease_exit_id = fields.Many2one(
        "ops.lease.exit",
        "Tenant exit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    # CRUD
    @api.model
    def default_get(self, fields):
        """No default names an exit, neither a caller's nor one that was saved."""
        return super().default_get([n for n in fields if n != "lease_exit_id"])

    @api.model_create_multi
    def create(self, vals_list):
        """The payment of an exit is made by its step alone."""
        for vals in vals_list:
            self._check_exit(vals.get("lease_exit_id"))
        return super().create(vals_list)

    def write(self, vals):
        """The payment of an exit keeps its exit; finance alone says how much is paid
        where."""
        if "lease_exit_id" in vals:
            for exit_id in {vals["lease_exit_id"], *self.lease_exit_id.ids}:
                self._check_exit(exit_id)
        # whether a deposit is paid back with it is a fact, whoever may read it
        if (
            not WHERE_TO.isdisjoint(vals)
            and not self.env.user.has_group(FINANCE)
            and self.sudo()._refunds_of_deposits()
        ):
            raise AccessError(self.env._("Deposits are paid back by regional finance."))
        return super().write(vals)

    # BUSINESS
    def _check_exit(self, exit_id):
        if exit_id and exit_id not in exits_passed(self.env):
            raise AccessError(
                self.env._(
                    "A deposit is refunded or retained by its exit alone, which "
                    "regional finance carries out."
                )
            )

    def _refunds_of_deposits(self):
        """Payments of this set that pay deposits back."""
        return self.filtered(
            lambda p: (
                p.lease_exit_id or "refund" in p.invoice_ids.mapped("lease_exit_use")
            )
        )

    @gate(_lt("Paid out by regional finance"), who=FINANCE)
    def _gate_refund_by_exit(self):
        """LE-27: regional finance alone; a second time only when the bank has sent
        the first payment back."""
        passed = exits_passed(self.env)
        for payment in self._refunds_of_deposits():
            credit = payment.invoice_ids.filtered(
                lambda m: m.lease_exit_use == "refund"
            )
            if not self.env.user.has_group(FINANCE):
                message = self.env._("Deposits are paid back by regional finance.")
                yield self._blocker(payment, message)
            elif payment.lease_exit_id.id not in passed and (
                payment.currency_id.compare_amounts(
                    payment.amount, -sum(credit.mapped("amount_residual_signed"))
                )
                > 0
            ):
                message = self.env._(
                    "%(exit)s has paid this deposit back already.",
                    exit=(payment.lease_exit_id or credit.lease_exit_id)[
                        :1
                    ].display_name,
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
