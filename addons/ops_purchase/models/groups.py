"""Whom a step is entrusted to, by group."""

STAFF = "ops_base.group_user"
BUYER = "ops_purchase.group_buyer"
BUYER_HEAD = "ops_purchase.group_buyer_head"
TECHNOLOGY = "ops_purchase.group_technology"
QUALITY = "ops_purchase.group_quality"
QUALITY_HEAD = "ops_purchase.group_quality_head"
KEEPER = "ops_purchase.group_keeper"
KEEPER_HEAD = "ops_purchase.group_keeper_head"
FINANCE = "ops_purchase.group_finance"
FINANCE_HEAD = "ops_purchase.group_finance_head"

#: Who reads what was settled and assessed of an order, and who offers and rounds of
#: negotiation: lists on documents of core are kept from all others, who then work with
#: the document as if there were none.
ASSESSORS = f"{BUYER},{FINANCE},ops_base.group_gm"
SETTLERS = f"{ASSESSORS},ops_base.group_board"
COMPARERS = f"{SETTLERS},{TECHNOLOGY}"
NEGOTIATORS = f"{COMPARERS},{QUALITY}"
INSPECTORS = f"{QUALITY},{KEEPER},{BUYER},{FINANCE},ops_base.group_gm"
