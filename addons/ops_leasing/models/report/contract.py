"""What a lease earns, beside what was billed and what stands on fapiao (LE-F27,
LE-X9)."""

from collections import defaultdict
from hashlib import sha256

from odoo import fields, models
from odoo.tools import date_utils

from ...rent import RentError, decimal, schedule, straight_line
from ..amendment.version import AGREED
from .revenue import EVEN, LAPSE

ONCE = "once"


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # ACTION
    def action_open_revenue(self):
        """Revenue of these leases by month, beside bills and fapiao.

        :raise AccessError: for who may not see the money of leases
        """
        self.check_access("read")
        report = self.env["ops.lease.revenue.report"]
        report.check_access("read")
        self._revenue_refresh()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.revenue_action"
        )
        action["domain"] = [("contract_id", "in", self.ids)]
        action["context"] = {}
        return action

    def revenue_picture(self):
        """Months of this lease for its page “Revenue”: what it earns, is charged, was
        billed and stands on fapiao, in the company's currency.

        :return: ``{"rows": [{"month", "earned", …}], "total": {…}, "currency_id",
            "today"}``
        :raise AccessError: for who may not see the money of leases
        """
        self.ensure_one()
        self.check_access("read")
        report = self.env["ops.lease.revenue.report"]
        report.check_access("read")
        self._revenue_refresh()
        names = report._amounts()
        groups = report._read_group(
            [("contract_id", "=", self.id)],
            ["month:month"],
            [f"{name}:sum" for name in names],
            order="month:month",
        )
        rows, accrued = [], 0.0
        for month, *amounts in groups:
            row = dict(zip(names, (float(a or 0) for a in amounts), strict=True))
            accrued += row["earned"] - row["charged"]
            row["accrued"] = self.currency_id.round(accrued)
            rows.append({"month": fields.Date.to_string(month), **row})
        return {
            "rows": rows,
            "total": {name: sum(row[name] for row in rows) for name in names},
            "currency_id": self.currency_id.id,
            "today": fields.Date.to_string(fields.Date.context_today(self)),
        }

    # BUSINESS
    def _revenue_refresh(self):
        """Bring what these leases earn in step with their terms; months that are over
        keep what they earned. As many queries for any number of leases.

        Leases whose terms are as they were are left alone, as are those whose terms
        say nothing computable.
        """
        # figures follow from the lease; they are read under the reader's own rights
        leases = self.sudo().filtered(
            lambda c: c.state in AGREED and c.date_start and c.date_end
        )
        months, today = self.env["ops.lease.revenue"], fields.Date.context_today(self)
        current, known = date_utils.start_of(today, "month"), months._terms_of(leases)
        stale = {}
        for lease in leases:
            version, end = lease._rent_lease(), lease._last_charged_day()
            said = repr((version, end, current, lease.property_id.id))
            mark = sha256(said.encode()).hexdigest()[:20]
            if known.get(lease.id) != mark:
                stale[lease] = (version, end, mark)
        kept = months._kept_of(leases.browse(lease.id for lease in stale))
        computed, rows = leases.browse(), []
        for lease, (version, end, mark) in stale.items():
            before = kept.get(lease.id, {})
            try:
                found = lease._revenue_rows(version, end, before, current)
            except RentError:
                continue
            rows += [(*row, mark) for row in found]
            computed += lease
        months._replace(computed, rows)

    def _revenue_rows(self, version, end, kept, current):
        """``[(lease id, kind, month, earned, charged, kept)]`` of one lease.

        :param version: its terms
        :param end: its last charged day
        :param kept: ``{kind: {first day: amount}}`` of the months that are over
        :param current: first day of the month that is not over yet
        :raise RentError: terms that say nothing computable
        """
        self.ensure_one()
        if end < version.start:
            return []
        lines = defaultdict(list)
        kinds = {charge.id: self._revenue_kind(charge) for charge in self.charge_ids}
        for line in schedule(version):
            lines[kinds[line.charge]].append(line)
        since = None
        if kept:
            last = max(month for months in kept.values() for month in months)
            # a lease that ended before: what is left belongs to its last month
            since = min(
                date_utils.add(last, months=1), date_utils.start_of(end, "month")
            )
        rows = []
        for kind, _label in LAPSE:
            if kind not in lines and kind not in kept:
                continue
            months = straight_line(
                lines[kind],
                version.start,
                end,
                by="month" if kind in EVEN else "charge",
                since=since,
                earned=[(m, decimal(a)) for m, a in kept.get(kind, {}).items()],
                unit=decimal(self.currency_id.rounding),
            )
            for month in months:
                first = month.date_from.replace(day=1)
                amounts = (str(month.earned), str(month.charged))
                rows.append((self.id, kind, str(first), *amounts, first < current))
        return rows

    def _revenue_kind(self, charge):
        """Kind of revenue by lapse of time that a charge is; None for others."""
        if charge.kind not in EVEN and charge.rhythm == ONCE:
            return None
        return charge.kind
