"""What each step of a fit-out demands, and who supplies it."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import DESIGN, FINANCE, LEASING, PROJECT, PROPERTY
from .fitout_steps import ACCEPTANCE, ANNEXES

_lt = LazyTranslate(__name__)


class LeaseFitoutGates(models.Model):
    _inherit = "ops.lease.fitout"

    # BUSINESS
    # --- joint review (LE-18)
    @gate(_lt("No other fit-out of this lease"), who=LEASING)
    def _gate_no_other_file(self):
        yield from self._blockers_beside("draft", "cancelled", *self._accepted_states())

    @gate(_lt("Drawings filed"), who=LEASING)
    def _gate_drawings_given(self):
        """A returned version stands until a new one replaces it."""
        for paper in self:
            latest = paper.drawing_ids._latest()
            if not latest:
                message = self.env._("No drawing has been filed.")
                yield self._blocker(paper, message, fix=paper)
            for drawing in latest:
                message = ""
                if not drawing.attachment_ids:
                    message = self.env._(
                        "%(drawing)s has no file.", drawing=drawing.display_name
                    )
                elif drawing.state == "returned":
                    message = self.env._(
                        "%(drawing)s was returned: a new version is missing.",
                        drawing=drawing.display_name,
                    )
                if message:
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Both reviewers named"), who=LEASING)
    def _gate_reviewers_named(self):
        """One of the commercial company, one of the design centre."""
        for paper in self:
            sides = (
                (paper.reviewer_leasing_id, LEASING),
                (paper.reviewer_design_id, DESIGN),
            )
            for user, group in sides:
                if user and user.has_group(group):
                    continue
                message = self.env._(
                    "Nobody of %(side)s is named to review the drawings.",
                    side=self._guard_role((group,)),
                )
                yield self._blocker(paper, message, fix=paper)
            if paper.reviewer_leasing_id and (
                paper.reviewer_leasing_id == paper.reviewer_design_id
            ):
                message = self.env._("The two sides are reviewed by two people.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Commercial company and design centre agree"))
    def _gate_both_agreed(self):
        """LE-18: both opinions, whoever the signatures were handed over to."""
        # whose agreement is missing is no secret to who may read the paper
        requests = self.env["ops.approval.request"].sudo()
        latest = requests._latest_of(self, self._flow.step("approve").route)
        known = {request.res_id: request for request in latest}
        for paper in self:
            tasks = known.get(paper.id, requests).node_ids.task_ids
            agreed = tasks.filtered(
                lambda task: task.is_current and task.state == "agreed"
            ).user_id
            for group in (LEASING, DESIGN):
                if any(user.has_group(group) for user in agreed):
                    continue
                message = self.env._(
                    "%(side)s has not agreed to the drawings.",
                    side=self._guard_role((group,)),
                )
                yield self._blocker(paper, message, self._guard_who((group,)))

    # --- work permit (C-28, C-30)
    @gate(_lt("Drawings approved"), who=LEASING)
    def _gate_drawings_approved(self):
        """The approval is still there, and every drawing in force is of it."""
        agreed = self.env["ops.approval.request"]._agreed(
            self, self._flow.step("approve")
        )
        for paper in self - agreed:
            message = self.env._("The drawings have no agreed approval.")
            yield self._blocker(paper, message, fix=paper)
        for paper in self:
            for drawing in paper.drawing_ids._latest():
                if drawing.state != "approved":
                    message = self.env._(
                        "%(drawing)s is not approved.", drawing=drawing.display_name
                    )
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Entry fees paid"), who=FINANCE)
    def _gate_fees_paid(self):
        """LE-16: no fit-out while a mandatory fee is unpaid."""
        fees = self.contract_id._entry_fees_open()
        for paper in self:
            for message in fees.get(paper.contract_id, ()):
                yield self._blocker(paper, message, fix=paper.contract_id)

    @gate(_lt("Fit-out deposit received"), who=FINANCE)
    def _gate_deposit_received(self):
        """C-30: the fit-out deposit 装修押金, where the lease asks for one."""
        for paper in self:
            for deposit in paper._fit_out_deposits():
                missing = deposit._missing()
                if not missing and (
                    deposit.currency_id.compare_amounts(
                        deposit.amount, deposit.refundable
                    )
                    > 0
                ):
                    # what went back after an earlier fit-out is held no longer
                    missing = self.env._(
                        "%(deposit)s: %(held)s of %(agreed)s is held.",
                        deposit=deposit.display_name,
                        held=deposit.currency_id.format(deposit.refundable),
                        agreed=deposit.currency_id.format(deposit.amount),
                    )
                if missing:
                    yield self._blocker(paper, missing, fix=deposit)

    @gate(_lt("Annexes complete"), who=PROPERTY)
    def _gate_annexes_complete(self):
        """C-28: application, fire safety, insurance and the other annexes."""
        open_lines = self._checklist_open_lines(ANNEXES)
        for paper in self:
            if ANNEXES not in paper.checklist_ids.mapped("code"):
                message = self.env._("The list of annexes has not been started.")
                yield self._blocker(paper, message, fix=paper)
            for line in open_lines[paper.id]:
                message = self.env._("Annex missing: %(annex)s.", annex=line.name)
                yield self._blocker(paper, message, fix=line.checklist_id)

    @gate(_lt("Workers named"), who=LEASING)
    def _gate_workers_named(self):
        for paper in self.filtered(lambda p: not p.worker_ids):
            message = self.env._("No worker is named for a pass.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Works insured"), who=LEASING)
    def _gate_insured(self):
        """C-28: the insurance lasts as long as the permit."""
        today = fields.Date.context_today(self)
        for paper in self:
            if not (paper.insurance_number and paper.insurance_until):
                message = self.env._("Number and expiry of the insurance are missing.")
                yield self._blocker(paper, message, fix=paper)
            elif paper.insurance_until < max(paper.permit_until or today, today):
                message = self.env._(
                    "The insurance ends on %(date)s, before the permit.",
                    date=paper.insurance_until,
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Permit dated"), who=PROPERTY)
    def _gate_permit_dated(self):
        today = fields.Date.context_today(self)
        for paper in self:
            if not paper.permit_until:
                message = self.env._("It is not said until when the permit is valid.")
                yield self._blocker(paper, message, fix=paper)
            elif paper.permit_until < today:
                message = self.env._(
                    "The permit would have ended on %(date)s.", date=paper.permit_until
                )
                yield self._blocker(paper, message, fix=paper)

    # --- works (LE-19)
    @gate(_lt("Shop taken over"), who=PROPERTY)
    def _gate_shop_taken_over(self):
        """LE-15: works start in a shop that has been handed over."""
        for paper in self:
            for unit in paper.contract_id._shops_ahead():
                if unit.state not in ("handed_over", "fitting_out"):
                    message = self.env._(
                        "%(unit)s is “%(state)s”, not handed over.",
                        unit=unit.display_name,
                        state=unit._flow_state_label(unit.state),
                    )
                    yield self._blocker(paper, message, fix=unit)
                elif unit.contract_id != paper.contract_id:
                    message = self.env._(
                        "%(contract)s does not let %(unit)s now.",
                        contract=paper.contract_id.display_name,
                        unit=unit.display_name,
                    )
                    yield self._blocker(paper, message, fix=unit)

    @gate(_lt("Permit in force"), who=PROPERTY)
    def _gate_permit_in_force(self):
        today = fields.Date.context_today(self)
        for paper in self:
            message = ""
            if not paper.permit_number:
                message = self.env._("There is no work permit.")
            elif not paper.permit_until:
                message = self.env._("It is not said until when the permit is valid.")
            elif paper.permit_until < today:
                message = self.env._(
                    "The work permit ended on %(date)s.", date=paper.permit_until
                )
            elif not paper.insurance_until or paper.insurance_until < today:
                message = self.env._("The works are not insured any more.")
            if message:
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Cause of the stop corrected"), who=LEASING)
    def _gate_stop_lifted(self):
        """LE-19: what stopped the works holds for the lease, whichever file it was."""
        self._findings_fetch()
        for paper in self:
            stopping = paper._findings().filtered("visit_id.stop_work")
            yield from paper._finding_blockers(stopping)

    @gate(_lt("Works supervised"), who=PROPERTY)
    def _gate_supervised(self):
        for paper in self:
            if not paper.visit_ids.filtered(lambda v: v.state != "draft"):
                message = self.env._("The works have never been inspected.")
                yield self._blocker(paper, message, fix=paper)

    # --- acceptance (LE-19, LE-X4)
    @gate(_lt("Findings closed"), who=LEASING)
    def _gate_findings_closed(self):
        self._findings_fetch()
        for paper in self:
            for visit in paper.visit_ids.filtered(lambda v: v.state == "draft"):
                message = self.env._(
                    "%(visit)s is not issued.", visit=visit.display_name
                )
                who = self._guard_who((PROPERTY,))
                yield self._blocker(paper, message, who, fix=visit)
            yield from paper._finding_blockers(paper._findings())

    def _findings_fetch(self):
        """Read at once what is asked of each of these papers afterwards."""
        self.contract_id.fitout_ids.visit_ids.finding_ids.mapped("is_open")

    def _findings(self):
        """Findings of this lease: a new file or a new drawing takes none of them
        away."""
        visits = self.contract_id.fitout_ids.visit_ids
        return visits.filtered(lambda v: v.state != "draft").finding_ids

    def _finding_blockers(self, findings):
        """A blocker for each finding that nobody else has checked off."""
        self.ensure_one()
        for finding in findings.filtered("is_open"):
            action = finding.improvement_id
            due = {"checking": action.checker_id}.get(action.state, action.owner_id)
            message = self.env._(
                "%(finding)s (%(visit)s) is “%(state)s”, due %(date)s.",
                finding=finding.name,
                visit=finding.visit_id.display_name,
                state=action._flow_state_label(action.state)
                if action
                else finding.visit_id._flow_state_label(finding.visit_id.state),
                date=finding.date_due,
            )
            yield self._blocker(self, message, due.name, fix=action or finding.visit_id)

    @gate(_lt("Fire, engineering and operations agree"))
    def _gate_departments_agree(self):
        """LE-X4: three departments accept, each for itself."""
        open_lines = self._checklist_open_lines(ACCEPTANCE)
        for paper in self:
            if ACCEPTANCE not in paper.checklist_ids.mapped("code"):
                message = self.env._("The acceptance list has not been started.")
                yield self._blocker(paper, message, fix=paper)
            for line in open_lines[paper.id]:
                message = self.env._("Not accepted yet: %(point)s.", point=line.name)
                # the post of a point is no secret
                who = line.sudo().user_id.name or line.sudo().group_id.name or ""
                yield self._blocker(paper, message, who, fix=line.checklist_id)

    @gate(_lt("Accepted by three people"), who=PROJECT)
    def _gate_three_people(self):
        """Nobody accepts for two departments (cross-cutting rule 8)."""
        # who has ticked off a point is a fact, whoever looks
        ticks = (
            self.env["ops.checklist.line"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("checklist_id.code", "=", ACCEPTANCE),
                    ("state", "=", "done"),
                ]
            )
        )
        by_paper = ticks.grouped("res_id")
        for paper in self:
            own_ticks = by_paper.get(paper.id, ticks.browse())
            for user, own in own_ticks.grouped("done_user_id").items():
                # a point may be handed over; its department stays the template's
                departments = own.template_line_id.group_id
                departments |= own.filtered(lambda p: not p.template_line_id).group_id
                if len(departments) > 1:
                    message = self.env._(
                        "%(user)s has accepted for more than one department.",
                        user=user.name,
                    )
                    yield self._blocker(paper, message, fix=own[:1].checklist_id)
