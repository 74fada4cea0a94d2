from odoo import api, fields, models


class LeaseContractLine(models.Model):
    """A shop in a lease (LE-F03: a lease may hold several)."""

    _name = "ops.lease.contract.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Shop of a lease"
    _order = "contract_id, id"
    _rec_name = "unit_id"
    _flow_parent = ("contract_id", "line_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    unit_id = fields.Many2one(
        "ops.lease.unit", "Shop", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    property_id = fields.Many2one(related="unit_id.property_id", store=True, index=True)
    area = fields.Float(
        "Rent area",
        compute="_compute_area",
        store=True,
        readonly=False,
        precompute=True,
        digits=(12, 2),
        help="Area the rent is counted on, as the lease says.",
    )

    _unit_uniq = models.UniqueIndex(
        "(contract_id, unit_id)", "A shop stands in a lease once."
    )
    _area_positive = models.Constraint(
        "CHECK(area >= 0)", "An area cannot be negative."
    )

    # COMPUTE
    @api.depends("unit_id")
    def _compute_area(self):
        for line in self:
            line.area = line.unit_id.area_rent

    # CONSTRAINT
    @api.constrains("unit_id", "contract_id")
    def _check_one_project(self):
        """A line written by itself is held to what the lease is held to."""
        self.contract_id._check_one_project()
