from odoo import models


class LeaseAmendment(models.Model):
    _inherit = "ops.lease.amendment"

    # BUSINESS
    def _after_sign(self):
        """Months that are over keep what they earned by the terms so far (LE-F27)."""
        self.contract_id._revenue_refresh()
        result = super()._after_sign()
        self.contract_id._revenue_refresh()
        return result
