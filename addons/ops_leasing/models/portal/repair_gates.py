"""What a repair waits for, and what its steps write down."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import LEASING, PROPERTY

_lt = LazyTranslate(__name__)


class LeaseRepair(models.Model):
    _inherit = "ops.lease.repair"

    # BUSINESS
    @gate(_lt("Damage described"), who=(LEASING, PROPERTY))
    def _gate_described(self):
        for paper in self:
            if not (paper.subject or "").strip():
                message = self.env._("What is broken is missing.")
                yield self._blocker(paper, message, fix=paper)
            elif paper.urgency == "danger" and not (paper.description or "").strip():
                message = self.env._("Describe what is dangerous.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Somebody in charge"), who=PROPERTY)
    def _gate_worker_named(self):
        for paper in self:
            if not paper.user_id:
                message = self.env._("Who is in charge of the repair is missing.")
                yield self._blocker(paper, message, fix=paper)
            if not paper.date_planned:
                message = self.env._("The day the repair is planned for is missing.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Repair shown"), who=PROPERTY)
    def _gate_result_shown(self):
        for paper in self:
            if not (paper.result or "").strip():
                message = self.env._("What was done is missing.")
                yield self._blocker(paper, message, fix=paper)
            if not paper.evidence_ids:
                message = self.env._("A photo taken after the repair is missing.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Confirmed by another person"), who=LEASING)
    def _gate_other_confirms(self):
        for paper in self.filtered(lambda p: p.done_user_id == self.env.user):
            message = self.env._(
                "You reported the repair done; the tenant or the commercial company "
                "confirms it."
            )
            yield self._blocker(paper, message, fix=paper)

    def _prepare_submit_values(self):
        return {"reported_date": fields.Datetime.now()}

    def _prepare_finish_values(self):
        return {"done_user_id": self.env.uid, "done_date": fields.Datetime.now()}

    def _prepare_reject_values(self):
        return {"done_user_id": False, "done_date": False}

    def _prepare_confirm_values(self):
        return {
            "confirmed_user_id": self.env.uid,
            "confirmed_date": fields.Datetime.now(),
        }

    def _evidence_closed(self):
        """What was confirmed keeps its photos (rule 10)."""
        return self.state in ("closed", "refused", "withdrawn")
