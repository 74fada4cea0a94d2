from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from .trace import trace_period

#: what a preview works out; nobody enters it
FIGURES = (
    "contract_id",
    "amount",
    "amount_scheduled",
    "amount_corrected",
    "amount_last",
    "level",
    "note",
    "detail",
)
RANKS = {"error": 0, "warning": 1, "ok": 2}


class LeaseBillingLine(models.Model):
    """What one lease owes in a run, how it differs from last time, and why it cannot be
    billed (LE-X5)."""

    _name = "ops.lease.billing.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Lease of a billing run"
    _order = "billing_id, rank, contract_id, id"
    _rec_name = "contract_id"
    _flow_parent = ("billing_id", "line_ids")
    _stamps = FIGURES

    # FIELDS
    billing_id = fields.Many2one(
        "ops.lease.billing", "Run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="billing_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id",
        string="Tenant",
        store=True,
        precompute=True,
    )
    unit_ids = fields.Many2many(related="contract_id.unit_ids", string="Shops")
    amount = fields.Monetary("To bill", readonly=True)
    amount_scheduled = fields.Monetary(
        "By the schedule", readonly=True, help="Periods billed for the first time."
    )
    amount_corrected = fields.Monetary(
        "Corrected amount",
        readonly=True,
        help="Periods that were billed otherwise before.",
    )
    amount_last = fields.Monetary("Last time", readonly=True)
    difference = fields.Monetary(
        "More than last time",
        compute="_compute_difference",
        store=True,
        precompute=True,
    )
    level = fields.Selection(
        [
            ("error", "Cannot be billed"),
            ("warning", "To look at"),
            ("ok", "As before"),
        ],
        "Finding",
        readonly=True,
        required=True,
        default="ok",
    )
    rank = fields.Integer(compute="_compute_rank", store=True, precompute=True)
    note = fields.Char("Why", readonly=True)
    detail = fields.Json(
        readonly=True, help="Charge, first and last day, due day, amount, trace."
    )
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)
    excluded = fields.Boolean("Leave out")
    reason = fields.Char("Left out because")
    move_ids = fields.One2many("account.move", "lease_billing_line_id", "Bills")

    _lease_once = models.UniqueIndex("(billing_id, contract_id)")
    _reason_given = models.Constraint(
        "CHECK(NOT excluded OR COALESCE(BTRIM(reason), '') != '')",
        "A lease is left out of a run for a reason: write it down.",
    )

    # COMPUTE
    @api.depends("amount", "amount_last")
    def _compute_difference(self):
        for line in self:
            line.difference = line.amount - line.amount_last

    @api.depends("level")
    def _compute_rank(self):
        for line in self:
            line.rank = RANKS[line.level]

    @api.depends("detail")
    def _compute_explanation(self):
        for line in self:
            charges = {charge.id: charge for charge in line.contract_id.charge_ids}
            line.explanation = self.env["ir.qweb"]._render(
                "ops_leasing.rent_trace",
                {
                    "periods": [
                        trace_period(charges[owed["charge"]], owed)
                        for owed in line.detail or ()
                        if owed["charge"] in charges
                    ],
                },
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Lines come from the preview alone."""
        for vals in vals_list:
            self._check_figures(vals)
        return super().create(vals_list)

    def write(self, vals):
        """What the preview worked out stays; a lease may be left out."""
        self._check_figures(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_preview(self):
        """A lease is left out with a reason; its line is not made to vanish."""
        self._check_figures(dict.fromkeys(FIGURES))

    # ACTION
    def action_explain(self):
        """Which clause and which days make the amount (LE-X1)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this amount"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("ops_leasing.billing_line_view_form").id, "form")],
            "target": "new",
        }

    # BUSINESS
    def _check_figures(self, vals):
        billing = self.billing_id.browse(vals.get("billing_id")) | self.billing_id
        if self.env.su or billing._flow_passes(["line_ids"]):
            return
        if not set(FIGURES).isdisjoint(vals):
            raise UserError(
                self.env._(
                    "What a lease owes is computed by the preview and not entered; "
                    "change the lease, or leave it out of this run."
                )
            )

    @api.model
    def _prepare_lines(self, billing, leases, kept):
        """Values of the lines of a preview; the number of queries does not grow.

        :param kept: ``{lease id: reason}`` of those left out before
        """
        open_of = leases._rent_open(billing.date_due)
        # read for all at once what is asked lease by lease below
        (leases.partner_id | leases.charge_ids.payer_id).fetch(["active"])
        last = self._last_amounts(billing, leases)
        result = []
        for lease, lines in open_of.items():
            if isinstance(lines, str):
                values = {"level": "error", "note": lines}
            elif not lines:
                continue
            else:
                values = self._prepare_amounts(lines)
                level, note = self._judge(lease, values, last.get(lease.id))
                values |= {"level": level, "note": note}
            reason = kept.get(lease.id)
            result.append(
                {
                    **values,
                    "contract_id": lease.id,
                    "amount_last": last.get(lease.id) or 0.0,
                    "excluded": bool(reason),
                    "reason": reason,
                }
            )
        # exceptions first
        return sorted(result, key=lambda values: RANKS[values["level"]])

    @api.model
    def _prepare_amounts(self, lines):
        corrected = sum(line.amount for line in lines if line.corrects)
        amount = sum(line.amount for line in lines)
        return {
            "amount": float(amount),
            "amount_scheduled": float(amount - corrected),
            "amount_corrected": float(corrected),
            "detail": [line.to_json() for line in lines],
        }

    @api.model
    def _judge(self, lease, values, last):
        """``(level, sentence)`` on what a person should look at before it is posted."""
        problem = lease._billing_problem()
        if problem:
            return "error", problem
        notes = []
        if values["amount_corrected"]:
            notes.append(self.env._("Corrects periods that were billed otherwise."))
        if values["amount"] < 0:
            notes.append(self.env._("A credit note."))
        if last is None:
            notes.append(self.env._("Billed for the first time."))
        elif lease.currency_id.compare_amounts(last, values["amount"]):
            notes.append(self.env._("Differs from last time."))
        if lease.exit_ids.filtered(
            lambda e: e.state not in ("draft", "closed", "cancelled")
        ):
            notes.append(self.env._("The tenant is leaving."))
        return ("warning", " ".join(notes)) if notes else ("ok", False)

    @api.model
    def _last_amounts(self, billing, leases):
        """``{lease id: amount}`` of the last run that billed each lease; one query."""
        if not leases:
            return {}
        self.flush_model()
        self.env["ops.lease.billing"].flush_model(["state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (line.contract_id) line.contract_id, line.amount
                  FROM ops_lease_billing_line line
                  JOIN ops_lease_billing billing ON billing.id = line.billing_id
                 WHERE line.contract_id IN %s
                   AND billing.id != %s
                   AND billing.state IN ('posting', 'done')
                   AND line.level != 'error'
                   AND line.excluded IS NOT TRUE
                 ORDER BY line.contract_id, billing.date_due DESC, billing.id DESC
                """,
                tuple(leases.ids),
                billing.id,
            )
        )
        return dict(rows)

    # --- posting

    def _post(self):
        """Post what was approved of these leases, all or none.

        :return: ``{line id: note}``
        :raise UserError: a lease owes something else by now than what was approved
        """
        leases = self.contract_id
        # Of two runs at the same moment the second one fails here and is repeated: it
        # then sees the bills of the first.
        leases._billing_touch()
        open_of = leases._rent_open(max(self.billing_id.mapped("date_due")))
        notes, vals_list = {}, []
        companies = self.company_id
        journals = {each: each._lease_billing_journal() for each in companies}
        for line in self:
            lines = open_of[line.contract_id]
            if not lines:
                notes[line.id] = self.env._("Nothing is open: billed already.")
                continue
            now = None if isinstance(lines, str) else [li.to_json() for li in lines]
            if now != line.detail:
                raise UserError(
                    self.env._(
                        "%(lease)s owes something else by now than what was approved; "
                        "it is billed by the next run.",
                        lease=line.contract_id.display_name,
                    )
                )
            vals_list += line._prepare_bills(lines, journals[line.company_id])
        # the run posts what was approved; bills are made by finance (see the step)
        moves = self.env["account.move"]._ops_post_invoices(vals_list)
        numbers = defaultdict(list)
        for move in moves:
            numbers[move.lease_billing_line_id.id].append(move.name)
        return notes | {line: ", ".join(names) for line, names in numbers.items()}

    def _prepare_bills(self, lines, journal):
        """Values of the bills of one lease: one for each payer."""
        self.ensure_one()
        lease, billing = self.contract_id, self.billing_id
        charges = {charge.id: charge for charge in lease.charge_ids}
        by_payer = defaultdict(list)
        for line in lines:
            payer = charges[line.charge].payer_id or lease.partner_id
            by_payer[payer].append(line)
        bills = []
        for payer, owed in by_payer.items():
            total = sum(line.amount for line in owed)
            sign = -1 if total < 0 else 1
            due = max(line.due for line in owed)
            bills.append(
                {
                    "move_type": "out_invoice" if total >= 0 else "out_refund",
                    "partner_id": payer.id,
                    "company_id": billing.company_id.id,
                    "journal_id": journal.id,
                    "invoice_date": billing.date_invoice,
                    "invoice_date_due": max(due, billing.date_invoice),
                    "ref": lease.name,
                    "lease_contract_id": lease.id,
                    "lease_billing_id": billing.id,
                    "lease_billing_line_id": self.id,
                    "invoice_line_ids": [
                        Command.create(
                            charges[line.charge]._prepare_bill_line(line, sign)
                        )
                        for line in owed
                    ],
                }
            )
        return bills
