from . import (
    test_arrival_exception,
    test_contract,
    test_contract_orders,
    test_delivery,
    test_order_signoff,
    test_request,
    test_request_orders,
)
