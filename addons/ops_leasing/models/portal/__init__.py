from . import paper, reading_report, repair, repair_gates  # isort: skip
from . import (
    account_move,
    contract,
    drawing,
    exit,
    ir_http,
    sales,
)
