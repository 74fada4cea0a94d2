from . import (
    test_order_signoff,
    test_request,
    test_request_orders,
)
