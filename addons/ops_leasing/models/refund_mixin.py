"""Paying deposits back and keeping them, for whichever paper decides on it."""

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..rent import split
from .groups import FINANCE
from .ledger_pass import deposit_pass

_lt = LazyTranslate(__name__)


class LeaseRefundMixin(models.AbstractModel):
    """A paper whose step pays deposits of its lease back and keeps the rest (LE-27,
    LE-X4).

    A model names the field of the books' documents that leads to it, says which
    deposits are its own, and has ``amount_refund`` and ``amount_retained``; the step
    calls ``_refund_execute`` in its ``_after_…`` and names the gates ``accounts_set``
    and ``within_balance``.
    """

    _name = "ops.lease.refund.mixin"
    _inherit = ["ops.lease.deposit.entry.mixin"]
    _description = "Paper that pays deposits back"

    # FIELDS
    deposit_received = fields.Monetary(
        "Deposit received", compute="_compute_deposit", compute_sudo=True
    )
    deposit_refundable = fields.Monetary(
        "Deposit held", compute="_compute_deposit", compute_sudo=True
    )
    refund_journal_id = fields.Many2one(
        "account.journal",
        "Paid from",
        domain=[("type", "in", ("bank", "cash"))],
        check_company=True,
        copy=False,
    )
    refund_date = fields.Date("Paid on", copy=False)
    refund_move_id = fields.Many2one(
        "account.move", "Credit note", readonly=True, copy=False
    )
    refund_payment_id = fields.Many2one(
        "account.payment", "Payment", readonly=True, copy=False
    )
    retain_move_id = fields.Many2one(
        "account.move", "Retention entry", readonly=True, copy=False
    )

    # COMPUTE
    @api.depends("contract_id.deposit_ids.refundable")
    def _compute_deposit(self):
        for paper in self:
            deposits = paper._refund_deposits()
            paper.deposit_received = sum(deposits.mapped("received"))
            paper.deposit_refundable = sum(deposits.mapped("refundable"))

    # CRUD
    @api.ondelete(at_uninstall=False)
    def _unlink_if_no_money(self):
        if any(paper.refund_move_id or paper.retain_move_id for paper in self):
            raise UserError(self.env._("The deposit has been paid out by this paper."))

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open_payment(self):
        """Credit note, payment and entry; read under the reader's own rights."""
        moves = self.sudo().refund_move_id | self.sudo().retain_move_id
        return moves.sudo(False)._deposit_open()

    # BUSINESS
    def _refund_journals(self):
        """``{paper: bank journal it is paid from}``, one query for the set: the one
        chosen, the company's, else the company's first bank."""
        # which bank pays is a setting; the journals themselves are finance's
        papers = self.sudo()
        chosen = {
            paper.id: paper.refund_journal_id
            or paper.company_id.lease_refund_journal_id
            for paper in papers
        }
        open_papers = papers.filtered(lambda p: not chosen[p.id])
        if open_papers:
            banks = (
                self.env["account.journal"]
                .sudo()
                .search(
                    [
                        ("company_id", "parent_of", open_papers.company_id.ids),
                        ("type", "=", "bank"),
                    ]
                )
            )
            for paper in open_papers:
                chosen[paper.id] = banks.filtered(
                    lambda j, p=paper: j.company_id in p.company_id.parent_ids
                )[:1]
        return {paper: chosen[paper.id] for paper in self}

    def _refund_execute(self):
        """Pay back what was decided, keep the rest, in the books.

        One credit note and one payment for what goes back, one entry for what stays.
        Runs inside the step alone: the papers and their deposits are locked, so of two
        people only one pays.
        """
        self.sudo()._refund_deposits()._lock()
        kept = {paper: paper.amount_retained for paper in self.sudo()}
        papers = self.with_context(**deposit_pass(self))
        parts = {paper.id: paper._refund_parts() for paper in papers}
        refunds = papers.filtered("amount_refund")._refund_post(parts)
        payments = papers.filtered(refunds.get)._refund_pay(refunds)
        retained = papers.filtered(lambda p: kept.get(p.sudo()))._retain_post(parts)
        for paper in self:
            paper._flow_write(
                {
                    "refund_move_id": refunds.get(paper, paper.refund_move_id).id,
                    "refund_payment_id": payments.get(
                        paper, paper.refund_payment_id
                    ).id,
                    "retain_move_id": retained.get(paper, paper.retain_move_id).id,
                    "refund_date": paper.refund_date or fields.Date.context_today(self),
                }
            )

    def _refund_parts(self):
        """``[(deposit, refunded, retained)]`` of one paper, exact to the cent; the
        first deposits are paid back first."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        deposits = self.sudo()._refund_deposits().sorted("id")
        held = deposits.mapped("refundable")
        back = split(self.amount_refund, held, digits)
        rest = [float(h) - float(b) for h, b in zip(held, back, strict=True)]
        kept = split(self.amount_retained, rest, digits)
        return [
            (deposit, float(b), float(k))
            for deposit, b, k in zip(deposits, back, kept, strict=True)
        ]

    def _refund_post(self, parts):
        """Posted credit notes, ``{paper: move}``."""
        return self._post_moves(
            {
                paper: {
                    "move_type": "out_refund",
                    "lease_deposit_use": "refund",
                    "invoice_date": paper._refund_day(),
                    "invoice_line_ids": [
                        fields.Command.create(deposit._ledger_line(account, back))
                        for deposit, back, _kept in parts[paper.id]
                        if back
                        for account in paper.company_id._lease_accounts()[:1]
                    ],
                }
                for paper in self
            }
        )

    def _retain_set_off(self, kept):
        """What of the deposits kept pays open bills of the tenants, ``{paper:
        {receivable item: amount}}``; the rest is income.

        :param kept: ``{paper: amount kept}``
        """
        return {paper: {} for paper in self}

    def _retain_post(self, parts):
        """Posted entries deposit to open bills and retained income, ``{paper:
        move}``."""
        values = {}
        set_off = self._retain_set_off(
            {paper: sum(kept for *_x, kept in parts[paper.id]) for paper in self}
        )
        for paper in self:
            account, income, _utility = paper.company_id._lease_accounts()
            label = self.env._("Retained deposit %(exit)s", exit=paper.name)
            lines = [
                paper._deposit_item(deposit, account, kept)
                for deposit, _back, kept in parts[paper.id]
                if kept
            ]
            lines += paper._set_off_items(set_off[paper])
            kept = sum(kept for *_x, kept in parts[paper.id])
            rest = paper.currency_id.round(kept - sum(set_off[paper].values()))
            if rest:
                lines.append(
                    fields.Command.create(
                        {
                            "name": label,
                            "account_id": income.id,
                            "partner_id": paper.partner_id.commercial_partner_id.id,
                            "balance": -rest,
                        }
                    )
                )
            values[paper] = {
                "move_type": "entry",
                "lease_deposit_use": "retain",
                "date": paper._refund_day(),
                "line_ids": lines,
            }
        moves = self._post_moves(values)
        self._set_off(moves, set_off)
        return moves

    def _refund_day(self):
        return self.refund_date or fields.Date.context_today(self)

    def _refund_pay(self, refunds):
        """Pay the credit notes out, ``{paper: payment}``."""
        result, journals = {}, self._refund_journals()
        for company, group in self.grouped("company_id").items():
            payments = (
                self.env["account.payment"]
                .with_company(company)
                .create(
                    [
                        paper._prepare_payment(refunds[paper], journals[paper])
                        for paper in group
                    ]
                )
            )
            payments.action_post()
            result.update(zip(group, payments, strict=True))
        pairs = [payment.move_id + refunds[paper] for paper, payment in result.items()]
        # one plan for the set: each credit note with its own payment
        self.env["account.move.line"]._reconcile_plan(
            [
                moves.line_ids.filtered(
                    lambda line: (
                        line.account_type == "asset_receivable" and not line.reconciled
                    )
                )
                for moves in pairs
            ]
        )
        return result

    def _prepare_payment(self, move, journal):
        self.ensure_one()
        receivable = move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        return {
            "payment_type": "outbound",
            "partner_type": "customer",
            "partner_id": move.commercial_partner_id.id,
            "amount": move.amount_total,
            "currency_id": move.currency_id.id,
            "date": self._refund_day(),
            "journal_id": journal.id,
            "destination_account_id": receivable.account_id.id,
            "memo": move.name,
            self._refund_link: self.id,
            "invoice_ids": [fields.Command.set(move.ids)],
        }

    @gate(_lt("Accounts set"))
    def _gate_accounts_set(self):
        missing_by_company = {c: c._lease_accounts_missing() for c in self.company_id}
        journals = self._refund_journals()
        for paper in self:
            missing = missing_by_company[paper.company_id]
            if missing:
                yield self._blocker(paper, missing)
            elif paper.amount_refund and not journals[paper]:
                message = self.env._("No bank journal to pay from is chosen.")
                who = self._guard_who((FINANCE,))
                yield self._blocker(paper, message, who, fix=paper)

    @gate(_lt("Within the deposit received"), who=FINANCE)
    def _gate_within_balance(self):
        """Refund and retention together are what the ledger holds, never more."""
        for paper in self:
            currency = paper.currency_id
            asked = paper.amount_refund + paper.amount_retained
            held = paper.deposit_refundable
            if currency.compare_amounts(asked, held) > 0 or (
                currency.compare_amounts(paper.amount_refund, held) > 0
            ):
                message = self.env._(
                    "%(asked)s is asked, the ledger holds %(held)s received.",
                    asked=currency.format(asked),
                    held=currency.format(held),
                )
                yield self._blocker(paper, message, fix=paper._refund_deposits()[:1])
