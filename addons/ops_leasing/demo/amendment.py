"""Leases of the story whose terms changed or shall change."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.fields import Command

from .leases import LEASE_APPROVERS
from .renewal import Renewals


class Amendments(Renewals):
    """The part of the world that amends and renews leases; see ``world.py``."""

    def build_amendments(self):
        """One amendment in force, one being approved; of leases nobody leaves."""
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
        self.amendments = lowered + relieved

    def _amend(self, papers, lease, start, **values):
        """An amendment of a lease; with the kind "rates" its rent falls by a tenth."""
        paper = papers.create({"contract_id": lease.id, "date_start": start, **values})
        if paper.kind == "rates":
            rent = paper.charge_ids.filtered(lambda c: c.kind == "rent")
            rent.write({"rate": round(rent.rate * 0.9, 2), "clause": "补充协议第一条"})
        return paper
