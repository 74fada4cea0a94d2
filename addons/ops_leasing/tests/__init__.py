from . import (
    test_attacks,
    test_companies,
    test_exit_refund,
    test_exit_retained,
    test_gates,
    test_import,
    test_ledger_guard,
    test_ledger_law,
    test_query_counts,
    test_reports,
    test_unit_map,
    test_web_map,
)
