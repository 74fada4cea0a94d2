from odoo import fields, models
from odoo.tools import SQL


class LeaseCollectionReport(models.Model):
    """收缴率: what fell due in a month and how much of it came in (LE-F26).

    One row for each receivable item of a posted bill of a lease; deposits are no
    income and do not count. What a credit note took back was not due. Money and what
    was set off count on the day they were matched with the bill in the books.
    """

    _name = "ops.lease.collection.report"
    _inherit = ["ops.lease.share.mixin"]
    _description = "Collection rate"
    _auto = False
    _order = "month desc, id desc"
    _rec_name = "move_id"
    _shares = {"rate_in_time": ("in_time", "due"), "rate": ("collected", "due")}

    # FIELDS
    move_id = fields.Many2one("account.move", "Bill", readonly=True)
    bill_number = fields.Char("Bill number", readonly=True)
    contract_id = fields.Many2one("ops.lease.contract", "Lease", readonly=True)
    partner_id = fields.Many2one("res.partner", "Tenant", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    month = fields.Date("Month due", readonly=True)
    due_date = fields.Date("Due on", readonly=True)
    due = fields.Monetary("Due in the month", readonly=True)
    in_time = fields.Monetary("Collected by its end", readonly=True)
    collected = fields.Monetary("Collected until today", readonly=True)
    open = fields.Monetary("Not collected yet", readonly=True)
    rate_in_time = fields.Float(
        "Collection rate by its end",
        readonly=True,
        aggregator="avg",
        help="Collected by the end of the month it was due in.",
    )
    rate = fields.Float("Collection rate until today", readonly=True, aggregator="avg")

    _depends = {
        "account.move": ["lease_contract_id", "move_type", "name", "state"],
        "account.move.line": [
            "account_id",
            "balance",
            "date_maturity",
            "lease_deposit_id",
            "partner_id",
        ],
        "account.partial.reconcile": [
            "amount",
            "credit_move_id",
            "debit_move_id",
            "max_date",
        ],
        "account.account": ["account_type"],
        "ops.lease.contract": ["property_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH bills AS (
                SELECT item.id, item.move_id, move.name AS bill_number,
                       move.lease_contract_id AS contract_id, item.partner_id,
                       lease.property_id, item.company_id, item.balance,
                       item.date_maturity AS due_date,
                       DATE_TRUNC('month', item.date_maturity)::date AS month
                  FROM account_move_line item
                  JOIN account_move move ON move.id = item.move_id
                  JOIN account_account account ON account.id = item.account_id
                  JOIN ops_lease_contract lease ON lease.id = move.lease_contract_id
                 WHERE move.state = 'posted'
                   AND move.move_type = 'out_invoice'
                   AND account.account_type = 'asset_receivable'
                   AND NOT EXISTS (
                       SELECT FROM account_move_line own
                        WHERE own.move_id = item.move_id
                          AND own.lease_deposit_id IS NOT NULL)
            ), matched AS (
                SELECT bills.id,
                       SUM(part.amount) FILTER (
                           WHERE other.move_type = 'out_refund') AS credited,
                       SUM(part.amount) FILTER (
                           WHERE other.move_type != 'out_refund') AS collected,
                       SUM(part.amount) FILTER (
                           WHERE other.move_type != 'out_refund'
                             AND part.max_date < bills.month + INTERVAL '1 month')
                           AS in_time
                  FROM bills
                  JOIN account_partial_reconcile part ON part.debit_move_id = bills.id
                  JOIN account_move_line credit ON credit.id = part.credit_move_id
                  JOIN account_move other ON other.id = credit.move_id
              GROUP BY bills.id
            ), told AS (
                SELECT bills.*,
                       balance - COALESCE(credited, 0) AS due,
                       COALESCE(in_time, 0) AS in_time,
                       COALESCE(collected, 0) AS collected
                  FROM bills
             LEFT JOIN matched ON matched.id = bills.id
            )
            SELECT told.id, move_id, bill_number, contract_id, told.partner_id,
                   property_id, company_id, company.currency_id, month, due_date, due,
                   in_time, collected, due - collected AS open,
                   in_time / NULLIF(due, 0) AS rate_in_time,
                   collected / NULLIF(due, 0) AS rate
              FROM told
              JOIN res_company company ON company.id = told.company_id
             WHERE due != 0
            """
        )
