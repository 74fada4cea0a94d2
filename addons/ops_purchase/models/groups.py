"""Who takes part in buying; xml ids in one place."""

STAFF = "ops_base.group_user"
BUYER = "ops_purchase.group_buyer"
BUYER_HEAD = "ops_purchase.group_buyer_head"
QUALITY = "ops_purchase.group_quality"
QUALITY_HEAD = "ops_purchase.group_quality_head"
KEEPER = "ops_purchase.group_keeper"
KEEPER_HEAD = "ops_purchase.group_keeper_head"
