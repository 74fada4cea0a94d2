"""Meters read in March 2026, and rounds taken by the right people."""

from contextlib import contextmanager
from datetime import date

from odoo.fields import Command
from odoo.tests.common import new_test_user

from .common_billing import BillingCase

FEBRUARY, MARCH, APRIL = date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)


class UtilityCase(BillingCase):
    """Shops of 80 m² whose power costs 1.20 a unit; meters show 100 at the end of
    February."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["chief"] = new_test_user(
            cls.env,
            login="lease_chief",
            groups="ops_leasing.group_property_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @contextmanager
    def refused(self, words, kind=Exception):
        """What is refused leaves nothing behind."""
        with self.assertRaisesRegex(kind, words), self.cr.savepoint():
            yield
        self.env.invalidate_all()

    def meter(self, unit=None, price=1.2, value=100, day=FEBRUARY, **values):
        """A meter of a shop, or of the mall, read at the end of February."""
        meter = self.env["ops.lease.meter"].create(
            {
                "unit_id": unit.id if unit else False,
                "property_id": self.mall.id,
                "kind": "power",
                "serial": f"M{next(self.numbers)}",
                "price": price,
                **values,
            }
        )
        if day:
            self.shows(meter, day, value)
        return meter

    def shows(self, meter, day, value, kind="periodic"):
        return self.env["ops.lease.reading"].create(
            {"meter_id": meter.id, "date": day, "value": value, "kind": kind}
        )

    def let(self, area=80, meter=True, **values):
        """A signed lease of one shop with one meter; both as ``(lease, meter)``."""
        shop = self.unit(meters=(), area_rent=area)
        power = self.meter(shop) if meter else self.env["ops.lease.meter"]
        return self.rented(units=shop, **values), power

    def round(self, month=3, **readings):
        """A round of a month by the property clerk; ``readings`` by number."""
        first = date(2026, month, 1)
        last = {3: MARCH, 4: APRIL}[month]
        paper = self.by("keeper", self.env["ops.lease.utility"]).create(
            {"property_id": self.mall.id, "date_from": first, "date_to": last}
        )
        for line in paper.line_ids:
            if line.meter_id.serial in readings:
                line.value = readings[line.meter_id.serial]
        return paper.with_env(self.env)

    def settle(self, paper, until="approved"):
        """From the readings to the approval."""
        self.by("keeper", paper).action_submit()
        if until == "checking":
            return paper
        self.by("chief", paper).action_check()
        if until == "checked":
            return paper
        self.by("finance", paper).action_approve()
        return paper

    def of_power(self, moves):
        """What of these bills is by meter, credit notes negative."""
        return sum(
            line.price_subtotal * (-1 if line.move_id.move_type == "out_refund" else 1)
            for line in moves.invoice_line_ids
            if line.lease_charge_id.kind == "utility"
        )
