from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.models.contract_mixin import contract_flow
from odoo.addons.ops_base.public import harmless
from odoo.tools import LazyTranslate

from .groups import LEASING

_lt = LazyTranslate(__name__)

CONTENT = ("date_end", "charge_ids", "clauses", "reason", "user_id")


class LeaseRenewal(models.Model):
    """续租协议: a lease goes on after its last day, with the rent and fees of the new
    time (LE-F19). A contract like any other: counsel clears it before the approval
    (HR-42); its signature prolongs the lease."""

    _name = "ops.lease.renewal"
    _inherit = ["ops.lease.paper.mixin", "ops.contract.mixin"]
    _description = "Lease renewal"
    _order = "id desc"
    _check_company_auto = True

    _flow = contract_flow(
        group=LEASING,
        route="lease_renewal",
        sequence="ops.lease.renewal",
        key_fields=("date_end", "charge_ids"),
        editable={
            "draft": CONTENT,
            "approved": ("date_end", "charge_ids", "signed_copy_ids"),
            "signed": ("signed_copy_ids",),
            "settled": ("signed_copy_ids",),
        },
    ).extend(
        gates={
            "submit": (
                "lease_in_force",
                "longer",
                "charges_given",
                "no_exit",
                "shops_free",
                "no_other_renewal",
            ),
            "sign": (
                "lease_in_force",
                "longer",
                "follows_on",
                "no_exit",
                "shops_free",
            ),
            "settle": ("time_over",),
        },
    )

    # FIELDS
    date_start = fields.Date(
        "Renewed from",
        compute="_compute_date_start",
        store=True,
        precompute=True,
        help="The day after the last day of the lease.",
    )
    date_end = fields.Date("Renewed until", tracking=True)
    charge_ids = fields.One2many(
        "ops.lease.renewal.charge", "renewal_id", "Rent and fees of the new time"
    )
    monthly_before = fields.Monetary("Per month now", compute="_compute_monthly")
    monthly = fields.Monetary("Per month then", compute="_compute_monthly")
    reason = fields.Text("Remarks")

    # COMPUTE
    @api.depends("contract_id")
    def _compute_date_start(self):
        """Kept once signed: the lease itself ends later then."""
        for paper in self:
            end = paper.contract_id.date_end
            if paper.state != "signed" and end:
                paper.date_start = end + timedelta(days=1)

    @api.depends("charge_ids.monthly", "contract_id.charge_ids.monthly")
    def _compute_monthly(self):
        # the areas of all these leases at once: a rate asks for those of its own
        self.contract_id.line_ids.fetch(["area", "date_from", "date_to"])
        for paper in self:
            lease = paper.contract_id
            before = lease._charges_on(lease.date_end) if lease.date_end else ()
            paper.monthly_before = sum(charge.monthly for charge in before)
            paper.monthly = sum(paper.charge_ids.mapped("monthly"))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What is charged on the last day goes on unless something else is agreed."""
        papers = super().create(vals_list)
        for paper, vals in zip(papers, vals_list, strict=True):
            lease = paper.contract_id
            if "charge_ids" not in vals and lease.date_end:
                going_on = lease._charges_on(lease.date_end).filtered(
                    lambda c: c.rhythm != "once" and c.kind != "turnover"
                )
                paper.charge_ids = [
                    fields.Command.create(values)
                    for values in going_on._terms_on(lease.date_end).values()
                ]
        return papers

    # BUSINESS
    @gate(_lt("Ends later than the lease"), who=LEASING)
    def _gate_longer(self):
        for paper in self:
            end = paper.contract_id.date_end
            if not end:
                message = self.env._("The lease has no end that could be renewed.")
                yield self._blocker(paper, message, fix=paper.contract_id)
            elif not paper.date_end or paper.date_end <= end:
                message = self.env._(
                    "The lease runs until %(date)s; the renewal ends later.", date=end
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Follows on the lease"), who=LEASING)
    def _gate_follows_on(self):
        """Another renewal may have prolonged the lease meanwhile."""
        for paper in self:
            end = paper.contract_id.date_end
            if end and paper.date_start != end + timedelta(days=1):
                message = self.env._(
                    "The lease runs until %(end)s by now; this renewal starts on "
                    "%(date)s: call it off and renew anew.",
                    end=end,
                    date=paper.date_start,
                )
                yield self._blocker(paper, message, fix=paper.contract_id)

    @gate(_lt("Rent and fees given"), who=LEASING)
    def _gate_charges_given(self):
        for paper in self.filtered(lambda p: not p.charge_ids):
            message = self.env._("Rent and fees of the new time are missing.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No exit under way"), who=LEASING)
    def _gate_no_exit(self):
        yield from self._blockers_leaving()

    @gate(_lt("Shops free in the new time"), who=LEASING)
    def _gate_shops_free(self):
        """LE-10: nobody else has a signed lease on them by then."""
        lines = self.env["ops.lease.contract.line"].search(
            [
                ("unit_id", "in", self.contract_id.line_ids.unit_id.ids),
                ("contract_id.state", "=", "signed"),
            ]
        )
        for paper in self.filtered("date_end"):
            lease = paper.contract_id
            for line in lines:
                other = line.contract_id
                if (
                    other != lease
                    and line.unit_id in lease._lines_on(lease.date_end).unit_id
                    and (not line._first_day() or line._first_day() <= paper.date_end)
                    and (not line._last_day() or line._last_day() >= paper.date_start)
                ):
                    message = self.env._(
                        "%(unit)s is let to %(tenant)s from %(date)s by %(contract)s.",
                        unit=line.unit_id.display_name,
                        tenant=other.partner_id.display_name,
                        date=other.date_start,
                        contract=other.display_name,
                    )
                    yield self._blocker(paper, message, fix=other)

    @gate(_lt("No other renewal"), who=LEASING)
    def _gate_no_other_renewal(self):
        ended = ("negotiation", "draft", "signed", "settled", "archived", "cancelled")
        yield from self._blockers_beside(*ended)

    @gate(_lt("Renewed time over"), who=LEASING)
    def _gate_time_over(self):
        yield from self._blockers_still_in_force()

    def _flow_lock(self, step):
        """Two renewals of a lease are not signed at the same moment."""
        super()._flow_lock(step)
        if step.name == "sign":
            self.sudo().contract_id._flow_lock(step)

    def _after_sign(self):
        """The lease goes on: its rates end on the former last day, the new follow."""
        # the signature is the right; the lease follows from it
        for paper in self.sudo():
            lease, end = paper.contract_id, paper.contract_id.date_end
            running = lease.charge_ids.filtered(
                # rent from sales goes on by the rule of the lease
                lambda c, end=end: (
                    c.kind != "turnover" and (not c.date_to or c.date_to >= end)
                )
            )
            lease._flow_write(
                {
                    "date_end": paper.date_end,
                    "charge_ids": [
                        *[
                            fields.Command.update(charge.id, {"date_to": end})
                            for charge in running
                        ],
                        *[
                            fields.Command.create(
                                {
                                    **charge._terms_values(),
                                    "date_from": paper.date_start,
                                }
                            )
                            for charge in paper.charge_ids
                        ],
                    ],
                }
            )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.monthly,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(units)s · %(start)s – %(end)s · per month %(before)s → %(after)s",
                units=", ".join(self.sudo().unit_ids.mapped("number")),
                start=self.date_start,
                end=self.date_end,
                before=self.currency_id.format(self.monthly_before),
                after=self.currency_id.format(self.monthly),
            ),
        }


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    renewal_ids = fields.One2many("ops.lease.renewal", "contract_id", "Renewals")
    renewal_count = fields.Integer(
        "Number of renewals", compute="_compute_renewal_count", compute_sudo=True
    )

    # COMPUTE
    @api.depends("renewal_ids")
    def _compute_renewal_count(self):
        for contract in self:
            contract.renewal_count = len(contract.renewal_ids)

    # ACTION
    def action_renew(self):
        """Open the renewal of this lease: the one under way, or a new one (LE-F19).

        :raise UserError: when the lease is not in force or has no end
        """
        self.check_access("read")
        return self._open_agreement(
            self.renewal_ids,
            self.env._(
                "%(contract)s is renewed while it is in force.",
                contract=self.display_name,
            ),
        )

    @harmless("opens a list; record rules decide what it shows")
    def action_open_renewals(self):
        """Renewals of this lease; harmless, rules decide what is seen."""
        return self._open_of_lease("ops_leasing.renewal_action")
