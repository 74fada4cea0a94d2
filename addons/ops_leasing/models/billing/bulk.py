from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context, format_date

LINES = ("invoice_line_ids", "line_ids")


class AccountMove(models.Model):
    """Customer invoices by the hundred: the same entries as core's, sooner.

    Core keeps tax, receivable and discount lines in step with every write, because a
    person may type into an invoice. The bills of a run are never typed into: their
    lines are known when they are made. So the heads are made by core, the lines are
    worked out once by core's own tax engine and put in as they will stand, and
    core's ``action_post`` checks, numbers and posts them.
    docs/billing-speed.md tells what that saves; ``TestBulkPosting`` compares every
    stored column of what comes out with core's slow way.
    """

    _inherit = "account.move"

    # BUSINESS
    @api.model
    def _ops_post_invoices(self, vals_list):
        """Create and post customer invoices and credit notes, all or none.

        :param vals_list: what ``create`` takes, one dict a bill; the lines as
            ``Command.create`` in ``invoice_line_ids``. Lines that state name,
            ``account_id``, ``quantity``, ``price_unit`` and ``tax_ids`` go the fast
            way; a bill that asks for more than :meth:`_bulk_obstacle` knows goes
            core's way, with the same result.
        :return: the posted moves, in the order of ``vals_list``
        :raise AccessError: the user may not create and post invoices
        :raise UserError: what core or a guard of ours says; nothing is kept if the
            caller lets it roll back
        """
        # defaults that a client may have put into the context are no part of a bill
        self = self.with_context(clean_context(self.env.context))
        vals_list = [dict(vals) for vals in vals_list]
        self._bulk_check_rates(vals_list)
        obstacle = self._bulk_obstacle()
        # read for all at once what each bill asks of its tenant
        asked = self.env["res.partner"].browse(
            {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        )
        journals = {vals.get("journal_id") for vals in vals_list} - {None, False}
        for company in self.env["account.journal"].browse(journals).company_id:
            asked.with_company(company).mapped("property_payment_term_id")
        fast, slow = {}, {}
        for number, vals in enumerate(vals_list):
            way = slow if obstacle or self._bulk_bill_obstacle(vals) else fast
            way[number] = vals
        made = {}
        if fast:
            moves = self._bulk_create(list(fast.values()))
            # nothing is typed between creation and posting: no lines to keep in step
            moves.with_context(skip_invoice_sync=True).action_post()
            made.update(zip(fast, moves, strict=True))
        if slow:
            moves = self.create(list(slow.values()))
            moves.action_post()
            made.update(zip(slow, moves, strict=True))
        return self.browse([made[number].id for number in range(len(vals_list))])

    @api.model
    def _bulk_check_rates(self, vals_list):
        """Refuse a foreign currency without a rate, which core takes at 1:1."""
        asked = defaultdict(list)
        for vals in vals_list:
            journal = self.env["account.journal"].browse(vals.get("journal_id") or ())
            company = journal.company_id or self.env.company
            currency = self.env["res.currency"].browse(
                vals.get("currency_id") or journal.currency_id.id or ()
            )
            if currency and currency != company.currency_id:
                date = fields.Date.to_date(vals.get("invoice_date"))
                asked[company, currency].append(date or fields.Date.today())
        for (company, currency), dates in asked.items():
            # whether there is a rate is no secret
            rate = (
                self.env["res.currency.rate"]
                .sudo()
                .search(
                    [
                        ("currency_id", "=", currency.id),
                        ("company_id", "in", [False, company.root_id.id]),
                        ("name", "<=", min(dates)),
                    ],
                    limit=1,
                )
            )
            if not rate:
                raise UserError(
                    self.env._(
                        "%(currency)s has no rate for %(company)s on %(date)s: enter "
                        "one under Accounting > Currencies.",
                        currency=currency.name,
                        company=company.display_name,
                        date=format_date(self.env, min(dates)),
                    )
                )

    @api.model
    def _bulk_create(self, vals_list):
        """Drafts as ``create`` would leave them, of bills without obstacle."""
        self.env["account.move.line"].check_access("create")
        quiet = self.with_context(tracking_disable=True, skip_invoice_sync=True)
        moves = quiet.create(
            [
                {name: value for name, value in vals.items() if name not in LINES}
                for vals in vals_list
            ]
        ).with_env(self.env)
        self._bulk_insert_lines(
            moves,
            [
                [
                    values
                    for name in LINES
                    for _command, _id, values in vals.get(name) or ()
                ]
                for vals in vals_list
            ],
        )
        self._bulk_statistics(moves)
        moves._bulk_log_creation()
        return moves

    @api.model
    def _bulk_statistics(self, moves):
        """Tell the planner of the lines where it knows of fewer than just came in.

        In a young database it would read all lines once for each line: core's query
        for payment states took minutes for 300 bills.
        """
        cr = self.env.cr
        cr.execute(
            "SELECT reltuples FROM pg_class WHERE oid = 'account_move_line'::regclass"
        )
        if cr.fetchone()[0] < 4 * len(moves):
            cr.execute("ANALYZE account_move, account_move_line")
            cr.execute("ANALYZE account_partial_reconcile")
