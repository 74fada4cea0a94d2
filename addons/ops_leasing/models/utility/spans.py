"""Who had a shop on which days, as its meters see it."""

from datetime import date, timedelta

from odoo import api, models

DAY = timedelta(days=1)


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    @api.model
    def _tenancies(self, units):
        """``{unit: [(lease, first day, last day)]}`` in order, no day twice.

        A tenant has a shop from its handover (or the first day of the lease, where
        that is earlier) to its final readings (or the day the shop was taken back, or
        the day before the next tenant); an amendment says from when until when it
        belongs to the lease. The number of queries does not grow.
        """
        # who had a shop is no secret to who reads its meters
        lines = (
            self.env["ops.lease.contract.line"]
            .sudo()
            .search(
                [
                    ("unit_id", "in", units.ids),
                    ("contract_id.state", "in", ("signed", "settled")),
                ]
            )
        )
        leases = lines.contract_id
        handed, left = leases._days_handed_over(), leases._days_left()
        found = {unit: [] for unit in units}
        for line in lines:
            lease = line.contract_id
            first = line.date_from or min(
                filter(None, (lease.date_start, handed.get(lease.id))), default=date.max
            )
            # a tenant who stays without a new lease still uses water and light
            last = left.get(lease.id) or (
                date.max if lease.state == "signed" else lease.date_end or date.max
            )
            last = min(last, line.date_to or date.max)
            found[line.unit_id].append((lease.sudo(False), first, last))
        return {unit: _apart(spans) for unit, spans in found.items()}

    def _days_handed_over(self):
        return {
            lease.id: day
            for lease, day in self.env["ops.lease.handover"]
            .sudo()
            ._read_group(
                [("contract_id", "in", self.ids), ("state", "=", "done")],
                ["contract_id"],
                ["date:min"],
            )
        }

    def _days_left(self):
        """``{lease id: last day its meters count for it}`` of those that left."""
        exits = self.exit_ids.filtered(lambda e: e.state != "cancelled")
        finals = {
            paper.id: day
            for paper, day in self.env["ops.lease.reading"]
            .sudo()
            ._read_group([("exit_id", "in", exits.ids)], ["exit_id"], ["date:max"])
        }
        left = {}
        for paper in exits:
            back = paper.date_taken_back if paper.state == "closed" else None
            days = list(filter(None, (finals.get(paper.id), back)))
            if days:
                left[paper.contract_id.id] = min(days)
        return left


def _apart(spans):
    """Each span ends before the next one begins."""
    spans = [span for span in spans if span[1] <= span[2]]
    spans = sorted(spans, key=lambda span: (span[1], span[0].id))
    result = []
    for number, (lease, first, last) in enumerate(spans):
        after = spans[number + 1][1] if number + 1 < len(spans) else None
        if after and after <= last:
            last = after - DAY
        if first <= last:
            result.append((lease, first, last))
    return result
