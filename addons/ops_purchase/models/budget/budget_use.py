from odoo import fields, models
from odoo.tools import SQL


class PurchaseBudgetUse(models.Model):
    """What each line of a request takes from a budget: as estimated, as ordered, as
    billed (PU-F04). Untaxed, in the currency of the company.

    An order line that serves several requests is shared out by what each was granted.
    """

    _name = "ops.purchase.budget.use"
    _description = "Commitment of a budget"
    _auto = False
    _order = "date desc, id desc"

    # FIELDS
    budget_id = fields.Many2one("ops.purchase.budget", "Budget", readonly=True)
    budget_line_id = fields.Many2one(
        "ops.purchase.budget.line", "Budget line", readonly=True
    )
    request_id = fields.Many2one("purchase.request", "Request", readonly=True)
    department_id = fields.Many2one("hr.department", "Department", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Kind of goods", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date("Needed by", readonly=True)
    requested = fields.Monetary(readonly=True)
    ordered = fields.Monetary(readonly=True)
    billed = fields.Monetary(readonly=True)
    used = fields.Monetary("Committed", readonly=True)

    _depends = {
        "account.move": ["move_type", "state"],
        "account.move.line": ["balance", "display_type", "purchase_line_id"],
        "ops.purchase.budget": ["company_id", "date_from", "date_to", "state"],
        "ops.purchase.budget.line": ["budget_id", "categ_id", "department_id"],
        "product.category": ["parent_path"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "purchase.order": ["currency_rate", "state"],
        "purchase.order.line": ["price_subtotal", "product_qty", "qty_invoiced"],
        "purchase.request": ["company_id", "date_start", "department_id", "state"],
        "purchase.request.line": [
            "approved_qty",
            "date_required",
            "estimated_cost",
            "open_qty",
            "product_id",
            "product_qty",
            "purchase_lines",
            "request_id",
        ],
    }

    # BUSINESS
    @property
    def _table_query(self):
        return SQL(
            """
            WITH asked AS (
                SELECT line.id,
                       line.request_id,
                       line.product_id,
                       template.categ_id,
                       category.parent_path,
                       request.department_id,
                       request.company_id,
                       company.currency_id,
                       COALESCE(line.date_required, request.date_start) AS date,
                       line.approved_qty,
                       CASE WHEN request.state = 'done' THEN 0
                            ELSE COALESCE(line.estimated_cost, 0)::numeric
                                 * COALESCE(line.open_qty, 0)::numeric
                                 / NULLIF(line.product_qty, 0)::numeric
                       END AS requested
                  FROM purchase_request_line line
                  JOIN purchase_request request ON request.id = line.request_id
                  JOIN res_company company ON company.id = request.company_id
             LEFT JOIN product_product product ON product.id = line.product_id
             LEFT JOIN product_template template
                    ON template.id = product.product_tmpl_id
             LEFT JOIN product_category category ON category.id = template.categ_id
                 WHERE request.state NOT IN ('draft', 'rejected', 'cancelled')
                   AND request.department_id IS NOT NULL
            ), shares AS (
                SELECT rel.purchase_request_line_id AS id,
                       rel.purchase_order_line_id AS order_line_id,
                       COALESCE(
                           NULLIF(asked.approved_qty, 0)::numeric
                           / NULLIF(SUM(asked.approved_qty) OVER (
                               PARTITION BY rel.purchase_order_line_id
                           ), 0)::numeric,
                           1.0 / COUNT(*) OVER (
                               PARTITION BY rel.purchase_order_line_id
                           )
                       ) AS share
                  FROM purchase_request_purchase_order_line_rel rel
                  JOIN asked ON asked.id = rel.purchase_request_line_id
            ), bought AS (
                SELECT shares.id,
                       SUM(shares.share * GREATEST(0, 1
                           - COALESCE(line.qty_invoiced, 0)::numeric
                             / NULLIF(line.product_qty, 0)::numeric)
                           * line.price_subtotal::numeric
                           / COALESCE(NULLIF(purchase.currency_rate, 0), 1)::numeric
                       ) AS ordered,
                       SUM(shares.share * COALESCE(bills.amount, 0)) AS billed
                  FROM shares
                  JOIN purchase_order_line line ON line.id = shares.order_line_id
                  JOIN purchase_order purchase ON purchase.id = line.order_id
             LEFT JOIN LATERAL (
                       SELECT SUM(item.balance)::numeric AS amount
                         FROM account_move_line item
                         JOIN account_move bill ON bill.id = item.move_id
                        WHERE item.purchase_line_id = line.id
                          AND item.display_type = 'product'
                          AND bill.state = 'posted'
                          AND bill.move_type IN ('in_invoice', 'in_refund')
                       ) bills ON TRUE
                 WHERE purchase.state = 'purchase'
              GROUP BY shares.id
            )
            SELECT asked.id,
                   budget.budget_id,
                   budget.id AS budget_line_id,
                   asked.request_id,
                   asked.department_id,
                   asked.product_id,
                   asked.categ_id,
                   asked.company_id,
                   asked.currency_id,
                   asked.date,
                   COALESCE(asked.requested, 0) AS requested,
                   COALESCE(bought.ordered, 0) AS ordered,
                   COALESCE(bought.billed, 0) AS billed,
                   COALESCE(asked.requested, 0) + COALESCE(bought.ordered, 0)
                       + COALESCE(bought.billed, 0) AS used
              FROM asked
         LEFT JOIN bought ON bought.id = asked.id
              JOIN LATERAL (
                   -- the nearest kind of goods counts
                   SELECT line.id, line.budget_id
                     FROM ops_purchase_budget_line line
                     JOIN ops_purchase_budget paper ON paper.id = line.budget_id
                LEFT JOIN product_category category ON category.id = line.categ_id
                    WHERE (paper.state IN ('in_force', 'closed') OR paper.revision > 0)
                      AND paper.company_id = asked.company_id
                      AND line.department_id = asked.department_id
                      AND asked.date BETWEEN paper.date_from AND paper.date_to
                      AND (category.id IS NULL
                           OR starts_with(asked.parent_path, category.parent_path))
                 ORDER BY LENGTH(COALESCE(category.parent_path, '')) DESC, line.id
                    LIMIT 1
                   ) budget ON TRUE
            """
        )
