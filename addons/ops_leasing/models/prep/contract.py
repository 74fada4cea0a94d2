from odoo import models


class LeaseContract(models.Model):
    """What goes before the signature (LE-03 … LE-10)."""

    _inherit = "ops.lease.contract"

    # BUSINESS
    def _conditions_agreed(self):
        """``{contract: [(name, agreed value, open)]}`` – technical conditions that
        hand-over and fit-out review carry on (LE-X3)."""
        return {contract: [] for contract in self}
