"""What a bill that is paid late has come to bear (LE-F14)."""

from collections import defaultdict, namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...rent import decimal, late_fee

# total: until the day; billed, waived, asked: of it; due: what is left to bill
LateState = namedtuple("LateState", "total billed waived asked due date_from parts")


class AccountMove(models.Model):
    _inherit = "account.move"

    # FIELDS
    late_fee_ids = fields.One2many(
        "ops.lease.late.fee", "move_id", "Late fees billed", readonly=True
    )
    late_bill_ids = fields.One2many(
        "ops.lease.late.fee", "bill_id", "Late fees on this bill", readonly=True
    )
    late_fee_total = fields.Monetary(
        "Late fee until today",
        compute="_compute_late_fee",
        compute_sudo=True,
        currency_field="company_currency_id",
    )
    late_fee_due = fields.Monetary(
        "Late fee not billed",
        compute="_compute_late_fee",
        compute_sudo=True,
        currency_field="company_currency_id",
    )

    # COMPUTE
    @api.depends(
        "state",
        "line_ids.amount_residual",
        "late_fee_ids.amount",
        "late_fee_ids.fallen",
        "lease_contract_id",
    )
    def _compute_late_fee(self):
        states = self._late_states()
        for move in self:
            state = states.get(move)
            move.late_fee_total = state.total if state else 0.0
            move.late_fee_due = state.due if state else 0.0

    # BUSINESS
    @api.model
    def _late_search(self, leases, date):
        """Bills of these leases that were open past their date, read as the system:
        whoever sees a lease learns what it owes."""
        self.env["account.move.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT move.id
                  FROM account_move move
                  JOIN account_move_line item ON item.move_id = move.id
                  JOIN account_account account ON account.id = item.account_id
                 WHERE move.lease_contract_id IN %(leases)s
                   AND move.state = 'posted'
                   AND move.move_type = 'out_invoice'
                   AND account.account_type = 'asset_receivable'
                   AND item.date_maturity < %(date)s
                   AND (item.reconciled IS NOT TRUE OR EXISTS (
                       SELECT FROM account_partial_reconcile part
                        WHERE part.debit_move_id = item.id
                          AND part.max_date > item.date_maturity))
              ORDER BY move.id
                """,
                leases=tuple(leases.ids) or (0,),
                date=date,
            )
        )
        return self.sudo().browse(row[0] for row in rows)

    def _late_bears(self):
        """Whether being late with this bill costs: neither a deposit nor a late fee."""
        self.ensure_one()
        return bool(
            self.state == "posted"
            and self.move_type == "out_invoice"
            and self.lease_contract_id.late_rate
            and not self.late_bill_ids
            and not self.line_ids.lease_deposit_id
        )

    def _late_states(self, date=None):
        """``{bill: LateState}`` of the bills that bear a late fee until ``date``."""
        date = date or fields.Date.context_today(self)
        # rates, payments and waivers are facts of the bill, whoever asks
        moves = self.sudo().filtered(lambda m: m._late_bears())
        waived = self.env["ops.lease.late.waiver.line"]._waived(moves)
        # read at once what is asked of each item afterwards
        moves.line_ids.matched_credit_ids.credit_move_id.move_id.mapped("move_type")
        result = {}
        for move in moves:
            total, parts = move._late_compute(date)
            fees = move.late_fee_ids.filtered(lambda fee: not fee.fallen)
            if not parts and not fees:
                continue
            billed = decimal(sum(fees.mapped("amount")))
            let_off, asked = waived.get(move, (0.0, 0.0))
            due = total - billed - decimal(let_off) - decimal(asked)
            # a day follows the last one billed; the first one follows the due date
            start = (
                max(fees.mapped("date_to"))
                if fees
                else min(part.date_from for part in parts)
            )
            currency = move.company_currency_id
            result[self.browse(move.id)] = LateState(
                float(total),
                currency.round(float(billed)),
                let_off,
                asked,
                max(currency.round(float(due)), 0.0),
                start + timedelta(days=1),
                parts,
            )
        return result

    def _late_compute(self, date):
        """``(amount, parts)`` on what was open day by day: each receivable item from
        its own date, lowered by what was matched with it. A credit note corrects the
        bill; what it takes off bears nothing."""
        self.ensure_one()
        rule = self.lease_contract_id._late_rule()
        total, parts = decimal(0), []
        for item in self.line_ids.filtered(
            lambda line: (
                line.account_type == "asset_receivable"
                and line.balance > 0
                and line.date_maturity
                and line.date_maturity < date
            )
        ):
            payments = [
                (
                    item.date_maturity
                    if part.credit_move_id.move_id.move_type == "out_refund"
                    else part.max_date,
                    decimal(part.amount),
                )
                for part in item.matched_credit_ids
            ]
            fee = late_fee(
                rule, decimal(item.balance), item.date_maturity, date, payments
            )
            total += fee.amount
            parts += fee.parts
        return total, parts

    def _late_trace(self, state):
        """The days and amounts behind a late fee, as text that a tenant reads."""
        self.ensure_one()
        currency = self.company_currency_id
        rate = self.lease_contract_id.late_rate
        lines = [
            self.env._(
                "%(start)s to %(end)s, %(days)s days: %(base)s × %(rate)s ‱ = %(fee)s",
                start=part.date_from,
                end=part.date_to,
                days=part.days,
                base=currency.format(float(part.base)),
                rate=f"{rate:g}",
                fee=currency.format(float(part.amount)),
            )
            for part in state.parts
        ]
        whole = sum(part.amount for part in state.parts)
        if whole > decimal(state.total):
            lines.append(
                self.env._(
                    "at most %(cap)s %% of the bill: %(fee)s",
                    cap=f"{self.lease_contract_id.late_cap:g}",
                    fee=currency.format(state.total),
                )
            )
        if state.billed:
            lines.append(
                self.env._(
                    "billed before: %(amount)s", amount=currency.format(-state.billed)
                )
            )
        let_off = state.waived + state.asked
        if let_off:
            lines.append(
                self.env._("let off: %(amount)s", amount=currency.format(-let_off))
            )
        return "\n".join(lines)

    def _late_lock(self):
        """Two people do not bill the same days at the same moment."""
        take_turns(self)

    def _late_bill(self, date):
        """Post one bill for each lease and payer of what is left to bill of the late
        fees of these bills until ``date``.

        :return: the bills posted
        :raise UserError: where there is nothing, or the account is missing
        """
        self._late_lock()
        states = {m: s for m, s in self._late_states(date).items() if s.due}
        if not states:
            raise UserError(self.env._("There is no late fee left to bill."))
        groups = defaultdict(lambda: self.browse())
        for move in states:
            groups[move.lease_contract_id, move.partner_id] += move
        bills = self.browse()
        for company, keys in _by_company(groups).items():
            account = company._lease_late_account()
            made = self.with_company(company).create(
                [
                    {
                        "move_type": "out_invoice",
                        "company_id": company.id,
                        "partner_id": partner.id,
                        "currency_id": company.currency_id.id,
                        "invoice_date": fields.Date.context_today(self),
                        "invoice_origin": lease.name,
                        "lease_contract_id": lease.id,
                        "invoice_line_ids": [
                            fields.Command.create(
                                move._late_line(states[move], date, account)
                            )
                            for move in groups[lease, partner]
                        ],
                    }
                    for lease, partner in keys
                ]
            )
            self.env["ops.lease.late.fee"].create(
                [
                    {
                        "move_id": move.id,
                        "contract_id": lease.id,
                        "date_from": states[move].date_from,
                        "date_to": date,
                        "amount": states[move].due,
                        "trace": move._late_trace(states[move]),
                        "bill_id": bill.id,
                    }
                    for (lease, partner), bill in zip(keys, made, strict=True)
                    for move in groups[lease, partner]
                ]
            )
            made.action_post()
            bills += made
        return bills

    def _late_line(self, state, date, account):
        self.ensure_one()
        return {
            "name": self.env._(
                "Late fee on %(bill)s until %(date)s\n%(trace)s",
                bill=self.name,
                date=date,
                trace=self._late_trace(state),
            ),
            "account_id": account.id,
            "quantity": 1,
            "price_unit": state.due,
            "tax_ids": [fields.Command.set(self.company_id.lease_late_tax_id.ids)],
        }


def _by_company(groups):
    found = defaultdict(list)
    for lease, partner in groups:
        found[lease.company_id].append((lease, partner))
    return found
