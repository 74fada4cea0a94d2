from odoo import fields, models


class QualityCause(models.Model):
    """What quality issues come from, as they are counted (PU-34)."""

    _name = "ops.quality.cause"
    _description = "Cause of quality issues"
    _order = "kind, name"

    # FIELDS
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("man", "People"),
            ("machine", "Machines"),
            ("material", "Materials"),
            ("method", "Methods"),
            ("environment", "Surroundings"),
            ("measurement", "Measuring"),
        ],
        "Kind of cause",
        required=True,
        default="method",
    )
    active = fields.Boolean(default=True)

    # CONSTRAINT
    _name_once = models.UniqueIndex("(name)", "There is a cause of this name already.")
