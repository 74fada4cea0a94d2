"""What a supplier's login reads of orders by itself (PU-F29): what was said to him, not
what we reckon with. His pages are made by the system; see ``controllers/portal``."""

from odoo import models

#: Fields these addons bring to documents of core are for staff alone.
INTERNAL = frozenset(
    ("purchase_requisition", "purchase_requisition_stock", "purchase_request")
)


def _is_internal(field):
    return bool(field._modules) and all(
        name.startswith("ops_") or name in INTERNAL for name in field._modules
    )


def _hidden(env, field):
    # asked for every field that is read: staff are done after the first words
    return not env.su and env.user.share and _is_internal(field)


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
