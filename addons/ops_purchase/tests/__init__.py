from . import (
    test_order_signoff,
    test_request,
    test_request_orders,
    test_supplier_comparison,
    test_supplier_file,
    test_supplier_gate,
    test_supplier_negotiation,
)
