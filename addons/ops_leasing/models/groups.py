"""Who takes part in letting a shop; xml ids in one place."""

LEASING = "ops_leasing.group_leasing_user"
LEASING_MANAGER = "ops_leasing.group_leasing_manager"
PROPERTY = "ops_leasing.group_property"
PROPERTY_MANAGER = "ops_leasing.group_property_manager"
FINANCE = "ops_leasing.group_regional_finance"
