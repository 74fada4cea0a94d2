from . import (
    fapiao,
    fapiao_checks,
    fapiao_gates,
    fapiao_import,
    fapiao_line,
    fapiao_values,
    account_move,
    account_partial_reconcile,
    contract,
    res_company,
)
