from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LeaseHandoverKey(models.Model):
    """Keys and cards a tenant receives (LE-15, C-29)."""

    _name = "ops.lease.handover.key"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Keys handed over"
    _order = "handover_id, unit_id, id"
    _flow_parent = ("handover_id", "key_ids")

    # FIELDS
    handover_id = fields.Many2one(
        "ops.lease.handover",
        "Handover record",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True
    )
    unit_id = fields.Many2one(
        "ops.lease.unit",
        "Shop",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    kind = fields.Selection(
        [
            ("door", "Door"),
            ("shutter", "Shutter"),
            ("box", "Meter or switch box"),
            ("card", "Access card"),
            ("other", "Other"),
        ],
        required=True,
        default="door",
    )
    quantity = fields.Integer("Pieces", default=1)
    remark = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "The number of keys is above zero."
    )

    # COMPUTE
    @api.depends("handover_id")
    def _compute_unit_id(self):
        """The shop, where there is only one."""
        for key in self:
            units = key.handover_id.unit_ids
            key.unit_id = key.unit_id or (units if len(units) == 1 else False)

    # CONSTRAINT
    @api.constrains("unit_id", "handover_id")
    def _check_shop(self):
        for key in self:
            if key.unit_id not in key.handover_id.unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not among the shops handed over.",
                        unit=key.unit_id.display_name,
                    )
                )
