"""Bills of leases in the books."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


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

    # CONSTRAINT
    @api.constrains("lease_charge_id")
    def _check_lease_charge(self):
        """What the books hold for a charge is what its lease has been billed."""
        for line in self.filtered("lease_charge_id"):
            move = line.move_id
            # the lease is a fact, whoever may read leases
            lease = line.sudo().lease_charge_id.contract_id
            if move.lease_contract_id != lease or not move.is_sale_document():
                raise ValidationError(
                    self.env._(
                        "%(bill)s: a rate of %(lease)s is billed on a bill of this "
                        "lease alone.",
                        bill=move.display_name,
                        lease=lease.display_name,
                    )
                )
