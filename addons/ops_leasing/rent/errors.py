"""The one error of the arithmetic of letting."""

#: every code, with the sentence for those who do not translate it
CODES = {
    # a lease and its charges
    "lease_dates": "The lease ends on {date_to}, before it begins on {date_from}.",
    "since_missing": "A version after another one needs its first day.",
    "charge_twice": "{charge}: is there twice.",
    "charge_dates": "{charge}: ends on {date_to}, before it begins on {date_from}.",
    "choice_unknown": "{value} is no choice for {field}.",
    "not_decimal": "{field} is {value}, which is no exact decimal.",
    "quantity_negative": "{charge}: the area or quantity {quantity} is below zero.",
    "rate_negative": "{charge}: the rate {rate} is below zero.",
    "unit_negative": "{charge}: amounts cannot be rounded to {unit}.",
    "unit_zero": "{charge}: amounts cannot be rounded to nothing.",
    "due_day": "{charge}: {value} is no day of a month.",
    # steps
    "step_value": "{charge}: the step of {date} needs one rate, percentage or amount.",
    "step_dates": "{charge}: a step from {date_from} ends before that, on {date_to}.",
    "steps_overlap": "{charge}: two rates hold on {date}.",
    "steps_gap": "{charge}: no rate holds after {date}.",
    "escalation_months": "{charge}: a rise every {months} months is not possible.",
    "escalation_value": "{charge}: the rise needs a percentage or an amount.",
    # free periods
    "free_dates": "A free period ends on {date_to}, before it begins on {date_from}.",
    "free_dates_missing": "A free period ({clause}) needs its first and its last day.",
    "free_length": "A free period ({kind}) needs months or days.",
    "free_overlap": "Two free periods hold from {date_from} to {date_to}.",
    "free_share": "A free period waives {share} of the rent, not above 0 and up to 1.",
    # seasons
    "season_day": "{charge}: a season from {first} to {last} is not possible.",
    "season_factor": "{charge}: the factor {factor} of a season is below zero.",
    "seasons_overlap": "{charge}: two seasons hold on {month}-{day}.",
    # index
    "index_base": "No figure of the index is there for its base ({base}).",
    "index_every": "{charge}: a review every {months} months is not possible.",
    "index_limits": "{charge}: the floor {floor} is above the cap {cap}.",
    "index_month": "{charge}: {month} is not the first day of a month.",
    "index_twice": "{charge}: two figures are there for {month}.",
    "index_value": "{charge}: the figure {value} of {month} is not above zero.",
    # turnover rent
    "category_twice": "{category}: is there twice.",
    "tiers_empty": "{category}: has no tier.",
    "tier_order": "{category}: a tier from {floor} to {ceiling} is not possible.",
    "tier_percent": "{category}: {percent} is no share of the sales.",
    "tier_amount": "{category}: the sum {amount} of a tier is below zero.",
    "tiers_order": "{category}: the tier from {floor} stands after a higher one.",
    "tiers_overlap": "{category}: the tier from {floor} begins before {ceiling}.",
    "tiers_gap": "{category}: no tier holds from {ceiling} to {floor}.",
    "tiers_end": "{category}: no tier holds above {ceiling}.",
    "offset_negative": "{category}: the offset {offset} is below zero.",
    "natural_needs_one_tier": "A natural breakpoint needs one tier, not {tiers}.",
    "natural_needs_percent": "A natural breakpoint needs a percentage.",
    "minimum_above_maximum": "The least rent {minimum} is above the most, {maximum}.",
    "sales_unknown": "The lease knows no sales of {category}.",
    "sales_negative": "{category}: the sales {sales} are below zero.",
    "share_range": "{share} is no part of a period.",
    "stage_unknown": "{stage} is no stage of a settlement.",
    # late fee
    "late_rate": "The late fee of {rate} a day is below zero.",
    "late_grace": "{days} days of grace are not possible.",
    "late_cap": "The cap {cap} of a late fee is below zero.",
    "principal_negative": "No late fee is due on {principal}.",
    "payment_negative": "The payment of {date} is {amount}, below zero.",
    # pools and spreading
    "pool_dates": "The pool ends on {date_to}, before it begins on {date_from}.",
    "cost_twice": "{key}: the cost is there twice.",
    "member_twice": "{key}: the member is there twice.",
    "member_dates": "{member}: ends before it begins.",
    "exclusion_unknown": "{member}: is freed of {cost}, which is not in the pool.",
    "cap_negative": "{member}: the cap {cap} is below zero.",
    "base_negative": "{member}: the base {base} is below zero.",
    "weight_negative": "The weight {weight} is below zero.",
    "weights_empty": "{total} cannot be spread: no weight is above zero.",
    "weights_above_total": "The members have {weights}, the house only {total}.",
    "gross_up_occupancy": "For the gross-up {occupancy} is no occupancy.",
    # straight line
    "spread_unknown": "{by} is no way to spread.",
    "since_not_month": "{date} is not the first day of a month of the lease.",
    # meters
    "reading_order": "The reading of {date} is older than that of {last_date}.",
    "reading_below_last": "The reading {value} is below the last one, {last}.",
    "reading_above_counter": "{value} is more than the counter can show ({counter}).",
    "usage_dates": "The use ends on {date_to}, before it begins on {date_from}.",
    "rate_missing": "No price holds on {date}.",
    "rate_twice": "Two prices begin on {date}.",
}


class RentError(ValueError):
    """Terms or figures nothing can be computed from.

    The caller translates: ``code`` is one of :data:`CODES`, ``data`` are the names and
    figures to put into the sentence.

    >>> error = RentError("quantity_negative", charge="rent", quantity=-3)
    >>> error.code, error.data["quantity"]
    ('quantity_negative', -3)
    >>> str(error)
    'rent: the area or quantity -3 is below zero.'
    """

    def __init__(self, code, **data):
        self.code = code
        self.data = data
        super().__init__(code, data)

    def __str__(self):
        return CODES[self.code].format(**self.data)


def inexact(**values):
    """An error for each value that is a float: money is counted in decimals."""
    return [
        RentError("not_decimal", field=name, value=value)
        for name, value in values.items()
        if isinstance(value, float)
    ]
