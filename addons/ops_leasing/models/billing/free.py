from odoo import fields, models


class LeaseFree(models.Model):
    """Rent-free time of a lease (LE-F06)."""

    _name = "ops.lease.free"
    _inherit = ["ops.lease.free.mixin", "ops.flow.line.mixin"]
    _description = "Rent-free time"
    _order = "contract_id, date_from, id"
    _rec_name = "kind"
    _flow_parent = ("contract_id", "free_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
