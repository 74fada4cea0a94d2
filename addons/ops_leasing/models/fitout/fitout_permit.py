"""The rules of the work permit: how soon it is issued, how large the fit-out deposit
is (C-30)."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import LEASING_MANAGER

_lt = LazyTranslate(__name__)


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_permit_days = fields.Integer(
        "Working days to the work permit",
        default=5,
        help="Counted from the approval of the drawings; the map and the panel show "
        "what is late.",
    )
    lease_fitout_deposit_due = fields.Boolean(
        "Fit-out deposit by area is due",
        help="Without it no work permit is issued, unless the manager of the "
        "commercial company lets a tenant off.",
    )

    _lease_permit_days_range = models.Constraint(
        "CHECK(lease_permit_days BETWEEN 1 AND 30)",
        "The work permit is issued within 1 to 30 working days.",
    )

    # BUSINESS
    def _lease_permit_due(self, date):
        """The last working day to issue a permit approved on ``date``, by the working
        hours and holidays of the company."""
        self.ensure_one()
        start = datetime.combine(date + timedelta(days=1), time.min)
        # how the company works is no secret to who waits for the permit
        calendar = self.sudo().resource_calendar_id
        days = self.lease_permit_days
        due = calendar and calendar.plan_days(days, start, compute_leaves=True)
        return due.date() if due else date + timedelta(days=days)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # FIELDS
    lease_permit_days = fields.Integer(
        related="company_id.lease_permit_days", readonly=False
    )
    lease_fitout_deposit_due = fields.Boolean(
        related="company_id.lease_fitout_deposit_due", readonly=False
    )


class LeaseFitoutPermit(models.Model):
    _inherit = "ops.lease.fitout"

    # FIELDS
    permit_due = fields.Date("Permit due by", readonly=True, copy=False)
    permit_days_late = fields.Integer(
        "Permit late by days", compute="_compute_permit_days_late"
    )
    deposit_by_area = fields.Monetary(
        "Fit-out deposit by area",
        compute="_compute_deposit_by_area",
        compute_sudo=True,
        help="Rate of the company times the rent area of the lease.",
    )
    deposit_waiver = fields.Char(
        "Reason for a smaller deposit", copy=False, tracking=True
    )

    # COMPUTE
    @api.depends("permit_due", "permit_date", "state")
    def _compute_permit_days_late(self):
        """Days between the day due and the permit, or today while it is waited for."""
        today = fields.Date.context_today(self)
        for paper in self:
            until = paper.permit_date or (paper.state == "approved" and today)
            late = (until - paper.permit_due).days if until and paper.permit_due else 0
            paper.permit_days_late = max(late, 0)

    @api.depends("contract_id.area", "company_id.lease_fitout_deposit_rate")
    def _compute_deposit_by_area(self):
        for paper in self:
            amount = paper.contract_id.area * paper.company_id.lease_fitout_deposit_rate
            currency = paper.currency_id or self.env.company.currency_id
            paper.deposit_by_area = currency.round(amount)

    # BUSINESS
    def _permit_start(self):
        """C-30: from the approved drawings on the time for the permit runs; it stands
        on the paper, so that panel, list and map call it late."""
        today = fields.Date.context_today(self)
        for company, papers in self.grouped("company_id").items():
            due = company._lease_permit_due(today)
            # late once the day is over
            end = datetime.combine(due + timedelta(days=1), time.min)
            papers._flow_write({"permit_due": due, "state_due": end})

    @gate(_lt("Fit-out deposit by area agreed"), who=LEASING_MANAGER)
    def _gate_deposit_agreed(self):
        """C-30: so much per m² where the company asks for it; the manager of the
        commercial company lets a tenant off, with the reason."""
        for paper in self.filtered(lambda p: not (p.deposit_waiver or "").strip()):
            company, currency = paper.sudo().company_id, paper.currency_id
            agreed = sum(paper._fit_out_deposits().mapped("amount"))
            asked = paper.deposit_by_area
            if (
                company.lease_fitout_deposit_due
                and currency.compare_amounts(agreed, asked) < 0
            ):
                message = self.env._(
                    "A fit-out deposit of %(asked)s is due (%(rate)s per m², %(area)s "
                    "m²), the lease agrees on %(agreed)s.",
                    asked=currency.format(asked),
                    rate=currency.format(company.lease_fitout_deposit_rate),
                    area=f"{paper.area:g}",
                    agreed=currency.format(agreed),
                )
                yield self._blocker(paper, message, fix=paper)
