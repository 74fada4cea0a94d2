from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # FIELDS
    supplier_file_ids = fields.One2many(
        "ops.supplier",
        "partner_id",
        "Supplier files",
        groups="ops_purchase.group_buyer",
    )
