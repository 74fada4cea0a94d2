from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestRenewal(LeasingCase):
    """A lease goes on by an agreement that passes counsel and approval."""

    def renewal(self, contract, days=365, rate=330):
        paper = self.by("clerk", self.env["ops.lease.renewal"]).create(
            {
                "contract_id": contract.id,
                "date_end": contract.date_end + timedelta(days=days),
            }
        )
        paper.charge_ids.rate = rate
        return paper.with_env(self.env)

    def in_time(self, contract):
        """Charges of a lease, the first in force first."""
        return contract.charge_ids.sorted(lambda c: str(c.date_from or ""))

    def approved(self, paper):
        self.by("clerk", paper).action_intent()
        self.by("clerk", paper).action_submit()
        self.by("counsel", paper).action_clear()
        self.approve(paper, ("manager", "finance", "gm"))
        return paper

    def signed(self, paper):
        self.approved(paper)
        self.attach(paper)
        self.by("clerk", paper).action_sign()
        return paper

    def test_prolongs_the_lease(self):
        """LE-F19 HR-42: signed after counsel and approval, it moves the end and cuts
        the rates over to the day."""
        contract = self.lease()
        end = contract.date_end
        paper = self.renewal(contract)
        self.assertEqual(paper.date_start, end + timedelta(days=1))
        self.assertEqual((paper.monthly_before, paper.monthly), (24000, 26400))
        with self.assertRaises(UserError):
            self.by("clerk", paper).action_sign()
        self.signed(paper)
        self.assertEqual(contract.date_end, end + timedelta(days=365))
        self.assertEqual(contract.state, "signed")
        old, new = self.in_time(contract)
        self.assertEqual((old.rate, old.date_to), (300, end))
        self.assertEqual((new.rate, new.date_from), (330, end + timedelta(days=1)))
        self.assertEqual(sum(contract._charges_on(end).mapped("monthly")), 24000)
        self.assertEqual(
            sum(contract._charges_on(end + timedelta(days=1)).mapped("monthly")), 26400
        )
        # the lease stays as closed as any signed lease
        with self.assertRaises(UserError):
            self.by("clerk", contract).date_end = end
        with self.assertRaises(UserError):
            self.by("clerk", new).rate = 1
        with self.assertRaises(UserError):
            self.by("clerk", paper).action_settle()

    def test_each_charge_its_own_way(self):
        """LE-F04: every charge has its rhythm and its payer, and keeps them when the
        lease is renewed."""
        payer = self.tenant()
        contract = self.lease(
            charge_ids=[
                Command.create({"kind": "rent", "rate": 300, "rhythm": "quarter"}),
                Command.create(
                    {
                        "kind": "service",
                        "basis": "month",
                        "rate": 900,
                        "payer_id": payer.id,
                    }
                ),
            ]
        )
        self.assertEqual(contract.monthly, 24900)
        self.signed(self.renewal(contract, rate=100))
        new = contract.charge_ids.filtered("date_from").sorted("kind")
        self.assertEqual(new.mapped("rhythm"), ["quarter", "month"])
        self.assertEqual(new.payer_id, payer)
        with self.assertRaises(UserError):
            self.by("clerk", contract.charge_ids[0]).payer_id = False

    def test_twice(self):
        """LE-F19: a lease is renewed again from its new end."""
        contract = self.lease()
        for rate in (330, 350):
            self.signed(self.renewal(contract, rate=rate))
        self.assertEqual(self.in_time(contract).mapped("rate"), [300, 330, 350])
        spans = self.in_time(contract).mapped("date_to")
        self.assertEqual(len([day for day in spans if day]), 2)

    def test_refused(self):
        """LE-F19 LE-10: shorter, without rates, while leaving, on a shop let onward,
        twice at a time."""
        contract = self.lease()
        paper = self.renewal(contract)
        self.by("clerk", paper).action_intent()

        def refused(message):
            with self.assertRaises(UserError) as caught:
                self.by("clerk", paper).action_submit()
            self.assertIn(message, str(caught.exception))

        self.by("clerk", paper).date_end = False
        refused("runs until")
        self.by("clerk", paper).date_end = contract.date_end + timedelta(days=90)
        values = paper.charge_ids._terms_values()
        self.by("clerk", paper.charge_ids).unlink()
        refused("new time are missing")
        self.by("clerk", paper).charge_ids = [Command.create(values)]
        leaving = self.draft_exit(contract)
        self.by("clerk", leaving).action_submit()
        refused(leaving.name)
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", leaving._name), ("res_id", "=", leaving.id)]
        )
        self.by("manager", request).send_back("stays")
        other = self.renewal(contract)
        self.by("clerk", other).action_intent()
        self.by("clerk", other).action_submit()
        refused(other.name)

    def test_let_onward(self):
        """LE-10: the shop is promised to the next tenant by then."""
        contract = self.lease()
        paper = self.approved(self.renewal(contract))
        follower = self.draft_contract(
            contract.unit_ids,
            date_start=contract.date_end + timedelta(days=30),
            date_end=contract.date_end + timedelta(days=300),
        )
        # as an opening lease or a correction may have brought it there
        follower._flow_write({"state": "signed"})
        self.attach(paper)
        with self.assertRaisesRegex(UserError, "is let to"):
            self.by("clerk", paper).action_sign()
        self.assertEqual(paper.state, "approved")

    def test_overtaken(self):
        """LE-F19: a renewal that another one has overtaken is not signed."""
        contract = self.lease()
        late = self.approved(self.renewal(contract, days=900, rate=500))
        quick = self.renewal(contract)
        # the second as somebody else may have submitted it at the same moment
        quick._flow_write({"state": "approved"})
        quick._flow_write({"legal_user_id": 1, "legal_date": fields.Date.today()})
        quick.sudo()._after_sign()
        self.attach(late)
        with self.assertRaisesRegex(UserError, "renew anew"):
            self.by("clerk", late).action_sign()

    def test_changed_rate_restarts(self):
        """Rule 1: another rate after the approval is approved anew."""
        paper = self.approved(self.renewal(self.lease()))
        self.by("clerk", paper.charge_ids).rate = 10
        self.assertEqual(paper.state, "draft")

    def test_people(self):
        """Law 2: who has no part in leasing neither renews nor reads it."""
        contract = self.lease()
        action = self.by("clerk", contract).action_renew()
        again = self.by("clerk", contract).action_renew()
        self.assertEqual(action["res_id"], again["res_id"])
        paper = self.env["ops.lease.renewal"].browse(action["res_id"])
        for post in ("keeper", "finance", "gm"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper).date_end = fields.Date.today()
        with self.assertRaises(AccessError):
            self.by("outsider", paper).read(["state"])
        with self.assertRaises(AccessError):
            self.by("keeper", self.lease()).action_renew()
