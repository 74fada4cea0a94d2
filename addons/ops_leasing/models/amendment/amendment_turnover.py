from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.fields import Command
from odoo.tools import LazyTranslate, formatLang

from ...rent import check_rule
from ..groups import LEASING
from ..sales.problems import turnover_sentence
from ..sales.rule_mixin import RULE, TIER, turnover_rule

_lt = LazyTranslate(__name__)


class LeaseAmendment(models.Model):
    """Another rule of the rent from sales from a day on (LE-F07, LE-F08, LE-F18).

    A settlement window around the day is cut there. Sales are reported by month, and
    what was sold under a rule is settled by it: the rule changes with a month, each
    part of the window is settled by its own rule, with the part of tiers and limits
    that its days are. Leases do the same with the part of a year before a change.
    """

    _name = "ops.lease.amendment"
    _inherit = ["ops.lease.amendment", "ops.lease.turnover.mixin"]

    # FIELDS
    turnover_amended = fields.Boolean(
        "Rent from sales changes",
        copy=False,
        help="The rule below takes the place of the one so far.",
    )
    turnover_tier_ids = fields.One2many(
        "ops.lease.amendment.tier", "amendment_id", "Tiers of sales as amended"
    )
    turnover_known = fields.Boolean(
        "Knows rent from sales", compute="_compute_turnover_before", compute_sudo=True
    )
    turnover_before = fields.Text(
        "Rent from sales so far", compute="_compute_turnover_before", compute_sudo=True
    )

    # COMPUTE
    @api.depends("contract_id", "date_start")
    @api.depends_context("lang")
    def _compute_turnover_before(self):
        for paper in self:
            lease = paper.contract_id
            paper.turnover_known = bool(lease.turnover_method)
            paper.turnover_before = (
                lease.turnover_method
                and paper.date_start
                and paper._turnover_words(lease._turnover_on(paper._day_before()))
            )

    # ACTION
    def action_turnover_take(self):
        """Bring the rule in force on the first day into the paper, to be changed.

        :raise AccessError: for who may not write the paper
        """
        self.check_access("write")
        for paper in self:
            values = paper.contract_id._turnover_on(paper.date_start)
            paper.write(
                {
                    **{name: values[name] for name in RULE},
                    "turnover_amended": True,
                    "turnover_tier_ids": [
                        Command.clear(),
                        *(
                            Command.create(
                                {
                                    "category_id": tier["category"],
                                    **{name: tier[name] for name in TIER},
                                }
                            )
                            for tier in values["tiers"]
                        ),
                    ],
                }
            )

    def action_turnover_leave(self):
        """Leave the rent from sales as it is.

        :raise AccessError: for who may not write the paper
        """
        self.check_access("write")
        self.write({"turnover_amended": False, "turnover_tier_ids": [Command.clear()]})

    # BUSINESS
    @gate(_lt("Rent from sales computable"), who=LEASING)
    def _gate_turnover_sound(self):
        for paper in self.filtered("turnover_amended"):
            for message in paper._turnover_problems():
                yield self._blocker(paper, message, fix=paper)

    def _turnover_problems(self):
        """Sentences on what keeps the new rule from being agreed."""
        self.ensure_one()
        lease, day = self.contract_id, self.date_start
        if not lease.turnover_method:
            yield self.env._(
                "%(lease)s knows no rent from sales whose rule could change.",
                lease=lease.display_name,
            )
            return
        if not self.turnover_method:
            yield self.env._("How the rent from sales is computed is missing.")
            return
        if day.day != 1 and day != lease.date_start:
            yield self.env._(
                "Sales are reported by month: their rule changes on the first day of "
                "a month."
            )
        if not self.turnover_tier_ids:
            yield self.env._("Rent from sales: the tiers are missing.")
        guarantees = self.charge_ids.mapped("guarantee")
        if self.turnover_method != "only" and not any(guarantees):
            yield self.env._(
                "Rent from sales is owed beyond the guarantee: mark the rent that is "
                "the guarantee."
            )
        values = self._turnover_values()
        so_far = [
            rule
            for _first, last, rule in lease._turnover_eras()
            if not last or last >= day
        ]
        if all(rule == values for rule in so_far):
            yield self.env._("The rent from sales stays as it is.")
        for error in check_rule(turnover_rule(values)):
            yield turnover_sentence(lease, error)

    def _turnover_eras_then(self):
        """Rules of the lease as amended, see ``contract._turnover_eras``."""
        self.ensure_one()
        eras = self.contract_id._turnover_eras()
        if not self.turnover_amended or self.effect_signed:
            return eras
        before = self._day_before()
        kept = [
            (first, min(last or before, before), values)
            for first, last, values in eras
            if not first or first <= before
        ]
        return [*kept, (self.date_start, None, self._turnover_values())]

    def _after_sign(self):
        """The lease goes by the new rule; the rules before stay with their days."""
        # the signature is the right; the lease follows from it
        papers = self.sudo().filtered("turnover_amended")
        eras = {paper: paper._turnover_eras_then()[:-1] for paper in papers}
        result = super()._after_sign()
        leases = papers.contract_id._flow_opened(
            *RULE, "turnover_past", "turnover_tier_ids"
        )
        leases.turnover_tier_ids.unlink()
        by_lease = {paper.contract_id.id: paper for paper in papers}
        for lease in leases:
            paper = by_lease[lease.id]
            lease.write(
                {
                    **{name: paper[name] for name in RULE},
                    "turnover_past": [
                        {"until": str(until), "rule": values}
                        for _first, until, values in eras[paper]
                    ],
                }
            )
        leases.env["ops.lease.sales.tier"].create(
            [
                {
                    "contract_id": tier.amendment_id.contract_id.id,
                    "category_id": tier.category_id.id,
                    **{name: tier[name] for name in TIER},
                }
                for tier in papers.turnover_tier_ids
            ]
        )
        return result

    # TOOLING
    def _turnover_words(self, values):
        """A rule in words: how it is computed, and every tier."""
        methods = dict(self._fields["turnover_method"]._description_selection(self.env))
        rhythms = dict(self._fields["turnover_rhythm"]._description_selection(self.env))
        lines = [
            " · ".join(
                filter(
                    None,
                    (
                        methods.get(values["turnover_method"]),
                        rhythms.get(values["turnover_rhythm"]),
                        values["turnover_clause"],
                    ),
                )
            )
        ]
        categories = self.env["ops.lease.sales.category"]
        for tier in sorted(
            values["tiers"], key=lambda tier: (tier["category"], tier["floor"])
        ):
            floor, ceiling = (
                formatLang(self.env, tier[name] or 0, digits=2)
                for name in ("floor", "ceiling")
            )
            lines.append(
                self.env._(
                    "%(category)s: above %(floor)s up to %(ceiling)s: %(percent)s %%",
                    category=categories.browse(tier["category"]).name,
                    floor=floor,
                    ceiling=ceiling if tier["ceiling"] else "∞",
                    percent=f"{tier['percent']:g}",
                )
            )
        return "\n".join(lines)
