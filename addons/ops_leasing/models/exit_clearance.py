"""What a mall may demand of an exit besides: the termination agreement, the clearance
confirmation of two departments, a time before the deposit goes back (C-32, C-33)."""

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from .exit import CLEARANCE
from .groups import FINANCE, LEASING, PROPERTY

# points of the clearance: parking rights, cards, accounts
POINTS = "lease_clearance"

_lt = LazyTranslate(__name__)


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_exit_agreement = fields.Boolean(
        "Termination agreement for early exits",
        help="An early exit is released with the signed termination agreement alone.",
    )
    lease_exit_clearance = fields.Boolean(
        "Clearance by two departments",
        help="Goods leave once the commercial company and regional finance confirm, "
        "the tenant has signed and the points of the clearance are closed.",
    )
    lease_refund_delay = fields.Integer(
        "Days before a deposit goes back",
        help="Counted from the inspection of the shop; 0: at once.",
    )

    _refund_delay_positive = models.Constraint(
        "CHECK(lease_refund_delay >= 0)", "Days cannot be negative."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lease_exit_agreement = fields.Boolean(
        related="company_id.lease_exit_agreement", readonly=False
    )
    lease_exit_clearance = fields.Boolean(
        related="company_id.lease_exit_clearance", readonly=False
    )
    lease_refund_delay = fields.Integer(
        related="company_id.lease_refund_delay", readonly=False
    )


class LeaseExit(models.Model):
    _inherit = "ops.lease.exit"

    # FIELDS
    agreement_asked = fields.Boolean(compute="_compute_clearance_asked")
    agreement_ids = fields.Many2many(
        "ir.attachment",
        "ops_lease_exit_agreement_rel",
        string="Termination agreement, signed",
        copy=False,
        bypass_search_access=True,
    )
    clearance_asked = fields.Boolean(compute="_compute_clearance_asked")
    cleared_leasing_id = fields.Many2one(
        "res.users", "Cleared by the commercial company", readonly=True, copy=False
    )
    cleared_leasing_date = fields.Datetime(
        "Cleared by the commercial company on", readonly=True, copy=False
    )
    cleared_finance_id = fields.Many2one(
        "res.users", "Cleared by regional finance", readonly=True, copy=False
    )
    cleared_finance_date = fields.Datetime(
        "Cleared by regional finance on", readonly=True, copy=False
    )
    clearance_ids = fields.Many2many(
        "ir.attachment",
        "ops_lease_exit_clearance_rel",
        string="Clearance form signed by the tenant",
        copy=False,
        bypass_search_access=True,
    )
    clearance_date = fields.Date("Clearance signed by the tenant on", copy=False)
    agreement_effective = fields.Date(
        "Termination agreement in effect from",
        compute="_compute_agreement_effective",
        help="The day the last of finance, commercial company and tenant signed the "
        "clearance form.",
    )
    refund_from = fields.Date("Refund from", compute="_compute_refund_from")

    # COMPUTE
    @api.depends(
        "kind",
        "date_planned",
        "lease_end",
        "company_id.lease_exit_agreement",
        "company_id.lease_exit_clearance",
    )
    def _compute_clearance_asked(self):
        for paper in self:
            # what the company demands is no secret to who works with its papers
            company = paper.sudo().company_id
            end, planned = paper.lease_end, paper.date_planned
            early = paper.kind != "expiry" or bool(end and planned and planned < end)
            # who is gone agrees to nothing
            early = early and paper.kind != "forced"
            paper.agreement_asked = company.lease_exit_agreement and early
            paper.clearance_asked = company.lease_exit_clearance

    @api.depends(
        "inspection_ids.state",
        "inspection_ids.state_since",
        "company_id.lease_refund_delay",
    )
    def _compute_refund_from(self):
        """C-33: some malls pay back a while after the shop was inspected."""
        for paper in self:
            days = paper.sudo().company_id.lease_refund_delay
            forms = paper.inspection_ids.filtered(lambda f: f.state == "issued")
            # the day the form was issued; what is typed on it can be any
            issued = max(filter(None, forms.mapped("state_since")), default=False)
            paper.refund_from = issued and fields.Date.add(issued.date(), days=days)

    @api.depends(
        "agreement_ids",
        "clearance_date",
        "cleared_leasing_date",
        "cleared_finance_date",
    )
    def _compute_agreement_effective(self):
        """C-32: the agreement takes effect the day the clearance form is signed."""
        for paper in self:
            days = [paper.clearance_date] + [
                stamp and fields.Date.context_today(paper, stamp)
                for stamp in (paper.cleared_leasing_date, paper.cleared_finance_date)
            ]
            signed = paper.agreement_ids and all(days)
            paper.agreement_effective = max(days) if signed else False

    # ACTION
    def action_confirm_clearance(self):
        """Confirm that the tenant may leave, for one's own department (C-32).

        :raise AccessError: for others than the commercial company and finance
        :raise FlowRefused: when the exit is not approved
        """
        sides = [
            side
            for side, group in (("leasing", LEASING), ("finance", FINANCE))
            if self.env.user.has_group(group)
        ]
        if not sides:
            self._check_group(FINANCE)
        self.check_access("read")
        # both departments confirm, also the one that does not write exits
        papers = self.sudo()
        papers._flow_check_act(self.env._("Confirm clearance"), "release", "approved")
        # where the mall has asked for it only since the approval
        papers._clearance_start()
        for side in sides:
            name = f"cleared_{side}_id"
            # one person does not confirm for both (cross-cutting rule 8)
            left = papers.filtered(
                lambda p, n=name: (
                    not p[n]
                    and self.env.user not in p.cleared_leasing_id | p.cleared_finance_id
                )
            )
            left._flow_write(
                {name: self.env.uid, f"cleared_{side}_date": fields.Datetime.now()}
            )
        return True

    # BUSINESS
    @gate(_lt("Termination agreement signed"), who=LEASING)
    def _gate_agreement_signed(self):
        for paper in self.filtered("agreement_asked"):
            if not paper.agreement_ids:
                message = self.env._(
                    "The signed termination agreement of the early exit is missing."
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Clearance confirmed"))
    def _gate_clearance_confirmed(self):
        sides = (("cleared_leasing_id", LEASING), ("cleared_finance_id", FINANCE))
        for paper in self.filtered("clearance_asked"):
            for name, group in sides:
                if not paper[name]:
                    message = self.env._(
                        "%(side)s has not confirmed the clearance.",
                        side=self._guard_role((group,)),
                    )
                    yield self._blocker(
                        paper, message, self._guard_who((group,)), fix=paper
                    )

            if paper.kind != "forced":
                yield from paper._clearance_unsigned()

    def _clearance_unsigned(self):
        """Blockers for the tenant's own signature on the clearance form."""
        self.ensure_one()
        who, today = self._guard_who((LEASING,)), fields.Date.context_today(self)
        if not self.clearance_ids:
            message = self.env._(
                "The clearance form signed by the tenant is not attached."
            )
            yield self._blocker(self, message, who, fix=self)
        if not self.clearance_date or self.clearance_date > today:
            message = self.env._(
                "The day the tenant signed the clearance form is missing or still to "
                "come."
            )
            yield self._blocker(self, message, who, fix=self)

    @gate(_lt("Points of the clearance closed"), who=PROPERTY)
    def _gate_clearance_points(self):
        """C-32: parking rights and cards are closed before the tenant is cleared."""
        open_lines = self._checklist_open_lines(POINTS)
        for paper in self.filtered("clearance_asked"):
            if POINTS not in paper.sudo().checklist_ids.mapped("code"):
                message = self.env._("The list of the clearance has not been started.")
                yield self._blocker(paper, message, fix=paper)
            # whose a point is, is no secret
            for line in open_lines[paper.id].sudo():
                message = self.env._("“%(point)s” is open.", point=line.name)
                who = line.user_id.name or line.group_id.name or ""
                yield self._blocker(paper, message, who, fix=line.checklist_id)

    @gate(_lt("Time of the refund"), who=FINANCE)
    def _gate_refund_due(self):
        today = fields.Date.context_today(self)
        for paper in self:
            pays = paper.amount_refund and paper.refund_from
            if pays and paper.refund_from > today:
                message = self.env._(
                    "The deposit goes back %(days)s days after the inspection, from "
                    "%(date)s.",
                    days=paper.company_id.lease_refund_delay,
                    date=paper.refund_from,
                )
                yield self._blocker(paper, message, fix=paper)

    def _after_approve(self):
        self.filtered("clearance_asked")._clearance_start()

    def _clearance_start(self):
        """The points of the clearance are there for those who close them."""
        # the list follows from the approval, whoever gave it
        if self:
            self.sudo()._checklist_start(POINTS)

    def _after_reopen(self):
        """What is approved anew is confirmed and signed anew."""
        stamps = (*CLEARANCE, "clearance_date")
        self._flow_write(dict.fromkeys(stamps, False))
