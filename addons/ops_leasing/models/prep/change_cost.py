from odoo import fields, models


class LeaseChangeCost(models.Model):
    """One item of what a second-round change costs (LE-12)."""

    _name = "ops.lease.change.cost"
    _inherit = ["ops.lease.cost.mixin"]
    _description = "Cost of a second-round change"
    _order = "change_id, sequence, id"
    _flow_parent = ("change_id", "cost_ids")

    # FIELDS
    change_id = fields.Many2one(
        "ops.lease.change", "Change", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="change_id.currency_id")

    _positive = models.Constraint(
        "CHECK(quantity >= 0 AND price >= 0)", "A cost cannot be negative."
    )
