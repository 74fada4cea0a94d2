from . import condition, cost_mixin, deal_mixin, hands_mixin, unit_condition

from . import (
    change,
    change_cost,
    contract,
    lead,
    negotiation,
    negotiation_person,
    partner,
    redesign,
    redesign_cost,
    redesign_version,
    res_company,
    techcond,
    techcond_line,
    tender,
    tender_bid,
    work,
    work_line,
)
