"""The reason of a price is one field, whatever it is above."""

from odoo.tools.sql import column_exists, rename_column


def migrate(cr, version):
    if not column_exists(cr, "purchase_order_line", "contract_reason"):
        return
    rename_column(cr, "purchase_order_line", "contract_reason", "price_reason")
    cr.execute(
        "UPDATE ir_model_fields SET name = 'price_reason'"
        " WHERE model = 'purchase.order.line' AND name = 'contract_reason'"
    )
    cr.execute(
        "UPDATE ir_ui_view SET arch_db = replace("
        "arch_db::text, 'contract_reason', 'price_reason')::jsonb"
        " WHERE model = 'purchase.order' AND arch_db::text LIKE '%contract_reason%'"
    )
