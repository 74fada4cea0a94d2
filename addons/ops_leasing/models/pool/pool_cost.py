from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class LeasePoolCost(models.Model):
    """A cost of a pool: typed, or the posted expense of ledger accounts (LE-F10)."""

    _name = "ops.lease.pool.cost"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Cost of a pool"
    _order = "pool_id, sequence, id"
    _flow_parent = ("pool_id", "cost_ids")
    _stamps = ("ledger",)
    _check_company_auto = True

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
    sequence = fields.Integer(default=10)
    name = fields.Char("Cost", required=True)
    typed = fields.Monetary("Amount entered")
    account_ids = fields.Many2many(
        "account.account",
        string="Ledger accounts",
        check_company=True,
        help="The cost is their posted balance of the year; empty: the amount entered.",
    )
    percent = fields.Float(
        "Of it (%)",
        default=100.0,
        digits=(6, 2),
        help="What part of the accounts is a cost of this project.",
    )
    ledger = fields.Monetary("By the ledger", readonly=True, copy=False)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    variable = fields.Boolean(
        "Varies with the letting", help="Grossed up where the pool says so."
    )
    controllable = fields.Boolean(
        "Under the cap", default=True, help="Counts towards the caps of the tenants."
    )

    _percent_share = models.Constraint(
        "CHECK(percent > 0 AND percent <= 100)",
        "The part of the accounts is above 0 and up to 100 %.",
    )
    _name_once = models.UniqueIndex(
        "(pool_id, name)", "Each cost stands in a pool once."
    )

    # COMPUTE
    @api.depends("typed", "ledger", "account_ids")
    def _compute_amount(self):
        for cost in self:
            cost.amount = cost.ledger if cost.account_ids else cost.typed

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What the ledger says is read from it."""
        for vals in vals_list:
            self._check_ledger(vals)
        return super().create(vals_list)

    def write(self, vals):
        """What the ledger says is read from it."""
        self._check_ledger(vals)
        return super().write(vals)

    # BUSINESS
    def _check_ledger(self, vals):
        # a client can forge any context but never superuser mode
        if "ledger" in vals and not self.env.su:
            raise AccessError(
                self.env._("What the ledger says is read from it, nobody enters it.")
            )

    def _take_ledger(self):
        """Read the posted balances of the accounts anew; one query."""
        balances = self._balances()
        for cost in self.filtered("account_ids"):
            amount = cost.currency_id.round(
                balances.get(cost.id, 0.0) * cost.percent / 100
            )
            if cost.currency_id.compare_amounts(amount, cost.ledger):
                # read by the system, whoever asks for it
                cost.sudo().ledger = amount

    def _balances(self):
        """``{cost id: posted balance of its accounts in the year of its pool}``"""
        if not self.ids:
            return {}
        self.flush_model()
        self.env["ops.lease.pool"].flush_model(["date_from", "date_to"])
        self.env["account.move.line"].flush_model()
        table = self._fields["account_ids"]
        return {
            cost: float(balance)
            for cost, balance in self.env.execute_query(
                SQL(
                    """
                    SELECT cost.id, SUM(line.balance)
                      FROM ops_lease_pool_cost cost
                      JOIN ops_lease_pool pool ON pool.id = cost.pool_id
                      JOIN %(relation)s rel ON rel.%(own)s = cost.id
                      JOIN account_move_line line
                        ON line.account_id = rel.%(other)s
                       AND line.company_id = cost.company_id
                       AND line.parent_state = 'posted'
                       AND line.date BETWEEN pool.date_from AND pool.date_to
                     WHERE cost.id IN %(ids)s
                     GROUP BY cost.id
                    """,
                    relation=SQL.identifier(table.relation),
                    own=SQL.identifier(table.column1),
                    other=SQL.identifier(table.column2),
                    ids=tuple(self.ids),
                )
            )
        }
