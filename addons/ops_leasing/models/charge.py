from odoo import api, fields, models

KINDS = [
    ("rent", "Rent"),
    ("service", "Property fee"),
    ("promotion", "Promotion fee"),
    ("other", "Other fee"),
]
BASES = [
    ("area_month", "Per m² and month"),
    ("area_day", "Per m² and day"),
    ("month", "Per month"),
]
RHYTHMS = [
    ("month", "Monthly"),
    ("quarter", "Quarterly"),
    ("half_year", "Half-yearly"),
    ("year", "Yearly"),
    ("once", "Once"),
]


class LeaseCharge(models.Model):
    """What the tenant owes by the lease: rent and fees, each with its dates in force
    (LE-10, LE-F04)."""

    _name = "ops.lease.charge"
    _inherit = ["ops.flow.line.mixin"]
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
        help="How often it is billed; the rate stays per month or day.",
    )
    payer_id = fields.Many2one(
        "res.partner", "Paid by", help="Empty: the tenant.", ondelete="restrict"
    )
    date_from = fields.Date("From", help="Empty: from the first day of the lease.")
    date_to = fields.Date("Until", help="Empty: until the last day of the lease.")
    monthly = fields.Monetary("Per month", compute="_compute_monthly")

    _rate_positive = models.Constraint("CHECK(rate >= 0)", "A rate cannot be negative.")
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The rate ends before it starts.",
    )

    # COMPUTE
    @api.depends("basis", "rate", "contract_id.line_ids.area")
    def _compute_monthly(self):
        for charge in self:
            lease = charge.contract_id
            charge.monthly = lease._monthly_of(charge.basis, charge.rate)
