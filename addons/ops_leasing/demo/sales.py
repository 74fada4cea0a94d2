"""Tenants with rent from sales: months reported, checked, one late, some sampled."""

from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tools import date_utils

#: rule of each selling lease, and its tiers: (category, above, up to, percent)
RULES = (
    (
        {"turnover_method": "greater", "turnover_clause": "第五条第二款"},
        (("goods", 0, 300000, 9), ("goods", 300000, 0, 7), ("takeaway", 0, 0, 5)),
    ),
    (
        {
            "turnover_method": "greater",
            "turnover_rhythm": "quarter",
            "turnover_advance": True,
            "turnover_clause": "第六条",
        },
        (("food", 0, 0, 12),),
    ),
    (
        {
            "turnover_method": "plus",
            "turnover_breakpoint": "natural",
            "turnover_cumulative": True,
            "turnover_clause": "补充协议一",
        },
        (("goods", 0, 0, 10),),
    ),
    (
        {
            "turnover_method": "plus",
            "turnover_max": 120000,
            "turnover_clause": "第五条",
        },
        (("service", 250000, 0, 15),),
    ),
)
#: share of what the guarantee would need: a weak spring, a strong autumn
COURSE = (88, 92, 97, 104, 110, 101, 95, 99, 108, 121, 117, 90)
#: (lease, months ago, sampled by, more than declared in %)
SAMPLES = ((0, 3, "pos", 6), (0, 2, "bank", 4), (1, 4, "inspection", 0))


class Sales:
    """The part of the world that sells; see ``world.py``."""

    def build_sales(self):
        """Half a year of sales of the leases that stay."""
        if self.light:
            return
        self.selling = self.contracts[self.exits :][: len(RULES)]
        categories = {
            name: self.env.ref(f"ops_leasing.sales_category_{name}")
            for name in ("goods", "food", "service", "takeaway")
        }
        for lease, (rule, tiers) in zip(self.selling, RULES, strict=False):
            # as if the lease had been signed with it
            lease.sudo()._flow_write(
                {
                    **rule,
                    "turnover_tier_ids": [
                        Command.create(
                            {
                                "category_id": categories[name].id,
                                "floor": floor,
                                "ceiling": ceiling,
                                "percent": percent,
                            }
                        )
                        for name, floor, ceiling, percent in tiers
                    ],
                }
            )
        months = [
            date_utils.start_of(Date.subtract(self.today, months=ago), "month")
            for ago in range(6, 0, -1)
        ]
        for month in months:
            self._sell(month, month == months[-1])
        self._sample()

    def _sell(self, month, last):
        """Sales of one month; of the last one a report is missing, one unchecked."""
        end = date_utils.end_of(month, "month")
        leases = self.selling.filtered(lambda c: c.date_start <= end)
        with self.at(max((self.today - end).days - 4, 1)):
            papers = self.by("leasing", self.env["ops.lease.sales"]).create(
                [
                    {"contract_id": lease.id, "month": month}
                    if last and lease == leases[-1:]
                    else self._prepare_sales(lease, month)
                    for lease in leases
                ]
            )
            waiting = papers[-1:] if last else papers.browse()
            unchecked = papers[-2:] if last else papers.browse()
            (papers - waiting).action_report()
            self.by("finance", papers - unchecked).action_check()
        for paper in waiting.sudo():
            # the limit is that of the month, whatever the story moved
            paper._flow_write({"state_due": paper.date_due + timedelta(days=1)})

    def _prepare_sales(self, lease, month):
        course = COURSE[month.month - 1]
        percents = {}
        for tier in lease.turnover_tier_ids.sorted("floor", reverse=True):
            percents[tier.category_id] = tier.percent
        rent = sum(
            charge.monthly for charge in lease.charge_ids if charge.kind == "rent"
        )
        lines = []
        for category, percent in percents.items():
            net = round(rent / percent * course / len(percents), -2) or 10000
            lines.append(
                {
                    "category_id": category.id,
                    "net": net,
                    "tax": round(net * 0.06, 2),
                    "receipts": int(net // 86),
                }
            )
        return {
            "contract_id": lease.id,
            "month": month,
            "line_ids": [Command.create(line) for line in lines],
        }

    def _sample(self):
        audits = self.by("finance", self.env["ops.lease.sales.audit"])
        for number, ago, source, more in SAMPLES:
            month = date_utils.start_of(Date.subtract(self.today, months=ago), "month")
            for paper in self.selling[number : number + 1].sales_ids.filtered(
                lambda p, month=month: p.month == month
            ):
                with self.at(max((ago - 1) * 30, 1)):
                    audits.create(
                        {
                            "sales_id": paper.id,
                            "source": source,
                            "sampled": round(paper.amount_net * (100 + more) / 100, 2),
                        }
                    )
