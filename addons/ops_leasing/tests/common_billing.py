"""Leases with rent to bill, and runs taken by the right people."""

from datetime import date

from odoo.fields import Command

from .common import LeasingCase

MONTH = date(2026, 3, 31)


class BillingCase(LeasingCase):
    """Leases of 2026 and 2027 at 80 m²; bills of March 2026 unless said otherwise."""

    def rented(self, charges=None, **values):
        """A signed lease whose first month to bill is March 2026."""
        charges = charges or [{"kind": "rent", "rate": 100}]
        contract = self.draft_contract(
            **{
                "date_start": date(2026, 3, 1),
                "date_end": date(2027, 12, 31),
                "charge_ids": [Command.create(charge) for charge in charges],
                **values,
            }
        )
        return self.sign(contract)

    def billing(self, upto=MONTH, preview=True, **values):
        """A run by finance, previewed."""
        run = self.by("finance", self.env["ops.lease.billing"]).create(
            {
                "company_id": self.company.id,
                "date_due": upto,
                "date_invoice": upto,
                **values,
            }
        )
        if preview:
            run.action_preview()
        return run.with_env(self.env)

    def post(self, run):
        """From the preview to posted bills."""
        self.by("finance", run).action_submit()
        self.approve(run, ("manager",))
        self.by("finance", run).action_post()
        return run.line_ids.move_ids

    def bill(self, upto=MONTH, **values):
        """Everything due by then, billed by a run of its own."""
        return self.post(self.billing(upto, **values))
