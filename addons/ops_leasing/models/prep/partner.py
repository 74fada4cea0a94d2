from odoo import fields, models

from .classes import CLASSES, check_not_lowered


class ResPartner(models.Model):
    """Class of the tenant, wherever he rents (LE-03)."""

    _inherit = "res.partner"

    # FIELDS
    lease_tenant_class = fields.Selection(CLASSES, "Tenant class", tracking=True)

    # CRUD
    def write(self, vals):
        """A class is lowered by the commercial manager alone."""
        if "lease_tenant_class" in vals:
            check_not_lowered(self, "lease_tenant_class", vals["lease_tenant_class"])
        return super().write(vals)
