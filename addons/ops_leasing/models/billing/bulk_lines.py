from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command

LOG_ACCESS_COLUMNS = ("create_uid", "create_date", "write_uid", "write_date")
# What the fast way states of every line itself; other stored columns are left to
# their defaults and to core's computation.
STATED = frozenset(
    [
        "move_id",
        "journal_id",
        "company_id",
        "company_currency_id",
        "move_name",
        "parent_state",
        "date",
        "invoice_date",
        "ref",
        "is_storno",
        "sequence",
        "account_id",
        "name",
        "debit",
        "credit",
        "balance",
        "amount_currency",
        "currency_id",
        "partner_id",
        "payment_id",
        "statement_line_id",
        "statement_id",
        "tax_ids",
        "group_tax_id",
        "tax_line_id",
        "tax_group_id",
        "tax_base_amount",
        "tax_repartition_line_id",
        "tax_tag_ids",
        "amount_residual",
        "amount_residual_currency",
        "reconciled",
        "display_type",
        "product_uom_id",
        "quantity",
        "date_maturity",
        "price_unit",
        "price_subtotal",
        "price_total",
        "discount",
        "analytic_distribution",
        "discount_date",
        "discount_amount_currency",
        "discount_balance",
        "no_followup",
    ]
)
SEQUENCES = {"product": 100, "tax": 10000, "payment_term": 12000}


