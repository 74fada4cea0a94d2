from odoo import api, fields, models


class LeaseRenewalCharge(models.Model):
    """Rent or fee of a renewed lease, from the first day of the new time (LE-F19)."""

    _name = "ops.lease.renewal.charge"
    _inherit = ["ops.lease.terms.mixin", "ops.flow.line.mixin"]
    _description = "Rent or fee of a renewal"
    _order = "renewal_id, kind, id"
    _rec_name = "kind"
    _flow_parent = ("renewal_id", "charge_ids")

    # FIELDS
    renewal_id = fields.Many2one(
        "ops.lease.renewal", "Renewal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="renewal_id.company_id", store=True, precompute=True, index=True
    )

    # COMPUTE
    @api.depends(
        "basis", "rate", "renewal_id.date_start", "renewal_id.contract_id.line_ids.area"
    )
    def _compute_monthly(self):
        return super()._compute_monthly()

    # BUSINESS
    def _lease(self):
        return self.renewal_id.contract_id

    def _monthly_area(self):
        return self._lease()._area_on(self.renewal_id.date_start)
