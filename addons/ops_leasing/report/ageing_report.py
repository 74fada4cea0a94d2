from odoo import fields, models
from odoo.tools import SQL

BUCKETS = [
    ("credit", "Received, not matched"),
    ("current", "Not due yet"),
    ("d30", "Up to 30 days"),
    ("d60", "31–60 days"),
    ("d90", "61–90 days"),
    ("over", "More than 90 days"),
]


class LeaseAgeing(models.Model):
    """欠费账龄: what tenants owe, by how long it is overdue (LE-F26).

    One row for each open receivable item of a bill of a lease, or of a tenant where
    the bill names no lease; together they are the receivables of the tenants in the
    general ledger.
    """

    _name = "ops.lease.ageing"
    _description = "Arrears by age"
    _auto = False
    _rec_name = "move_id"
    _order = "days desc, id"

    # FIELDS
    move_id = fields.Many2one("account.move", "Bill", readonly=True)
    contract_id = fields.Many2one("ops.lease.contract", "Lease", readonly=True)
    partner_id = fields.Many2one("res.partner", "Tenant", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    bill_number = fields.Char("Bill number", readonly=True)
    due_date = fields.Date("Due on", readonly=True)
    days = fields.Integer("Days overdue", readonly=True, aggregator="max")
    bucket = fields.Selection(BUCKETS, "Age", readonly=True)
    amount = fields.Monetary("Owed", readonly=True)

    _depends = {
        "account.move.line": [
            "account_id",
            "amount_residual",
            "company_id",
            "date_maturity",
            "move_id",
            "parent_state",
            "partner_id",
            "reconciled",
        ],
        "account.move": ["lease_contract_id", "name"],
        "account.account": ["account_type"],
        "ops.lease.contract": ["company_id", "partner_id", "property_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT item.id,
                   item.move_id,
                   move.name AS bill_number,
                   move.lease_contract_id AS contract_id,
                   item.partner_id,
                   lease.property_id,
                   item.company_id,
                   company.currency_id,
                   item.date_maturity AS due_date,
                   GREATEST(%(today)s - item.date_maturity, 0) AS days,
                   CASE WHEN item.amount_residual < 0 THEN 'credit'
                        WHEN item.date_maturity >= %(today)s THEN 'current'
                        WHEN %(today)s - item.date_maturity <= 30 THEN 'd30'
                        WHEN %(today)s - item.date_maturity <= 60 THEN 'd60'
                        WHEN %(today)s - item.date_maturity <= 90 THEN 'd90'
                        ELSE 'over'
                   END AS bucket,
                   item.amount_residual AS amount
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
              JOIN account_move move ON move.id = item.move_id
              JOIN res_company company ON company.id = item.company_id
         LEFT JOIN ops_lease_contract lease ON lease.id = move.lease_contract_id
             WHERE item.parent_state = 'posted'
               AND account.account_type = 'asset_receivable'
               AND item.reconciled IS NOT TRUE
               AND item.amount_residual != 0
               AND (move.lease_contract_id IS NOT NULL OR EXISTS (
                   SELECT FROM ops_lease_contract own
                     JOIN res_partner tenant ON tenant.id = own.partner_id
                    WHERE tenant.commercial_partner_id = item.partner_id
                      AND own.company_id = item.company_id))
            """,
            today=fields.Date.context_today(self),
        )
