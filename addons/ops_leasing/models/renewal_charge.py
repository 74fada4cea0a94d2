from odoo import api, fields, models

from .charge import BASES, KINDS, RHYTHMS

KEPT = ("kind", "basis", "rate", "rhythm")


class LeaseRenewalCharge(models.Model):
    """Rent or fee of a renewed lease, from the first day of the new time (LE-F19)."""

    _name = "ops.lease.renewal.charge"
    _inherit = ["ops.flow.line.mixin"]
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
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        KINDS,
        required=True,
        default="rent",
    )
    basis = fields.Selection(
        BASES,
        required=True,
        default="area_month",
    )
    rate = fields.Monetary(required=True)
    rhythm = fields.Selection(
        RHYTHMS,
        "Billed",
        required=True,
        default="month",
    )
    payer_id = fields.Many2one("res.partner", "Paid by", help="Empty: the tenant.")
    monthly = fields.Monetary("Per month", compute="_compute_monthly")

    _rate_positive = models.Constraint("CHECK(rate >= 0)", "A rate cannot be negative.")

    # COMPUTE
    @api.depends("basis", "rate", "renewal_id.contract_id.line_ids.area")
    def _compute_monthly(self):
        for charge in self:
            lease = charge.renewal_id.contract_id
            charge.monthly = lease._monthly_of(charge.basis, charge.rate)

    # BUSINESS
    def _charge_values(self):
        """Values of the line that goes on in the lease."""
        self.ensure_one()
        return {
            **{name: self[name] for name in KEPT},
            "payer_id": self.payer_id.id,
            "date_from": self.renewal_id.date_start,
        }


class LeaseCharge(models.Model):
    _inherit = "ops.lease.charge"

    # BUSINESS
    def _renewal_values(self):
        """Values of the same line in a renewal."""
        self.ensure_one()
        return {
            **{name: self[name] for name in KEPT},
            "payer_id": self.payer_id.id,
        }
