"""How sales become rent: the rule a lease has, and the one an amendment gives it."""

from odoo import fields, models

from ...rent import Category, Tier, TurnoverRule, decimal

#: what a rule says beside its tiers
RULE = (
    "turnover_method",
    "turnover_breakpoint",
    "turnover_rhythm",
    "turnover_advance",
    "turnover_cumulative",
    "turnover_prorated",
    "turnover_whole",
    "turnover_min",
    "turnover_max",
    "turnover_clause",
)
#: what a tier says beside its category
TIER = ("floor", "ceiling", "percent", "amount", "taken_off")


class LeaseTurnoverMixin(models.AbstractModel):
    """Rule of the rent from sales 扣点 (LE-F07, LE-F08); its tiers are the model's."""

    _name = "ops.lease.turnover.mixin"
    _description = "Rule of the rent from sales"

    # FIELDS
    currency_id = fields.Many2one("res.currency")
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

    _turnover_limits = models.Constraint(
        "CHECK(COALESCE(turnover_min, 0) >= 0 AND COALESCE(turnover_max, 0) >= 0)",
        "Least and most rent of a period cannot be negative.",
    )

    # BUSINESS
    def _turnover_values(self):
        """The rule as plain values that can be kept."""
        self.ensure_one()
        return {
            **{name: self[name] for name in RULE},
            "unit": self.currency_id.rounding,
            "tiers": [
                {
                    "category": tier.category_id.id,
                    **{name: tier[name] for name in TIER},
                }
                for tier in self.turnover_tier_ids
            ],
        }


def turnover_rule(values):
    """The rule as the arithmetic reads it; categories by their id.

    :param values: what ``_turnover_values`` said
    """
    by_category = {}
    for tier in values["tiers"]:
        by_category.setdefault(tier["category"], []).append(tier)
    clause = values["turnover_clause"] or ""
    least, most = values["turnover_min"], values["turnover_max"]
    return TurnoverRule(
        categories=tuple(
            Category(
                key=category,
                tiers=tuple(
                    Tier(
                        floor=decimal(tier["floor"]),
                        ceiling=decimal(tier["ceiling"]) if tier["ceiling"] else None,
                        percent=decimal(tier["percent"]) / 100,
                        amount=decimal(tier["amount"]),
                    )
                    for tier in sorted(tiers, key=lambda tier: tier["floor"])
                ),
                whole=values["turnover_whole"],
                offset=decimal(sum(tier["taken_off"] for tier in tiers)),
                clause=clause,
            )
            for category, tiers in by_category.items()
        ),
        method=values["turnover_method"],
        breakpoint=values["turnover_breakpoint"],
        minimum=decimal(least) if least else None,
        maximum=decimal(most) if most else None,
        prorate=values["turnover_prorated"],
        cumulative=values["turnover_cumulative"],
        unit=decimal(values["unit"]),
        clause=clause,
    )
