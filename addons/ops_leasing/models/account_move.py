from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from .groups import FINANCE

_lt = LazyTranslate(__name__)


class AccountMove(models.Model):
    """Deposits in the books: what may be posted and taken back (LE-11, LE-27).

    Whoever posts, from whatever screen or client: an item on a deposit account names
    its deposit, and only the step of an exit or a fit-out lowers a deposit.
    """

    _name = "account.move"
    _inherit = ["account.move", "ops.guard.mixin", "ops.lease.deposit.document"]

    _guards = (
        Guard(
            "state",
            "posted",
            _lt("Post"),
            gates=("deposit_named", "deposit_alone", "deposit_lowered"),
        ),
        Guard("state", ("draft", "cancel"), _lt("Take back"), gates=("deposit_kept",)),
    )

    # FIELDS
    lease_deposit_use = fields.Selection(
        [
            ("refund", "Deposit refund"),
            ("retain", "Deposit retention"),
            ("transfer", "Deposit transfer"),
        ],
        "What is done to the deposit",
        readonly=True,
        copy=False,
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Documents of a paper's step are made by the step alone."""
        for vals in vals_list:
            if vals.get("lease_deposit_use") and not self._deposit_vals_passed(vals):
                self._deposit_refuse()
        return super().create(vals_list)

    def write(self, vals):
        """Documents of a paper's step keep their paper; none is made one later."""
        if not self._deposit_document_fields().isdisjoint(vals) and (
            vals.get("lease_deposit_use") or any(self.mapped("lease_deposit_use"))
        ):
            self._deposit_refuse()
        return super().write(vals)

    # ACTION
    def _deposit_open(self):
        """Action that shows these documents to who may see them."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
            "context": {"create": False},
        }
        if not self.env.user.has_group("account.group_account_invoice"):
            return True
        if len(self) == 1:
            action.update(view_mode="form", res_id=self.id)
        return action

    # BUSINESS
    @api.model
    def _deposit_document_fields(self):
        return super()._deposit_document_fields() | {"lease_deposit_use"}

    def _deposit_lines(self):
        """Journal items that stand on a deposit account or name a deposit."""
        return self.line_ids.filtered(
            lambda line: line.lease_deposit_id or line.account_id.lease_deposit
        )

    @api.model
    def _deposit_money(self, line):
        return line.company_currency_id.format(abs(line.balance))

    @gate(_lt("Deposit named"), who=FINANCE)
    def _gate_deposit_named(self):
        """LE-11: the deposits add up to their account, so every item names one."""
        for line in self._deposit_lines():
            deposit, account = line.lease_deposit_id, line.account_id
            if not deposit:
                message = self.env._(
                    "%(account)s holds lease deposits: the item of %(amount)s names "
                    "none.",
                    account=account.display_name,
                    amount=self._deposit_money(line),
                )
                yield self._blocker(line.move_id, message)
            elif not account.lease_deposit:
                message = self.env._(
                    "%(deposit)s is named on %(account)s, which holds no deposits.",
                    deposit=deposit.display_name,
                    account=account.display_name,
                )
                yield self._blocker(line.move_id, message)
            elif (
                deposit.company_id != line.company_id
                or deposit.partner_id.commercial_partner_id
                != line.partner_id.commercial_partner_id
            ):
                message = self.env._(
                    "%(deposit)s is another tenant's or another company's.",
                    deposit=deposit.display_name,
                )
                yield self._blocker(line.move_id, message)

    @gate(_lt("Deposit invoiced by itself"), who=FINANCE)
    def _gate_deposit_alone(self):
        """What is unpaid of an invoice is unpaid of its deposit: nothing else may
        stand on it, and no more than was agreed."""
        raised = defaultdict(float)
        for move in self:
            lines = move._deposit_lines().filtered(lambda line: line.balance < 0)
            others = move.line_ids.filtered(
                lambda line: line.display_type in ("product", "tax")
            )
            if lines and move.is_invoice(include_receipts=True) and others - lines:
                message = self.env._("A deposit is invoiced on an invoice of its own.")
                yield self._blocker(move, message)
            if len(lines.lease_deposit_id) > 1:
                message = self.env._("A document raises one deposit, not several.")
                yield self._blocker(move, message)
            for line in lines:
                deposit = line.lease_deposit_id
                raised[deposit] -= line.balance
                after = deposit.balance + raised[deposit]
                if (
                    deposit
                    and line.company_currency_id.compare_amounts(after, deposit.amount)
                    > 0
                ):
                    message = self.env._(
                        "%(deposit)s: %(amount)s is agreed, it would come to "
                        "%(after)s.",
                        deposit=deposit.display_name,
                        amount=line.company_currency_id.format(deposit.amount),
                        after=line.company_currency_id.format(after),
                    )
                    yield self._blocker(move, message)

    @gate(_lt("Deposit lowered by its paper"), who=FINANCE)
    def _gate_deposit_lowered(self):
        """LE-27, LE-X4, LE-X7: what lowers a deposit comes from the step of a paper,
        on the deposits that are its own, and never above what is held."""
        lowered = defaultdict(float)
        for line in self._deposit_lines().filtered(lambda line: line.balance > 0):
            move, deposit = line.move_id, line.lease_deposit_id
            if (
                not move._deposit_passed()
                or not move.lease_deposit_use
                or deposit not in move._deposit_paper()._refund_deposits()
                or not self.env.user.has_group(FINANCE)
            ):
                yield self._blocker(move, self._deposit_alone())
                continue
            lowered[deposit] += line.balance
            if (
                line.company_currency_id.compare_amounts(
                    lowered[deposit], deposit.refundable
                )
                > 0
            ):
                message = self.env._(
                    "%(deposit)s holds %(held)s, %(asked)s is asked.",
                    deposit=deposit.display_name,
                    held=line.company_currency_id.format(deposit.refundable),
                    asked=line.company_currency_id.format(lowered[deposit]),
                )
                yield self._blocker(move, message)

    @gate(_lt("Deposit untouched"), who=FINANCE)
    def _gate_deposit_kept(self):
        """What an exit has executed stays; an invoice is taken back only while
        nothing is received on it."""
        finance = self.env.user.has_group(FINANCE)
        for move in self.filtered(lambda m: m.state == "posted"):
            if not finance and move.origin_payment_id._refunds_of_deposits():
                message = self.env._("Deposits are paid back by regional finance.")
                yield self._blocker(move, message)
            lines = move._deposit_lines()
            if not lines:
                continue
            receivable = move.line_ids.filtered(
                lambda line: line.account_type == "asset_receivable"
            )
            settled = receivable.filtered(
                lambda line: line.company_currency_id.compare_amounts(
                    line.amount_residual, line.balance
                )
            )
            if move.lease_deposit_use:
                message = self.env._(
                    "%(exit)s has refunded, retained or used the deposit with it.",
                    exit=move._deposit_paper().display_name,
                )
                yield self._blocker(move, message, fix=move._deposit_paper())
            elif settled or not receivable:
                message = self.env._(
                    "Money of %(deposit)s stands on it.",
                    deposit=lines.lease_deposit_id[:1].display_name,
                )
                yield self._blocker(move, message, fix=lines.lease_deposit_id[:1])
