"""Leases of the story whose terms changed or shall change."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.fields import Command

from .leases import LEASE_APPROVERS
from .renewal import Renewals


class Amendments(Renewals):
    """The part of the world that amends and renews leases; see ``world.py``."""

    def build_amendments(self):
        """Two amendments in force, two being approved; of leases nobody leaves."""
        papers = self.by("leasing", self.env["ops.lease.amendment"])
        self.amendments = papers.browse()
        staying = self.contracts[self.exits :].filtered(
            lambda lease: (
                lease.date_start < self.today - timedelta(days=120)
                and lease.date_end > self.today + timedelta(days=365)
            )
        )
        first, second = staying[-1:], staying[-2:-1]
        if self.light or not self.story or not second:
            return
        start = self.today + relativedelta(months=-2, day=1)
        with self.at(80):
            lowered = self._amend(
                papers,
                first,
                start,
                kind="rates",
                reason="周边道路施工，客流下滑，双方商定租金单价下调10%。",
            )
            lowered.action_intent()
            lowered.action_submit()
        with self.at(78):
            self.by("legal", lowered).action_clear()
        for number, post in enumerate(LEASE_APPROVERS):
            with self.at(77 - number):
                self.agree(lowered, post, "同意变更。")
        with self.at(70):
            lowered.signed_copy_ids = [
                Command.create(
                    {"name": f"补充协议 {lowered.name}.txt", "raw": b"signed copy"}
                )
            ]
            lowered.action_sign()
        start = self.today + relativedelta(months=-1, day=1)
        free = {"date_from": start, "date_to": start + timedelta(days=14)}
        with self.at(4):
            relieved = self._amend(
                papers,
                second,
                start,
                kind="several",
                reason="上月门前道路封闭施工，免租15天；推广费自上月起改为每月800元。",
                free_ids=[Command.create({**free, "clause": "补充协议第二条"})],
            )
            fee = relieved.charge_ids.filtered(lambda c: c.kind == "promotion")
            fee.rate = 800
            relieved.action_intent()
            relieved.action_submit()
        with self.at(3):
            self.by("legal", relieved).action_clear()
        with self.at(2):
            self.agree(relieved, LEASE_APPROVERS[0], "情况属实，同意减免。")
        self.amendments = lowered + relieved + self._amend_shops(papers, staying[:-2])

    def _amend_shops(self, papers, leases):
        """One lease with an area surveyed anew in effect, one that takes another shop
        being approved."""
        surveyed, growing = leases[-1:], leases[-2:-1]
        vacant = self.units.filtered(
            lambda unit: (
                unit.state == "vacant"
                and not unit.line_ids.contract_id.filtered("flow_is_open")
            )
        )
        if not vacant or not growing:
            return papers.browse()
        # a small one, on the tenant's own floor if there is any
        floors = growing.unit_ids.floor_id
        wanted = vacant.sorted(lambda u: (u.floor_id not in floors, u.area_rent))[0]
        unit = surveyed.unit_ids[:1]
        start = self.today + relativedelta(months=-2, day=1)
        with self.at(66):
            # the register says what was measured, the lease follows it
            unit.area_rent = round(unit.area_rent * 0.985, 2)
            corrected = papers.create(
                {
                    "contract_id": surveyed.id,
                    "date_start": start,
                    "kind": "shops",
                    "reason": "测绘复核，实测计租面积小于合同面积，按实测面积计租。",
                    "clauses": "自生效日起按实测面积计租，已开账单多收部分予以退还。",
                    "shop_ids": [Command.create({"kind": "area", "unit_id": unit.id})],
                }
            )
            corrected.action_intent()
            corrected.action_submit()
        with self.at(64):
            self.by("legal", corrected).action_clear()
        for number, post in enumerate(LEASE_APPROVERS):
            with self.at(63 - number):
                self.agree(corrected, post, "测绘报告已核，同意按实测面积计租。")
        with self.at(58):
            corrected.signed_copy_ids = [
                Command.create(
                    {"name": f"补充协议 {corrected.name}.txt", "raw": b"signed copy"}
                )
            ]
            corrected.action_sign()
        with self.at(5):
            wider = papers.create(
                {
                    "contract_id": growing.id,
                    "date_start": self.today + relativedelta(months=1, day=1),
                    "kind": "shops",
                    "reason": "商户经营良好，扩租空置铺位一处，租金单价与原合同一致。",
                    "shop_ids": [Command.create({"kind": "add", "unit_id": wanted.id})],
                }
            )
            wider.action_intent()
            wider.action_submit()
        with self.at(4):
            self.by("legal", wider).action_clear()
        with self.at(3):
            self.agree(wider, LEASE_APPROVERS[0], "同意扩租，铺位现空置。")
        return corrected + wider

    def _amend(self, papers, lease, start, **values):
        """An amendment of a lease; with the kind "rates" its rent falls by a tenth."""
        paper = papers.create({"contract_id": lease.id, "date_start": start, **values})
        if paper.kind == "rates":
            rent = paper.charge_ids.filtered(lambda c: c.kind == "rent")
            rent.write({"rate": round(rent.rate * 0.9, 2), "clause": "补充协议第一条"})
        return paper
