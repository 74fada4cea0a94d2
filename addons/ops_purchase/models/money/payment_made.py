"""What was paid to a supplier stays as it was paid (PU-31, PU-32)."""

from odoo import api, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import FINANCE_HEAD

_lt = LazyTranslate(__name__)

SWITCHES = ("purchase_gate_settlement", "purchase_gate_plan")
#: What a payment is: how much, to whom, what for, when and from where.
FIXED = (
    "amount",
    "currency_id",
    "partner_id",
    "partner_bank_id",
    "partner_type",
    "payment_type",
    "date",
    "journal_id",
    "company_id",
    "destination_account_id",
    "outstanding_account_id",
    "purchase_order_id",
)
#: What its entry says of it.
LEDGER = (
    "account_id",
    "partner_id",
    "debit",
    "credit",
    "balance",
    "amount_currency",
    "currency_id",
    "move_id",
)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    _guards = (
        Guard(
            "state",
            ("draft", "canceled", "rejected"),
            _lt("Take payment back"),
            gates=("payment_kept",),
        ),
    )

    # CRUD
    def write(self, vals):
        """A payment that is made keeps what it is, and the bills it was made for."""
        # what a payment rests on is a fact, whoever changes it
        made = self.sudo()._made_to_suppliers(*SWITCHES)
        made._check_fixed(vals, FIXED)
        before = {payment: payment.invoice_ids for payment in made}
        outgoing = self._outgoing_changed(vals)
        result = super().write(vals)
        if "invoice_ids" in vals:
            self._check_bills_kept(before)
        if outgoing:
            for guard in outgoing._guards_all():
                if "payment_based" in guard.gates or "payment_planned" in guard.gates:
                    outgoing._guard_check(guard)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        for guard in self._guards_all():
            if "payment_kept" in guard.gates:
                self._guard_check(guard)

    # BUSINESS
    def _outgoing_changed(self, vals):
        """Made payments to others than suppliers that would change: they are asked
        again whether they still are."""
        names = ("amount", "currency_id", "partner_id", "partner_type", "payment_type")
        asked = [n for n in (*names, "destination_account_id") if n in vals]
        return self.filtered(
            lambda r: (
                r.state in ("in_process", "paid")
                and "state" not in vals
                and any(r._changes(vals, name) for name in asked)
            )
        )

    def _changes(self, vals, name):
        self.ensure_one()
        field = self._fields[name]
        if field.type == "monetary":
            return self.env["account.move"]._field_will_change(self, vals, name)
        new = field.convert_to_cache(vals[name], self, validate=False)
        return new != field.convert_to_cache(self[name], self, validate=False)

    def _check_fixed(self, vals, names):
        """:raise UserError: where one of these fields of a made payment would change"""
        for payment in self:
            changed = [n for n in names if n in vals and payment._changes(vals, n)]
            if "move_id" in vals and payment.move_id.id not in (False, vals["move_id"]):
                changed.append("move_id")
            if changed:
                payment._refuse_change(changed)

    def _refuse_change(self, names):
        labels = self.fields_get(names, ["string"])
        raise UserError(
            self.env._(
                "%(payment)s is paid: %(fields)s can no longer be changed. The head of "
                "finance takes it back first.",
                payment=self.display_name,
                fields=", ".join(labels[name]["string"] for name in names),
            )
        )

    def _check_bills_kept(self, before):
        """:raise UserError: where a made payment has lost a bill it was made for"""
        for payment, bills in before.items():
            if bills - payment.invoice_ids:
                raise UserError(
                    self.env._(
                        "%(payment)s is paid: it stays with %(bills)s.",
                        payment=payment.display_name,
                        bills=", ".join(bills.mapped("display_name")),
                    )
                )

    @gate(_lt("Taken back by the head of finance"), who=FINANCE_HEAD)
    def _gate_payment_kept(self):
        """Who could take a payment back could have it paid twice by one plan."""
        if self.env.user.has_group(FINANCE_HEAD):
            return
        for payment in self._made_to_suppliers(*SWITCHES):
            message = self.env._(
                "%(payment)s is paid: it is taken back by the head of finance.",
                payment=payment.display_name,
            )
            yield self._blocker(payment, message)


class AccountMove(models.Model):
    _inherit = "account.move"

    _guards = (
        Guard(
            "state",
            ("draft", "cancel"),
            _lt("Take entry back"),
            gates=("payment_entry_kept",),
        ),
    )

    # CRUD
    def write(self, vals):
        """A bill keeps the payments that were made for it, an entry its payment."""
        if "origin_payment_id" in vals:
            for move in self.filtered("origin_payment_id"):
                # what a payment rests on is a fact, whoever changes it
                made = move.sudo().origin_payment_id._made_to_suppliers(*SWITCHES)
                if made and made.id != vals["origin_payment_id"]:
                    made._refuse_change(["move_id"])
        if "matched_payment_ids" not in vals:
            return super().write(vals)
        # what a payment rests on is a fact, whoever changes it
        made = self.sudo().matched_payment_ids._made_to_suppliers(*SWITCHES)
        before = {payment: payment.invoice_ids for payment in made}
        result = super().write(vals)
        made._check_bills_kept(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        # what was paid for it is a fact, also for who may not read payments
        for move in self.sudo():
            made = move.matched_payment_ids._made_to_suppliers(*SWITCHES)
            if made:
                raise UserError(
                    self.env._(
                        "%(payment)s is paid: it stays with %(bills)s.",
                        payment=made[0].display_name,
                        bills=move.display_name,
                    )
                )

    # BUSINESS
    @gate(_lt("Taken back by the head of finance"), who=FINANCE_HEAD)
    def _gate_payment_entry_kept(self):
        """The entry of a payment is taken back as the payment is."""
        for move in self.filtered(lambda r: r.state == "posted"):
            for blocker in move.origin_payment_id._gate_payment_kept():
                yield self._blocker(move, blocker.message)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # CRUD
    def write(self, vals):
        """The entry of a made payment says what was paid, to whom."""
        asked = [name for name in LEDGER if name in vals]
        for line in self if asked else ():
            if line.parent_state != "posted" or not line.payment_id:
                continue
            # what a payment rests on is a fact, whoever changes it
            made = line.sudo().payment_id._made_to_suppliers(*SWITCHES)
            move = self.env["account.move"]
            if made and any(move._field_will_change(line, vals, n) for n in asked):
                raise UserError(
                    self.env._(
                        "%(payment)s is paid: its entry is not changed. The head of "
                        "finance takes it back first.",
                        payment=made.display_name,
                    )
                )
        return super().write(vals)
