"""What a supplier's login reads of orders by itself (PU-F29): what was said to him, not
what we reckon with. His pages are made by the system; see ``controllers/portal``."""

from odoo import models

#: Fields these addons bring to documents of core are for staff alone.
INTERNAL = frozenset(
    ("purchase_requisition", "purchase_requisition_stock", "purchase_request")
)


def _hidden(env, field):
    """Asked for every field that is read: what is cheap and mostly settles it first."""
    # the first of the modules is the one that brought the field
    module = (field._modules or ("",))[0]
    return (
        (module.startswith("ops_") or module in INTERNAL)
        and not env.su
        and env.user.share
    )


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    def _has_field_access(self, field, operation):
        """Our own fields are no business of suppliers."""
        return super()._has_field_access(field, operation) and not _hidden(
            self.env, field
        )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _has_field_access(self, field, operation):
        """Our own fields, such as the last price paid, are no business of suppliers."""
        return super()._has_field_access(field, operation) and not _hidden(
            self.env, field
        )
