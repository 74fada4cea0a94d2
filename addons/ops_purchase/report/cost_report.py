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
                   %(only)s
            ), buys AS (
                -- a confirmed order's price of a product, and those before it
                SELECT *,
                       LAG(price) OVER anybody AS other_price,
                       LAG(price) OVER supplier AS first_price,
                       LAG(price, 2) OVER supplier AS second_price,
                       LAG(price, 3) OVER supplier AS third_price,
                       ROW_NUMBER() OVER (
                           PARTITION BY company_id, product_id
                           ORDER BY date DESC, order_id DESC
                       ) AS rank,
                       ROW_NUMBER() OVER (
                           PARTITION BY company_id, product_id, partner_id
                           ORDER BY date DESC, order_id DESC
                       ) AS supplier_rank
                  FROM (
                    SELECT order_id, product_id, company_id, partner_id, date,
                           SUM(amount) / SUM(quantity) AS price
                      FROM bought
                     WHERE confirmed AND price > 0
                     GROUP BY order_id, product_id, company_id, partner_id, date
                  ) told
                WINDOW anybody AS (
                    PARTITION BY company_id, product_id ORDER BY date, order_id
                ), supplier AS (
                    PARTITION BY company_id, product_id, partner_id
                    ORDER BY date, order_id
                )
            ), agreed AS (
                SELECT DISTINCT ON (contract.requisition_id, line.product_id)
                       contract.requisition_id,
                       contract.currency_id,
                       line.product_id,
                       line.price_unit / unit.factor AS price
                  FROM ops_purchase_contract contract
                  JOIN ops_purchase_contract_line line
                    ON line.contract_id = contract.id
                  JOIN uom_uom unit ON unit.id = line.product_uom_id
                 WHERE contract.requisition_id IS NOT NULL
                 ORDER BY contract.requisition_id, line.product_id, line.id
            ), freight AS (
                SELECT move.purchase_line_id AS line_id,
                       SUM(share.additional_landed_cost) AS amount
                  FROM stock_valuation_adjustment_lines share
                  JOIN stock_landed_cost cost
                    ON cost.id = share.cost_id AND cost.state = 'done'
                  JOIN stock_move move ON move.id = share.move_id
                 GROUP BY move.purchase_line_id
            ), priced AS (
                SELECT bought.*,
                       agreed.price * bought.base / bought.rate AS contract_price,
                       budget.price * bought.base AS budget_price,
                       freight.amount AS freight,
                       CASE WHEN bought.confirmed
                           THEN COALESCE(own.first_price, own.other_price)
                           ELSE COALESCE(theirs.price, anybody.price)
                       END AS last_price,
                       CASE WHEN bought.confirmed
                           THEN own.first_price ELSE theirs.price
                       END AS first_price,
                       CASE WHEN bought.confirmed
                           THEN own.second_price ELSE theirs.first_price
                       END AS second_price,
                       CASE WHEN bought.confirmed
                           THEN own.third_price ELSE theirs.second_price
                       END AS third_price
                  FROM bought
                  LEFT JOIN buys own
                    ON own.order_id = bought.order_id
                   AND own.product_id = bought.product_id
                  -- what is not confirmed is compared with the last of all
                  LEFT JOIN buys theirs
                    ON NOT bought.confirmed
                   AND theirs.company_id = bought.company_id
                   AND theirs.product_id = bought.product_id
                   AND theirs.partner_id = bought.partner_id
                   AND theirs.supplier_rank = 1
                  LEFT JOIN buys anybody
                    ON NOT bought.confirmed
                   AND anybody.company_id = bought.company_id
                   AND anybody.product_id = bought.product_id
                   AND anybody.rank = 1
                  LEFT JOIN agreed
                    ON agreed.requisition_id = bought.requisition_id
                   AND agreed.product_id = bought.product_id
                   AND agreed.currency_id = bought.order_currency_id
                  -- looked up for the lines that are read, not added up for all
                  LEFT JOIN LATERAL (
                      SELECT SUM(asked.estimated_cost) / NULLIF(SUM(
                                 asked.product_qty * COALESCE(unit.factor, base.factor)
                             ), 0) AS price
                        FROM purchase_request_purchase_order_line_rel rel
                        JOIN purchase_request_line asked
                          ON asked.id = rel.purchase_request_line_id
                        JOIN product_product product ON product.id = asked.product_id
                        JOIN product_template template
                          ON template.id = product.product_tmpl_id
                        JOIN uom_uom base ON base.id = template.uom_id
                        LEFT JOIN uom_uom unit ON unit.id = asked.product_uom_id
                       WHERE rel.purchase_order_line_id = bought.id
                         AND asked.estimated_cost > 0
                  ) budget ON TRUE
                  LEFT JOIN freight ON freight.line_id = bought.id
            )
            SELECT told.*,
                   GREATEST(last_variance, contract_variance, budget_variance)
                       > price_limit IS TRUE AS above,
                   (told.price > first_price AND first_price > second_price
                       AND second_price > third_price AND crept > price_limit)
                       IS TRUE AS creeping
              FROM (
                SELECT priced.id,
                       priced.order_id,
                       priced.product_id,
                       priced.categ_id,
                       priced.partner_id,
                       priced.user_id,
                       priced.company_id,
                       company.currency_id,
                       COALESCE(company.purchase_price_limit, 0) AS price_limit,
                       priced.product_uom_id,
                       (priced.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                           AS date,
                       priced.confirmed,
                       priced.quantity,
                       priced.amount,
                       priced.price,
                       priced.price_reason,
                       priced.last_price,
                       %(last)s AS last_variance,
                       priced.contract_price,
                       %(contract)s AS contract_variance,
                       priced.budget_price,
                       %(budget)s AS budget_variance,
                       priced.first_price,
                       priced.second_price,
                       priced.third_price,
                       %(crept)s AS crept,
                       priced.freight,
                       priced.freight / NULLIF(priced.received, 0) AS freight_unit
                  FROM priced
                  JOIN res_company company ON company.id = priced.company_id
              ) told
            """,
            zone=self.env.context.get("tz") or self.env.user.tz or "UTC",
            only=self._only_products(),
            last=self._percent_above(SQL("priced.last_price")),
            contract=self._percent_above(SQL("priced.contract_price")),
            budget=self._percent_above(SQL("priced.budget_price")),
            crept=self._percent_above(SQL("priced.third_price")),
        )

    # TOOLING
    def _only_products(self):
        """The condition on what is looked at: a single order needs the prices of its
        own goods alone."""
        products = self.env.context.get("cost_of_products")
        if products is None:
            return SQL()
        return SQL("AND line.product_id = ANY(%s)", list(products))

    @staticmethod
    def _percent_above(price):
        """By how many percent the price is above another one, as SQL."""
        return SQL(
            "ROUND(((priced.price / NULLIF(%s, 0) - 1) * 100)::numeric, 4)", price
        )
