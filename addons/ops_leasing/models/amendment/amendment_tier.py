from odoo import fields, models


class LeaseAmendmentTier(models.Model):
    """A tier of the rent from sales as it shall be (LE-F07, LE-F08, LE-F18)."""

    _name = "ops.lease.amendment.tier"
    _inherit = ["ops.lease.tier.mixin", "ops.flow.line.mixin"]
    _description = "Tier of the rent from sales, as amended"
    _order = "amendment_id, category_id, floor, id"
    _rec_name = "category_id"
    _flow_parent = ("amendment_id", "turnover_tier_ids")

    # FIELDS
    amendment_id = fields.Many2one(
        "ops.lease.amendment",
        "Amendment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="amendment_id.company_id", store=True, precompute=True, index=True
    )
