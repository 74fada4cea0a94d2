from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless

from ..terms_mixin import UNSCHEDULED


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    amendment_ids = fields.One2many("ops.lease.amendment", "contract_id", "Amendments")
    version_count = fields.Integer(
        "Number of versions", compute="_compute_version_count"
    )

    # COMPUTE
    @api.depends("state", "renewal_ids.state", "amendment_ids.state")
    def _compute_version_count(self):
        # how many there are is no secret to who may see the lease
        counts = dict(
            self.env["ops.lease.version"]
            .sudo()
            ._read_group(
                [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]
            )
        )
        for contract in self:
            contract.version_count = counts.get(contract.sudo(), 0)

    # ACTION
    def action_amend(self):
        """Open the amendment of this lease: the one under way, or a new one (LE-F18).

        :raise UserError: when the lease is not in force
        """
        self.check_access("read")
        return self._open_agreement(
            self.amendment_ids,
            self.env._(
                "%(contract)s is amended while it is in force.",
                contract=self.display_name,
            ),
        )

    @harmless("opens a list; record rules decide what it shows")
    def action_open_versions(self):
        """What this lease has said from when on; rules decide what is seen."""
        return self._open_of_lease("ops_leasing.version_action")

    # BUSINESS
    def _charges_on(self, date=None):
        return super()._charges_on(date).filtered(lambda c: not c.lapsed)

    def _charges_ahead(self, day):
        """Rates in force on ``day`` or later; what is paid once was so on its day, and
        rent from sales is not amended."""
        self.ensure_one()
        charges = self.charge_ids
        ahead = charges.filtered(
            lambda c: (
                not c.lapsed
                and c.kind not in UNSCHEDULED
                and (not c.date_to or c.date_to >= day)
                and c._first_day() <= self.date_end
                and (c.rhythm != "once" or c._first_day() >= day)
            )
        )
        # read together with those of the other leases
        return ahead.with_prefetch(charges._prefetch_ids)

    def _rent_charges(self):
        return [charge for charge in super()._rent_charges() if not charge.lapsed]

    def _rent_heirs(self):
        return {c.id: c.replaces_id.id for c in self.charge_ids if c.replaces_id}
