"""Property costs of a year on bills: which cost, which weight, which days."""

from odoo import models
from odoo.tools import LazyTranslate

from ..billing.trace import money_text, trace_days, trace_figure

_lt = LazyTranslate(__name__)

#: rows that are no cost: what is taken off
LESS = {
    "pool_cap": _lt("Above the cap of the lease"),
    "pool_base": _lt("Borne in the base year"),
    "pool_billed": _lt("Paid on account in the year"),
}


class LeaseCharge(models.Model):
    _inherit = "ops.lease.charge"

    # BUSINESS
    def _trace_row(self, part):
        if not part["code"].startswith("pool"):
            return super()._trace_row(part)
        return self._pool_row(part, money_text(self, part["amount"]))

    def _pool_row(self, part, amount):
        """A row of a pool as people read it: cost, weight of the whole, days."""
        row = {
            "days": trace_days(self.env, part),
            "quantity": "",
            "rate": "",
            "time": "",
            "factor": "",
            "amount": amount,
        }
        if part["code"] in LESS:
            words = LESS[part["code"]]
            return row | {"why": self.env._(words)}
        weights = map(trace_figure, (part["weight"], part["of_weight"]))
        return row | {
            "quantity": trace_figure(part["pool"]),
            "factor": " / ".join(weights),
            "time": self.env._(
                "%(days)s of %(whole)s days", days=part["days"], whole=part["of_days"]
            ),
            "why": part["cost"],
        }
