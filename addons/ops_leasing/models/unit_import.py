"""Lists that come from Excel (C-40); see ``import_mixin.py``."""

from odoo import models


class LeaseProperty(models.Model):
    _name = "ops.lease.property"
    _inherit = ["ops.lease.property", "ops.lease.import.mixin"]


class LeaseBuilding(models.Model):
    _name = "ops.lease.building"
    _inherit = ["ops.lease.building", "ops.lease.import.mixin"]
    _import_paths = (("property_id.name", "name"),)


class LeaseFloor(models.Model):
    _name = "ops.lease.floor"
    _inherit = ["ops.lease.floor", "ops.lease.import.mixin"]
    _import_paths = (
        ("building_id.name", "name"),
        ("property_id.name", "building_id.name", "name"),
    )


class LeaseUnit(models.Model):
    _name = "ops.lease.unit"
    _inherit = ["ops.lease.unit", "ops.lease.import.mixin"]
    _import_paths = (
        ("property_id.name", "number"),
        ("building_id.name", "number"),
        ("property_id.name", "building_id.name", "number"),
    )
    _import_worked_out = ("expected_rent",)


class LeaseContract(models.Model):
    _name = "ops.lease.contract"
    _inherit = ["ops.lease.contract", "ops.lease.import.mixin"]
    _import_worked_out = ("line_ids/area",)
