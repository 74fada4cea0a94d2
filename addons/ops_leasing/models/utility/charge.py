"""Water, electricity and gas on bills: which meter, which readings, which share."""

from odoo import fields, models
from odoo.tools import LazyTranslate

from ..billing.trace import money_text, trace_days, trace_figure

_lt = LazyTranslate(__name__)

SUBJECTS = [
    ("water", "Water charge"),
    ("power", "Electricity charge"),
    ("gas", "Gas charge"),
    ("service", "Property fee of the year"),
    ("promotion", "Promotion fee of the year"),
]
KINDS = {"water": _lt("Water"), "power": _lt("Electricity"), "gas": _lt("Gas")}


class LeaseCharge(models.Model):
    _inherit = "ops.lease.charge"

    # FIELDS
    subject = fields.Selection(
        SUBJECTS,
        "What is settled",
        readonly=True,
        help="Which meters or fees are billed by this line; set by the settlement.",
    )

    # BUSINESS
    def _kind_label(self):
        if not self.subject:
            return super()._kind_label()
        return dict(self._fields["subject"]._description_selection(self.env))[
            self.subject
        ]

    def _trace_row(self, part):
        if "meter" not in part:
            return super()._trace_row(part)
        row = {
            "days": trace_days(self.env, part),
            "quantity": trace_figure(part["quantity"]),
            "rate": trace_figure(part["rate"]),
            "time": self.env._("%(days)s days", days=part["days"]),
            "factor": "",
            "amount": money_text(self, part["amount"]),
            "why": self._meter_words(part),
        }
        if part["code"] == "share":
            weights = map(trace_figure, (part["weight"], part["of_weight"]))
            row["factor"] = " / ".join(weights)
        return row

    def _meter_words(self, part):
        """Meter, readings and multiplier; of a shared one what there was to share."""
        label = KINDS[part["kind"]]
        words = {
            "kind": self.env._(label),
            "meter": part["meter"],
            "previous": trace_figure(part["previous"]),
            "reading": trace_figure(part["reading"]),
            "multiplier": trace_figure(part["multiplier"]),
        }
        if part["code"] == "share":
            return self.env._(
                "%(kind)s %(meter)s: %(previous)s – %(reading)s × %(multiplier)s, "
                "%(counted)s shared out by %(weight)s of %(of_weight)s, %(days)s of "
                "%(of_days)s days",
                **words,
                counted=trace_figure(part["counted"]),
                weight=trace_figure(part["weight"]),
                of_weight=trace_figure(part["of_weight"]),
                days=part["days"],
                of_days=part["of_days"],
            )
        return self.env._(
            "%(kind)s %(meter)s: %(previous)s – %(reading)s × %(multiplier)s", **words
        )
