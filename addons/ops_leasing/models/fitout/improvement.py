from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.models.improvement import Improvement as BaseImprovement
from odoo.tools import LazyTranslate

from ..groups import PROPERTY_MANAGER

_lt = LazyTranslate(__name__)


class Improvement(models.Model):
    _inherit = "ops.improvement"

    _flow = BaseImprovement._flow.extend(gates={"drop": "visit_drops"})

    # BUSINESS
    @gate(_lt("Findings dropped by the property manager"), who=PROPERTY_MANAGER)
    def _gate_visit_drops(self):
        """LE-19: a finding of a fit-out is corrected; setting it aside is up to the
        manager of who found it."""
        if self.env.user.has_group(PROPERTY_MANAGER):
            return
        for action in self:
            if action.res_model == "ops.lease.fitout.visit":
                message = self.env._(
                    "It is a finding of a fit-out: it is corrected and checked."
                )
                yield self._blocker(action, message, fix=action)

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
