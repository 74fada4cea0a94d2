"""Bills of leases in the books."""

from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    # FIELDS
    lease_billing_id = fields.Many2one(
        "ops.lease.billing",
        "Billing run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    lease_billing_line_id = fields.Many2one(
        "ops.lease.billing.line",
        "Lease in the run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # FIELDS
    lease_charge_id = fields.Many2one(
        "ops.lease.charge",
        "Rent or fee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    lease_period_from = fields.Date("Period from", readonly=True)
    lease_period_to = fields.Date("Period until", readonly=True)
    lease_trace = fields.Json("How it was computed", readonly=True)
