from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.ops_base.models.contract_mixin import contract_flow

from ..groups import LEASING
from ..sales.rule_mixin import RULE

CONTENT = (
    "kind",
    "date_start",
    "date_end",
    "charge_ids",
    "free_ids",
    "shop_ids",
    "turnover_amended",
    "turnover_tier_ids",
    *RULE,
    "clauses",
    "reason",
    "user_id",
)
KEYS = (
    "date_start",
    "date_end",
    "charge_ids",
    "free_ids",
    "shop_ids",
    "turnover_amended",
    "turnover_tier_ids",
    *RULE,
)


class Plan(NamedTuple):
    """What the signature does: rates of the lease that end the day before, rates that
    never come into force, lines that become rates."""

    ended: object
    lapsed: object
    new: object


class LeaseAmendment(models.Model):
    """租赁合同变更协议: from a day on a lease goes by other terms; the terms before
    stay readable as its versions (LE-F18). A contract like any other: counsel clears it
    before the approval (HR-42); its signature changes the lease."""

    _name = "ops.lease.amendment"
    _inherit = ["ops.lease.paper.mixin", "ops.contract.mixin"]
    _description = "Lease amendment"
    _order = "id desc"
    _check_company_auto = True

    _flow = contract_flow(
        group=LEASING,
        route="lease_amendment",
        sequence="ops.lease.amendment",
        key_fields=KEYS,
        editable={
            "draft": CONTENT,
            "approved": (*KEYS, "signed_copy_ids"),
            "signed": ("signed_copy_ids",),
            "settled": ("signed_copy_ids",),
        },
        protected=("effect_signed", "date_moved"),
    ).extend(
        gates={
            "submit": (
                "lease_in_force",
                "reason_given",
                "inside_the_lease",
                "up_to_date",
                "changes_something",
                "shops_can_change",
                "turnover_sound",
                "computable",
                "no_exit",
                "no_other_amendment",
            ),
            "sign": (
                "lease_in_force",
                "inside_the_lease",
                "up_to_date",
                "changes_something",
                "shops_can_change",
                "turnover_sound",
                "computable",
                "no_exit",
            ),
            "settle": ("lease_over",),
        },
    )

    # FIELDS
    kind = fields.Selection(
        [
            ("rates", "Rent and fees"),
            ("free", "Rent-free time"),
            ("term", "Shorter term"),
            ("payer", "Payer"),
            ("shops", "Shops and rent area"),
            ("sales", "Rent from sales"),
            ("several", "Several things"),
        ],
        "What changes",
        required=True,
        default="rates",
        tracking=True,
    )
    date_start = fields.Date(
        "Amended from",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="First day of the new terms; it may lie in time that has been billed.",
    )
    date_end = fields.Date(
        "Lease then ends on",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="As before, or earlier; a longer lease is a renewal.",
    )
    date_end_before = fields.Date(
        related="contract_id.date_end", string="Lease ends on"
    )
    charge_ids = fields.One2many(
        "ops.lease.amendment.charge", "amendment_id", "Rent and fees from then on"
    )
    free_ids = fields.One2many(
        "ops.lease.amendment.free", "amendment_id", "Further rent-free time"
    )
    reason = fields.Text("Reason", tracking=True)

    # COMPUTE
    @api.depends("contract_id")
    def _compute_dates(self):
        """The next month, within the lease; its end as it is."""
        today = fields.Date.context_today(self)
        following = today + relativedelta(months=1, day=1)
        for paper in self:
            lease = paper.contract_id
            if lease and not paper.date_start:
                start = max(filter(None, (following, lease.date_start)))
                paper.date_start = min(filter(None, (start, lease.date_end)))
            elif not paper.date_start:
                paper.date_start = following
            if paper.state not in ("signed", "settled", "archived"):
                paper.date_end = lease.date_end

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What is in force on the day goes on unless something else is agreed."""
        papers = super().create(vals_list)
        papers.browse(
            paper.id
            for paper, vals in zip(papers, vals_list, strict=True)
            if "charge_ids" not in vals
        )._propose({})
        return papers

    def write(self, vals):
        """Rates nobody touched follow what is in force on another day."""
        if not {"date_start", "contract_id"}.intersection(vals):
            return super().write(vals)
        before = {paper: paper._proposed() for paper in self}
        result = super().write(vals)
        self._propose(before)
        return result

    # ACTION
    def action_open_versions(self):
        """Versions of the lease, under the reader's own rights."""
        self.ensure_one()
        self.check_access("read")
        return self.contract_id.action_open_versions()

    # BUSINESS
    def _proposed(self):
        """``{rate of the lease: values}`` of everything in force on the first day or
        later, as it stands then."""
        self.ensure_one()
        lease, day = self.contract_id, self.date_start
        if not (day and lease.date_start and lease.date_end):
            return {}
        ahead = lease._charges_ahead(day)
        return {
            charge: {
                **values,
                "date_from": charge.date_from
                if charge.date_from and charge.date_from > day
                else False,
                "date_to": charge.date_to,
            }
            for charge, values in ahead._terms_on(day).items()
        }

    def _propose(self, before):
        """Bring the lines in step with what is in force on the first day.

        :param before: ``{paper: what was proposed so far}``; lines that say something
            else have been agreed on and stay
        """
        new = []
        for paper in self:
            was, now = before.get(paper, {}), paper._proposed()
            if was == now:
                continue
            for line in paper.charge_ids:
                origin = line.origin_id
                if origin in was and line._says(was[origin]):
                    if origin in now:
                        line.write(now[origin])
                    else:
                        line.unlink()
            new += [
                {**values, "amendment_id": paper.id, "origin_id": charge.id}
                for charge, values in now.items()
                if charge not in was and charge not in paper.charge_ids.origin_id
            ]
        self.env["ops.lease.amendment.charge"].create(new)

    def _plan(self):
        """What the signature does to the rates of the lease: :class:`Plan`."""
        self.ensure_one()
        lease, proposed = self.contract_id, self._proposed()
        changed = self.charge_ids.filtered(
            lambda line: (
                not line.origin_id
                or line.origin_id not in proposed
                or not line._says(proposed[line.origin_id])
            )
        )
        ahead = lease.charge_ids.browse(charge.id for charge in proposed)
        gone = ahead - (self.charge_ids - changed).origin_id
        ended = gone.filtered(lambda c: c._first_day() < self.date_start)
        return Plan(ended, gone - ended, changed)

    def _after_sign(self):
        """The lease goes by the new terms: rates that change end the day before, the
        new ones follow; what was so before stays in its versions."""
        # the signature is the right; the lease follows from it
        papers = self.sudo()
        effects = papers._effects()
        plans = {paper: paper._plan() for paper in papers}
        for paper in papers:
            paper._flow_write({"effect_signed": effects[paper]})
        leases = papers.contract_id._flow_opened(
            "charge_ids", "free_ids", "line_ids", "date_end"
        )
        charges = leases.env["ops.lease.charge"]
        ends, lapsed, terms = defaultdict(charges.browse), charges, defaultdict(list)
        for paper, plan in plans.items():
            ends[paper.date_start - timedelta(days=1)] += plan.ended.with_env(
                leases.env
            )
            lapsed += plan.lapsed.with_env(leases.env)
            if paper.date_end != paper.contract_id.date_end:
                terms[paper.date_end].append(paper.contract_id.id)
        for day, ended in ends.items():
            ended.write({"date_to": day})
        lapsed.write({"lapsed": True})
        # browsed, so that what they go on from is read together
        new = papers.charge_ids.browse(
            line.id for plan in plans.values() for line in plan.new
        )
        charges.create([line._charge_values() for line in new])
        leases.env["ops.lease.free"].create(
            [free._free_values() for free in papers.free_ids]
        )
        for day, ids in terms.items():
            leases.browse(ids).write({"date_end": day})
        papers._lease_shops(leases)
        papers._move_shops()

    def _flow_lock(self, step):
        """Two amendments of a lease are not signed at the same moment, nor is a shop
        let twice."""
        super()._flow_lock(step)
        if step.name == "sign":
            self.sudo().contract_id._flow_lock(step)
            self.sudo().shop_ids.unit_id._flow_lock(step)

    def _approval_summary(self):
        self.ensure_one()
        figures = [
            self.env._(
                "%(units)s · from %(start)s · per month %(before)s → %(after)s",
                units=", ".join(self.sudo().unit_ids.mapped("number")),
                start=self.date_start,
                before=self.currency_id.format(self.monthly_before),
                after=self.currency_id.format(self.monthly),
            ),
            self.env._(
                "until the end of the lease %(difference)s",
                difference=self.currency_id.format(self.difference),
            ),
        ]
        if self.shop_ids:
            figures.append(
                self.env._(
                    "rent area %(before)s → %(after)s m²",
                    before=f"{self.area_before:,.2f}",
                    after=f"{self.area:,.2f}",
                )
            )
        if self.settle_until:
            figures.append(
                self.env._(
                    "next bill for time billed already %(amount)s",
                    amount=self.currency_id.format(self.settle_difference),
                )
            )
        return {
            **super()._approval_summary(),
            "amount": self.monthly,
            "currency": self.currency_id,
            "fact": " · ".join(figures),
        }
