from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import new_test_user, tagged

from .common import PEOPLE
from .prep_common import PrepCase


@tagged("post_install", "-at_install")
class TestPrepCompanies(PrepCase):
    """Law 4: papers before the lease stay in their company and their project."""

    def papers(self):
        lead = self.lead()
        self.supply(lead.lease_unit_ids, power=100)
        talk = self.talk(lead, "project")
        sheet = self.sheet(lead)
        redesign = self.redesign(sheet)
        tender = self.tender(redesign, North=90000)
        works = self.works(self.agree(sheet))
        contract = self.lease(received=False)
        contract.sudo().unit_ids._flow_write({"state": "handed_over"})
        change = self.by("clerk", self.env["ops.lease.change"]).create(
            {"contract_id": contract.id, "request": "Circuit", "reason": "Oven"}
        )
        self.by("clerk", change).action_submit()
        self.approve(change, ("project", "manager"))
        self.by("costing", change).cost_ids = [
            Command.create({"name": "Cable", "price": 10})
        ]
        return [
            lead,
            lead.lease_unit_ids.condition_ids,
            talk,
            talk.person_ids,
            sheet,
            sheet.line_ids,
            redesign,
            redesign.version_ids,
            redesign.cost_ids,
            tender,
            tender.bid_ids,
            works,
            works.line_ids,
            change.with_env(self.env),
            change.sudo().cost_ids.with_env(self.env),
        ]

    def test_companies_and_projects(self):
        """LE-03 … LE-12, rules 12 and 15: another company's people and those of other
        projects find and read nothing; the manager sees all."""
        papers = self.papers()
        other = self.env["res.company"].create({"name": "Another landlord"})
        for post, groups in PEOPLE.items():
            foreigner = new_test_user(
                self.env,
                login=f"prep_foreign_{post}",
                groups=groups,
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            for records in papers:
                foreign = records.with_user(foreigner).with_context(
                    allowed_company_ids=other.ids
                )
                with self.subTest(model=records._name, post=post):
                    self.assertTrue(records)
                    with self.assertRaises(AccessError):
                        foreign.read(["display_name"])
                    if foreign.has_access("read"):
                        self.assertFalse(foreign.search([("id", "in", records.ids)]))
        self.mall.member_ids = self.people["gm"]
        for records in papers:
            with self.subTest(model=records._name, post="other project"):
                for post in ("clerk", "keeper", "project"):
                    mine = self.by(post, records)
                    if mine.browse().has_access("read"):
                        self.assertFalse(mine.search([("id", "in", records.ids)]))
                manager = self.by("manager", records)
                self.assertEqual(manager.search([("id", "in", records.ids)]), records)
