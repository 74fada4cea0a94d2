from odoo import fields, models


class LeaseSalesTier(models.Model):
    """A tier of the rent from sales of a lease (LE-F07, LE-F08)."""

    _name = "ops.lease.sales.tier"
    _inherit = ["ops.lease.tier.mixin", "ops.flow.line.mixin"]
    _description = "Tier of the rent from sales"
    _order = "contract_id, category_id, floor, id"
    _rec_name = "category_id"
    _flow_parent = ("contract_id", "turnover_tier_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
