from datetime import date

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ..groups import FINANCE

_lt = LazyTranslate(__name__)


class LeasePool(models.Model):
    """物业费分摊池: what a project cost in a year, spread over its tenants and settled
    against what they paid on account (LE-F10). Finance computes, the property manager
    and the commercial manager approve; the next billing run bills or credits the
    difference."""

    _name = "ops.lease.pool"
    _inherit = ["ops.flow.mixin"]
    _description = "Property-cost pool"
    _order = "year desc, property_id, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit pool"),
            group=FINANCE,
            gates=("year_over", "costs_given", "pool_sound", "on_account_billed"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve pool"),
            gates=("pool_holds",),
            route="lease_pool",
            back="return",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step(
            "archive",
            "approved",
            "archived",
            label=_lt("Archive pool"),
            group=FINANCE,
            gates=("pool_billed",),
        ),
        Step(
            "void",
            ("draft", "approved", "archived"),
            "void",
            label=_lt("Void pool"),
            group=FINANCE,
            reason=True,
        ),
        sequence="ops.lease.pool",
        editable={
            "draft": (
                "property_id",
                "year",
                "charge_kind",
                "spread",
                "gross_up",
                "cost_ids",
                "member_ids",
                "note",
            )
        },
        protected=("occupancy", "weight_whole", "date_settled"),
        side=("void",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Pool being prepared"),
            ("approving", "Pool being approved"),
            ("approved", "Pool approved"),
            ("archived", "Pool archived"),
            ("void", "Pool void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    property_id = fields.Many2one(
        "ops.lease.property", "Project", required=True, index=True, tracking=True
    )
    company_id = fields.Many2one(
        related="property_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self).year - 1,
    )
    date_from = fields.Date(
        "From", compute="_compute_dates", store=True, precompute=True
    )
    date_to = fields.Date(
        "Until", compute="_compute_dates", store=True, precompute=True
    )
    charge_kind = fields.Selection(
        [("service", "Property fee"), ("promotion", "Promotion fee")],
        "Paid on account by",
        required=True,
        default="service",
        tracking=True,
    )
    spread = fields.Selection(
        [
            ("house", "The whole rent area; the landlord bears what is not let"),
            ("tenants", "The tenants alone"),
        ],
        "Spread over",
        required=True,
        default="house",
        tracking=True,
    )
    gross_up = fields.Float(
        "As if let (%)",
        digits=(6, 2),
        help="Costs that vary with the letting are taken as if so much of the project "
        "had been let on average; 0: as they are.",
    )
    occupancy = fields.Float(
        "Let on average (%)", digits=(6, 2), readonly=True, copy=False
    )
    weight_whole = fields.Float(
        "Weight of the whole", digits=(14, 4), readonly=True, copy=False
    )
    cost_ids = fields.One2many("ops.lease.pool.cost", "pool_id", "Costs", copy=True)
    member_ids = fields.One2many("ops.lease.pool.member", "pool_id", "Tenants")
    member_count = fields.Integer("Number of tenants", compute="_compute_totals")
    amount_cost = fields.Monetary("Costs of the year", compute="_compute_totals")
    amount_borne = fields.Monetary("Tenants bear", compute="_compute_totals")
    amount_landlord = fields.Monetary("Landlord bears", compute="_compute_totals")
    amount_billed = fields.Monetary("Paid on account", compute="_compute_totals")
    amount_due = fields.Monetary(
        "To bill or credit",
        compute="_compute_totals",
        help="What tenants bear less what they were billed on account; negative: a "
        "credit.",
    )
    date_settled = fields.Date("Worked out on", readonly=True, copy=False)
    note = fields.Text("Remarks")

    _year_sensible = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2200)", "A year has four digits."
    )
    _gross_up_share = models.Constraint(
        "CHECK(COALESCE(gross_up, 0) BETWEEN 0 AND 100)",
        "What is taken as let is between 0 and 100 %.",
    )

    # COMPUTE
    @api.depends("year")
    def _compute_dates(self):
        for pool in self:
            year = min(max(pool.year or 2000, 2000), 2200)
            pool.date_from, pool.date_to = date(year, 1, 1), date(year, 12, 31)

    @api.depends("name", "property_id", "year", "charge_kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["charge_kind"]._description_selection(self.env))
        for pool in self:
            words = (
                pool.name,
                pool.property_id.name,
                kinds.get(pool.charge_kind),
                str(pool.year or ""),
            )
            pool.display_name = " ".join(filter(None, words))

    @api.depends("cost_ids.amount", "member_ids.actual", "member_ids.billed")
    def _compute_totals(self):
        for pool in self:
            members = pool.member_ids.filtered(lambda m: not m.left_out)
            pool.member_count = len(members)
            pool.amount_cost = sum(pool.cost_ids.mapped("amount"))
            pool.amount_borne = sum(members.mapped("actual"))
            pool.amount_landlord = (
                pool.amount_cost - pool.amount_borne if pool.date_settled else 0.0
            )
            pool.amount_billed = sum(members.mapped("billed"))
            pool.amount_due = sum(members.mapped("due"))

    # CONSTRAINT
    @api.constrains("property_id", "year", "charge_kind", "state")
    def _check_once(self):
        """LE-F10: a year of a project is settled once for each fee."""
        live = self.filtered(lambda p: p.state != "void")
        others = self.search(
            [("property_id", "in", live.property_id.ids), ("state", "!=", "void")]
        )
        for pool in live:
            for other in others - pool:
                if (
                    other.property_id == pool.property_id
                    and other.year == pool.year
                    and other.charge_kind == pool.charge_kind
                ):
                    raise ValidationError(
                        self.env._(
                            "%(other)s settles this year already.",
                            other=other.display_name,
                        )
                    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new pool lists the leases of its project and year."""
        pools = super().create(vals_list)
        pools._list_members()
        return pools

    def write(self, vals):
        """Another project or year has other tenants."""
        result = super().write(vals)
        moved = {"property_id", "year"}.intersection(vals)
        if moved and not self._flow_passes(vals):
            self._list_members()
        return result

    def copy_data(self, default=None):
        """A copy is of the next year that is not settled, with the same costs to fill
        in."""
        taken = {
            (pool.property_id.id, pool.charge_kind, pool.year)
            for pool in self.search(
                [
                    ("property_id", "in", self.property_id.ids),
                    ("state", "!=", "void"),
                ]
            )
        }
        result = []
        for pool, vals in zip(self, super().copy_data(default), strict=True):
            year = pool.year + 1
            while (pool.property_id.id, pool.charge_kind, year) in taken:
                year += 1
            result.append({**vals, "year": year, **(default or {})})
        return result

    # ACTION
    def action_submit(self):
        """Worked out once more, then handed in."""
        self._check_group(FINANCE)
        self.check_access("write")
        drafts = self.filtered(lambda p: p.state == "draft")
        drafts._list_members()
        drafts._settle()
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_archive(self):
        return self._flow_take("archive")

    def action_void(self, reason=None):
        """Nothing of it is owed any longer; the next billing run takes back what was
        billed or credited."""
        return self._flow_take("void", reason)

    def action_settle(self):
        """Take the costs from the ledger and work out what each tenant bears.

        :raise AccessError: for others than finance
        :raise UserError: when the pool is handed in
        """
        self._check_group(FINANCE)
        self.check_access("write")
        for pool in self.filtered(lambda p: p.state != "draft"):
            raise UserError(
                self.env._(
                    "%(pool)s is “%(state)s”: its figures are what was approved.",
                    pool=pool.display_name,
                    state=pool._flow_state_label(pool.state),
                )
            )
        self._list_members()
        self._settle()
        return True

    @harmless("prints papers; record rules decide which")
    def action_print_statements(self):
        """The statements of all tenants of the pool."""
        self.ensure_one()
        members = self.member_ids.filtered(lambda m: not m.left_out)
        return self.env.ref("ops_leasing.action_report_pool_statement").report_action(
            members
        )

    # BUSINESS
    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.amount_cost,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(count)s tenants bear %(borne)s, %(billed)s paid on account, "
                "%(due)s to bill or credit",
                count=self.member_count,
                borne=self.currency_id.format(self.amount_borne),
                billed=self.currency_id.format(self.amount_billed),
                due=self.currency_id.format(self.amount_due),
            ),
        }
