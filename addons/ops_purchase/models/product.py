from odoo import api, fields, models

KINDS = [
    ("material", "Raw materials"),
    ("goods", "Merchandise"),
    ("equipment", "Equipment"),
    ("office", "Office supplies"),
    ("service", "Services"),
]


class ProductCategory(models.Model):
    """Purchase categories (PU-04): the kind decides who signs a request."""

    _inherit = "product.category"

    # FIELDS
    purchase_kind = fields.Selection(
        KINDS,
        "Purchase kind",
        compute="_compute_purchase_kind",
        store=True,
        readonly=False,
        recursive=True,
        help="As its parent category, unless said here.",
    )

    # COMPUTE
    @api.depends("parent_id.purchase_kind")
    def _compute_purchase_kind(self):
        for category in self:
            category.purchase_kind = (
                category.parent_id.purchase_kind or category.purchase_kind or False
            )
