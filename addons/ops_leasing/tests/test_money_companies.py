from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import new_test_user, tagged

from .common import PEOPLE
from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyCompanies(MoneyCase):
    """Law 4: what is owed, fapiao'd and promised stays in its company and with the
    people of the project."""

    def papers(self):
        self.contract._flow_write({"late_rate": 5, "late_grace": 0, "late_cap": 0})
        late, other = self.bill(10000, days=40), self.bill(500, days=12)
        fapiao = self.ask(other)
        self.by("finance", self.contract).action_bill_late_fees()
        waived = self.bill(20000, days=9)
        waiver = self.by("clerk", self.env["ops.lease.late.waiver"]).create(
            {"contract_id": self.contract.id, "reason": "Flood"}
        )
        reminder = self.propose()
        promise = self.by("clerk", self.env["ops.lease.promise"]).create(
            {
                "contract_id": self.contract.id,
                "date": fields.Date.today(),
                "amount": 100,
            }
        )
        self.env.flush_all()
        found = (
            fapiao,
            fapiao.line_ids,
            late.late_fee_ids,
            waiver,
            waiver.line_ids,
            reminder,
            reminder.line_ids,
            promise,
            self.env["ops.lease.ageing"].search([("move_id", "=", waived.id)]),
        )
        for records in found:
            self.assertTrue(records, records._name)
        return found

    def test_other_company(self):
        """LE-F14, LE-F26, LE-F30, rule 15: another company's people find nothing."""
        other = self.env["res.company"].create({"name": "Another landlord"})
        foreigners = [
            new_test_user(
                self.env,
                login=f"strange_{post}",
                groups=groups,
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            for post, groups in PEOPLE.items()
        ]
        for records in self.papers():
            for user in foreigners:
                strange = records.with_user(user).with_context(
                    allowed_company_ids=other.ids
                )
                with self.subTest(model=records._name, user=user.login):
                    with self.assertRaises(AccessError):
                        strange.read(["display_name"])
                    if strange.browse().has_access("read"):
                        self.assertFalse(
                            strange.search([("company_id", "=", self.company.id)])
                        )

    def test_own_project(self):
        """Rule 12: who is not of the project's people sees nothing of it; the manager
        and finance see all."""
        papers = self.papers()
        self.mall.member_ids = self.people["gm"]
        for records in papers:
            asked = [("id", "in", records.ids)]
            with self.subTest(records._name):
                for post in ("clerk", "keeper"):
                    self.assertFalse(self.by(post, records).search(asked))
                for post in ("manager", "finance", "gm"):
                    self.assertTrue(self.by(post, records).search(asked))
