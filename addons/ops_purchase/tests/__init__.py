from . import (
    test_contract,
    test_contract_orders,
    test_order_signoff,
    test_request,
    test_request_orders,
)
