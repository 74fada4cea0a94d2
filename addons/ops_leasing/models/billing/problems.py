"""Words for what the arithmetic of letting refuses."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: codes of rent.RentError (docs/rent.md): what is wrong and what to look at
SENTENCES = {
    "quantity_negative": _lt("the area or quantity of a rate is negative"),
    "rate_negative": _lt("a rate falls below zero by its rises or its index"),
    "index_base": _lt("the price index has no figure for the month the rate begins in"),
    "index_limits": _lt("the limits of the index contradict each other"),
    "free_overlap": _lt("two rent-free times cover the same days"),
    "steps_overlap": _lt("two rises fall on the same day"),
    "seasons_overlap": _lt("two seasons cover the same days of the year"),
    "lease_dates": _lt("the lease ends before it starts"),
    "charge_dates": _lt("a rate ends before it starts"),
    "escalation_months": _lt("a rise comes every month or more rarely"),
    "escalation_value": _lt("a rise needs a percentage or an amount"),
    "free_dates": _lt("a rent-free time ends before it begins"),
    "free_dates_missing": _lt("a rent-free time needs its first and its last day"),
    "free_length": _lt("a rent-free time needs months or days"),
    "free_share": _lt("a rent-free time waives more than all of the rent, or nothing"),
    "season_day": _lt("a season begins or ends on a day no year has"),
    "season_factor": _lt("a season takes less than nothing"),
    "index_every": _lt("the rent follows its index every month or more rarely"),
    "index_month": _lt("a figure of the index is not that of a whole month"),
    "index_value": _lt("a figure of the index is not above zero"),
}


def rent_sentence(env, error):
    """What an arithmetic refusal means to the person who keeps the lease."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        figures = ", ".join(f"{name} {value}" for name, value in error.data.items())
        return env._(
            "The terms of the lease cannot be computed (%(code)s: %(figures)s); the "
            "commercial company corrects them.",
            code=error.code,
            figures=figures,
        )
    return env._(
        "The terms of the lease cannot be computed: %(reason)s; the commercial "
        "company corrects them.",
        reason=env._(sentence),
    )
