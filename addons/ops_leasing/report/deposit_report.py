from odoo import fields, models
from odoo.tools import SQL

from .labels import labels_of


class LeaseDepositReport(models.Model):
    """Deposits by the general ledger: what is held, what of it the tenant has not
    paid yet (LE-02, LE-X7)."""

    _name = "ops.lease.deposit.report"
    _description = "Deposits held"
    _auto = False
    _rec_name = "deposit_id"
    _order = "property_id, contract_id"

    # FIELDS
    deposit_id = fields.Many2one("ops.lease.deposit", "Deposit", readonly=True)
    contract_id = fields.Many2one("ops.lease.contract", "Lease", readonly=True)
    contract_state = fields.Selection(
        labels_of("ops.lease.contract", "state"),
        "Lease is",
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "Tenant", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    kind = fields.Selection(
        labels_of("ops.lease.deposit", "kind"),
        readonly=True,
    )
    lease_end = fields.Date("Lease until", readonly=True)
    amount = fields.Monetary("Agreed", readonly=True)
    balance = fields.Monetary("On the books", readonly=True)
    unpaid = fields.Monetary("Not received yet", readonly=True)
    held = fields.Monetary(
        readonly=True, help="What is on the books and has been received."
    )

    _depends = {
        "ops.lease.deposit": ["amount", "contract_id", "kind"],
        "ops.lease.contract": ["company_id", "date_end", "partner_id", "state"],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "balance",
            "lease_deposit_id",
            "move_id",
            "parent_state",
        ],
        "account.account": ["account_type", "lease_deposit"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH books AS (
                SELECT item.lease_deposit_id AS id,
                       item.move_id,
                       -SUM(item.balance) AS balance
                  FROM account_move_line item
                  JOIN account_account account ON account.id = item.account_id
                 WHERE item.lease_deposit_id IS NOT NULL
                   AND item.parent_state = 'posted'
                   AND account.lease_deposit
              GROUP BY item.lease_deposit_id, item.move_id
            ), balances AS (
                SELECT id, SUM(balance) AS balance FROM books GROUP BY id
            ), open_items AS (
                SELECT books.id, SUM(item.amount_residual) AS unpaid
                  FROM books
                  JOIN account_move_line item ON item.move_id = books.move_id
                  JOIN account_account account ON account.id = item.account_id
                 WHERE account.account_type = 'asset_receivable'
                   AND books.balance > 0
              GROUP BY books.id
            )
            SELECT deposit.id,
                   deposit.id AS deposit_id,
                   deposit.contract_id,
                   lease.state AS contract_state,
                   lease.partner_id,
                   lease.property_id,
                   lease.company_id,
                   company.currency_id,
                   deposit.kind,
                   lease.date_end AS lease_end,
                   deposit.amount,
                   COALESCE(balances.balance, 0) AS balance,
                   COALESCE(open_items.unpaid, 0) AS unpaid,
                   COALESCE(balances.balance, 0) - COALESCE(open_items.unpaid, 0)
                       AS held
              FROM ops_lease_deposit deposit
              JOIN ops_lease_contract lease ON lease.id = deposit.contract_id
              JOIN res_company company ON company.id = lease.company_id
         LEFT JOIN balances ON balances.id = deposit.id
         LEFT JOIN open_items ON open_items.id = deposit.id
            """
        )
