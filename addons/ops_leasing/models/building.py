from odoo import api, fields, models


class LeaseBuilding(models.Model):
    """A building of a commercial project (LE-01, LE-F01)."""

    _name = "ops.lease.building"
    _description = "Building"
    _order = "property_id, sequence, id"
    _check_company_auto = True

    # FIELDS
    name = fields.Char("Building", required=True)
    sequence = fields.Integer(default=10)
    property_id = fields.Many2one(
        "ops.lease.property", "Project", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="property_id.company_id", store=True, index=True
    )
    floor_ids = fields.One2many("ops.lease.floor", "building_id", "Floors")

    _name_uniq = models.UniqueIndex(
        "(property_id, name)", "The project has a building of this name already."
    )

    # COMPUTE
    @api.depends("name", "property_id.name")
    def _compute_display_name(self):
        for building in self:
            building.display_name = f"{building.property_id.name} {building.name}"

    # CRUD
    def write(self, vals):
        """LE-10: a shop that is let stays in the project its lease names."""
        if "property_id" in vals:
            self.filtered(
                lambda r: r.property_id.id != vals["property_id"]
            ).floor_ids.unit_ids._check_not_let()
        return super().write(vals)
