from odoo import fields, models


class LeaseInspectionLine(models.Model):
    """An item of the exit inspection form: condition, damage, photo (LE-26)."""

    _name = "ops.lease.inspection.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Inspection item"
    _order = "inspection_id, sequence, id"
    _flow_parent = ("inspection_id", "line_ids")

    # FIELDS
    inspection_id = fields.Many2one(
        "ops.lease.inspection", "Form", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="inspection_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    condition = fields.Selection(
        [
            ("good", "Good"),
            ("worn", "Worn by use"),
            ("damaged", "Damaged"),
            ("missing", "Missing"),
        ]
    )
    remark = fields.Char()
    amount = fields.Monetary("Damage")
    photo = fields.Image(max_width=1920, max_height=1920)

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "A damage cannot be negative."
    )
    _damage_judged = models.Constraint(
        "CHECK(amount = 0 OR amount IS NULL OR condition IN ('damaged', 'missing'))",
        "An amount belongs to something damaged or missing.",
    )
