"""Rates of a lease through its versions."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...rent import RentError, in_force
from ...rent.timeline import changes

STAMPS = {"replaces_id", "amendment_id", "lapsed"}


class LeaseCharge(models.Model):
    _inherit = "ops.lease.charge"

    # FIELDS
    replaces_id = fields.Many2one(
        "ops.lease.charge",
        "In place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    amendment_id = fields.Many2one(
        "ops.lease.amendment",
        "Agreed by amendment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    lapsed = fields.Boolean(
        "Never in force",
        readonly=True,
        copy=False,
        help="An amendment took its place before its first day.",
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What an amendment did is not entered."""
        for vals in vals_list:
            self._check_versions(vals)
        return super().create(vals_list)

    def write(self, vals):
        """What an amendment did is not entered."""
        self._check_versions(vals)
        return super().write(vals)

    # BUSINESS
    def _check_versions(self, vals):
        # an amendment writes it with the rights of its signature
        if not self.env.su and STAMPS.intersection(vals):
            raise AccessError(
                self.env._("Which rate took the place of which is said by amendments.")
            )

    def _first_day(self):
        """The day it is in force from."""
        self.ensure_one()
        start = self.contract_id.date_start
        return max(filter(None, (self.date_from, start)), default=start)

    def _terms_on(self, day):
        """``{charge: values}`` of the terms as they stand on a day: the rate in force
        after its rises and its index, and the day of its next rise."""
        result = {}
        for lease, charges in self.grouped("contract_id").items():
            rates, terms = {}, {}
            if lease.date_start and lease.date_end:
                version = lease._rent_lease()
                terms = {charge.key: charge for charge in version.charges}
                try:
                    rates = in_force(version, day)
                except RentError:
                    # what cannot be computed is proposed as it was agreed
                    rates = {}
            for charge in charges:
                values = charge._terms_values()
                now = rates.get(charge.id)
                if now:
                    values["rate"] = lease.currency_id.round(float(now.rate))
                if now and terms[charge.id].escalation:
                    rises = (c[0] for c in changes(version, terms[charge.id]))
                    values["rise_date"] = min(
                        (rise for rise in rises if rise > day), default=False
                    )
                result[charge] = values
        return result
