from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate, format_date

from ...rent import schedule
from ..groups import LEASING
from ..terms_mixin import BY_AREA, UNSCHEDULED

_lt = LazyTranslate(__name__)


class LeaseAmendment(models.Model):
    """What an amendment needs before it is put forward and before it is signed."""

    _inherit = "ops.lease.amendment"

    # BUSINESS
    @gate(_lt("Reason for the amendment given"), who=LEASING)
    def _gate_reason_given(self):
        for paper in self.filtered(lambda p: not (p.reason or "").strip()):
            message = self.env._("Why the lease is amended is missing.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Within the lease"), who=LEASING)
    def _gate_inside_the_lease(self):
        for paper in self:
            lease = paper.contract_id
            start, end = lease.date_start, lease.date_end
            if not (start and end):
                message = self.env._("The lease has no last day.")
                yield self._blocker(paper, message, fix=lease)
                continue
            if not start <= paper.date_start <= end:
                message = self.env._(
                    "The new terms begin on %(day)s; the lease runs from %(start)s to "
                    "%(end)s.",
                    day=format_date(self.env, paper.date_start),
                    start=format_date(self.env, start),
                    end=format_date(self.env, end),
                )
                yield self._blocker(paper, message, fix=paper)
            if paper.date_end and paper.date_end > end:
                message = self.env._(
                    "The lease ends on %(end)s; a longer one is a renewal.",
                    end=format_date(self.env, end),
                )
                yield self._blocker(paper, message, fix=paper)
            for free in paper.free_ids:
                since = free._since()
                if since and since < paper.date_start:
                    message = self.env._(
                        "Rent-free time from %(day)s begins before the new terms.",
                        day=format_date(self.env, since),
                    )
                    yield self._blocker(paper, message, fix=paper)
                opened = lease.date_rent_start or lease.date_opened
                if free.kind == "until_opening" and opened and opened <= since:
                    message = self.env._(
                        "The shop opened on %(day)s: enter the days that are free.",
                        day=format_date(self.env, opened),
                    )
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Follows the terms in force"), who=LEASING)
    def _gate_up_to_date(self):
        """Another paper may have changed the lease meanwhile."""
        for paper in self:
            known = paper.charge_ids.browse().origin_id.union(*paper._proposed())
            for charge in (paper.charge_ids.origin_id - known)[:1]:
                message = self.env._(
                    "%(kind)s is not in force on %(day)s or later: take the line out, "
                    "or call the amendment off and amend anew.",
                    kind=charge._kind_label(),
                    day=format_date(self.env, paper.date_start),
                )
                yield self._blocker(paper, message, fix=paper.contract_id)

    @gate(_lt("Something changes"), who=LEASING)
    def _gate_changes_something(self):
        for paper in self:
            if any(paper._plan()) or paper.free_ids or paper.shop_ids:
                continue
            if paper.turnover_amended:
                continue
            if paper.date_end and paper.date_end != paper.contract_id.date_end:
                continue
            message = self.env._("Every rate stays as it is: nothing is amended.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Terms can be computed"), who=LEASING)
    def _gate_computable(self):
        for paper in self:
            if paper.problem:
                yield self._blocker(paper, paper.problem, fix=paper)
                continue
            for line in paper.charge_ids.filtered(lambda c: c.kind in UNSCHEDULED):
                message = self.env._(
                    "%(kind)s is not amended here: take the line out.",
                    kind=line._kind_label(),
                )
                yield self._blocker(paper, message, fix=paper)
            for charge, line in paper.sudo()._billed_elsewhere():
                message = self.env._(
                    "%(kind)s until %(last)s was billed before the suite was there: "
                    "the new terms begin later.",
                    kind=charge._kind_label(),
                    last=format_date(self.env, line.period_to),
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No exit under way"), who=LEASING)
    def _gate_no_exit(self):
        yield from self._blockers_leaving()

    @gate(_lt("No other amendment"), who=LEASING)
    def _gate_no_other_amendment(self):
        ended = ("negotiation", "draft", "signed", "settled", "archived", "cancelled")
        yield from self._blockers_beside(*ended)

    @gate(_lt("Lease over"), who=LEASING)
    def _gate_lease_over(self):
        yield from self._blockers_still_in_force()

    def _billed_elsewhere(self):
        """Rates that would be cut within a period billed before the suite was there."""
        self.ensure_one()
        lease, plan = self.contract_id, self._plan()
        since = lease.date_billed_from
        if not since:
            return []
        cut = {charge.id: charge for charge in plan.ended | plan.lapsed}
        if self.shop_ids:
            # what is counted on the area is cut as well
            counted = lease._charges_ahead(self.date_start)
            cut |= {c.id: c for c in counted if c.basis in BY_AREA}
        return [
            (cut[line.charge], line)
            for line in schedule(lease._rent_lease(), upto=since)
            if line.charge in cut
            and line.period_from < since
            and line.period_to >= self.date_start
        ]
