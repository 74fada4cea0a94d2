from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import new_test_user, tagged

from .common import PEOPLE, LeasingCase

MODELS = (
    "property",
    "building",
    "floor",
    "unit",
    "meter",
    "reading",
    "contract",
    "contract.line",
    "charge",
    "deposit",
    "exit",
    "exit.item",
    "exit.letter",
    "exit.charge",
    "exit.deduction",
    "inspection",
    "inspection.line",
    "completion",
    "completion.line",
    "entry",
    "entry.item",
    "entry.fee",
    "entry.transfer",
    "handover",
    "handover.meter",
    "handover.key",
    "handover.item",
)


@tagged("post_install", "-at_install")
class TestCompanies(LeasingCase):
    """Law 4: papers stay in their company and with the people of their project."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Another landlord"})
        cls.foreigners = {
            post: new_test_user(
                cls.env,
                login=f"foreign_{post}",
                groups=groups,
                company_id=cls.other.id,
                company_ids=[Command.set(cls.other.ids)],
            )
            for post, groups in PEOPLE.items()
        }

    def papers(self):
        lease = self.lease()
        self.enter(lease)
        letters = [Command.create({"kind": "demand"})]
        paper = self.walk(self.draft_exit(lease, letter_ids=letters), "inspecting")
        self._inspect(paper, damage=5)
        found = {
            name: self.env[f"ops.lease.{name}"].search(
                [("company_id", "=", self.company.id)]
            )
            for name in MODELS
        }
        for name, records in found.items():
            self.assertTrue(records, name)
        return found

    def test_other_company(self):
        """LE-01 … LE-28, rule 15: another company's people find and read nothing."""
        for name, records in self.papers().items():
            for post, user in self.foreigners.items():
                foreign = records.with_user(user).with_context(
                    allowed_company_ids=self.other.ids
                )
                with self.subTest(model=name, post=post):
                    with self.assertRaises(AccessError):
                        foreign.read(["display_name"])
                    if foreign.has_access("read"):
                        self.assertFalse(
                            foreign.search([("company_id", "=", self.company.id)])
                        )

    def test_own_project(self):
        """Rule 12: who is not of the project's people sees nothing of it; the manager
        and finance see all."""
        papers = self.papers()
        self.mall.member_ids = self.people["gm"]
        for name, records in papers.items():
            for post in ("clerk", "keeper"):
                with self.subTest(model=name, post=post):
                    mine = self.by(post, records)
                    if mine.browse().has_access("read"):
                        self.assertFalse(mine.search([("id", "in", records.ids)]))
        exits = papers["exit"]
        for post in ("manager", "finance", "gm"):
            self.assertEqual(
                self.by(post, exits).search([("id", "in", exits.ids)]), exits
            )
        self.mall.member_ids = self.people["clerk"] | self.people["keeper"]
        for post in ("clerk", "keeper"):
            self.assertEqual(
                self.by(post, exits).search([("id", "in", exits.ids)]), exits
            )
