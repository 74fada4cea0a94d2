"""The year's difference as open lines of the billing run (LE-F10, LE-F16)."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...rent import cents
from ..utility.contract import OWED


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    def _rent_open_beside(self, billed, upto):
        """What leases owe of property costs, compared with the books."""
        result = super()._rent_open_beside(billed, upto)
        charges = self.charge_ids.filtered(lambda c: c.kind == "pool")
        if charges:
            owed = self._pool_owed(charges)
            self._open_settled(result, charges, owed, billed, upto)
        return result

    def _pool_owed(self, charges):
        """``{charge id: {first day: (last day, amount, trace)}}`` of approved pools;
        one query."""
        if not charges:
            return {}
        self.env["ops.lease.pool.member"].flush_model()
        self.env["ops.lease.pool"].flush_model(["state", "date_from", "date_to"])
        owed = defaultdict(dict)
        for charge, first, last, due, trace in self.env.execute_query(
            SQL(
                """
                SELECT member.charge_id, pool.date_from, pool.date_to, member.due,
                       member.trace
                  FROM ops_lease_pool_member member
                  JOIN ops_lease_pool pool ON pool.id = member.pool_id
                 WHERE member.charge_id IN %s
                   AND pool.state IN %s
                """,
                tuple(charges.ids),
                OWED,
            )
        ):
            owed[charge][first] = last, cents(float(due)), tuple(trace or ())
        return owed
