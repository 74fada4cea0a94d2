"""Billing runs of the story: two months posted and mostly paid, one to look at."""

from datetime import timedelta

from odoo.tools import date_utils

#: bills that nobody has paid yet: every so many of a month
UNPAID = (9, 4)


class Billing:
    """The part of the world that bills leases; see ``world.py``."""

    def build_billing(self):
        """Last month and the month before billed, this month in preview."""
        self.billings = self.by("finance", self.env["ops.lease.billing"]).browse()
        if self.light or not self.story:
            return
        first = date_utils.start_of(self.today, "month")
        for back, unpaid in zip((2, 1), UNPAID, strict=True):
            start = date_utils.subtract(first, months=back)
            days = (self.today - start).days - 1
            billing = self._bill_month(start, days)
            # who looks at his bills in the portal has one to pay
            owing = self.portal_leases()[0].ids if back == 1 else ()
            bills = billing.line_ids.move_ids.sorted("id")
            paid = bills.filtered(
                lambda bill, step=unpaid, owing=owing: (
                    bill.id % step
                    and bill.amount_residual > 0
                    and bill.lease_contract_id.id not in owing
                )
            )
            with self.at(max(days - 12, 1)):
                self.pay(paid.sudo(), max(days - 12, 1))
        with self.at(1):
            self.billings += self._preview_month(first)

    def _preview_month(self, start):
        billing = self.billings.create(
            {
                "company_id": self.company.id,
                "date_due": date_utils.end_of(start, "month"),
                "date_invoice": start + timedelta(days=1),
            }
        )
        billing.action_preview()
        return billing

    def _bill_month(self, start, days):
        with self.at(days):
            billing = self._preview_month(start)
            for line in billing.line_ids.filtered(lambda line: line.level == "error"):
                line.write({"excluded": True, "reason": "合同条款待核对，下期补出。"})
            billing.action_submit()
        with self.at(max(days - 1, 0)):
            self.agree(billing, "leasing_manager", "已核对。")
            billing.action_post()
        self.billings += billing
        return billing
