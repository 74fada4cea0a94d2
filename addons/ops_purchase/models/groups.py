"""Who takes part in buying; xml ids in one place."""

STAFF = "ops_base.group_user"
BUYER = "ops_purchase.group_buyer"
BUYER_HEAD = "ops_purchase.group_buyer_head"
FINANCE = "ops_purchase.group_finance"
FINANCE_HEAD = "ops_purchase.group_finance_head"
