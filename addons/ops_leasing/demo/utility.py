"""Meters of the story: one month settled and billed, one being read with a leap, and
the property costs of last year waiting for approval."""

from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tools import date_utils

#: days between the reading and the approval, who takes which step
LOOKED_AT = "已现场复核，读数无误。"
#: cost, yuan a m² and year, whether it varies with the letting, whether capped
COSTS = (
    ("保洁费", 74, False, True),
    ("保安及秩序维护费", 93, False, True),
    ("公区能耗", 109, True, True),
    ("设备维保费", 42, False, True),
    ("房产税及保险", 27, False, False),
)
POOL_NOTE = "商户多在年末入驻，按实际天数分摊；空置部分由业主承担。"
#: usual use a day by kind
USE = {"water": 1.1, "power": 1.3, "gas": 0.9}


class Utility:
    """The part of the world that reads meters; see ``world.py``."""

    def build_meters(self):
        """Tariffs and meters of the common area, before anything is read."""
        if self.light or not self.story:
            return
        today = self.env.cr.now().date()
        self.env["ops.lease.tariff"].create(
            [
                {
                    "property_id": project.id,
                    "kind": kind,
                    "date_from": Date.to_date(f"{today.year - 1}-01-01"),
                    "price": price,
                    "clause": clause,
                }
                for project in self.properties
                for kind, price, clause in (
                    ("power", 1.18, "商业用电价格公示"),
                    ("water", 5.6, "供水价格通知"),
                    ("gas", 3.95, "燃气价格通知"),
                )
            ]
        )
        common = self.env["ops.lease.meter"].create(
            [
                {
                    "property_id": project.id,
                    "kind": kind,
                    "serial": f"G{project.code}-{letter}",
                    "multiplier": multiplier,
                    "share_by": "area",
                }
                for project in self.properties
                for kind, letter, multiplier in (("power", "D", 40), ("water", "S", 1))
            ]
        )
        self.env["ops.lease.reading"].create(
            [
                {
                    "meter_id": meter.id,
                    "date": today - timedelta(days=days),
                    "value": value,
                }
                for meter in common
                for days, value in ((430, 1200), (95, 1600))
            ]
        )

    def _bill_month(self, start, days):
        """The meters of the month before are settled the day before it is billed."""
        if start == date_utils.subtract(
            date_utils.start_of(self.today, "month"), months=1
        ):
            with self.at(days + 1):
                self._settle_month(date_utils.subtract(start, months=1))
        return super()._bill_month(start, days)

    def build_utility(self):
        """Last month's round with one leap and some meters unread; last year's pool."""
        if self.light or not self.story:
            return
        with self.at(6):
            self.by("finance", self.rounds).action_archive()
        with self.at(3):
            self._read_last_month()
        with self.at(4):
            self._pool()

    def _round(self, start):
        rounds = self.by("property", self.env["ops.lease.utility"])
        return rounds.create(
            [
                {
                    "property_id": project.id,
                    "date_from": start,
                    "date_to": date_utils.end_of(start, "month"),
                }
                for project in self.properties
            ]
        )

    def _used(self, line, times=1):
        """What the meter shows after a usual month; the same in every run."""
        days = (line.utility_id.date_to - line.previous_date).days
        share = 70 + line.meter_id.id * 37 % 60
        return round(
            line.previous_value + USE[line.kind] * days * times * share / 100, 1
        )

    def _settle_month(self, start):
        rounds = self._round(start)
        for line in rounds.line_ids:
            if not line.date and line.previous_date and line.wanted:
                line.value = self._used(line)
            if line.level != "ok":
                line.remark = LOOKED_AT
        rounds.action_submit()
        self.by("property_manager", rounds).action_check()
        self.by("finance", rounds).action_approve()
        self.rounds = rounds

    def _read_last_month(self):
        start = date_utils.subtract(date_utils.start_of(self.today, "month"), months=1)
        rounds = self._round(start)
        for paper in rounds:
            lines = paper.line_ids.filtered(
                lambda li: li.wanted and not li.date and li.previous_date
            )
            for number, line in enumerate(lines):
                if number % 9 == 8:
                    continue
                line.value = self._used(line, times=6 if number == 4 else 1)
        rounds.action_settle_preview()

    def _pool(self):
        area = self.properties[0].area_rent
        pool = self.by("finance", self.env["ops.lease.pool"]).create(
            {
                "property_id": self.properties[0].id,
                "note": POOL_NOTE,
                "cost_ids": [
                    Command.create(
                        {
                            "name": name,
                            "typed": round(amount * area, -2),
                            "variable": variable,
                            "controllable": controllable,
                        }
                    )
                    for name, amount, variable, controllable in COSTS
                ],
            }
        )
        for member in pool.member_ids:
            fees = member.contract_id.charge_ids.filtered(lambda c: c.kind == "service")
            days = (member.date_to - member.date_from).days + 1
            member.elsewhere = round(sum(fees.mapped("monthly")) * 12 * days / 365, 2)
        if not pool.member_ids:
            return
        pool.member_ids[0].cap = 9000
        pool.action_submit()
