from odoo import fields, models


class LeaseFitoutDeduction(models.Model):
    """What is kept of the fit-out deposit, and why (LE-X4)."""

    _name = "ops.lease.fitout.deduction"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Deduction from the fit-out deposit"
    _order = "fitout_id, id"
    _flow_parent = ("fitout_id", "deduction_ids")

    # FIELDS
    fitout_id = fields.Many2one(
        "ops.lease.fitout", "Fit-out", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="fitout_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="fitout_id.currency_id")
    name = fields.Char("Reason", required=True)
    finding_id = fields.Many2one(
        "ops.lease.fitout.finding",
        "Found at a visit",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('fitout_id', '=', fitout_id)]",
    )
    amount = fields.Monetary(required=True)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A deduction is above zero."
    )
