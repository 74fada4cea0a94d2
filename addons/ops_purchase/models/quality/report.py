from odoo import fields, models
from odoo.tools import SQL, Query


class QualityReport(models.Model):
    """合格率: every decision on inspected goods, summed up (PU-33).

    Quantities are in the unit of the product. What is in rework is not decided yet;
    the pass rate is accepted of what was decided, concessions included.
    """

    _name = "ops.quality.report"
    _description = "Pass rate"
    _auto = False
    _order = "date desc, id desc"

    # FIELDS
    date = fields.Datetime("Decided on", readonly=True)
    inspection_id = fields.Many2one("qc.inspection", "Inspection", readonly=True)
    kind = fields.Selection(
        lambda self: (
            self.env["qc.inspection"]._fields["kind"]._description_selection(self.env)
        ),
        "Kind of inspection",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    user_id = fields.Many2one("res.users", "Inspector", readonly=True)
    disposition = fields.Selection(
        lambda self: (
            self.env["ops.quality.tranche"]
            ._fields["disposition"]
            ._description_selection(self.env)
        ),
        "Decision",
        readonly=True,
    )
    cause = fields.Selection(
        lambda self: (
            self.env["ops.quality.tranche"]
            ._fields["cause"]
            ._description_selection(self.env)
        ),
        "What is wrong",
        readonly=True,
    )
    decided_qty = fields.Float("Quantity decided", digits="Product Unit", readonly=True)
    accepted_qty = fields.Float("Accepted", digits="Product Unit", readonly=True)
    concession_qty = fields.Float(
        "Accepted by concession", digits="Product Unit", readonly=True
    )
    rework_qty = fields.Float("Reworked", digits="Product Unit", readonly=True)
    returned_qty = fields.Float("Rejected", digits="Product Unit", readonly=True)
    pass_rate = fields.Float(
        "Pass rate (%)", digits=(5, 2), aggregator="avg", readonly=True
    )

    # BUSINESS
    @property
    def _table_query(self):
        return SQL(
            """
            SELECT tranche.id,
                tranche.date,
                tranche.inspection_id,
                inspection.kind,
                inspection.company_id,
                inspection.product_id,
                template.categ_id,
                inspection.partner_id,
                tranche.user_id,
                tranche.disposition,
                tranche.cause,
                CASE WHEN tranche.disposition = 'rework' THEN 0
                    ELSE tranche.quantity END AS decided_qty,
                CASE WHEN tranche.disposition IN ('pass', 'concession')
                    THEN tranche.quantity ELSE 0 END AS accepted_qty,
                CASE WHEN tranche.disposition = 'concession'
                    THEN tranche.quantity ELSE 0 END AS concession_qty,
                CASE WHEN tranche.disposition = 'rework'
                    THEN tranche.quantity ELSE 0 END AS rework_qty,
                CASE WHEN tranche.disposition = 'return'
                    THEN tranche.quantity ELSE 0 END AS returned_qty,
                CASE tranche.disposition WHEN 'rework' THEN NULL
                    WHEN 'return' THEN 0 ELSE 100 END AS pass_rate
            FROM ops_quality_tranche tranche
            JOIN qc_inspection inspection ON inspection.id = tranche.inspection_id
            JOIN product_product product ON product.id = inspection.product_id
            JOIN product_template template ON template.id = product.product_tmpl_id
            """
        )

    def _read_group_select(self, aggregate_spec: str, query: Query) -> SQL:
        """The rate of a group is that of its quantities."""
        if aggregate_spec != "pass_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "accepted_qty", query),
            self._field_to_sql(self._table, "decided_qty", query),
        )
