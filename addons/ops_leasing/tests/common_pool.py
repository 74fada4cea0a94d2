"""Leases with a property fee, and pools of 2025 taken by the right people."""

from datetime import date

from odoo.fields import Command

from .common_utility import UtilityCase

END = date(2025, 12, 31)


class PoolCase(UtilityCase):
    """Leases from 2025 on at 10 a m² and month of property fee."""

    def paying(self, area=80, rate=10, **values):
        """A signed lease whose property fee of 2025 is to be billed."""
        shop = self.unit(meters=(), area_rent=area)
        return self.rented(
            [{"kind": "service", "rate": rate}],
            **{
                "units": shop,
                "date_start": date(2025, 1, 1),
                "date_end": date(2027, 12, 31),
                **values,
            },
        )

    def pool(self, *costs, **values):
        """A pool of 2025 by finance; ``costs`` as (name, amount, more values)."""
        pool = self.by("finance", self.env["ops.lease.pool"]).create(
            {
                "property_id": self.mall.id,
                "year": 2025,
                "cost_ids": [
                    Command.create(
                        {"name": name, "typed": amount, **(more[0] if more else {})}
                    )
                    for name, amount, *more in costs
                ],
                **values,
            }
        )
        return pool.with_env(self.env)

    def agree(self, pool):
        """From the preparation to the approval."""
        self.by("finance", pool).action_submit()
        self.approve(pool, ("chief", "manager"))
        return pool

    def of_year(self, moves):
        """What of these bills settles a year, credit notes negative."""
        return sum(
            line.price_subtotal * (-1 if line.move_id.move_type == "out_refund" else 1)
            for line in moves.invoice_line_ids
            if line.lease_charge_id.kind == "pool"
        )

    def due(self, pool):
        return {m.contract_id: m.due for m in pool.member_ids}
