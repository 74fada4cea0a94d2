from odoo.fields import Command

#: Menus of others that this addon hides while it is there.
HIDDEN = (
    "purchase_request.parent_menu_purchase_request",
    "quality_control_oca.qc_menu",
)


def uninstall_hook(env):
    """Give back what was changed of others: their menus, and who may ask for goods."""
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
