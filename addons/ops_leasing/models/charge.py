from odoo import api, fields, models


class LeaseCharge(models.Model):
    """What the tenant owes by the lease: rent and fees, each with its dates in force
    (LE-10, LE-F04)."""

    _name = "ops.lease.charge"
    _inherit = ["ops.lease.terms.mixin", "ops.flow.line.mixin"]
    _description = "Rent or fee of a lease"
    _order = "contract_id, kind, date_from, id"
    _rec_name = "kind"
    _flow_parent = ("contract_id", "charge_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    date_from = fields.Date("From", help="Empty: from the first day of the lease.")
    date_to = fields.Date("Until", help="Empty: until the last day of the lease.")

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The rate ends before it starts.",
    )

    # COMPUTE
    @api.depends("basis", "rate", "contract_id.line_ids.area")
    def _compute_monthly(self):
        return super()._compute_monthly()

    # BUSINESS
    def _lease(self):
        return self.contract_id
