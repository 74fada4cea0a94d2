from . import (
    test_order_signoff,
    test_quality_balance,
    test_quality_concession,
    test_quality_gate,
    test_quality_return,
    test_quality_standard,
    test_request,
    test_request_orders,
    test_supplier_comparison,
    test_supplier_file,
    test_supplier_gate,
    test_supplier_negotiation,
)
