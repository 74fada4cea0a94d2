"""Renewals of the story: leases that end next and go on."""

from datetime import timedelta

CLAUSES = "其余条款按原租赁合同执行。"
# Per cent more than now, and the agreement's words.
RAISES = (
    (3, "商户经营稳定，同意按现租金上浮3%续租三年。"),
    (5, "地段客流上升，租金上浮5%，租期三年。"),
    (0, "租金不变，续租三年，期间商户自行更新门头。"),
)
OPINION = "同意续租，租金与周边铺位持平。"
# Days ago on which each paper was written, submitted, cleared and agreed to.
DAYS = ((3,), (9, 6), (16, 13, 10, 7))


class Renewals:
    """The part of the world that builds them; see ``world.py``."""

    def build_renewals(self):
        """One talked over with the tenant, one with counsel, one half agreed."""
        self.renewals = self.by("leasing", self.env["ops.lease.renewal"]).browse()
        if self.light or not self.story or not self.pendings:
            return
        staying = self.contracts[self.exits :].filtered(
            lambda lease: lease.state == "signed" and lease.date_end > self.today
        )
        ending = staying.sorted(lambda lease: (lease.date_end, lease.id))
        for lease, raised, days in zip(ending, RAISES, DAYS, strict=False):
            self.renewals += self._renew(lease, raised, days)

    def _renew(self, lease, raised, days):
        percent, reason = raised
        with self.at(days[0], 10):
            paper = self.by("leasing", self.env["ops.lease.renewal"]).create(
                {
                    "contract_id": lease.id,
                    "date_end": lease.date_end + timedelta(days=1095),
                    "clauses": CLAUSES,
                    "reason": reason,
                }
            )
            for charge in paper.charge_ids:
                charge.rate = round(charge.rate * (100 + percent) / 100, 2)
        if len(days) > 1:
            with self.at(days[1], 11):
                paper.action_intent()
                paper.action_submit()
        if len(days) > 2:
            with self.at(days[2], 14):
                self.by("legal", paper).action_clear()
            with self.at(days[3], 15):
                self.agree(paper, "leasing_manager", OPINION)
        return paper
