"""Amendments of shops and areas, taken by the right people."""

from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

from .common_amendment import AmendmentCase

START, MAY, JUNE = date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 30)
DAY = timedelta(days=1)


class ShopCase(AmendmentCase):
    """Amendments with shops; what changes hands is 20 m² unless said otherwise."""

    def changed(self, lease, start, *shops, **values):
        """An amendment with lines ``(kind, unit, area)``."""
        return self.amendment(
            lease,
            start,
            kind="shops",
            shop_ids=[
                Command.create(
                    {
                        "kind": kind,
                        "unit_id": unit.id,
                        **({"area": area[0]} if area else {}),
                    }
                )
                for kind, unit, *area in shops
            ],
            **values,
        )

    def read_meters(self, unit, day):
        self.env["ops.lease.reading"].create(
            [
                {"meter_id": meter.id, "value": 500, "kind": "periodic", "date": day}
                for meter in unit.meter_ids
            ]
        )

    def refused(self, paper, message, post="clerk", action="action_submit"):
        with self.assertRaises(UserError) as caught:
            getattr(self.by(post, paper), action)()
        self.assertIn(message, str(caught.exception))
