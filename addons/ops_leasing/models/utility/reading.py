from odoo import models
from odoo.exceptions import UserError

from .meter import CLAIMING


class LeaseReading(models.Model):
    _inherit = "ops.lease.reading"

    # BUSINESS
    def _check_not_settled(self):
        """LE-F15: what a round settles on stays."""
        super()._check_not_settled()
        if self.env.su or not self.ids:
            return
        # that a round stands on it is no secret to who reads meters
        line = (
            self.env["ops.lease.utility.line"]
            .sudo()
            .search(
                [
                    "|",
                    ("reading_id", "in", self.ids),
                    ("previous_id", "in", self.ids),
                    ("utility_id.state", "in", CLAIMING),
                ],
                limit=1,
            )
        )
        if line:
            raise UserError(
                self.env._(
                    "%(meter)s: this reading stands in %(round)s. Send that round "
                    "back, or have finance void it.",
                    meter=line.meter_id.display_name,
                    round=line.utility_id.display_name,
                )
            )
