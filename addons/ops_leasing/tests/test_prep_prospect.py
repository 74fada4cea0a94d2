from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import new_test_user, tagged

from .common import PEOPLE
from .prep_common import PrepCase


@tagged("post_install", "-at_install")
class TestProspect(PrepCase):
    """LE-03, LE-04: prospects, talks, classes and the gates before the signature."""

    def approved(self, contract):
        """Everything that stands before the signature of any lease."""
        self.by("clerk", contract).action_intent()
        self.by("clerk", contract).action_submit()
        self.by("counsel", contract).action_clear()
        self.approve(contract, ("manager", "finance", "gm"))
        self.attach(contract)
        return contract

    def lease_of(self, lead):
        """The lease made from a prospect, filled in."""
        self.by("clerk", lead).action_lease_contract()
        contract = lead.lease_contract_ids
        self.by("clerk", contract).write(
            {
                "date_start": "2026-01-01",
                "date_end": "2030-12-31",
                "charge_ids": [Command.create({"kind": "rent", "rate": 100})],
            }
        )
        return contract

    def refused(self, post, records, step, message=""):
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")()

    def test_prospect_rights(self):
        """LE-03: the commercial company enters prospects and sees no other
        opportunity; others read or see nothing."""
        lead = self.lead()
        self.assertEqual(lead.team_id, self.env.ref("ops_leasing.team_leasing"))
        self.assertEqual(lead.stage_id, self.env.ref("ops_leasing.stage_intent"))
        other = self.env["crm.lead"].create(
            {"name": "A sale", "company_id": self.company.id}
        )
        for post in PEOPLE:
            mine = self.by(post, lead)
            with self.subTest(post=post):
                if post in ("clerk", "manager"):
                    mine.write({"phone": "123"})
                else:
                    with self.assertRaises(AccessError):
                        mine.write({"phone": "123"})
                with self.assertRaises(AccessError):
                    self.by(post, other).read(["name"])
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["crm.lead"]).create({"name": "No prospect"})
        with self.assertRaises(AccessError):
            self.by("clerk", lead).lease_prospect = False
        salesman = new_test_user(
            self.env,
            login="lease_sales",
            groups="sales_team.group_sale_salesman",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            lead.with_user(salesman).read(["name"])
        self.mall.member_ids = self.people["gm"]
        with self.assertRaises(AccessError):
            self.by("clerk", lead).read(["name"])

    def test_lost(self):
        """LE-03: a prospect is lost with its reason by the commercial company."""
        lead = self.lead()
        reason = self.env["crm.lost.reason"].create({"name": "Rent too high"})
        self.by("clerk", self.env["crm.lead.lost"]).create(
            {"lead_ids": lead.ids, "lost_reason_id": reason.id}
        ).action_lost_reason_apply()
        self.assertEqual((lead.won_status, lead.lost_reason_id), ("lost", reason))

    def test_talks(self):
        """LE-03: rounds are counted, name both sides and their result; recorded they
        are closed."""
        lead = self.lead()
        first = self.talk(lead)
        second = self.talk(lead, "project")
        self.assertEqual((first.round, second.round), (1, 2))
        self.assertTrue(second.name)
        self.assertFalse(first.project_present)
        self.assertTrue(second.project_present)
        self.assertEqual(lead.lease_negotiation_count, 2)
        self.assertEqual(lead.stage_id, self.env.ref("ops_leasing.stage_talks"))
        third = self.talk(lead, record=False, result=" ")
        third.person_ids.unlink()
        with self.assertRaises(FlowRefused) as refusal:
            self.by("clerk", third).action_record()
        self.assertEqual(
            {b.gate for b in refusal.exception.blockers},
            {"people_named", "result_given"},
        )
        for post in ("keeper", "project", "outsider"):
            self.refused(post, third, "record")
        with self.assertRaises(UserError):
            self.by("clerk", first).result = "Something else"
        with self.assertRaises(UserError):
            self.by("clerk", first.person_ids[0]).name = "Somebody"
        with self.assertRaises(UserError):
            self.by("clerk", first).round = 7
        self.refused("clerk", first, "void")
        self.by("manager", first).action_void("Written twice")

    def test_who_stands_for_whom(self):
        """LE-04: who stands for the project department belongs to it."""
        lead = self.lead()
        for values in (
            {"party": "project", "user_id": self.people["clerk"].id},
            {"party": "project", "name": "Somebody"},
            {"party": "tenant"},
        ):
            with self.assertRaises(ValidationError):
                self.by("clerk", self.env["ops.lease.negotiation"]).create(
                    {
                        "lead_id": lead.id,
                        "subject": "Rent",
                        "person_ids": [Command.create(values)],
                    }
                )

    def test_lease_from_prospect(self):
        """LE-03 LE-10: the lease takes over shops, class and tenant, once; the shops
        are in negotiation, the papers of the talks become the lease's."""
        lead = self.lead(lease_tenant_class="key")
        talk, sheet = self.talk(lead), self.sheet(lead)
        with self.assertRaises(AccessError):
            self.by("project", lead).action_lease_contract()
        bare = self.lead(lease_unit_ids=False, partner_name=False)
        with self.assertRaisesRegex(FlowRefused, "shops wanted"):
            self.by("clerk", bare).action_lease_contract()
        self.by("clerk", lead).action_lease_contract()
        contract = lead.lease_contract_ids
        self.assertEqual(contract.tenant_class, "key")
        self.assertEqual(contract.unit_ids, lead.lease_unit_ids)
        self.assertEqual(contract.partner_id.name, "Fresh Foods")
        self.assertEqual(contract.partner_id.lease_tenant_class, "key")
        self.assertEqual(contract.unit_ids.state, "negotiating")
        self.assertEqual((talk.contract_id, sheet.contract_id), (contract, contract))
        self.assertEqual(lead.stage_id, self.env.ref("ops_leasing.stage_lease"))
        with self.assertRaisesRegex(FlowRefused, "has been made"):
            self.by("clerk", lead).action_lease_contract()
        with self.assertRaises(UserError):
            self.by("clerk", contract).lead_id = False
        self.by("clerk", contract).action_cancel("Goes elsewhere")
        self.assertEqual(contract.unit_ids.state, "vacant")
        self.by("clerk", lead).action_lease_contract()

    def test_won_by_signature(self):
        """LE-03: nobody wins a prospect but by its signed lease."""
        lead = self.lead()
        won = self.env.ref("ops_leasing.stage_signed")
        for post in ("clerk", "manager"):
            with self.assertRaises(ValidationError):
                self.by(post, lead).stage_id = won
        contract = self.approved(self.lease_of(lead))
        self.by("clerk", contract).action_sign()
        self.assertEqual((lead.stage_id, lead.won_status), (won, "won"))

    def test_anchor_needs_project(self):
        """LE-04: an anchor's lease is signed only after the project department took
        part and cleared it itself."""
        for tenant_class in ("anchor", "sub_anchor"):
            lead = self.lead(lease_tenant_class=tenant_class)
            self.talk(lead)
            contract = self.approved(self.lease_of(lead))
            with self.assertRaises(FlowRefused) as refusal:
                self.by("clerk", contract).action_sign()
            self.assertEqual(
                {b.gate for b in refusal.exception.blockers},
                {"project_took_part", "project_cleared", "conditions_settled"},
            )
            with self.assertRaises(FlowRefused):
                self.by("project", contract).action_project_clear()
            self.talk(lead, "project")
            sheet = self.sheet(lead)
            with self.assertRaisesRegex(FlowRefused, "open"):
                self.by("project", contract).action_project_clear()
            self.agree(sheet)
            self.refused("clerk", contract, "sign", "not cleared")
            for post in PEOPLE:
                if post != "project":
                    with self.assertRaises(AccessError):
                        self.by(post, contract).action_project_clear()
            with self.assertRaises(AccessError):
                self.by("project", contract).write({"project_date": "2026-01-01"})
            with self.assertRaises(AccessError):
                self.by("clerk", contract).write(
                    {"project_user_id": self.people["project"].id}
                )
            self.by("project", contract).action_project_clear()
            self.assertEqual(contract.project_user_id, self.people["project"])
            self.by("clerk", contract).action_sign()
            self.assertEqual(contract.state, "signed")
            self.assertEqual(lead.won_status, "won")
            with self.assertRaisesRegex(FlowRefused, "Signed"):
                self.by("project", contract).action_project_clear()

    def test_clearance_is_for_these_shops(self):
        """LE-04: another tenant or other shops need another clearance."""
        lead = self.lead(lease_tenant_class="anchor")
        self.talk(lead, "project")
        self.agree(self.sheet(lead))
        contract = self.lease_of(lead)
        self.by("project", contract).action_project_clear()
        self.by("clerk", contract).line_ids = [
            Command.create({"unit_id": self.unit().id})
        ]
        self.approved(contract)
        self.refused("clerk", contract, "sign", "changed since")
        self.by("project", contract).action_project_clear()
        self.by("clerk", contract).action_sign()

    def test_key_tenant(self):
        """LE-10: for a key tenant no technical line is open; an ordinary tenant signs
        all the same."""
        lead = self.lead(lease_tenant_class="key")
        sheet = self.sheet(lead)
        contract = self.approved(self.lease_of(lead))
        with self.assertRaises(FlowRefused) as refusal:
            self.by("clerk", contract).action_sign()
        self.assertEqual(
            {b.gate for b in refusal.exception.blockers}, {"conditions_settled"}
        )
        self.assertEqual(len(refusal.exception.blockers), 2)
        self.agree(sheet)
        self.by("clerk", contract).action_sign()
        lead = self.lead(partner_name="A small shop")
        self.sheet(lead)
        contract = self.approved(self.lease_of(lead))
        self.by("clerk", contract).action_sign()

    def test_class_cannot_be_dodged(self):
        """LE-04: neither on the lease nor on the prospect does the clerk lower a
        class, and the strictest one counts."""
        lead = self.lead(lease_tenant_class="anchor")
        contract = self.lease_of(lead)
        tenant = contract.partner_id
        for records, field in (
            (lead, "lease_tenant_class"),
            (contract, "tenant_class"),
        ):
            for post in ("clerk",):
                with self.assertRaises(AccessError):
                    self.by(post, records).write({field: "ordinary"})
        with self.assertRaises(UserError):
            self.by("clerk", tenant).lease_tenant_class = "ordinary"
        # a lease written by hand as an ordinary one is an anchor's all the same
        byhand = self.draft_contract(partner_id=tenant.id, tenant_class="ordinary")
        self.approved(byhand)
        self.refused("clerk", byhand, "sign", "Anchor")
        # lowered on the lease alone by the manager, prospect and tenant still count
        self.by("manager", contract).tenant_class = "ordinary"
        self.approved(contract)
        self.refused("clerk", contract, "sign", "Anchor")
        with self.assertRaises(UserError):
            self.by("manager", contract).tenant_class = "key"
