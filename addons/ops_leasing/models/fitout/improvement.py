from odoo import models


class Improvement(models.Model):
    _inherit = "ops.improvement"

    # BUSINESS
    def _after_close(self):
        result = super()._after_close()
        self._close_visits()
        return result

    def _after_drop(self):
        self._close_visits()

    def _close_visits(self):
        """LE-19: a supervision record closes with its last finding."""
        visits = self.env["ops.lease.fitout.visit"]
        ids = {action.res_id for action in self if action.res_model == visits._name}
        visits.browse(ids).exists()._close_corrected()
