from odoo import api, fields, models
from odoo.tools import SQL

#: ``{rate: (part, whole)}``: of a group, the sums are divided, never rates averaged.
RATES = {
    "on_time_rate": ("in_time", "arrived"),
    "pass_rate": ("passed", "arrived"),
    "return_rate": ("returned", "arrived"),
    "price_index": ("arrived", "arrived_then"),
}


class SupplierDelivery(models.Model):
    """供应商交付分析: on-time, pass and return rate and price trend of suppliers, from
    the evidence of confirmed assessments (PU-29).

    Everything is weighed by its value in the order, without tax, in the currency of the
    company. The price index compares with the first price of the same goods from the
    same supplier: 1.05 is 5 % above it.
    """

    _name = "ops.supplier.delivery"
    _description = "Deliveries of suppliers"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "assessment_id"

    # FIELDS
    assessment_id = fields.Many2one("ops.delivery.assessment", readonly=True)
    order_id = fields.Many2one("purchase.order", "Order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    date = fields.Date("Day", readonly=True)
    arrived = fields.Monetary("Arrived", readonly=True)
    in_time = fields.Monetary("Arrived in time", readonly=True)
    passed = fields.Monetary("Passed at once", readonly=True)
    returned = fields.Monetary("Returned or not accepted", readonly=True)
    arrived_then = fields.Monetary("Arrived, at first prices", readonly=True)
    on_time_rate = fields.Float("On-time rate", readonly=True, aggregator="avg")
    pass_rate = fields.Float("Pass rate", readonly=True, aggregator="avg")
    return_rate = fields.Float("Return rate", readonly=True, aggregator="avg")
    price_index = fields.Float("Price index", readonly=True, aggregator="avg")

    _depends = {
        "ops.delivery.assessment": ["company_id", "order_id", "partner_id", "state"],
        "ops.delivery.assessment.fact": [
            "assessment_id",
            "date_done",
            "in_time",
            "kind",
            "order_line_id",
            "passed",
            "quantity",
        ],
        "purchase.order": ["currency_rate", "date_order"],
        "purchase.order.line": ["price_subtotal", "product_id", "product_qty"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH lines AS (
                SELECT line.id, line.product_id, unit.factor,
                       paper.id AS paper, paper.company_id, paper.order_id,
                       partner.commercial_partner_id AS partner_id,
                       line.price_subtotal / line.product_qty
                           / COALESCE(NULLIF(buying.currency_rate, 0), 1) AS price,
                       buying.date_order
                  FROM ops_delivery_assessment paper
                  JOIN purchase_order buying ON buying.id = paper.order_id
                  JOIN purchase_order_line line ON line.order_id = buying.id
                  JOIN uom_uom unit ON unit.id = line.product_uom_id
                  JOIN res_partner partner ON partner.id = paper.partner_id
                 WHERE paper.state != 'draft' AND line.product_qty != 0
            ), priced AS (
                SELECT *, FIRST_VALUE(price / factor) OVER (
                           PARTITION BY company_id, partner_id, product_id
                           ORDER BY date_order, id) * factor AS price_then
                  FROM lines
            ), rows AS (
                SELECT fact.id AS fact_id, line.*, fact.kind,
                       COALESCE(fact.date_done,
                                MAX(fact.date_done) OVER (PARTITION BY line.id),
                                fact.date_promised) AS date,
                       fact.quantity * line.price AS value,
                       CASE WHEN fact.in_time THEN 1 ELSE 0 END AS punctual,
                       COALESCE(fact.passed, 0) * line.price AS passed_value,
                       fact.quantity * line.price_then AS value_then
                  FROM ops_delivery_assessment_fact fact
                  JOIN priced line ON line.id = fact.order_line_id
                                  AND line.paper = fact.assessment_id
                 WHERE fact.kind != 'order'
            ), sums AS (
                SELECT fact_id AS id, paper AS assessment_id, order_id, company_id,
                       partner_id, product_id, date,
                       CASE WHEN kind = 'arrival' THEN value ELSE 0 END AS arrived,
                       CASE WHEN kind = 'arrival' THEN value * punctual ELSE 0 END
                           AS in_time,
                       CASE WHEN kind = 'arrival' THEN passed_value ELSE 0 END
                           AS passed,
                       CASE WHEN kind = 'loss' THEN value ELSE 0 END AS returned,
                       CASE WHEN kind = 'arrival' THEN value_then ELSE 0 END
                           AS arrived_then
                  FROM rows
            )
            SELECT sums.*, company.currency_id,
                   in_time / NULLIF(arrived, 0) AS on_time_rate,
                   passed / NULLIF(arrived, 0) AS pass_rate,
                   returned / NULLIF(arrived, 0) AS return_rate,
                   arrived / NULLIF(arrived_then, 0) AS price_index
              FROM sums
              JOIN res_company company ON company.id = sums.company_id
            """
        )

    # BUSINESS
    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if function != "avg" or name not in RATES:
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (
            self._field_to_sql(self._table, field, query) for field in RATES[name]
        )
        return SQL("SUM(%s) / NULLIF(SUM(%s), 0)", part, whole)
