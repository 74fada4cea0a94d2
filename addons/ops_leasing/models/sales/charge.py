"""Rent from sales on bills: which sales, which tier, less which guarantee (LE-X1)."""

from odoo import models
from odoo.tools import LazyTranslate, formatLang

from ..billing.trace import money_text, trace_days, trace_figure

_lt = LazyTranslate(__name__)

#: rows that are no tier: what makes the rest of the amount
BALANCES = {
    "offset": _lt("Taken off as agreed"),
    "percentage": _lt("Less the guarantee of the same days"),
    "guarantee": _lt("Covered by the guarantee"),
    "minimum": _lt("Up to the least rent, less the guarantee"),
    "maximum": _lt("Down to the most rent, less the guarantee"),
}
STAGES = {
    "preliminary": _lt("on account"),
    "final": _lt("settlement"),
    "year_end": _lt("settlement of the year"),
}


class LeaseCharge(models.Model):
    _inherit = "ops.lease.charge"

    # BUSINESS
    def _trace_row(self, part):
        if "stage" not in part:
            return super()._trace_row(part)
        row = {
            "days": trace_days(self.env, part),
            "quantity": trace_figure(part["quantity"]),
            "rate": "",
            "time": "",
            "factor": "",
            "amount": money_text(self, part["amount"]),
        }
        if part["code"] != "tier":
            words = BALANCES[part["code"]]
            return row | {"why": self.env._(words)}
        percent = trace_figure(str(float(part["percent"]) * 100))
        return row | {"factor": f"{percent} %", "why": self._tier_words(part)}

    def _tier_words(self, part):
        """Category, tier and clause of a row."""
        category = self.env["ops.lease.sales.category"].browse(part["category"])
        floor = formatLang(self.env, float(part["floor"]), digits=2)
        if part["ceiling"]:
            tier = self.env._(
                "sales from %(floor)s to %(ceiling)s",
                floor=floor,
                ceiling=formatLang(self.env, float(part["ceiling"]), digits=2),
            )
        elif float(part["floor"]):
            tier = self.env._("sales above %(floor)s", floor=floor)
        else:
            tier = ""
        flat = ""
        if float(part["flat"]):
            flat = self.env._(
                "with a flat sum of %(amount)s", amount=money_text(self, part["flat"])
            )
        # what was billed before amendments kept it has the clause of the lease
        clause = part.get("clause", self.contract_id.turnover_clause)
        words = (category.name, tier, flat, clause)
        return " ".join(filter(None, words))

    def _bill_line_name(self, line):
        name = super()._bill_line_name(line)
        stages = {part.get("stage") for part in line.trace if isinstance(part, dict)}
        for stage in stages & set(STAGES):
            words = STAGES[stage]
            return f"{name} ({self.env._(words)})"
        return name
