from odoo.fields import Command
from odoo.tools.sql import drop_index, make_index_name

#: Menus of others that this addon hides while it is there.
HIDDEN = (
    "purchase_request.parent_menu_purchase_request",
    "quality_control_oca.qc_menu",
)
#: Columns of others that this addon indexes; Odoo leaves an index where it is.
INDEXED = {
    "purchase_request": ("company_id", "name"),
    "qc_inspection": ("company_id", "name", "product_id", "state"),
    "stock_inventory": ("name", "state"),
}


def uninstall_hook(env):
    """Give back what was changed of others: their menus, who may ask for goods, and
    the indexes of their tables."""
    for table, columns in INDEXED.items():
        for column in columns:
            drop_index(env.cr, make_index_name(table, column), table)
    for name in HIDDEN:
        menu = env.ref(name, raise_if_not_found=False)
        if menu:
            menu.active = True
    staff = env.ref("ops_base.group_user", raise_if_not_found=False)
    asking = env.ref(
        "purchase_request.group_purchase_request_user", raise_if_not_found=False
    )
    if staff and asking:
        staff.implied_ids = [Command.unlink(asking.id)]
