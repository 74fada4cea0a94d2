from odoo import fields, models
from odoo.tools import SQL


class PurchaseCostReport(models.Model):
    """采购成本分析: what was ordered, at which price against the last one, the contract
    and the budget, and what its freight came to (PU-30); and whether the price has
    crept up over the last three buys (PU-X7).

    Prices are per unit of the product, without tax, in the currency of the company.
    """

    _name = "ops.purchase.cost.report"
    _description = "Purchase cost"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"

    # FIELDS
    order_id = fields.Many2one("purchase.order", "Order", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    user_id = fields.Many2one("res.users", "Buyer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    date = fields.Date("Ordered on", readonly=True)
    confirmed = fields.Boolean(readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    amount = fields.Monetary(readonly=True)
    price = fields.Monetary("Price", readonly=True, aggregator="avg")
    last_price = fields.Monetary(
        "Last price",
        readonly=True,
        aggregator="avg",
        help="What the supplier was paid last time, or else anybody.",
    )
    last_variance = fields.Float(
        "Against last price (%)", digits=(8, 2), readonly=True, aggregator="avg"
    )
    contract_price = fields.Monetary("Contract price", readonly=True, aggregator="avg")
    contract_variance = fields.Float(
        "Against contract (%)", digits=(8, 2), readonly=True, aggregator="avg"
    )
    budget_price = fields.Monetary(
        "Budget price",
        readonly=True,
        aggregator="avg",
        help="As estimated by the requests it is ordered for.",
    )
    budget_variance = fields.Float(
        "Against budget (%)", digits=(8, 2), readonly=True, aggregator="avg"
    )
    above = fields.Boolean(
        "Above the limit",
        readonly=True,
        help="Dearer than last time, the contract or the budget by more than the limit "
        "of the company.",
    )
    price_reason = fields.Char("Why this price", readonly=True)
    third_price = fields.Monetary(
        "Price three buys ago", readonly=True, aggregator="avg"
    )
    crept = fields.Float(
        "Risen over three buys (%)", digits=(8, 2), readonly=True, aggregator="avg"
    )
    creeping = fields.Boolean(
        "Price creep",
        readonly=True,
        help="Each of the last three buys was dearer than the one before, and together "
        "they rose by more than the limit.",
    )
    freight = fields.Monetary(
        "Freight", readonly=True, help="Landed costs posted on what was received."
    )
    freight_unit = fields.Monetary("Freight per unit", readonly=True, aggregator="avg")

    _depends = {
        "ops.purchase.contract": ["currency_id", "requisition_id"],
        "ops.purchase.contract.line": ["price_unit", "product_id", "product_uom_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "uom_id"],
        "purchase.order": [
            "company_id",
            "currency_id",
            "currency_rate",
            "date_approve",
            "date_order",
            "partner_id",
            "requisition_id",
            "state",
            "user_id",
        ],
        "purchase.order.line": [
            "display_type",
            "is_downpayment",
            "price_reason",
            "price_subtotal",
            "product_id",
            "product_qty",
            "product_uom_id",
            "purchase_request_lines",
            "qty_received",
        ],
        "purchase.request.line": ["estimated_cost", "product_qty", "product_uom_id"],
        "res.company": ["purchase_price_limit"],
        "stock.landed.cost": ["state"],
        "stock.move": ["purchase_line_id"],
        "stock.valuation.adjustment.lines": [
            "additional_landed_cost",
            "cost_id",
            "move_id",
        ],
        "uom.uom": ["factor"],
    }

    # BUSINESS
    def _above_words(self):
        """What is above the limit, for whoever has to explain it."""
        self.ensure_one()
        limit = self.company_id.purchase_price_limit
        said = [
            (self.last_variance, self.last_price, self.env._("last time")),
            (self.contract_variance, self.contract_price, self.env._("the contract")),
            (self.budget_variance, self.budget_price, self.env._("the budget")),
        ]
        parts = [
            self.env._(
                "%(share).1f %% above %(what)s (%(price)s)",
                share=share,
                what=what,
                price=self.currency_id.format(price),
            )
            for share, price, what in said
            if share > limit
        ]
        return self.env._(
            "%(product)s: %(parts)s; the limit is %(limit)s %%. Say why this price.",
            product=self.product_id.display_name,
            parts=", ".join(parts),
            limit=limit,
        )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH bought AS NOT MATERIALIZED (
                SELECT line.id,
                       line.order_id,
                       line.product_id,
                       line.price_reason,
                       template.categ_id,
                       purchase.partner_id,
                       purchase.user_id,
                       purchase.company_id,
                       purchase.requisition_id,
                       purchase.currency_id AS order_currency_id,
                       purchase.state = 'purchase' AS confirmed,
                       COALESCE(purchase.date_approve, purchase.date_order) AS date,
                       base.id AS product_uom_id,
                       base.factor AS base,
                       rate.rate,
                       line.product_qty * unit.factor / base.factor AS quantity,
                       line.qty_received * unit.factor / base.factor AS received,
                       line.price_subtotal / rate.rate AS amount,
                       line.price_subtotal / rate.rate / NULLIF(
                           line.product_qty * unit.factor / base.factor, 0
                       ) AS price
                  FROM purchase_order_line line
                  JOIN purchase_order purchase ON purchase.id = line.order_id
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                  JOIN uom_uom unit ON unit.id = line.product_uom_id
                  JOIN uom_uom base ON base.id = template.uom_id
                 CROSS JOIN LATERAL (
                       SELECT COALESCE(NULLIF(purchase.currency_rate, 0), 1) AS rate
                 ) rate
                 WHERE purchase.state != 'cancel'
                   AND line.display_type IS NULL
                   AND line.is_downpayment IS NOT TRUE
            )
            SELECT told.*,
                   GREATEST(last_variance, contract_variance, budget_variance)
                       > price_limit IS TRUE AS above,
                   (told.price > recent[1] AND recent[1] > recent[2]
                       AND recent[2] > recent[3] AND crept > price_limit)
                       IS TRUE AS creeping
              FROM (
                SELECT bought.id,
                       bought.order_id,
                       bought.product_id,
                       bought.categ_id,
                       bought.partner_id,
                       bought.user_id,
                       bought.company_id,
                       company.currency_id,
                       COALESCE(company.purchase_price_limit, 0) AS price_limit,
                       bought.product_uom_id,
                       (bought.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                           AS date,
                       bought.confirmed,
                       bought.quantity,
                       bought.amount,
                       bought.price,
                       bought.price_reason,
                       before.price AS last_price,
                       %(last)s AS last_variance,
                       agreed.price AS contract_price,
                       %(contract)s AS contract_variance,
                       budget.price AS budget_price,
                       %(budget)s AS budget_variance,
                       three.recent,
                       three.recent[3] AS third_price,
                       %(crept)s AS crept,
                       freight.amount AS freight,
                       freight.amount / NULLIF(bought.received, 0) AS freight_unit
                  FROM bought
                  JOIN res_company company ON company.id = bought.company_id
                  LEFT JOIN LATERAL (
                       -- of the same supplier, or else of anybody
                       SELECT earlier.price
                         FROM bought earlier
                        WHERE %(earlier)s
                        ORDER BY (earlier.partner_id = bought.partner_id) DESC,
                                 earlier.date DESC, earlier.id DESC
                        LIMIT 1
                       ) before ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT ARRAY_AGG(price ORDER BY date DESC, id DESC) AS recent
                         FROM (
                           SELECT earlier.id, earlier.date, earlier.price
                             FROM bought earlier
                            WHERE %(earlier)s
                              AND earlier.partner_id = bought.partner_id
                            ORDER BY earlier.date DESC, earlier.id DESC
                            LIMIT 3
                         ) buys
                       ) three ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT agreed.price_unit * bought.base / unit.factor
                              / bought.rate AS price
                         FROM ops_purchase_contract contract
                         JOIN ops_purchase_contract_line agreed
                           ON agreed.contract_id = contract.id
                         JOIN uom_uom unit ON unit.id = agreed.product_uom_id
                        WHERE contract.requisition_id = bought.requisition_id
                          AND contract.currency_id = bought.order_currency_id
                          AND agreed.product_id = bought.product_id
                        LIMIT 1
                       ) agreed ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT SUM(asked.estimated_cost) / NULLIF(SUM(
                                  asked.product_qty
                                  * COALESCE(unit.factor, bought.base) / bought.base
                              ), 0) AS price
                         FROM purchase_request_purchase_order_line_rel rel
                         JOIN purchase_request_line asked
                           ON asked.id = rel.purchase_request_line_id
                         LEFT JOIN uom_uom unit ON unit.id = asked.product_uom_id
                        WHERE rel.purchase_order_line_id = bought.id
                          AND asked.estimated_cost > 0
                       ) budget ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT SUM(share.additional_landed_cost) AS amount
                         FROM stock_valuation_adjustment_lines share
                         JOIN stock_landed_cost cost
                           ON cost.id = share.cost_id AND cost.state = 'done'
                         JOIN stock_move move ON move.id = share.move_id
                        WHERE move.purchase_line_id = bought.id
                       ) freight ON TRUE
              ) told
            """,
            zone=self.env.context.get("tz") or self.env.user.tz or "UTC",
            last=self._percent_above(SQL("before.price")),
            contract=self._percent_above(SQL("agreed.price")),
            budget=self._percent_above(SQL("budget.price")),
            crept=self._percent_above(SQL("three.recent[3]")),
            earlier=SQL(
                """
                earlier.product_id = bought.product_id
                AND earlier.company_id = bought.company_id
                AND earlier.order_id != bought.order_id
                AND earlier.confirmed
                AND earlier.price > 0
                AND (
                    NOT bought.confirmed
                    OR (earlier.date, earlier.order_id)
                        < (bought.date, bought.order_id)
                )
                """
            ),
        )

    # TOOLING
    @staticmethod
    def _percent_above(price):
        """By how many percent the price is above another one, as SQL."""
        return SQL(
            "ROUND(((bought.price / NULLIF(%s, 0) - 1) * 100)::numeric, 4)", price
        )
