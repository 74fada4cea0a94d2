from odoo import fields, models


class LeaseUnitCondition(models.Model):
    """What a shop can give: so many kW, so much floor load (LE-F25)."""

    _name = "ops.lease.unit.condition"
    _description = "Technical condition of a shop"
    _order = "unit_id, condition_id"
    _rec_name = "condition_id"

    # FIELDS
    unit_id = fields.Many2one(
        "ops.lease.unit", "Shop", required=True, index=True, ondelete="cascade"
    )
    condition_id = fields.Many2one(
        "ops.lease.condition",
        "Technical condition",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    property_id = fields.Many2one(related="unit_id.property_id", store=True, index=True)
    measure = fields.Char(related="condition_id.unit", string="Unit of measure")
    direction = fields.Selection(related="condition_id.direction")
    value = fields.Float("Supply", digits=(12, 2))
    words = fields.Char("Supply in words")

    _unit_condition_uniq = models.UniqueIndex(
        "(unit_id, condition_id)", "A condition stands once for each shop."
    )
    _value_positive = models.Constraint(
        "CHECK(value >= 0)", "A supply cannot be negative."
    )


class LeaseUnit(models.Model):
    """The shop with its technical conditions."""

    _inherit = "ops.lease.unit"

    # FIELDS
    condition_ids = fields.One2many(
        "ops.lease.unit.condition", "unit_id", "Technical conditions"
    )
