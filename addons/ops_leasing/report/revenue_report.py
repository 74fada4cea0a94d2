from odoo import api, fields, models
from odoo.tools import SQL

from ..models.report.revenue import EVEN, LAPSE

#: measures that add up; the running balance does not
AMOUNTS = (
    "earned",
    "charged",
    "difference",
    "billed",
    "booked",
    "booked_tax",
    "fapiao",
    "fapiao_tax",
)


class LeaseRevenueReport(models.Model):
    """收入与开票对照: what leases earn, month by month, beside what was billed for the
    month, what was billed in it, and what stands on fapiao of it, with both VATs
    (LE-F27, LE-X9).

    Bills are the items of posted invoices and credit notes that name a charge which is
    revenue by lapse of time; a fapiao counts with the share such items have in its
    bills. Amounts in the company's currency.
    """

    _name = "ops.lease.revenue.report"
    _description = "Revenue beside bills and fapiao"
    _auto = False
    _order = "month, contract_id, kind"
    _rec_name = "contract_id"

    # FIELDS
    contract_id = fields.Many2one("ops.lease.contract", "Lease", readonly=True)
    partner_id = fields.Many2one("res.partner", "Tenant", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    kind = fields.Selection(LAPSE, readonly=True)
    month = fields.Date(readonly=True)
    earned = fields.Monetary(
        readonly=True, help="Rent evenly over the lease; fees as they are charged."
    )
    charged = fields.Monetary(
        "Charged by the lease", readonly=True, help="For these days, whenever billed."
    )
    difference = fields.Monetary("Earned, not yet charged", readonly=True)
    accrued = fields.Monetary(
        "Accrued so far",
        readonly=True,
        aggregator=None,
        help="Earned less charged since the lease began; nought at its end.",
    )
    billed = fields.Monetary(
        "Billed for the month", readonly=True, help="By the days the bills are for."
    )
    booked = fields.Monetary(
        "Billed in the month", readonly=True, help="By the day in the books."
    )
    booked_tax = fields.Monetary("VAT on bills", readonly=True)
    fapiao = fields.Monetary("On fapiao, without VAT", readonly=True)
    fapiao_tax = fields.Monetary("VAT on fapiao", readonly=True)

    _depends = {
        "ops.lease.revenue": ["charged", "contract_id", "earned", "kind", "month"],
        "ops.lease.contract": ["company_id", "partner_id", "property_id"],
        "ops.lease.charge": ["contract_id", "kind", "rhythm"],
        "account.move": ["amount_total_signed", "date", "move_type", "state"],
        "account.move.line": [
            "amount_currency",
            "balance",
            "lease_charge_id",
            "lease_period_from",
            "lease_period_to",
            "price_subtotal",
            "price_total",
        ],
        "ops.fapiao": ["date", "direction", "state"],
        "ops.fapiao.line": ["amount", "fapiao_id", "move_id"],
    }

    @property
    def _table_query(self):
        kinds = tuple(kind for kind, _label in LAPSE)
        return SQL(
            """
            WITH items AS (
                SELECT item.id, item.move_id, charge.contract_id, charge.kind,
                       move.date,
                       COALESCE(item.lease_period_from, move.date) AS first,
                       GREATEST(item.lease_period_to, item.lease_period_from,
                                CASE WHEN item.lease_period_from IS NULL
                                     THEN move.date END) AS last,
                       -item.balance AS net,
                       ROUND((item.price_total - item.price_subtotal)
                             * -item.balance / NULLIF(item.price_subtotal, 0), 2)
                           AS tax
                  FROM account_move_line item
                  JOIN account_move move ON move.id = item.move_id
                  JOIN ops_lease_charge charge ON charge.id = item.lease_charge_id
                 WHERE move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund')
                   AND item.display_type = 'product'
                   AND charge.kind IN %(kinds)s
                   AND (charge.kind IN %(even)s OR charge.rhythm != 'once')
            ), spread AS (
                SELECT items.*, month::date AS month,
                       SUM((LEAST(last, month::date + months.days - 1)
                            - GREATEST(first, month::date) + 1)::numeric / months.days)
                           OVER (PARTITION BY id ORDER BY month) AS upto,
                       (LEAST(last, month::date + months.days - 1)
                        - GREATEST(first, month::date) + 1)::numeric / months.days
                           AS part,
                       SUM((LEAST(last, month::date + months.days - 1)
                            - GREATEST(first, month::date) + 1)::numeric / months.days)
                           OVER (PARTITION BY id) AS whole
                  FROM items,
                       LATERAL (
                           SELECT month, EXTRACT(DAY FROM month + INTERVAL '1 month'
                                                 - INTERVAL '1 day')::int AS days
                             FROM generate_series(
                                 DATE_TRUNC('month', first::timestamp),
                                 last::timestamp, INTERVAL '1 month') month
                       ) months
            ), shares AS (
                SELECT move_id, contract_id, kind, SUM(net) AS net, SUM(tax) AS tax
                  FROM items
              GROUP BY move_id, contract_id, kind
            ), told AS (
                SELECT contract_id, kind, month, earned, charged, 0 AS billed,
                       0 AS booked, 0 AS booked_tax, 0 AS fapiao, 0 AS fapiao_tax
                  FROM ops_lease_revenue
                 UNION ALL
                SELECT contract_id, kind, month, 0, 0,
                       ROUND(net * upto / whole, 2)
                       - ROUND(net * (upto - part) / whole, 2), 0, 0, 0, 0
                  FROM spread
                 UNION ALL
                SELECT contract_id, kind, DATE_TRUNC('month', date)::date, 0, 0, 0,
                       net, tax, 0, 0
                  FROM items
                 UNION ALL
                SELECT shares.contract_id, shares.kind,
                       DATE_TRUNC('month', sheet.date)::date, 0, 0, 0, 0, 0,
                       ROUND(line.amount * shares.net / move.amount_total_signed, 2),
                       ROUND(line.amount * shares.tax / move.amount_total_signed, 2)
                  FROM ops_fapiao_line line
                  JOIN ops_fapiao sheet ON sheet.id = line.fapiao_id
                  JOIN account_move move ON move.id = line.move_id
                  JOIN shares ON shares.move_id = line.move_id
                 WHERE sheet.direction = 'issued'
                   AND sheet.state IN ('issued', 'red')
                   AND sheet.date IS NOT NULL
                   AND move.amount_total_signed != 0
            ), months AS (
                SELECT contract_id, kind, month,
                       SUM(earned) AS earned, SUM(charged) AS charged,
                       SUM(earned) - SUM(charged) AS difference,
                       SUM(SUM(earned) - SUM(charged)) OVER (
                           PARTITION BY contract_id, kind ORDER BY month) AS accrued,
                       SUM(billed) AS billed, SUM(booked) AS booked,
                       SUM(booked_tax) AS booked_tax, SUM(fapiao) AS fapiao,
                       SUM(fapiao_tax) AS fapiao_tax
                  FROM told
              GROUP BY contract_id, kind, month
            )
            SELECT months.contract_id::bigint * 50000
                   + ((EXTRACT(YEAR FROM month) - 1900) * 12
                      + EXTRACT(MONTH FROM month))::int * 8
                   + ARRAY_POSITION(%(order)s, kind::text) AS id,
                   lease.partner_id, lease.property_id, lease.company_id,
                   company.currency_id, months.*
              FROM months
              JOIN ops_lease_contract lease ON lease.id = months.contract_id
              JOIN res_company company ON company.id = lease.company_id
            """,
            kinds=kinds,
            even=EVEN,
            order=list(kinds),
        )

    # ACTION
    @api.model
    def action_open_all(self):
        """The report over all leases one may see, this year first.

        :raise AccessError: for who may not see the money of leases
        """
        self.check_access("read")
        leases = self.env["ops.lease.contract"].search([("state", "=", "signed")])
        leases._revenue_refresh()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.revenue_action"
        )

    # BUSINESS
    @api.model
    def _amounts(self):
        return AMOUNTS
