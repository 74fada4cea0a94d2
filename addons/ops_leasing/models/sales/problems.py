"""Words for what the arithmetic of rent from sales refuses."""

from odoo.tools import LazyTranslate

from ..billing.problems import rent_sentence

_lt = LazyTranslate(__name__)

SENTENCES = {
    "tiers_empty": _lt("%(category)s has no tier"),
    "tier_order": _lt("%(category)s: a tier goes from %(floor)s to %(ceiling)s"),
    "tier_percent": _lt("%(category)s: %(percent)s is no share of the sales"),
    "tiers_order": _lt("%(category)s: tiers stand in disorder at %(floor)s"),
    "tiers_overlap": _lt(
        "%(category)s: the tier from %(floor)s begins before %(ceiling)s is reached"
    ),
    "tiers_gap": _lt("%(category)s: no tier holds from %(ceiling)s to %(floor)s"),
    "tiers_end": _lt("%(category)s: no tier holds above %(ceiling)s"),
    "natural_needs_one_tier": _lt(
        "a natural breakpoint needs one category with one tier from 0 without end"
    ),
    "natural_needs_percent": _lt("a natural breakpoint needs a percentage"),
    "minimum_above_maximum": _lt(
        "the least rent %(minimum)s is above the most, %(maximum)s"
    ),
    "sales_unknown": _lt("the lease has no tier for sales of %(category)s"),
    "sales_negative": _lt("sales of %(category)s are below zero"),
}


def turnover_sentence(lease, error):
    """What an arithmetic refusal means to the person who keeps the lease."""
    env = lease.env
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return rent_sentence(env, error)
    data = dict(error.data)
    if "category" in data:
        data["category"] = env["ops.lease.sales.category"].browse(data["category"]).name
    words = env._(sentence)
    return env._("Rent from sales cannot be computed: %(reason)s.", reason=words % data)
