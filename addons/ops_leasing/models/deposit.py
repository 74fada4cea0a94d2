from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .groups import FINANCE, LEASING


class LeaseDeposit(models.Model):
    """A deposit of a lease (LE-11, LE-X7).

    Nothing of its money is typed: what was invoiced, received, paid back and kept is
    read from the journal items that name it, in the company's currency.
    """

    _name = "ops.lease.deposit"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Lease deposit"
    _order = "contract_id, kind, id"
    _flow_parent = ("contract_id", "deposit_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True, index=True
    )
    property_id = fields.Many2one(
        related="contract_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    contract_state = fields.Selection(related="contract_id.state", string="Lease is")
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("lease", "Lease deposit"),
            ("fit_out", "Fit-out deposit"),
            ("utility", "Utility deposit"),
            ("quality", "Quality deposit"),
        ],
        required=True,
        default="lease",
    )
    amount = fields.Monetary("Agreed", required=True)
    move_line_ids = fields.One2many(
        "account.move.line",
        "lease_deposit_id",
        "Ledger",
        domain=[("parent_state", "=", "posted")],
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    invoiced = fields.Monetary(compute="_compute_money", compute_sudo=True)
    received = fields.Monetary(compute="_compute_money", compute_sudo=True)
    transferred = fields.Monetary(
        compute="_compute_money",
        compute_sudo=True,
        help="From other deposits of the tenant, less what went on to others.",
    )
    refunded = fields.Monetary(compute="_compute_money", compute_sudo=True)
    retained = fields.Monetary(compute="_compute_money", compute_sudo=True)
    balance = fields.Monetary(
        compute="_compute_money",
        compute_sudo=True,
        help="What the liability account holds for this deposit.",
    )
    refundable = fields.Monetary(
        compute="_compute_money",
        compute_sudo=True,
        help="The balance without what the tenant has not paid yet.",
    )

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "A deposit cannot be negative."
    )
    _kind_uniq = models.UniqueIndex(
        "(contract_id, kind)", "The lease has a deposit of this kind already."
    )

    # COMPUTE
    @api.depends("kind", "contract_id.display_name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for deposit in self:
            contract = deposit.contract_id.display_name or ""
            deposit.display_name = f"{contract} {kinds.get(deposit.kind, '')}"

    @api.depends(
        "move_line_ids.balance",
        "move_line_ids.parent_state",
        "move_line_ids.move_id.amount_residual",
    )
    def _compute_money(self):
        money = self._ledger()
        for deposit in self:
            for name, amount in money[deposit.id].items():
                deposit[name] = amount

    # ACTION
    def action_invoice(self):
        """Invoice the deposits as far as they are not invoiced yet (LE-11).

        :raise AccessError: for others than the commercial company and finance
        :raise UserError: when the lease is not signed or accounts are missing
        """
        if not any(map(self.env.user.has_group, (LEASING, FINANCE))):
            raise AccessError(
                self.env._(
                    "Deposits are invoiced by the commercial company or finance."
                )
            )
        self.check_access("read")
        unsigned = self.contract_id.filtered(lambda c: c.state != "signed")
        if unsigned:
            raise UserError(
                self.env._(
                    "%(contracts)s: a deposit is invoiced once the lease is signed.",
                    contracts=", ".join(unsigned.mapped("display_name")),
                )
            )
        deposits = self.sudo().filtered(
            lambda d: (
                d.currency_id.compare_amounts(d.amount, d.balance) > 0
                and (d.currency_id.is_zero(d.invoiced) or d._wanted_again())
            )
        )
        if not deposits:
            raise UserError(self.env._("These deposits are invoiced already."))
        moves = deposits._create_invoices()
        return moves._deposit_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_ledger(self):
        """The journal items behind the figures; read under the reader's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [
                ("lease_deposit_id", "=", self.id),
                ("parent_state", "=", "posted"),
            ],
            "context": {"create": False},
        }

    # BUSINESS
    def _lock(self):
        """Of two people who move the same deposit, one waits for another try."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(
                self.env._(
                    "%(deposits)s: somebody else is moving this deposit at this very "
                    "moment. Try again.",
                    deposits=", ".join(self.mapped("display_name")),
                )
            ) from None
        # whoever read the ledger before another one moved the deposit is repeated
        self.env.cr.execute(
            SQL(
                "UPDATE ops_lease_deposit SET write_uid = write_uid WHERE id IN %s",
                tuple(self.ids) or (0,),
            )
        )

    def _wanted_again(self):
        """Whether a deposit that was paid back is to be received once more."""
        return False

    def _create_invoices(self):
        """One posted invoice for each deposit, nothing else on it."""
        self._lock()
        moves = self.env["account.move"]
        for company, deposits in self.grouped("company_id").items():
            account = company._lease_accounts()[0]
            moves += moves.with_company(company).create(
                [deposit._prepare_invoice_values(account) for deposit in deposits]
            )
        moves.action_post()
        return moves

    def _prepare_invoice_values(self, account):
        self.ensure_one()
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": fields.Date.context_today(self),
            "invoice_origin": self.contract_id.name,
            "lease_contract_id": self.contract_id.id,
            "invoice_line_ids": [fields.Command.create(self._ledger_line(account))],
        }

    def _ledger_line(self, account, amount=None):
        """Values of a document line on the deposit account, without any tax."""
        self.ensure_one()
        return {
            "name": self.display_name,
            "account_id": account.id,
            "quantity": 1,
            "price_unit": self.amount - self.balance if amount is None else amount,
            "tax_ids": [fields.Command.clear()],
            "lease_deposit_id": self.id,
        }

    def _ledger(self):
        """``{deposit id: figures}`` from the general ledger, three queries for any
        number of deposits."""
        lines = self.env["account.move.line"].sudo()
        posted = Domain("lease_deposit_id", "in", self.ids) & Domain(
            "parent_state", "=", "posted"
        )
        rows = lines._read_group(
            posted & Domain("account_id.lease_deposit", "=", True),
            ["lease_deposit_id", "move_id"],
            ["balance:sum"],
        )
        moves = self.env["account.move"].sudo().union(*(row[1] for row in rows))
        open_by_move = dict(
            lines._read_group(
                Domain("move_id", "in", moves.ids)
                & Domain("account_id.account_type", "=", "asset_receivable"),
                ["move_id"],
                ["amount_residual:sum"],
            )
        )
        names = (
            "invoiced",
            "received",
            "transferred",
            "refunded",
            "retained",
            "balance",
        )
        figures = {d.id: dict.fromkeys((*names, "refundable"), 0.0) for d in self}
        for deposit, move, balance in rows:
            figure = figures[deposit.id]
            figure["balance"] -= balance
            if move.lease_deposit_use == "refund":
                figure["refunded"] += balance
            elif move.lease_deposit_use == "retain":
                figure["retained"] += balance
            elif move.lease_deposit_use == "transfer":
                figure["transferred"] -= balance
            else:
                figure["invoiced"] -= balance
                figure["received"] -= balance + open_by_move.get(move, 0.0)
        for deposit in self:
            figure = figures[deposit.id]
            figure["refundable"] = figure["balance"] - (
                figure["invoiced"] - figure["received"]
            )
            for name in figure:
                figure[name] = (
                    deposit.currency_id or self.env.company.currency_id
                ).round(figure[name])
        return figures

    def _missing(self):
        """What is not received yet, as a sentence; empty when all is."""
        self.ensure_one()
        rest = self.amount - self.received - max(self.transferred, 0.0)
        if self.currency_id.compare_amounts(rest, 0) <= 0:
            return ""
        return self.env._(
            "%(deposit)s: %(amount)s not received.",
            deposit=self.display_name,
            amount=self.currency_id.format(rest),
        )
