from odoo import fields, models
from odoo.tools import SQL


class LeaseDepositCheck(models.Model):
    """保证金核对: the deposits by kind against the account that holds them (LE-X7).

    One row for each company and account that holds deposits or bears an item of one;
    every difference is an item that names no deposit, or stands where none belongs.
    """

    _name = "ops.lease.deposit.check"
    _description = "Deposits against the ledger"
    _auto = False
    _rec_name = "account_id"
    _order = "company_id, id"

    # FIELDS
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    account_id = fields.Many2one("account.account", "Account", readonly=True)
    lease = fields.Monetary("Lease deposits", readonly=True)
    fit_out = fields.Monetary("Fit-out deposits", readonly=True)
    utility = fields.Monetary("Utility deposits", readonly=True)
    quality = fields.Monetary("Quality deposits", readonly=True)
    sub_ledger = fields.Monetary("All deposits", readonly=True)
    ledger = fields.Monetary("General ledger", readonly=True)
    difference = fields.Monetary(readonly=True)

    _depends = {
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "lease_deposit_id",
            "parent_state",
        ],
        "account.account": ["lease_deposit"],
        "ops.lease.deposit": ["company_id", "kind"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(item.id) AS id,
                   item.company_id,
                   company.currency_id,
                   item.account_id,
                   -COALESCE(SUM(item.balance) FILTER (
                       WHERE deposit.kind = 'lease'), 0) AS lease,
                   -COALESCE(SUM(item.balance) FILTER (
                       WHERE deposit.kind = 'fit_out'), 0) AS fit_out,
                   -COALESCE(SUM(item.balance) FILTER (
                       WHERE deposit.kind = 'utility'), 0) AS utility,
                   -COALESCE(SUM(item.balance) FILTER (
                       WHERE deposit.kind = 'quality'), 0) AS quality,
                   -COALESCE(SUM(item.balance) FILTER (
                       WHERE deposit.company_id = item.company_id), 0) AS sub_ledger,
                   CASE WHEN BOOL_OR(account.lease_deposit)
                        THEN -SUM(item.balance) ELSE 0 END AS ledger,
                   COALESCE(SUM(item.balance) FILTER (
                       WHERE deposit.company_id = item.company_id), 0)
                   - CASE WHEN BOOL_OR(account.lease_deposit)
                        THEN SUM(item.balance) ELSE 0 END AS difference
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
              JOIN res_company company ON company.id = item.company_id
         LEFT JOIN ops_lease_deposit deposit ON deposit.id = item.lease_deposit_id
             WHERE item.parent_state = 'posted'
               AND (account.lease_deposit OR item.lease_deposit_id IS NOT NULL)
          GROUP BY item.company_id, company.currency_id, item.account_id
            """
        )
