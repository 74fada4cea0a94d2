"""What a tenant does by himself with papers of his own lease (LE-F28)."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class LeasePaperMixin(models.AbstractModel):
    _inherit = "ops.lease.paper.mixin"

    # BUSINESS
    def _portal_take(self, name, reason=None):
        """Take a step in the name of the tenant whose paper it is.

        For the portal alone, which has asked before whose paper it is: no group is
        asked, every gate is.

        :raise UserError: with what is missing, a sentence a line
        """
        self.ensure_one()
        step = self._flow.step(name)
        blockers = self._flow_blockers(step, reason, kernel=True)
        if blockers:
            raise UserError("\n".join(blocker.message for blocker in blockers))
        self._flow_kernel_take(name, reason)

    def _portal_reason(self, *states):
        """Why this paper last came to one of these states, as its log says."""
        self.ensure_one()
        # what the tenant is told is what was written to be told
        log = (
            self.env["ops.flow.log"]
            .sudo()
            .search(
                Domain("res_model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("state_to", "in", states),
                order="id desc",
                limit=1,
            )
        )
        return log.reason or ""
