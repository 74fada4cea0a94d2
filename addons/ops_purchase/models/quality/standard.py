from odoo import fields, models

from .sampling import LEVELS, LIMITS


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
    item_ids = fields.One2many(related="test_id.test_lines", string="Items")
    product_tmpl_ids = fields.Many2many(
        "product.template", "ops_quality_standard_product", string="Products"
    )
    category_ids = fields.Many2many(
        "product.category", "ops_quality_standard_category", string="Categories"
    )

    aql = fields.Selection(
        [(limit, limit) for limit in LIMITS],
        "Acceptance quality limit (%)",
        help="GB/T 2828.1, normal inspection, single sampling. Left empty, no sample "
        "is prescribed.",
    )
    sampling_level = fields.Selection(
        [(level, level) for level in LEVELS],
        "Inspection level",
        default="II",
        required=True,
    )

    # CRUD
    def copy_data(self, default=None):
        """The next revision has items of its own: those in force stay as they are."""
        return [
            {**vals, "test_id": doc.test_id.copy().id} if doc.test_id else vals
            for doc, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # TOOLING
    def _paper_item_columns(self):
        """Columns of the items on the form."""
        return [
            (self.env._("Item"), "name"),
            (self.env._("Limits"), "limits"),
            (self.env._("Method"), "notes"),
        ]
