"""The money of an exit: utility bill, deposit decision, refund and retention."""

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError

from ..rent import split
from .groups import PROPERTY
from .ledger_pass import exit_pass


class LeaseExitMoney(models.Model):
    _inherit = "ops.lease.exit"

    # FIELDS
    charge_amount = fields.Monetary(
        "Utilities", compute="_compute_charges", compute_sudo=True
    )
    charge_open = fields.Monetary(
        "Utilities unpaid", compute="_compute_charges", compute_sudo=True
    )
    deposit_received = fields.Monetary(
        "Deposit received", compute="_compute_deposit", compute_sudo=True
    )
    deposit_refundable = fields.Monetary(
        "Deposit held", compute="_compute_deposit", compute_sudo=True
    )
    decision = fields.Selection(
        [("full", "Full refund"), ("part", "Part refund"), ("none", "No refund")],
        copy=False,
        tracking=True,
    )
    decision_reason = fields.Text("Reason for the decision", copy=False)
    deduction_ids = fields.One2many("ops.lease.exit.deduction", "exit_id", "Deductions")
    amount_deducted = fields.Monetary(
        "Deducted", compute="_compute_amount_deducted", store=True
    )
    amount_refund = fields.Monetary(
        "To refund",
        compute="_compute_amount_refund",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
    )
    amount_retained = fields.Monetary(
        "To retain", compute="_compute_amount_retained", compute_sudo=True
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
    @api.depends("charge_ids.amount", "charge_ids.move_id.amount_residual")
    def _compute_charges(self):
        for paper in self:
            paper.charge_amount = sum(paper.charge_ids.mapped("amount"))
            bills = paper.charge_ids.move_id.filtered(lambda m: m.state == "posted")
            paper.charge_open = sum(bills.mapped("amount_residual"))

    @api.depends("contract_id.deposit_ids.refundable")
    def _compute_deposit(self):
        for paper in self:
            deposits = paper.contract_id.deposit_ids
            paper.deposit_received = sum(deposits.mapped("received"))
            paper.deposit_refundable = sum(deposits.mapped("refundable"))

    @api.depends("deduction_ids.amount")
    def _compute_amount_deducted(self):
        for paper in self:
            paper.amount_deducted = sum(paper.deduction_ids.mapped("amount"))

    @api.depends("decision", "amount_deducted")
    def _compute_amount_refund(self):
        for paper in self:
            if paper.state == "inspected" or not paper.amount_refund:
                paper.amount_refund = paper._refund_due()

    @api.depends("decision", "amount_refund", "deposit_refundable", "retain_move_id")
    def _compute_amount_retained(self):
        for paper in self:
            if paper.retain_move_id:
                paper.amount_retained = paper.retain_move_id.amount_total
            elif paper.decision in ("part", "none"):
                kept = paper.deposit_refundable - paper.amount_refund
                paper.amount_retained = max(paper.currency_id.round(kept), 0.0)
            else:
                paper.amount_retained = 0.0

    # ACTION
    def action_bill_utilities(self):
        """Bill what is settled and not billed yet: one posted invoice for each exit,
        and a final reading for each meter (LE-25).

        :raise AccessError: for others than the property company
        :raise FlowRefused: when goods are not released, or a meter is not read
        :raise UserError: when there is nothing to bill or accounts are missing
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        step = self._flow.step("settle")
        self._flow_lock(step)
        blockers = [
            *self._flow_blockers_of(step, "released"),
            *self.sudo()._gates_ask(("final_readings",)),
        ]
        if blockers:
            raise self._guard_refusal(self.env._("Bill utilities"), blockers)
        # the settlement is the property company's right; the books are not its own
        charges = self.sudo().charge_ids.filtered(lambda c: not c._is_billed())
        charges._take_readings()
        charges = charges.filtered("amount")
        if not charges:
            raise UserError(self.env._("There is nothing left to bill."))
        return charges._create_bills()._deposit_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_bills(self):
        """Bills of this exit; read under the reader's own rights."""
        return self.sudo().charge_ids.move_id.sudo(False)._deposit_open()

    @harmless("opens a form; record rules decide what it shows")
    def action_open_payment(self):
        """Credit note, payment and entry; read under the reader's own rights."""
        moves = self.sudo().refund_move_id | self.sudo().retain_move_id
        return moves.sudo(False)._deposit_open()

    # BUSINESS
    def _refund_due(self):
        """Received less deducted, by the decision."""
        self.ensure_one()
        due = {
            "full": self.deposit_refundable,
            "part": self.deposit_refundable - self.amount_deducted,
        }.get(self.decision, 0.0)
        return self.currency_id.round(due) if self.currency_id else due

    def _refund_journals(self):
        """``{exit: bank journal it is paid from}``, one query for the set: the one
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

    def _after_refund(self):
        """LE-27: pay back what was decided, keep the rest, in the books.

        One credit note and one payment for what goes back, one entry for what stays.
        Runs inside the step alone: the exits and their deposits are locked, so of two
        people only one pays.
        """
        self.sudo().contract_id.deposit_ids._lock()
        kept = {paper: paper.amount_retained for paper in self.sudo()}
        papers = self.with_context(**exit_pass(self))
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

        self._notify_retained()
        # the list is there for those who tick it off, whoever paid
        self.sudo()._checklist_start("lease_taking_back")

    def _refund_parts(self):
        """``[(deposit, refunded, retained)]`` of one exit, exact to the cent; the
        first deposits are paid back first."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        deposits = self.sudo().contract_id.deposit_ids.sorted("id")
        held = deposits.mapped("refundable")
        back = split(self.amount_refund, held, digits)
        rest = [float(h) - float(b) for h, b in zip(held, back, strict=True)]
        kept = split(self.amount_retained, rest, digits)
        return [
            (deposit, float(b), float(k))
            for deposit, b, k in zip(deposits, back, kept, strict=True)
        ]

    def _refund_post(self, parts):
        """Posted credit notes, ``{exit: move}``."""
        return self._post_moves(
            {
                paper: {
                    "move_type": "out_refund",
                    "lease_exit_use": "refund",
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

    def _retain_post(self, parts):
        """Posted entries deposit to retained income, ``{exit: move}``."""
        values = {}
        for paper in self:
            account, income, _utility = paper.company_id._lease_accounts()
            label = self.env._("Retained deposit %(exit)s", exit=paper.name)
            lines = [
                {
                    "name": deposit.display_name,
                    "account_id": account.id,
                    "partner_id": paper.partner_id.commercial_partner_id.id,
                    "lease_deposit_id": deposit.id,
                    "balance": kept,
                }
                for deposit, _back, kept in parts[paper.id]
                if kept
            ]
            lines.append(
                {
                    "name": label,
                    "account_id": income.id,
                    "partner_id": paper.partner_id.commercial_partner_id.id,
                    "balance": -paper.currency_id.round(
                        sum(line["balance"] for line in lines)
                    ),
                }
            )
            values[paper] = {
                "move_type": "entry",
                "lease_exit_use": "retain",
                "date": paper._refund_day(),
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        return self._post_moves(values)

    def _refund_day(self):
        return self.refund_date or fields.Date.context_today(self)

    def _post_moves(self, values):
        """Create and post a move for each exit, all of a company at once."""
        result = {}
        papers = self.browse([paper.id for paper in values])
        for company, group in papers.grouped("company_id").items():
            common = {
                paper: {
                    "company_id": company.id,
                    "partner_id": paper.partner_id.commercial_partner_id.id,
                    "currency_id": company.currency_id.id,
                    "lease_exit_id": paper.id,
                    "ref": paper.name,
                    **values[paper],
                }
                for paper in group
            }
            moves = (
                self.env["account.move"]
                .with_company(company)
                .create([common[paper] for paper in group])
            )
            moves.action_post()
            result.update(zip(group, moves, strict=True))
        return result

    def _refund_pay(self, refunds):
        """Pay the credit notes out, ``{exit: payment}``."""
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
            "lease_exit_id": self.id,
            "invoice_ids": [fields.Command.set(move.ids)],
        }
