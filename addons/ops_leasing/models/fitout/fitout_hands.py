"""Who writes which part of a fit-out file."""

from odoo import api, models
from odoo.exceptions import AccessError

from ..groups import FINANCE, LEASING_MANAGER, PROPERTY

# fields of one department, on a paper that several write
HANDS = {
    "permit_until": PROPERTY,
    "deposit_waiver": LEASING_MANAGER,
    "refund_date": FINANCE,
    "refund_journal_id": FINANCE,
}


class LeaseFitoutHands(models.Model):
    _inherit = "ops.lease.fitout"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Each department enters its own part, by a caller's default no less."""
        papers = super().create(vals_list)
        papers._check_hands([name for name in HANDS if any(papers.mapped(name))])
        return papers

    def write(self, vals):
        """Each department enters its own part."""
        if not self._flow_passes(vals):
            self._check_hands([name for name in HANDS if name in vals])
        return super().write(vals)

    # BUSINESS
    def _check_hands(self, names):
        """The property company says how long the permit lasts, the manager of the
        commercial company who is let off the deposit, regional finance when and from
        where it is paid out."""
        for name in names:
            if not self.env.su and not self.env.user.has_group(HANDS[name]):
                raise AccessError(
                    self.env._(
                        "%(fields)s is up to %(who)s.",
                        fields=self._flow_field_labels([name]),
                        who=self._guard_who((HANDS[name],)),
                    )
                )
