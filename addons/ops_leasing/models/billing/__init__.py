from . import (
    account_move,
    billing,
    billing_line,
    charge,
    contract,
    free_mixin,
    free,
    price_index,
    res_company,
    run,
    season,
)

# account.move in parts: what may go the fast way, the lines, the log, the way
from . import bulk_lines, bulk_check, bulk_log, bulk, numbers  # isort: skip
