"""Who writes which part of a fit-out file, and what stays with it."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..groups import FINANCE, PROPERTY

# fields of one department, on a paper that several write
HANDS = {
    "permit_until": PROPERTY,
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
        """Each department enters its own part; a file stays with its lease."""
        if not self._flow_passes(vals):
            self._check_hands([name for name in HANDS if name in vals])
            if "contract_id" in vals:
                self._check_lease(vals["contract_id"])
        return super().write(vals)

    # BUSINESS
    def _check_hands(self, names):
        """The property company says how long the permit lasts, regional finance when
        and from where the deposit is paid out."""
        for name in names:
            if not self.env.su and not self.env.user.has_group(HANDS[name]):
                raise AccessError(
                    self.env._(
                        "%(fields)s is up to %(who)s.",
                        fields=self._flow_field_labels([name]),
                        who=self._guard_who((HANDS[name],)),
                    )
                )

    def _check_lease(self, contract):
        """What was reviewed, permitted and found was so in the shop of its lease."""
        for paper in self.filtered("name"):
            if paper.contract_id.id != contract:
                raise UserError(
                    self.env._(
                        "%(fitout)s stays with %(contract)s: start a new file.",
                        fitout=paper.display_name,
                        contract=paper.contract_id.display_name,
                    )
                )
