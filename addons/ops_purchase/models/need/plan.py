from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...turnover import turnover
from ..groups import BUYER

_lt = LazyTranslate(__name__)

#: Days that the turnover looks back.
BACK = 90


class PurchasePlan(models.Model):
    """进货计划: what is bought for a period, beside how often it turns over and what
    the company can pay (PU-02)."""

    _name = "ops.purchase.plan"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Stock purchase plan"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit plan"),
            group=BUYER,
            gates=("goods_planned", "exception_reasoned"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve plan"),
            route="purchase_plan",
            back="return",
            refuse="reject",
        ),
        Step(
            "request",
            "approved",
            "requested",
            label=_lt("Make requests"),
            group=BUYER,
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step("reject", "approving", "rejected", label=_lt("Refuse"), kernel=True),
        sequence="ops.purchase.plan",
        key_fields=("line_ids", "date_from", "date_to", "reason"),
        protected=("funds", "dues"),
        side=("rejected",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("requested", "Requested"),
            ("rejected", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", check_company=True, help="Empty: all."
    )
    line_ids = fields.One2many(
        "ops.purchase.plan.line", "plan_id", "Products listed", copy=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_total = fields.Monetary(
        "Planned amount", compute="_compute_amounts", store=True
    )
    funds = fields.Monetary(
        "Available funds", readonly=True, copy=False, help="Bank and cash."
    )
    dues = fields.Monetary(
        "Dues", readonly=True, copy=False, help="Bills to pay until the plan ends."
    )
    payable = fields.Monetary(
        "Can be paid", compute="_compute_amounts", store=True, help="Funds less dues."
    )
    over_funds = fields.Boolean(
        "Above what can be paid", compute="_compute_amounts", store=True
    )
    slow_count = fields.Integer("Slow goods", compute="_compute_amounts", store=True)
    is_exceptional = fields.Boolean(
        "Needs a higher signature", compute="_compute_amounts", store=True
    )
    reason = fields.Text("Reason", help="Why more is bought than can be paid or sold.")
    request_count = fields.Integer("Requests", compute="_compute_request_count")

    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The plan ends before it begins."
    )

    # COMPUTE
    @api.depends("line_ids.amount", "line_ids.is_slow", "funds", "dues")
    def _compute_amounts(self):
        for plan in self:
            plan.amount_total = sum(plan.line_ids.mapped("amount"))
            plan.payable = plan.funds - plan.dues
            above = plan.currency_id.compare_amounts(plan.amount_total, plan.payable)
            plan.over_funds = above > 0
            plan.slow_count = len(
                plan.line_ids.filtered(lambda line: line.is_slow and line.quantity > 0)
            )
            plan.is_exceptional = plan.over_funds or bool(plan.slow_count)

    def _compute_request_count(self):
        counts = dict(
            self.env["purchase.request.line"]._read_group(
                [("plan_line_id.plan_id", "in", self.ids)],
                ["plan_line_id"],
                ["request_id:count_distinct"],
            )
        )
        for plan in self:
            plan.request_count = sum(counts.get(line, 0) for line in plan.line_ids)

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_request(self):
        return self._flow_take("request")

    def action_propose(self):
        """Fill the plan: needs of its days, turnover, and what can be paid.

        :raise AccessError: for others than buyers
        """
        self._check_group(BUYER)
        self.check_access("write")
        self._flow_check_act(self.env._("Propose"), "submit", "draft")
        for plan in self:
            plan._propose()
        return True

    def action_open_requests(self):
        """The requests of these plans."""
        self.check_access("read")
        lines = self.env["purchase.request.line"].search(
            [("plan_line_id.plan_id", "in", self.ids)]
        )
        return self.env["ops.purchase.need"]._requests_action(lines.request_id)

    # BUSINESS
    def _propose(self):
        self.ensure_one()
        needs = self.env["ops.purchase.need"]
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT * FROM (%s) n WHERE n.proposed > 0"
                " ORDER BY n.warehouse_id, n.product_id",
                needs._need_query(
                    self.company_id, self.date_from, self.date_to, self.warehouse_ids
                ),
            )
        )
        pairs = [(row[0], row[1]) for row in rows]
        rates = self._turnover_rates(pairs)
        products = self.env["product.product"].browse({row[1] for row in rows})
        products = products.with_company(self.company_id)
        prices = {product.id: product.standard_price for product in products}
        self.line_ids.unlink()
        names = "warehouse_id product_id forecast planned min_qty max_qty on_hand"
        names = [*names.split(), "outgoing", "on_order", "late", "requested"]
        kept = ("warehouse_id", "product_id", "forecast", "planned", "on_hand")
        lines = []
        for row in rows:
            found = dict(zip([*names, "proposed"], row, strict=True))
            rate = rates.get((row[0], row[1]))
            lines.append(
                {
                    **{name: found[name] for name in kept},
                    "plan_id": self.id,
                    "on_order": found["on_order"] + found["late"] + found["requested"],
                    "proposed": float(found["proposed"]),
                    "quantity": float(found["proposed"]),
                    "price": prices[row[1]],
                    "turnover": rate or 0.0,
                    "has_turnover": rate is not None,
                }
            )
        # figures of the proposal are the system's
        opened = self._flow_opened("line_ids").env
        self.env["ops.purchase.plan.line"].with_env(opened).sudo().create(lines)
        self._flow_write(self._ability_to_pay())

    def _turnover_rates(self, pairs):
        """``{(warehouse id, product id): times a year}`` over the days looked back;
        None where nothing was in stock."""
        if not pairs:
            return {}
        since = fields.Date.context_today(self) - timedelta(days=BACK)
        rows = self.env.execute_query(
            SQL(
                "WITH pairs AS (SELECT * FROM UNNEST(%s, %s) AS p(warehouse, product)),"
                " moved AS ("
                " SELECT f.warehouse_id AS source, t.warehouse_id AS target,"
                " m.product_id, m.product_qty FROM stock_move m"
                " JOIN stock_location f ON f.id = m.location_id"
                " JOIN stock_location t ON t.id = m.location_dest_id"
                " WHERE m.state = 'done' AND m.company_id = %s AND m.date >= %s"
                " AND f.warehouse_id IS DISTINCT FROM t.warehouse_id)"
                " SELECT warehouse, product,"
                " COALESCE((SELECT SUM(product_qty) FROM moved WHERE source = warehouse"
                " AND product_id = product), 0),"
                " COALESCE((SELECT SUM(product_qty) FROM moved WHERE target = warehouse"
                " AND product_id = product), 0),"
                " COALESCE((SELECT SUM(q.quantity) FROM stock_quant q"
                " JOIN stock_location l ON l.id = q.location_id"
                " WHERE l.warehouse_id = warehouse AND q.product_id = product"
                " AND l.usage = 'internal'), 0) FROM pairs",
                [pair[0] for pair in pairs],
                [pair[1] for pair in pairs],
                self.company_id.id,
                since,
            )
        )
        return {
            (warehouse, product): turnover(
                float(gone), float(here - came + gone), float(here), BACK
            )
            for warehouse, product, gone, came, here in rows
        }

    def _ability_to_pay(self):
        """Funds of bank and cash, and what is due until the plan ends."""
        self.ensure_one()
        # buyers see the sums, not the accounts they come from
        lines = self.env["account.move.line"].sudo()
        own = [
            ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"),
        ]
        ((funds,),) = lines._read_group(
            [*own, ("account_id.account_type", "=", "asset_cash")], [], ["balance:sum"]
        )
        ((dues,),) = lines._read_group(
            [
                *own,
                ("account_id.account_type", "=", "liability_payable"),
                ("date_maturity", "<=", self.date_to),
            ],
            [],
            ["amount_residual:sum"],
        )
        return {"funds": funds or 0.0, "dues": -(dues or 0.0)}

    def _after_request(self):
        for plan in self:
            lines = plan.line_ids.filtered(lambda line: line.quantity > 0)
            requests = self.env["purchase.request"]._need_requests(
                lines,
                "plan_line_id",
                "plan",
                plan.name,
                self.env._("Stock purchase plan %(plan)s", plan=plan.name),
                plan.date_from,
            )
            plan.message_post(
                body=self.env._("%(count)s requests were made.", count=len(requests))
            )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.amount_total,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(count)s goods · payable %(payable)s · %(slow)s slow · %(reason)s",
                count=len(self.line_ids),
                payable=self.currency_id.format(self.payable),
                slow=self.slow_count,
                reason=(self.reason or "–")[:80],
            ),
        }

    def _flow_mine(self):
        """An approved plan waits for the buyers to ask for its goods."""
        return super()._flow_mine() | (
            Domain("state", "=", "approved")
            if self.env.user.has_group(BUYER)
            else Domain.FALSE
        )
