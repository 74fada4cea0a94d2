from odoo import api, fields, models
from odoo.tools import SQL


class PurchaseSplitReport(models.Model):
    """疑似拆单: several requests of a department, or orders to a supplier, within some
    days, each just below the same approval limit (PU-X7).

    It accuses nobody: each row says which papers, which limit and what they come to
    together, so that whoever signs above the limit can ask.
    """

    _name = "ops.purchase.split.report"
    _description = "Papers just below an approval limit"
    _auto = False
    _order = "date desc, id desc"

    # FIELDS
    name = fields.Char("Paper", readonly=True)
    res_model = fields.Selection(
        [("purchase.request", "Request"), ("purchase.order", "Order")],
        "Kind",
        readonly=True,
    )
    res_id = fields.Many2oneReference("Opens", model_field="res_model", readonly=True)
    department_id = fields.Many2one("hr.department", "Department", readonly=True)
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    user_id = fields.Many2one("res.users", "Raised by", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True)
    amount_limit = fields.Monetary("Approval limit", readonly=True, aggregator="max")
    paper_count = fields.Integer("Number of papers", readonly=True, aggregator="max")
    amount_together = fields.Monetary("Together", readonly=True, aggregator="max")
    days = fields.Integer("Within days", readonly=True, aggregator="max")
    papers = fields.Char("Which", readonly=True)
    explanation = fields.Char(compute="_compute_explanation")

    _depends = {
        "ops.approval.route": ["active", "amount_max", "code", "company_id"],
        "ops.purchase.signoff": ["order_id", "state"],
        "purchase.order": [
            "amount_total",
            "company_id",
            "currency_rate",
            "date_approve",
            "date_order",
            "name",
            "partner_id",
            "state",
            "user_id",
        ],
        "purchase.request": [
            "company_id",
            "date_start",
            "department_id",
            "estimated_cost",
            "name",
            "requested_by",
            "state",
        ],
        "res.company": ["purchase_split_days", "purchase_split_near"],
    }

    # COMPUTE
    @api.depends("papers", "amount_limit", "amount_together", "days")
    def _compute_explanation(self):
        for row in self:
            row.explanation = self.env._(
                "%(count)s papers of %(who)s within %(days)s days, each just below "
                "%(limit)s, together %(sum)s: %(papers)s",
                count=row.paper_count,
                who=row.department_id.display_name or row.partner_id.display_name or "",
                days=row.days,
                limit=row.currency_id.format(row.amount_limit),
                sum=row.currency_id.format(row.amount_together),
                papers=row.papers,
            )

    # ACTION
    def action_open(self):
        """Open the paper, under its own rights."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # BUSINESS
    @property
    def _table_query(self):
        return SQL(
            """
            WITH papers AS (
                SELECT request.id * 2 AS id,
                       'purchase.request' AS res_model,
                       'purchase_request' AS route,
                       request.id AS res_id,
                       request.name,
                       request.company_id,
                       request.department_id,
                       NULL::integer AS partner_id,
                       request.requested_by AS user_id,
                       request.date_start AS date,
                       request.estimated_cost::numeric AS amount
                  FROM purchase_request request
                 WHERE request.state NOT IN ('draft', 'rejected', 'cancelled')
                   AND request.department_id IS NOT NULL
                 UNION ALL
                SELECT purchase.id * 2 + 1,
                       'purchase.order',
                       'purchase_order',
                       purchase.id,
                       purchase.name,
                       purchase.company_id,
                       NULL,
                       purchase.partner_id,
                       purchase.user_id,
                       COALESCE(purchase.date_approve, purchase.date_order)::date,
                       (purchase.amount_total
                           / COALESCE(NULLIF(purchase.currency_rate, 0), 1))::numeric
                  FROM purchase_order purchase
                 WHERE purchase.state = 'purchase'
                    OR purchase.state != 'cancel' AND EXISTS (
                       SELECT FROM ops_purchase_signoff signoff
                        WHERE signoff.order_id = purchase.id
                          AND signoff.state IN ('approving', 'approved')
                    )
            ), near AS (
                SELECT papers.*,
                       company.currency_id,
                       limits.amount_limit,
                       COALESCE(company.purchase_split_days, 0) AS days
                  FROM papers
                  JOIN res_company company ON company.id = papers.company_id
                 CROSS JOIN LATERAL (
                       -- the next limit above the paper's own amount
                       SELECT MIN(route.amount_max)::numeric AS amount_limit
                         FROM ops_approval_route route
                        WHERE route.active
                          AND route.code = papers.route
                          AND route.amount_max > papers.amount
                          AND COALESCE(route.company_id, papers.company_id)
                              = papers.company_id
                       ) limits
                 WHERE papers.amount >= limits.amount_limit
                       * (1 - COALESCE(company.purchase_split_near, 0)::numeric / 100)
            )
            SELECT near.id,
                   near.res_model,
                   near.res_id,
                   near.name,
                   near.company_id,
                   near.department_id,
                   near.partner_id,
                   near.user_id,
                   near.currency_id,
                   near.date,
                   near.amount,
                   near.amount_limit,
                   near.days,
                   alike.paper_count,
                   alike.amount_together,
                   alike.papers
              FROM near
             CROSS JOIN LATERAL (
                   SELECT COUNT(*) AS paper_count,
                          SUM(other.amount) AS amount_together,
                          STRING_AGG(other.name, ', ' ORDER BY other.date, other.id)
                              AS papers
                     FROM near other
                    WHERE other.res_model = near.res_model
                      AND other.company_id = near.company_id
                      AND other.amount_limit = near.amount_limit
                      AND COALESCE(other.department_id, other.partner_id)
                          = COALESCE(near.department_id, near.partner_id)
                      AND ABS(other.date - near.date) <= near.days
                   ) alike
             WHERE alike.paper_count > 1
            """
        )
