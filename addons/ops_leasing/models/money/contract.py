from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError

from .fapiao import ASKS


class LeaseContract(models.Model):
    """The money side of a lease: its bills and their fapiao (LE-F30)."""

    _inherit = "ops.lease.contract"

    # FIELDS
    fapiao_count = fields.Integer(
        "Number of fapiao", compute="_compute_fapiao_count", compute_sudo=True
    )
    fapiao_ids = fields.One2many("ops.fapiao", "contract_id", "Fapiao of the lease")

    # COMPUTE
    @api.depends("fapiao_ids")
    def _compute_fapiao_count(self):
        for contract in self:
            contract.fapiao_count = len(contract.fapiao_ids)

    # ACTION
    def action_request_fapiao(self):
        """Draft a fapiao for the posted bills of this lease that have none.

        :raise AccessError: for who does not deal with tenants' bills
        :raise UserError: when there is none
        """
        if not any(map(self.env.user.has_group, ASKS)):
            raise AccessError(
                self.env._("Who deals with tenants asks for their fapiao.")
            )
        self.check_access("read")
        # the bills of a lease one may read; the drafts are one's own
        bills = (
            self.env["account.move"]
            .sudo()
            .search([("lease_contract_id", "in", self.ids)])
        )
        return bills.with_env(self.env)._fapiao_draft()._fapiao_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_fapiao(self):
        """Fapiao of this lease."""
        return self._open_of_lease("ops_leasing.fapiao_action")
