"""How bills are raised and fapiao issued in tests."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

# two codes whose check sign is right
OWN, OTHER, THIRD = "91110000600037341L", "913101157914583225", "9144030071526726XG"


@tagged("post_install", "-at_install")
class MoneyCase(LeasingCase):
    """A signed lease whose tenant gets bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.vat = OWN
        cls.codes = iter(range(1, 10**6))
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "9 %",
                "amount": 9,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
            }
        )

    def setUp(self):
        super().setUp()
        self.contract = self.lease(received=False)
        self.contract.partner_id.vat = OTHER

    def bill(self, amount=1000, days=0, lease=None, tax=False, **values):
        """A posted bill of the lease, due ``days`` ago."""
        lease = lease or self.contract
        day = fields.Date.today() - timedelta(days=days)
        move = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "out_invoice",
                "partner_id": lease.partner_id.id,
                "lease_contract_id": lease.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "account_id": self.company.lease_utility_account_id.id,
                            "price_unit": amount,
                            "tax_ids": [Command.set(self.tax.ids if tax else [])],
                        }
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move.with_env(self.env)

    def number(self):
        return f"264220000000{next(self.codes):08d}"

    def ask(self, bills, post="finance", **values):
        """A fapiao asked for, for what is left of these bills."""
        paper = self.by(post, bills)._fapiao_draft()
        if values:
            paper.write(values)
        paper.action_request()
        return paper.with_env(self.env)

    def issue(self, papers):
        for paper in self.by("finance", papers):
            paper.write({"number": self.number(), "date": fields.Date.today()})
        self.by("finance", papers).action_issue()
        return papers

    def pay_on(self, bill, amount, days):
        """A payment of that amount, ``days`` ago."""
        self.by("finance", self.env["account.payment.register"]).with_context(
            active_model="account.move", active_ids=bill.ids
        ).create(
            {
                "journal_id": self.bank.id,
                "amount": amount,
                "payment_date": fields.Date.today() - timedelta(days=days),
            }
        )._create_payments()

    def propose(self):
        """What the nightly job proposes for this company; others are nobody's here."""
        papers = self.env["ops.lease.reminder"]._cron_propose()
        return papers.filtered(lambda paper: paper.company_id == self.company)
