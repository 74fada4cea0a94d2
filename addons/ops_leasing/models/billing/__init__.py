from . import (
    account_move,
    billing,
    billing_line,
    charge,
    contract,
    free,
    price_index,
    res_company,
    run,
    season,
)
