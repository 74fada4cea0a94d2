from odoo import api, fields, models


class LeaseFloor(models.Model):
    """A floor of a building (LE-01, LE-F01)."""

    _name = "ops.lease.floor"
    _description = "Floor"
    _order = "building_id, level, id"

    # FIELDS
    name = fields.Char("Floor", required=True, help="As people say it: B1, 1F, 2F …")
    level = fields.Integer(help="Order from below: -1 for B1, 1 for 1F.")
    building_id = fields.Many2one(
        "ops.lease.building", "Building", required=True, index=True, ondelete="cascade"
    )
    property_id = fields.Many2one(
        related="building_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="building_id.company_id", store=True, index=True
    )
    unit_ids = fields.One2many("ops.lease.unit", "floor_id", "Shops")

    _name_uniq = models.UniqueIndex(
        "(building_id, name)", "The building has a floor of this name already."
    )

    # COMPUTE
    @api.depends("name", "building_id.display_name")
    def _compute_display_name(self):
        for floor in self:
            floor.display_name = f"{floor.building_id.display_name} {floor.name}"

    # CRUD
    def write(self, vals):
        """LE-10: a shop that is let stays in the project its lease names."""
        if "building_id" in vals:
            self.filtered(
                lambda r: r.building_id.id != vals["building_id"]
            ).unit_ids._check_not_let()
        return super().write(vals)
