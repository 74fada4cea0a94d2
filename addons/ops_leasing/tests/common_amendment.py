"""Amendments of billed leases, taken by the right people."""

from collections import Counter
from datetime import date
from decimal import Decimal

from .common_billing import BillingCase


class AmendmentCase(BillingCase):
    """Leases from March 2026 on, amended from a day on."""

    def amendment(self, lease, start=date(2026, 5, 1), **values):
        """An amendment by the clerk; its lines propose what is in force."""
        paper = self.by("clerk", self.env["ops.lease.amendment"]).create(
            {
                "contract_id": lease.id,
                "date_start": start,
                "reason": "Sales fell behind",
                **values,
            }
        )
        return paper.with_env(self.env)

    def submitted(self, papers):
        self.by("clerk", papers).action_intent()
        self.by("clerk", papers).action_submit()
        return papers

    def approved(self, papers):
        self.submitted(papers)
        self.by("counsel", papers).action_clear()
        self.approve(papers, ("manager", "finance", "gm"))
        return papers

    def signed(self, papers):
        self.approved(papers)
        self.attach(papers)
        self.by("clerk", papers).action_sign()
        return papers

    def in_time(self, lease):
        """Rates of a lease, the first in force first."""
        return lease.charge_ids.sorted(lambda c: (str(c.date_from or ""), c.id))

    def assertBillsAs(self, paper, moves):
        """What a run has billed is what the amendment said it would, line by line."""
        said = Counter(
            (line["kind"], line["from"], line["to"], Decimal(line["amount"]))
            for line in paper.effect_signed["settle"]["lines"]
        )
        billed = Counter(
            (
                line.lease_charge_id.kind,
                str(line.lease_period_from),
                str(line.lease_period_to),
                round(Decimal(line.price_unit) * self.sign_of(line.move_id), 2),
            )
            for line in moves.invoice_line_ids
        )
        self.assertEqual(said, billed)

    @staticmethod
    def sign_of(move):
        return -1 if move.move_type == "out_refund" else 1
