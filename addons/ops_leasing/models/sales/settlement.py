"""Rent from sales as open lines of the billing run (LE-F07, LE-F08).

The books are the memory: what a window owes up to a point, less what was billed for
it, is open. On account, final and year-end differ only in the sales they take.
"""

from datetime import date, timedelta
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ...rent import RentError, guarantee_of, schedule, settle
from ...rent import decimal as exact
from ..billing.open_line import CENT, OpenLine
from .problems import turnover_sentence
from .rule_mixin import turnover_rule
from .windows import STEPS, points

ZERO = Decimal(0)
#: reports whose figures count on account, and in a settlement
REPORTED = ("reported", "checked", "settled", "void")
CHECKED = ("checked", "settled", "void")


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    def _rent_open_beside(self, billed, upto):
        """What leases owe from their sales, compared with the books."""
        result = super()._rent_open_beside(billed, upto)
        leases = self.filtered(lambda c: c.turnover_method and c._turnover_charge())
        reports, billed_to = leases._turnover_reports(), leases._turnover_billed_to()
        for lease in leases:
            before = result.get(lease, [])
            if isinstance(before, str):
                continue
            try:
                lines = lease._turnover_open(
                    reports.get(lease.id, {}),
                    billed.get(lease.id, {}),
                    billed_to,
                    upto,
                )
            except RentError as error:
                result[lease] = turnover_sentence(lease, error)
            else:
                result[lease] = [*before, *lines]
        return result

    def _turnover_reports(self):
        """``{lease id: {month: (state, {category id: sales before tax})}}``."""
        found = {}
        reports = self.env["ops.lease.sales"].search_fetch(
            [("contract_id", "in", self.ids)], ["contract_id", "month", "state"]
        )
        for report in reports:
            sold = {
                line.category_id.id: exact(line.net)
                for line in (report.line_ids if report.state != "void" else ())
            }
            months = found.setdefault(report.contract_id.id, {})
            months[report.month] = (report.state, sold)
        return found

    def _turnover_billed_to(self):
        """``{(charge id, first day): last day}`` of rent from sales in the books."""
        charges = self.charge_ids.filtered(lambda c: c.kind == "turnover")
        if not charges:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.lease_charge_id, line.lease_period_from,
                       MAX(line.lease_period_to)
                  FROM account_move_line line
                 WHERE line.lease_charge_id IN %s
                   AND line.parent_state = 'posted'
                   AND line.display_type = 'product'
                 GROUP BY line.lease_charge_id, line.lease_period_from
                """,
                tuple(charges.ids),
            )
        )
        return {(charge, first): last for charge, first, last in rows}

    def _turnover_windows(self, eras=None, end=None):
        """``[(window, rule)]``: windows of this lease with their points, see
        ``windows.py``, and the rule each is settled by, as plain values.

        An amendment of the rule cuts the window at its day: sales before it are settled
        by the rule they were made under, sales from it on by the new one, each with
        the part of tiers and limits that its days are.

        :param eras: as :meth:`_turnover_eras`; None: those of the lease
        :param end: last day of the lease; None: as it is
        """
        self.ensure_one()
        start = max(filter(None, (self.date_start, self.date_billed_from)))
        last_day, found = self._last_charged_day(end), []
        for first, last, rule in eras or self._turnover_eras():
            first, last = max(first or start, start), min(last or last_day, last_day)
            if first > last:
                continue
            step = STEPS[rule["turnover_rhythm"]]
            size = 12 if rule["turnover_cumulative"] else step
            found += [(window, rule) for window in points(first, last, size, step)]
        return found

    def _turnover_open(self, reports, billed, billed_to, upto, terms=None):
        """Open lines of the rent from sales of one lease.

        :param terms: ``(eras, rent.Lease, last day, charges that are the guarantee)``
            it is asked for; None: those of the lease
        :raise RentError: for a rule or sales nothing can be computed from
        """
        self.ensure_one()
        charge, result = self._turnover_charge(), []
        seen, chosen = set(), []
        eras, version, end, keys = terms or (None, None, None, None)
        for window, rule in self._turnover_windows(eras, end):
            key = charge.id, window[0].first
            seen.add(key)
            held = billed_to.get(key)
            point, stage = self._turnover_point(
                window, rule, reports, charge, held, upto
            )
            # a report of billed days is being corrected: the books wait for it
            if point and not (held and point.last < min(held, window[-1].last)):
                chosen.append((point, stage, held, rule))
        lines = self._turnover_guarantee(chosen, version, keys)
        for point, stage, held, rule in chosen:
            done = billed.get((charge.id, point.first), ZERO)
            settlement = self._turnover_settle(point, stage, rule, reports, lines, done)
            amount = settlement.due.quantize(CENT)
            if not amount:
                continue
            owed = settlement.rent - settlement.guarantee
            result.append(
                OpenLine(
                    charge=charge.id,
                    date_from=point.first,
                    date_to=point.last,
                    due=point.last + timedelta(days=charge.due_days),
                    amount=amount,
                    scheduled=owed,
                    billed=done,
                    trace=tuple(_rows(settlement, owed, rule["turnover_clause"])),
                    goes_on=not held or point.last > held,
                )
            )
        return result + [
            OpenLine(key, day, day, day, -done, ZERO, done, ())
            for (key, day), done in billed.items()
            if key == charge.id and day and done and (key, day) not in seen
        ]

    def _turnover_settled(self, reports, billed, billed_to):
        """Months of this lease whose settlement is done and even with the books.

        :raise RentError: for a rule or sales nothing can be computed from
        """
        self.ensure_one()
        uneven = {
            line.date_from
            for line in self._turnover_open(reports, billed, billed_to, date.max)
        }
        months = set()
        for window, _rule in self._turnover_windows():
            if window[0].first in uneven:
                continue
            for number, point in enumerate(window):
                if not point.boundary:
                    continue
                covered = [p.month for p in window[: number + 1]]
                states = {reports.get(month, ("",))[0] for month in covered}
                if states <= set(CHECKED):
                    months.update(covered)
        return months

    def _turnover_point(self, window, rule, reports, charge, held, upto):
        """``(point, stage)``: how far this window can be settled by ``upto``."""
        found, checked = (None, ""), True
        for point in window:
            state = reports.get(point.month, ("",))[0]
            checked = checked and state in CHECKED
            if state not in REPORTED:
                break
            due = point.last + timedelta(days=charge.due_days)
            if due > upto and not (held and point.last <= held):
                break
            if checked and point.boundary:
                ends = point.closing and rule["turnover_cumulative"]
                found = point, "year_end" if ends else "final"
            elif rule["turnover_advance"]:
                found = point, "preliminary"
        return found

    def _turnover_guarantee(self, chosen, version=None, keys=None):
        """Periods of the charges that are the guarantee, until the last day needed."""
        if keys is None:
            keys = self._charges_scheduled().filtered("guarantee").ids
        if not chosen or not keys:
            return []
        last = max(point.last for point, *_how in chosen)
        try:
            return schedule(version or self._rent_lease(), None, last, keys)
        except RentError:
            # the schedule itself says so, in its own words
            return []

    def _turnover_settle(self, point, stage, values, reports, lines, done):
        """The settlement of the days up to a point."""
        rule, sold = turnover_rule(values), {}
        for month, (_state, figures) in reports.items():
            if point.first.replace(day=1) <= month <= point.month:
                for category, net in figures.items():
                    sold[category] = sold.get(category, ZERO) + net
        keys = {line.charge for line in lines}
        return settle(
            rule,
            point.first,
            point.last,
            sold,
            guarantee_of(lines, keys, point.first, point.last),
            done,
            point.share,
            stage,
        )


def _rows(settlement, owed, clause=""):
    """Rows of the trace, ready for a preview: they sum to what is owed in all."""
    span = {
        "from": str(settlement.date_from),
        "to": str(settlement.date_to),
        "stage": settlement.stage,
    }
    total = ZERO
    for part in settlement.parts:
        total += part.amount
        yield {
            "code": "tier",
            **span,
            "category": part.category,
            "clause": clause or "",
            "floor": str(part.floor.quantize(CENT)),
            "ceiling": None
            if part.ceiling is None
            else str(part.ceiling.quantize(CENT)),
            "quantity": str(part.sales.quantize(CENT)),
            "percent": str(part.percent),
            "flat": str(part.flat.quantize(CENT)),
            "amount": str(part.amount),
        }
    for code, amount, figure in (
        ("offset", settlement.percentage - total, ZERO),
        (settlement.won, owed - settlement.percentage, settlement.guarantee),
    ):
        if amount:
            yield {
                "code": code,
                **span,
                "quantity": str(figure.quantize(CENT)),
                "amount": str(amount.quantize(CENT)),
            }
