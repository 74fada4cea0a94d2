from odoo import fields, models


class ControlledDoc(models.Model):
    """检验标准: a standard that the quality department puts in force for products or
    categories, with the items to inspect (PU-17)."""

    _inherit = "ops.controlled.doc"

    # FIELDS
    test_id = fields.Many2one(
        "qc.test",
        "Items to inspect",
        index="btree_not_null",
        ondelete="restrict",
        help="Items, methods and limits of incoming inspections.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template", "ops_quality_standard_product", string="Products"
    )
    category_ids = fields.Many2many(
        "product.category", "ops_quality_standard_category", string="Categories"
    )

    # CRUD
    def copy_data(self, default=None):
        """The next revision has items of its own: those in force stay as they are."""
        return [
            {**vals, "test_id": doc.test_id.copy().id} if doc.test_id else vals
            for doc, vals in zip(self, super().copy_data(default), strict=True)
        ]
