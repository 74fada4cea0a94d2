"""What each step of a round demands, and who owes it (LE-F15)."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE, PROPERTY, PROPERTY_MANAGER

_lt = LazyTranslate(__name__)


class LeaseUtility(models.Model):
    _inherit = "ops.lease.utility"

    # BUSINESS
    @gate(_lt("Earlier rounds handed in"), who=PROPERTY)
    def _gate_earlier_first(self):
        """What a round begins with is what the one before ended with."""
        open_rounds = self.search(
            [("property_id", "in", self.property_id.ids), ("state", "=", "draft")]
        )
        for paper in self:
            for other in open_rounds:
                if (
                    other.property_id == paper.property_id
                    and other.date_to < paper.date_from
                ):
                    message = self.env._(
                        "%(other)s is being read still; it goes first.",
                        other=other.display_name,
                    )
                    yield self._blocker(paper, message, fix=other)

    @gate(_lt("All meters read"), who=PROPERTY)
    def _gate_all_read(self):
        for paper in self:
            if not paper.line_ids.filtered("date"):
                message = self.env._("No meter has been read.")
                yield self._blocker(paper, message, fix=paper)
            for line in paper.line_ids.filtered("missing"):
                message = self.env._("%(meter)s is not read.", meter=line.display_name)
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Findings looked at"), who=PROPERTY)
    def _gate_findings_settled(self):
        for paper in self:
            for line in paper.line_ids:
                if line.level == "error":
                    message = self.env._(
                        "%(meter)s: %(finding)s",
                        meter=line.display_name,
                        finding=line.finding,
                    )
                    yield self._blocker(paper, message, fix=paper)
                elif line.level == "warning" and not (line.remark or "").strip():
                    message = self.env._(
                        "%(meter)s: %(finding)s Look at it and write a remark.",
                        meter=line.display_name,
                        finding=line.finding,
                    )
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Tenants bounded by readings"), who=PROPERTY)
    def _gate_tenants_bounded(self):
        """A day typed in may have moved whose the use is."""
        for line, values in self._tenants_now():
            if values["bound"] == "many" and line.bound != "many":
                message = self.env._(
                    "%(meter)s: two tenants until the day it was read; enter the "
                    "final or handover reading, then list the meters anew.",
                    meter=line.display_name,
                )
                yield self._blocker(line.utility_id, message, fix=line.utility_id)

    @gate(_lt("Prices in force"), who=PROPERTY_MANAGER)
    def _gate_computable(self):
        for paper, (_values, messages) in self._parts().items():
            for message in messages:
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Checked by another person"), who=PROPERTY_MANAGER)
    def _gate_another_reader(self):
        for paper in self.filtered(lambda p: p.read_user_id == self.env.user):
            message = self.env._("You handed in these readings; another one checks.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Approved by another person"), who=FINANCE)
    def _gate_another_approver(self):
        for paper in self.filtered(
            lambda p: self.env.user in p.read_user_id | p.check_user_id
        ):
            message = self.env._(
                "You handed in or checked these readings; another one approves."
            )
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Figures still hold"), who=PROPERTY_MANAGER)
    def _gate_figures_hold(self):
        for paper in self._facts_changed() | self._overtaken():
            message = self.env._(
                "Leases, prices, shares or final readings have changed since the "
                "readings were handed in: send the round back to read again."
            )
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Leases can be billed"), who=FINANCE)
    def _gate_leases_billable(self):
        for paper in self:
            for lease in paper.part_ids.contract_id.sudo():
                if lease.state not in ("signed", "settled"):
                    message = self.env._(
                        "%(lease)s is “%(state)s” and cannot be billed.",
                        lease=lease.display_name,
                        state=lease._flow_state_label(lease.state),
                    )
                    yield self._blocker(paper, message, fix=lease)

    @gate(_lt("Billed in full"), who=FINANCE)
    def _gate_all_billed(self):
        # what the books hold of it is finance's to know; the step is finance's
        for paper, leases in self.sudo()._uneven().items():
            for lease in leases[:20]:
                message = self.env._(
                    "%(lease)s: not billed yet; it follows from the billing run.",
                    lease=lease.display_name,
                )
                yield self._blocker(paper.sudo(False), message, fix=lease)

    def _overtaken(self):
        """Those of the rounds whose days an exit or another round has settled since."""
        claims = self.line_ids.meter_id._claims()
        overtaken = self.browse()
        for line in self.line_ids.filtered(lambda li: li.date and li.previous_date):
            for before, last, _value, paper in claims.get(line.meter_id.id, ()):
                if paper != line.utility_id.id and (
                    before < line.date and line.previous_date < last
                ):
                    overtaken |= line.utility_id
        return overtaken
