"""What was entered as the price of a meter is its own price, beside its tariff."""

from odoo.tools.sql import column_exists, rename_column


def migrate(cr, version):
    if column_exists(cr, "ops_lease_meter", "price") and not column_exists(
        cr, "ops_lease_meter", "price_own"
    ):
        rename_column(cr, "ops_lease_meter", "price", "price_own")
