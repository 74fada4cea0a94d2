from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from .groups import FINANCE
from .ledger_pass import exits_passed

_lt = LazyTranslate(__name__)

EXIT_FIELDS = frozenset(("lease_exit_id", "lease_exit_use"))


class AccountMove(models.Model):
    """Deposits in the books: what may be posted and taken back (LE-11, LE-27).

    Whoever posts, from whatever screen or client: an item on a deposit account names
    its deposit, and only the step of an exit lowers a deposit.
    """

    _name = "account.move"
    _inherit = ["account.move", "ops.guard.mixin"]

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
    lease_exit_id = fields.Many2one(
        "ops.lease.exit",
        "Tenant exit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    lease_exit_use = fields.Selection(
        [("refund", "Deposit refund"), ("retain", "Deposit retention")],
        "Use in the exit",
        readonly=True,
        copy=False,
    )

    # CRUD
    @api.model
    def default_get(self, fields):
        """No default names an exit, neither a caller's nor one that was saved."""
        return super().default_get([n for n in fields if n not in EXIT_FIELDS])

    @api.model_create_multi
    def create(self, vals_list):
        """Documents of an exit's step are made by the step alone."""
        for vals in vals_list:
            self._check_exit_use(vals, vals.get("lease_exit_id"))
        return super().create(vals_list)

    def write(self, vals):
        """Documents of an exit's step keep their exit."""
        if "lease_exit_use" in vals or "lease_exit_id" in vals:
            for move in self:
                self._check_exit_use(
                    {"lease_exit_use": move.lease_exit_use, **vals},
                    move.lease_exit_id.id,
                )
                if move.lease_exit_use:
                    self._check_exit_use({"lease_exit_use": move.lease_exit_use}, 0)
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
    def _check_exit_use(self, vals, exit_id):
        if vals.get("lease_exit_use") and exit_id not in exits_passed(self.env):
            raise AccessError(
                self.env._(
                    "A deposit is refunded or retained by its exit alone, which "
                    "regional finance carries out."
                )
            )

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

    @gate(_lt("Deposit lowered by an exit"), who=FINANCE)
    def _gate_deposit_lowered(self):
        """LE-27: refund and retention come from the exit's step, and never above what
        is held."""
        passed, lowered = exits_passed(self.env), defaultdict(float)
        for line in self._deposit_lines().filtered(lambda line: line.balance > 0):
            move, deposit = line.move_id, line.lease_deposit_id
            exit_paper = move.lease_exit_id
            if (
                exit_paper.id not in passed
                or not move.lease_exit_use
                or deposit.contract_id != exit_paper.contract_id
                or not self.env.user.has_group(FINANCE)
            ):
                message = self.env._(
                    "A deposit is refunded or retained by its exit alone, which "
                    "regional finance carries out."
                )
                yield self._blocker(move, message)
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
            if move.lease_exit_use:
                message = self.env._(
                    "%(exit)s has refunded or retained the deposit with it.",
                    exit=move.lease_exit_id.display_name,
                )
                yield self._blocker(move, message, fix=move.lease_exit_id)
            elif settled or not receivable:
                message = self.env._(
                    "Money of %(deposit)s stands on it.",
                    deposit=lines.lease_deposit_id[:1].display_name,
                )
                yield self._blocker(move, message, fix=lines.lease_deposit_id[:1])
