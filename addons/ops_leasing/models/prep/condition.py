from odoo import fields, models


class LeaseCondition(models.Model):
    """A kind of technical condition: power, exhaust, floor load … (LE-05, LE-F25)."""

    _name = "ops.lease.condition"
    _description = "Technical condition"
    _order = "sequence, id"

    # FIELDS
    sequence = fields.Integer(default=10)
    name = fields.Char("Technical condition", required=True, translate=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    unit = fields.Char("Unit of measure", help="kW, m³/h, kg/m² …")
    direction = fields.Selection(
        [
            ("at_least", "The shop gives at least"),
            ("at_most", "The shop gives at most"),
            ("words", "In words"),
        ],
        required=True,
        default="at_least",
        help="How demand and supply compare: power is wanted at least, noise at most; "
        "what cannot be measured is agreed in words.",
    )
    owner_group = fields.Selection(
        [("design", "Design centre"), ("project", "Project department")],
        "Answered by",
        required=True,
        default="project",
    )

    _code_uniq = models.UniqueIndex("(code)", "Another condition has this code.")
