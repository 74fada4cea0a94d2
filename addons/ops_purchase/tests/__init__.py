from . import (
    test_money_accrual,
    test_money_assessment,
    test_money_bill,
    test_money_laws,
    test_money_plan,
    test_money_settlement,
    test_order_signoff,
    test_request,
    test_request_orders,
)
