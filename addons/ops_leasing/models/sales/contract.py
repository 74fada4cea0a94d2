"""What a lease says about rent from sales 扣点 (LE-F07, LE-F08)."""

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.public import harmless
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ...rent import Category, TurnoverRule, check_rule, decimal
from ..groups import LEASING
from .problems import turnover_sentence

_lt = LazyTranslate(__name__)


class LeaseContract(models.Model):
    """The rule of the rent from sales, content of the lease as its other terms."""

    _inherit = "ops.lease.contract"

    # FIELDS
    turnover_method = fields.Selection(
        [
            ("greater", "Guarantee or percentage, whichever is higher"),
            ("plus", "Guarantee and the percentage above the breakpoint"),
            ("only", "Percentage alone"),
        ],
        "Rent from sales",
        help="Empty: this lease knows no rent from sales.",
    )
    turnover_breakpoint = fields.Selection(
        [
            ("given", "Given by the tiers"),
            ("natural", "Natural: guarantee divided by the percentage"),
        ],
        "Breakpoint",
        required=True,
        default="given",
    )
    turnover_rhythm = fields.Selection(
        [
            ("month", "Every month"),
            ("quarter", "Every quarter"),
            ("year", "Once a year"),
        ],
        "Sales settled",
        required=True,
        default="month",
        help="By calendar, from sales that were checked.",
    )
    turnover_advance = fields.Boolean(
        "On account every month",
        help="What was reported is billed on account; the settlement nets it.",
    )
    turnover_cumulative = fields.Boolean(
        "Cumulated over the year",
        help="Tiers, least and most hold for the calendar year; each settlement takes "
        "all sales since its first day and nets what was billed.",
    )
    turnover_prorated = fields.Boolean(
        "Tiers shrink with the period",
        default=True,
        help="In a period that is not whole, tiers, least and most count in part.",
    )
    turnover_whole = fields.Boolean(
        "All sales at the tier reached",
        help="Otherwise each tier pays its own percentage.",
    )
    turnover_min = fields.Monetary(
        "Least rent of a period", help="Guarantee included; 0: no limit."
    )
    turnover_max = fields.Monetary(
        "Most rent of a period", help="Guarantee included; 0: no limit."
    )
    turnover_clause = fields.Char(
        "Clause on sales", help="Where the contract says so; stands on the bill."
    )
    turnover_tier_ids = fields.One2many(
        "ops.lease.sales.tier", "contract_id", "Tiers of sales", copy=True
    )
    sales_ids = fields.One2many("ops.lease.sales", "contract_id", "Sales reports")
    sales_count = fields.Integer(
        "Number of sales reports", compute="_compute_sales_count", compute_sudo=True
    )

    _turnover_limits = models.Constraint(
        "CHECK(COALESCE(turnover_min, 0) >= 0 AND COALESCE(turnover_max, 0) >= 0)",
        "Least and most rent of a period cannot be negative.",
    )

    # COMPUTE
    @api.depends("sales_ids")
    def _compute_sales_count(self):
        counts = dict(
            self.env["ops.lease.sales"]._read_group(
                [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]
            )
        )
        for contract in self:
            contract.sales_count = counts.get(contract, 0)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A lease with rent from sales has the charge it is billed by."""
        leases = super().create(vals_list)
        leases._turnover_charge_keep()
        return leases

    def write(self, vals):
        """The charge that rent from sales is billed by comes and goes with the rule."""
        result = super().write(vals)
        if "turnover_method" in vals:
            self._turnover_charge_keep()
        return result

    # ACTION
    @harmless("opens a list; record rules decide what it shows")
    def action_open_sales(self):
        """Sales reports of this lease."""
        return self._open_of_lease("ops_leasing.sales_action")

    # BUSINESS
    def _turnover_charge(self):
        """The charge that rent from sales of this lease is billed by."""
        charges = self.charge_ids
        own = charges.filtered(lambda c: c.kind == "turnover")[:1]
        # read together with those of the other leases
        return own.with_prefetch(charges._prefetch_ids)

    def _turnover_charge_keep(self):
        for lease in self:
            charges = lease.charge_ids.filtered(lambda c: c.kind == "turnover")
            if lease.turnover_method and not charges:
                commands = [
                    Command.create({"kind": "turnover", "basis": "month", "rate": 0})
                ]
            elif not lease.turnover_method and charges:
                commands = [Command.delete(charge.id) for charge in charges]
            else:
                continue
            # who may write the rule has written it; the charge follows from it
            lease._flow_write({"charge_ids": commands})

    def _turnover_rule(self):
        """The rule as the arithmetic reads it; categories by their id."""
        self.ensure_one()
        return TurnoverRule(
            categories=tuple(
                Category(
                    key=category.id,
                    tiers=tuple(tier._rent_tier() for tier in tiers.sorted("floor")),
                    whole=self.turnover_whole,
                    offset=decimal(sum(tiers.mapped("taken_off"))),
                    clause=self.turnover_clause or "",
                )
                for category, tiers in self.turnover_tier_ids.grouped(
                    "category_id"
                ).items()
            ),
            method=self.turnover_method,
            breakpoint=self.turnover_breakpoint,
            minimum=decimal(self.turnover_min) if self.turnover_min else None,
            maximum=decimal(self.turnover_max) if self.turnover_max else None,
            prorate=self.turnover_prorated,
            cumulative=self.turnover_cumulative,
            unit=decimal(self.currency_id.rounding),
            clause=self.turnover_clause or "",
        )

    def _turnover_problems(self):
        """Sentences on what keeps the rent from sales from being computed."""
        self.ensure_one()
        charges = self.charge_ids.filtered(lambda c: c.kind == "turnover")
        if not self.turnover_method:
            if charges or self.turnover_tier_ids:
                yield self.env._(
                    "Rent from sales is listed, but not how it is computed: choose it "
                    "on the page “Rent from sales”."
                )
            return
        if len(charges) != 1:
            yield self.env._("Rent from sales is billed by one line of rent and fees.")
        if not self.turnover_tier_ids:
            yield self.env._("Rent from sales: the tiers are missing.")
        if self.turnover_method != "only" and not any(
            charge.guarantee for charge in self._charges_scheduled()
        ):
            yield self.env._(
                "Rent from sales is owed beyond the guarantee: mark the rent that is "
                "the guarantee."
            )
        for error in check_rule(self._turnover_rule()):
            yield turnover_sentence(self, error)

    @gate(_lt("Rent from sales computable"), who=LEASING)
    def _gate_turnover_sound(self):
        for lease in self:
            for message in lease._turnover_problems():
                yield self._blocker(lease, message, fix=lease)
