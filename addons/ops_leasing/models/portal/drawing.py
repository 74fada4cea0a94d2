"""A tenant files drawings of his fit-out himself (LE-18, LE-F28)."""

from odoo import models


class LeaseFitout(models.Model):
    _inherit = "ops.lease.fitout"

    # BUSINESS
    def _portal_open(self):
        """Whether the tenant may file drawings: before the review, or returned."""
        self.ensure_one()
        return self.state == "draft" and self.contract_id.state == "signed"


class LeaseDrawing(models.Model):
    _inherit = "ops.lease.drawing"

    # BUSINESS
    def _portal_opinions(self):
        """What the reviewers said, once the review is over: not what they are still
        writing."""
        self.ensure_one()
        if self.fitout_state == "reviewing" and self.state == "submitted":
            return []
        return [
            (self._fields[name]._description_string(self.env), self[name])
            for name in ("opinion_leasing", "opinion_design")
            if self[name]
        ]