class AccountMove(models.Model):
    _inherit = "account.move"

    # BUSINESS
    @api.model
    def _bulk_insert_lines(self, moves, lines_of_moves):
        """Put in all journal items of new bills: revenue, tax and receivable."""
        Line = self.env["account.move.line"]
        bills = list(zip(moves.sudo(), lines_of_moves, strict=True))
        rows = []
        for move, lines in bills:
            rows += self._bulk_bill_rows(move, lines)
        defaults = self._bulk_line_defaults()
        computed = {field for name, field in Line._fields.items() if name in STATED}
        lines = Line._create(
            [
                {
                    "stored": {**defaults, **row},
                    "protected": computed,
                    "inversed": {},
                    "inherited": {},
                }
                for row in rows
            ]
        )
        moves.invalidate_recordset(["line_ids", "invoice_line_ids"], flush=False)
        lines._bulk_check_company()
        return lines

    @api.model
    def _bulk_line_defaults(self):
        """Columns that are the same for every line of the batch."""
        Line, now = self.env["account.move.line"], self.env.cr.now()
        names = [
            name
            for name, field in Line._fields.items()
            if field.store
            and field.type != "one2many"
            and name not in STATED
            and name not in LOG_ACCESS_COLUMNS
        ]
        return {
            **Line.default_get(names),
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }

    @api.model
    def _bulk_bill_rows(self, move, lines):
        """Stored values of all lines of a bill, by core's tax engine.

        :param move: the new bill, without lines
        :param lines: what ``create`` would get for its invoice lines
        """
        Tax = self.env["account.tax"]
        company = move.company_id
        base_lines = [self._bulk_base_line(move, values) for values in lines]
        totals = []
        for base in base_lines:
            single = dict(base)
            Tax._add_tax_details_in_base_line(single, company)
            Tax._round_base_lines_tax_details([single], company)
            totals.append(single["tax_details"])
        Tax._add_tax_details_in_base_lines(base_lines, company)
        Tax._round_base_lines_tax_details(base_lines, company)
        Tax._add_accounting_data_in_base_lines_tax_details(base_lines, company)
        results = Tax._prepare_tax_lines(base_lines, company)
        rows = []
        updates = [update for _base, update in results["base_lines_to_update"]]
        for values, base, update, total in zip(
            lines, base_lines, updates, totals, strict=True
        ):
            rows.append(
                {
                    **values,
                    **update,
                    "quantity": base["quantity"],
                    "price_unit": base["price_unit"],
                    "price_subtotal": total["total_excluded_currency"],
                    "price_total": total["total_included_currency"],
                    "display_type": "product",
                    "analytic_distribution": base["analytic_distribution"],
                }
            )
        rows += [{**row, "display_type": "tax"} for row in results["tax_lines_to_add"]]
        rows = [self._bulk_row(move, row) for row in rows]
        rows += [self._bulk_row(move, row) for row in self._bulk_term_rows(move, rows)]
        return rows

    @api.model
    def _bulk_base_line(self, move, values):
        Line = self.env["account.move.line"]
        quantity = Line._fields["quantity"].convert_to_cache(values["quantity"], Line)
        price = Line._fields["price_unit"].convert_to_cache(values["price_unit"], Line)
        distribution = values.get("analytic_distribution") or False
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            None,
            tax_ids=self._bulk_taxes(values),
            account_id=self.env["account.account"].browse(values["account_id"]),
            partner_id=move.commercial_partner_id,
            currency_id=move.currency_id,
            quantity=quantity,
            price_unit=price,
            discount=0.0,
            rate=move.invoice_currency_rate,
            sign=move.direction_sign,
            special_mode=False,
            is_refund=move.move_type == "out_refund",
            analytic_distribution=distribution,
            name=values["name"],
        )

    @api.model
    def _bulk_taxes(self, values):
        """Taxes of a line from ``Command.set``, ``Command.link`` or ids."""
        ids = []
        for item in values.get("tax_ids") or ():
            if isinstance(item, int):
                ids.append(item)
            elif item[0] == Command.SET:
                ids = list(item[2])
            elif item[0] == Command.LINK:
                ids.append(item[1])
        return self.env["account.tax"].browse(ids)

    @api.model
    def _bulk_row(self, move, values):
        """Everything a stored line holds, from what is special about it."""
        company_currency, currency = move.company_currency_id, move.currency_id
        balance = company_currency.round(values["balance"])
        amount = currency.round(values["amount_currency"])
        repartition = self.env["account.tax.repartition.line"].browse(
            values.get("tax_repartition_line_id")
        )
        account = self.env["account.account"].browse(values["account_id"])
        open_item = account.reconcile or account.account_type in (
            "asset_cash",
            "liability_credit_card",
        )
        display_type = values["display_type"]
        # red-letter accounting: a credit note is a negative amount on the same side
        storno = move.is_storno
        low, high = min(balance, 0.0), max(balance, 0.0)
        return {
            "name": False,
            "quantity": False,
            "price_unit": False,
            "price_subtotal": False,
            "price_total": False,
            "discount": 0.0,
            "product_uom_id": False,
            "analytic_distribution": False,
            "date_maturity": False,
            "discount_date": False,
            "sequence": SEQUENCES[display_type],
            **values,
            "move_id": move.id,
            "journal_id": move.journal_id.id,
            "company_id": move.company_id.id,
            "company_currency_id": company_currency.id,
            "currency_id": currency.id,
            "partner_id": move.commercial_partner_id.id,
            "move_name": move.name,
            "parent_state": move.state,
            "date": move.date,
            "invoice_date": move.invoice_date,
            "ref": move.ref,
            "is_storno": storno,
            "no_followup": False,
            "balance": balance,
            "amount_currency": amount,
            "debit": low if storno else high,
            "credit": -high if storno else -low,
            "amount_residual": balance if open_item else 0.0,
            "amount_residual_currency": amount if open_item else 0.0,
            "reconciled": bool(
                open_item
                and company_currency.is_zero(balance)
                and currency.is_zero(amount)
            ),
            "tax_line_id": repartition.tax_id.id,
            "tax_group_id": repartition.tax_id.tax_group_id.id,
        }

    @api.model
    def _bulk_term_rows(self, move, rows):
        """What the tenant owes, one row an instalment."""
        company_currency, currency = move.company_currency_id, move.currency_id
        account = self._bulk_receivable(move)
        sums = defaultdict(float)
        for row in rows:
            kind = "tax" if row["display_type"] == "tax" else "untaxed"
            sums[kind] += row["balance"]
            sums[kind, "currency"] += row["amount_currency"]
        total = -sums["untaxed"] - sums["tax"]
        total_currency = -sums["untaxed", "currency"] - sums["tax", "currency"]
        term = move.invoice_payment_term_id
        if not term:
            due = {
                move.invoice_date_due: {
                    "balance": total,
                    "amount_currency": total_currency,
                }
            }
        else:
            due = {}
            terms = term._compute_terms(
                date_ref=move.invoice_date,
                currency=currency,
                tax_amount_currency=-currency.round(sums["tax", "currency"]),
                tax_amount=-company_currency.round(sums["tax"]),
                untaxed_amount_currency=-currency.round(sums["untaxed", "currency"]),
                untaxed_amount=-company_currency.round(sums["untaxed"]),
                company=move.company_id,
                cash_rounding=move.invoice_cash_rounding_id,
                sign=-move.direction_sign,
            )
            for part in terms["line_ids"]:
                date = fields.Date.to_date(part.get("date"))
                row = due.setdefault(date, {"balance": 0.0, "amount_currency": 0.0})
                row["balance"] += part["company_amount"]
                row["amount_currency"] += part["foreign_amount"]
        return [
            {
                **amounts,
                "account_id": account.id,
                "date_maturity": date,
                "display_type": "payment_term",
                "discount_balance": 0.0,
                "discount_amount_currency": 0.0,
            }
            for date, amounts in due.items()
        ]

    @api.model
    def _bulk_receivable(self, move):
        """The account the customer owes on, as ``_compute_account_id`` finds it."""
        company = move.company_id
        account = (
            move.commercial_partner_id.with_company(
                company
            ).property_account_receivable_id
            or company.partner_id.with_company(company).property_account_receivable_id
        )
        return move.fiscal_position_id.map_account(account)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # BUSINESS
    def _bulk_check_company(self):
        """``_check_company``, once for lines that point at the same records."""
        names = [
            name
            for name, field in self._fields.items()
            if field.relational and field.check_company and field.store
            if name != "move_id"  # a line's company is its entry's
        ]
        first = {}
        for line in self:
            key = (line.company_id.id, *(tuple(line[name]._ids) for name in names))
            first.setdefault(key, line.id)
        self.browse(first.values())._check_company()
