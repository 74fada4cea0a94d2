"""What a lease says about rent from sales 扣点 (LE-F07, LE-F08)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.public import harmless
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ...rent import check_rule
from ..groups import LEASING
from .problems import turnover_sentence
from .rule_mixin import turnover_rule

_lt = LazyTranslate(__name__)


class LeaseContract(models.Model):
    """The rule of the rent from sales, content of the lease as its other terms."""

    _name = "ops.lease.contract"
    _inherit = ["ops.lease.contract", "ops.lease.turnover.mixin"]

    # FIELDS
    turnover_past = fields.Json(
        "Earlier rules of the rent from sales",
        readonly=True,
        copy=False,
        help="Written by amendments: each rule and the last day it was in force.",
    )
    turnover_tier_ids = fields.One2many(
        "ops.lease.sales.tier", "contract_id", "Tiers of sales", copy=True
    )
    sales_ids = fields.One2many("ops.lease.sales", "contract_id", "Sales reports")
    sales_count = fields.Integer(
        "Number of sales reports", compute="_compute_sales_count", compute_sudo=True
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

    def _turnover_eras(self):
        """``[(first day or None, last day or None, values)]`` of the rules of this
        lease through its amendments, the oldest first."""
        self.ensure_one()
        eras, first = [], None
        for past in self.turnover_past or ():
            until = fields.Date.to_date(past["until"])
            eras.append((first, until, past["rule"]))
            first = until + timedelta(days=1)
        return [*eras, (first, None, self._turnover_values())]

    def _turnover_on(self, day):
        """The rule in force on a day, as plain values."""
        return next(
            values
            for _first, last, values in self._turnover_eras()
            if not last or day <= last
        )

    def _turnover_categories(self, month):
        """Categories of sales that the rule of a month knows."""
        self.ensure_one()
        if not self.turnover_past or not month:
            return self.turnover_tier_ids.category_id
        tiers = self._turnover_on(month)["tiers"]
        return self.env["ops.lease.sales.category"].browse(
            dict.fromkeys(tier["category"] for tier in tiers)
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
        for error in check_rule(turnover_rule(self._turnover_values())):
            yield turnover_sentence(self, error)

    @gate(_lt("Rent from sales computable"), who=LEASING)
    def _gate_turnover_sound(self):
        for lease in self:
            for message in lease._turnover_problems():
                yield self._blocker(lease, message, fix=lease)
