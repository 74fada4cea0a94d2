from odoo import api, fields, models
from odoo.exceptions import AccessError

#: what is worked out; nobody enters it
FIGURES = frozenset(
    (
        "contract_id",
        "date_from",
        "date_to",
        "actual",
        "over_cap",
        "on_account",
        "charge_id",
        "trace",
    )
)


class LeasePoolMember(models.Model):
    """A lease in a pool: its weight and days, what it does not bear, what it paid on
    account and what it owes of the year (LE-F10). Amounts before taxes that are added
    on top."""

    _name = "ops.lease.pool.member"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Tenant of a pool"
    _order = "pool_id desc, contract_id, id"
    _rec_name = "contract_id"
    _flow_parent = ("pool_id", "member_ids")

    # FIELDS
    pool_id = fields.Many2one(
        "ops.lease.pool", "Pool", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="pool_id.company_id", store=True, precompute=True, index=True
    )
    property_id = fields.Many2one(
        related="pool_id.property_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="pool_id.state", string="Stage")
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True
    )
    unit_ids = fields.Many2many(related="contract_id.unit_ids", string="Shops")
    weight = fields.Float(
        digits=(12, 4), help="The rent area, unless the lease says otherwise."
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("Until", readonly=True)
    left_out = fields.Boolean(
        "Not in the pool", help="Its property fee is a fixed price, and the like."
    )
    reason = fields.Char("Left out because")
    excluded_ids = fields.Many2many(
        "ops.lease.pool.cost",
        "ops_lease_pool_member_cost_rel",
        "member_id",
        "cost_id",
        string="Does not bear",
    )
    cap = fields.Monetary("At most", help="Of the costs under the cap; 0: no cap.")
    base = fields.Monetary(
        "Base year", help="Its share of the base year: it bears what is above."
    )
    elsewhere = fields.Monetary(
        "Billed elsewhere", help="On account of this year, before the suite was there."
    )
    actual = fields.Monetary("Share of the year", readonly=True)
    over_cap = fields.Monetary("Above the cap", readonly=True)
    on_account = fields.Monetary("On account by the books", readonly=True)
    billed = fields.Monetary(
        "Paid on account", compute="_compute_due", store=True, precompute=True
    )
    due = fields.Monetary(
        "To bill or credit", compute="_compute_due", store=True, precompute=True
    )
    charge_id = fields.Many2one(
        "ops.lease.charge",
        "Charge",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    trace = fields.Json(readonly=True, help="Cost, weight, days, amount of each part.")
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    _lease_once = models.UniqueIndex(
        "(pool_id, contract_id)", "Each lease stands in a pool once."
    )
    _reason_given = models.Constraint(
        "CHECK(NOT left_out OR COALESCE(BTRIM(reason), '') != '')",
        "A tenant is left out of a pool for a reason: write it down.",
    )
    _not_negative = models.Constraint(
        "CHECK(COALESCE(weight, 0) >= 0 AND COALESCE(cap, 0) >= 0 "
        "AND COALESCE(base, 0) >= 0)",
        "Weight, cap and base year cannot be negative.",
    )

    # COMPUTE
    @api.depends("actual", "on_account", "elsewhere", "left_out")
    def _compute_due(self):
        for member in self:
            member.billed = member.on_account + member.elsewhere
            member.due = 0.0 if member.left_out else member.actual - member.billed

    @api.depends("trace")
    def _compute_explanation(self):
        for member in self:
            member.explanation = self.env["ir.qweb"]._render(
                "ops_leasing.rent_trace", {"periods": [member._period()]}
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The pool lists its tenants itself."""
        self._check_figures({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        """Weight, exclusions, cap and base are entered, the rest is worked out."""
        self._check_figures(vals)
        return super().write(vals)

    # ACTION
    def action_explain(self):
        """Which costs, which weight and which days make the amount (LE-X1)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this amount"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("ops_leasing.pool_member_view_form").id, "form")],
            "target": "new",
        }

    # BUSINESS
    def _check_figures(self, vals):
        # a client can forge any context but never superuser mode
        if not self.env.su and FIGURES.intersection(vals):
            raise AccessError(
                self.env._(
                    "The pool lists its tenants and works out what they bear itself: "
                    "weight, exclusions, cap and base year are entered."
                )
            )

    def _period(self):
        """The year as people read it, see ``billing/trace.py``."""
        self.ensure_one()
        charges = self.env["ops.lease.charge"]
        pool, currency = self.pool_id, self.currency_id
        return {
            "name": pool.display_name,
            "days": f"{self.date_from} – {self.date_to}",
            "amount": currency.format(self.due),
            "scheduled": "",
            "billed": "",
            "rows": [
                charges._pool_row(part, currency.format(float(part["amount"])))
                for part in self.trace or ()
            ],
        }
