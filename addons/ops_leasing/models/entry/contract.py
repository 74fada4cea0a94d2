from odoo import models


class LeaseContract(models.Model):
    """What lies between the signature and the fit-out (LE-13 … LE-17)."""

    _inherit = "ops.lease.contract"

    # BUSINESS
    def _entry_fees_open(self):
        """``{contract: [sentences]}`` – mandatory fees that are not paid (LE-16)."""
        return {contract: [] for contract in self}
