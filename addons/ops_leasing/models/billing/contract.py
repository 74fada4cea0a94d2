"""What a lease owes by its terms, and what of it the books hold already."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...rent import Lease, RentError, areas_of, by_area, cents, decimal, schedule
from ..terms_mixin import BY_AREA, UNSCHEDULED
from .open_line import open_lines
from .problems import rent_sentence

#: a period may be due so long before it begins
AHEAD = timedelta(days=93)
#: entries of deposits name their lease too
BILLS = ("out_invoice", "out_refund")


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    free_ids = fields.One2many(
        "ops.lease.free", "contract_id", "Rent-free time", copy=True
    )
    proration = fields.Selection(
        [
            ("actual", "Days of the month"),
            ("actual_365", "Year of 365 days"),
            ("days_30", "Month of 30 days"),
            ("thirty_360", "30/360"),
        ],
        "Part of a month",
        required=True,
        default="actual",
        help="How the days of a month that is not whole are counted.",
    )
    billing_anchor = fields.Selection(
        [("calendar", "Of the calendar"), ("lease", "From the first day of the lease")],
        "Billing periods",
        required=True,
        default="calendar",
    )
    date_billed_from = fields.Date(
        "Billed here from",
        help="What is due for the time before was billed elsewhere. Empty: all of it "
        "is billed here.",
    )
    date_billed = fields.Datetime(
        "Last billed at", readonly=True, copy=False, help="By a billing run."
    )
    bill_count = fields.Integer("Bills", compute="_compute_bill_count")

    # COMPUTE
    def _compute_bill_count(self):
        # how many there are is no secret to who may see the lease
        counts = dict(
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("lease_contract_id", "in", self.ids),
                    ("state", "=", "posted"),
                    ("move_type", "in", BILLS),
                ],
                ["lease_contract_id"],
                ["__count"],
            )
        )
        for contract in self:
            contract.bill_count = counts.get(contract.sudo(), 0)

    # ACTION
    def action_open_bills(self):
        """Bills of this lease, under the reader's own rights."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.lease_bill_action"
        )
        action["domain"] = [
            ("lease_contract_id", "=", self.id),
            ("move_type", "in", BILLS),
        ]
        return action

    # BUSINESS
    def _prepare_take_over_values(self):
        """What was due before the suite was there has been billed elsewhere."""
        return {
            **super()._prepare_take_over_values(),
            "date_billed_from": self.date_billed_from
            or self.company_id.lease_opening_date,
        }

    def _billing_touch(self):
        """Whoever bills these leases at the same moment fails and is repeated."""
        # bills are made by finance, the mark on the lease by the run
        self.sudo()._flow_write({"date_billed": fields.Datetime.now()})
        self.flush_recordset(["date_billed"])

    def _billing_problem(self):
        """Why nothing can be billed of this lease, in a sentence; empty if it can."""
        self.ensure_one()
        payers = self.partner_id | self.charge_ids.payer_id
        for payer in payers.filtered(lambda p: not p.active):
            return self.env._(
                "%(payer)s is archived: take the contact back or name another payer.",
                payer=payer.display_name,
            )
        if not self.area and {"area_month", "area_day"}.intersection(
            self.charge_ids.mapped("basis")
        ):
            return self.env._("The shops have no rent area; it stands in the register.")
        return ""

    def _rent_lease(self):
        """The terms of this lease as the schedule engine reads them."""
        self.ensure_one()
        rates = [
            (charge, charge.id, charge.date_from, charge.date_to)
            for charge in self._rent_charges()
        ]
        return self._rent_version(rates, self.free_ids, self.date_end)

    def _rent_spans(self):
        """``[(first day or None, last day or None, m²)]`` of the shops."""
        return [
            (line.date_from or None, line.date_to or None, decimal(line.area))
            for line in self.line_ids
        ]

    def _rent_version(self, rates, free, end, spans=None):
        """Terms that this lease has or may get.

        :param rates: ``(record with terms, key, first day, last day)``
        :param free: records of rent-free time
        :param end: last day of the lease
        :param spans: areas as in :meth:`_rent_spans`; None: those of the lease
        """
        self.ensure_one()
        start, last = self.date_start, self._last_charged_day(end)
        spans = self._rent_spans() if spans is None else spans
        areas = areas_of(spans, start, end)
        counted = {key for rate, key, *_days in rates if rate.basis in BY_AREA}
        lease = Lease(
            start=start,
            end=end,
            charges=tuple(
                replace(
                    rate._rent_charge(
                        date_from if (date_from or start) > start else None,
                        date_to or None,
                    ),
                    key=key,
                    quantity=areas[0][1] if key in counted else decimal(1),
                )
                for rate, key, date_from, date_to in rates
                if (not date_to or date_to >= start)
                and (not date_from or date_from <= end)
            ),
            free=tuple(time._rent_free() for time in free),
            opening=self.date_rent_start or self.date_opened or None,
            cut=last if last < end else None,
        )
        return by_area(lease, counted, areas)

    def _charges_scheduled(self):
        """Rates whose periods and amounts follow from their terms alone."""
        charges = self.charge_ids
        scheduled = charges.filtered(lambda c: c.kind not in UNSCHEDULED)
        # read together with those of the other leases
        return scheduled.with_prefetch(charges._prefetch_ids)

    def _rent_charges(self):
        """List of the scheduled rates that are charged."""
        return list(self._charges_scheduled())

    def _rent_heirs(self):
        """``{charge id: id of the one it took the place of}``."""
        return {}

    def _last_charged_day(self, end=None):
        """The last day of the lease (or ``end``), or the day its shops were taken
        back."""
        self.ensure_one()
        closed = self.exit_ids.filtered(lambda e: e.state == "closed")
        return min(
            [end or self.date_end, *filter(None, closed.mapped("date_taken_back"))]
        )

    def _rent_schedule(self, version, upto=None):
        """``[rent.Line]`` of these terms that are billed here.

        :raise RentError: terms that say nothing computable
        """
        self.ensure_one()
        since = self.date_billed_from
        # a period that began before belongs to whoever billed it
        return [
            line
            for line in schedule(version, since or None, upto)
            if not since or line.period_from >= since
        ]

    def _rent_lines(self, horizons):
        """``{lease: [rent.Line]}`` for every period until its day in ``horizons``; a
        sentence instead of the lines where the terms say nothing computable."""
        result = {}
        for lease in self:
            try:
                result[lease] = lease._rent_schedule(
                    lease._rent_lease(), horizons[lease]
                )
            except RentError as error:
                result[lease] = rent_sentence(self.env, error)
        return result

    def _rent_billed(self):
        """``{lease id: {(charge id, first day): amount}}`` as the books have it, bills
        less credit notes, before taxes that are added on top; one query."""
        if not self.ids:
            return {}
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model(["state", "move_type"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT charge.contract_id, charge.id, line.lease_period_from,
                       SUM(CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                           * ROUND(line.quantity * line.price_unit
                                   * (1 - line.discount / 100), 6))
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN ops_lease_charge charge ON charge.id = line.lease_charge_id
                 WHERE charge.contract_id IN %s
                   AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund')
                   AND line.display_type = 'product'
                 GROUP BY charge.contract_id, charge.id, line.lease_period_from
                """,
                tuple(self.ids),
            )
        )
        billed = defaultdict(dict)
        for lease, charge, day, amount in rows:
            billed[lease][charge, day] = cents(float(amount))
        return billed

    def _rent_open(self, upto):
        """What is due until ``upto`` by the terms and not in the books (LE-F16).

        The books are the only memory: a bill that was credited is open again, an
        amended period is open by what it changed, and nothing is ever open twice.

        :return: ``{lease: [OpenLine] or a sentence that says why not}``
        """
        billed = self._rent_billed()
        later = upto + AHEAD
        horizons = {
            lease: max([later, *(day for _c, day in billed.get(lease.id, ()) if day)])
            for lease in self
        }
        beside, result = self._rent_open_beside(billed, upto), {}
        for lease, lines in self._rent_lines(horizons).items():
            more = beside.get(lease, [])
            if isinstance(lines, str) or isinstance(more, str):
                result[lease] = lines if isinstance(lines, str) else more
                continue
            unscheduled = set((lease.charge_ids - lease._charges_scheduled()).ids)
            done = {
                key: amount
                for key, amount in billed.get(lease.id, {}).items()
                if key[0] not in unscheduled
            }
            owed = open_lines(lines, done, upto, lease._rent_heirs())
            result[lease] = [*owed, *more]
        return result

    def _rent_open_beside(self, billed, upto):
        """What is open of charges that have no schedule, compared with the books by
        whoever knows what is owed.

        :param billed: what :meth:`_rent_billed` found
        :return: ``{lease: [OpenLine] or a sentence that says why not}``
        """
        return {}
