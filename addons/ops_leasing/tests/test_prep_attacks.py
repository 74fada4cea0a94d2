"""What a person must not bring about before the lease, by whatever door."""

from lxml import etree
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tests.common import tagged

from .common import PEOPLE
from .prep_common import PrepCase


@tagged("post_install", "-at_install")
class TestPrepAttacks(PrepCase):
    """LE-03 … LE-12: the gates before the lease hold below the screen."""

    def refused(self, post, records, step, message="", *args):
        with self.assertRaises(UserError) as refusal:
            getattr(self.by(post, records), f"action_{step}")(*args)
        self.assertIn(message, str(refusal.exception))

    def lease_of(self, lead):
        known = lead.lease_contract_ids
        self.by("clerk", lead).action_lease_contract()
        contract = lead.lease_contract_ids - known
        self.by("clerk", contract).write(
            {
                "date_start": "2026-01-01",
                "date_end": "2030-12-31",
                "charge_ids": [Command.create({"kind": "rent", "rate": 100})],
            }
        )
        return contract

    def approved(self, contract):
        self.by("clerk", contract).action_intent()
        self.by("clerk", contract).action_submit()
        self.by("counsel", contract).action_clear()
        self.approve(contract, ("manager", "finance", "gm"))
        self.attach(contract)
        return contract

    # --- tender

    def test_bid_stays(self):
        """LE-08: an award in approval cannot be priced anew by moving its bid; what
        the signers saw is what is awarded."""
        tender, other = self.tender(North=94000, South=97000), self.tender(West=5)
        north = tender.bid_ids[0]
        with self.assertRaises(UserError):
            self.by("buyer", north).tender_id = other
        with self.assertRaises(UserError):
            self.by("buyer", north).partner_id = self.tenant()
        self.by("buyer", tender).winner_id = north
        self.by("buyer", tender).action_propose()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", tender._name), ("res_id", "=", tender.id)]
        )
        self.assertEqual((tender.amount, request.amount), (94000, 94000))
        for post in ("buyer", "clerk", "gm"):
            for records, values in (
                (north, {"amount": 120000}),
                (north, {"tender_id": other.id}),
                (north, {"withdrawn": "By mistake"}),
                (tender, {"amount": 120000}),
            ):
                with self.assertRaises(UserError):
                    self.by(post, records).write(values)
        # not even the system's own code awards another tender's bid
        self.env.cr.execute(
            "UPDATE ops_lease_tender_bid SET tender_id = %s WHERE id = %s",
            [other.id, north.id],
        )
        north.invalidate_recordset()
        self.approve(tender, ("costing", "gm"))
        self.assertEqual(tender.state, "approving")

    def test_award_returned(self):
        """LE-08: a returned award is proposed at its new figure."""
        tender = self.tender(North=94000)
        self.by("buyer", tender).winner_id = tender.bid_ids
        self.by("buyer", tender).action_propose()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", tender._name), ("res_id", "=", tender.id)]
        )
        self.by("costing", request).send_back("Too dear")
        self.assertEqual((tender.state, tender.amount), ("bidding", 0))
        self.by("buyer", tender.bid_ids).amount = 90000
        self.assertIn("94,000", str(tender.message_ids.mapped("body")))
        self.by("buyer", tender).action_propose()
        self.approve(tender, ("costing", "gm"))
        self.assertEqual((tender.state, tender.amount), ("awarded", 90000))

    def test_bid_withdrawn(self):
        """LE-08: the lowest bid does not vanish; it is withdrawn with its reason, by
        the purchasing centre, and the signers are told."""
        tender = self.tender(North=94000, South=97000)
        north, south = tender.bid_ids
        with self.assertRaises(UserError):
            self.by("buyer", north).unlink()
        with self.assertRaises(UserError):
            self.by("buyer", tender).bid_ids = [Command.delete(north.id)]
        with self.assertRaises(AccessError):
            self.by("clerk", north).withdrawn = "I want South"
        self.by("buyer", tender).winner_id = north
        self.by("buyer", north).withdrawn = "Gave its guarantee back"
        self.assertIn("guarantee", str(tender.message_ids.mapped("body")))
        self.assertEqual((tender.bid_count, tender.lowest), (1, 97000))
        self.refused("buyer", tender, "propose", "withdrawn")
        # who withdrew may bid anew
        self.by("buyer", tender).bid_ids = [
            Command.create({"partner_id": north.partner_id.id, "amount": 99000})
        ]
        self.by("buyer", tender).winner_id = south
        self.by("buyer", tender).action_propose()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", tender._name), ("res_id", "=", tender.id)]
        )
        self.assertIn("1 withdrawn", request.fact)

    # --- clearance and conditions

    def anchor(self):
        lead = self.lead(lease_tenant_class="anchor")
        self.talk(lead, "project")
        sheet = self.agree(self.sheet(lead))
        contract = self.lease_of(lead)
        self.by("project", contract).action_project_clear()
        return sheet, self.approved(contract)

    def test_cleared_conditions(self):
        """LE-04: the clearance is for the conditions as they stood; changed ones are
        cleared anew by the project department."""
        sheet, contract = self.anchor()
        power, load = self.line(sheet, "power"), self.line(sheet, "floor_load")
        self.by("clerk", sheet).action_reopen("More power")
        self.refused("clerk", contract, "sign", "changed since")
        # agreed again as it was, the clearance holds
        self.by("clerk", sheet.line_ids).action_agreed()
        self.by("clerk", sheet).action_agree()
        self.assertNotIn(
            "project_cleared",
            {b.gate for b in contract._flow_blockers(contract._flow.step("sign"))},
        )
        # other payer: answered anew, cleared anew
        self.by("clerk", sheet).action_reopen("Who pays")
        self.by("clerk", power).payer = "tenant"
        self.assertEqual((power.status, power.answer_user_id.id), ("open", False))
        self.by("project", power).action_answer()
        self.by("clerk", sheet.line_ids).action_agreed()
        self.by("clerk", sheet).action_agree()
        self.refused("clerk", contract, "sign", "changed since")
        self.refused("clerk", contract, "project_clear")
        self.by("project", contract).action_project_clear()
        # a dropped line as well
        self.by("clerk", sheet).action_reopen("Less")
        self.by("clerk", load).action_dropped()
        self.by("clerk", power).action_agreed()
        self.by("clerk", sheet).action_agree()
        self.refused("clerk", contract, "sign", "changed since")
        self.by("project", contract).action_project_clear()
        self.by("clerk", contract).action_sign()

    def test_clearance_queries(self):
        """LE-04: clearing one lease or many takes the same number of queries."""

        def measure(call, papers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            call(papers)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        contracts = self.env["ops.lease.contract"]
        for _i in range(8):
            contracts += self.draft_contract(tenant_class="anchor")
        for contract in contracts:
            self.talk(contract, "project")
            self.agree(self.sheet(contract))
        warm, one, many = contracts[0], contracts[1], contracts[2:]
        for call in (
            lambda c: self.by("project", c).action_project_clear(),
            lambda c: self.assertFalse(list(c._gate_project_cleared())),
        ):
            call(warm)
            self.assertEqual(measure(call, one), measure(call, many))

    def test_answer_rewritten(self):
        """LE-05: an answer that the commercial company rewrites is open again; naming
        the payer is not rewriting."""
        sheet = self.sheet(self.lead())
        power = self.line(sheet, "power")
        self.by("project", power).agreed_value = 320
        self.by("project", power).action_answer()
        self.by("clerk", power).payer = "landlord"
        self.assertEqual(power.status, "answered")
        for values in ({"agreed_value": 900}, {"demand": 10}, {"payer": "tenant"}):
            self.by("clerk", power).write(values)
            self.assertEqual(power.status, "open")
            with self.assertRaises(UserError):
                self.by("clerk", power).action_agreed()
            with self.assertRaises(AccessError):
                self.by("clerk", power).action_answer()
            self.by("project", power).action_answer()
        self.by("clerk", power).write({"payer": "tenant", "remark": "Told him"})
        self.assertEqual(power.status, "answered")

    def test_lines_stay(self):
        """LE-05: a line asked for is not moved, deleted or given to somebody else to
        answer, and nobody answers his own demand."""
        lead = self.lead()
        sheet, dummy = self.sheet(lead), self.sheet(self.lead(), submit=False)
        power = self.line(sheet, "power")
        for values in (
            {"techcond_id": dummy.id},
            {"owner_group": "leasing"},
            {"owner_group": "design"},
        ):
            for post in ("clerk", "manager", "project"):
                with self.assertRaises(UserError):
                    self.by(post, power).write(values)
        with self.assertRaises(UserError):
            self.by("clerk", power).unlink()
        with self.assertRaises(UserError):
            self.by("clerk", sheet).line_ids = [Command.delete(power.id)]
        with self.assertRaises(ValidationError):
            self.by("clerk", self.line(dummy, "power")).owner_group = "leasing"
        # before it is sent out, it is the commercial company's own list
        self.by("clerk", self.line(dummy, "power")).owner_group = "design"
        self.by("clerk", self.line(dummy, "floor_load")).unlink()

    def test_nothing_agreed(self):
        """LE-05: a sheet with all its lines dropped is not agreed."""
        sheet = self.sheet(self.lead())
        self.by("clerk", sheet.line_ids).action_dropped()
        self.refused("clerk", sheet, "agree", "No condition is agreed")
        self.by("clerk", sheet).action_cancel("He asks for nothing any more")

    def test_sheet_called_off(self):
        """LE-10: an open sheet is not called off under the lease of a key tenant."""
        lead = self.lead(lease_tenant_class="key")
        sheet = self.sheet(lead)
        contract = self.lease_of(lead)
        self.refused("clerk", sheet, "cancel", "rests on it", "Away with it")
        self.refused("manager", sheet, "cancel", "rests on it", "Away with it")
        self.by("clerk", contract).action_cancel("Goes elsewhere")
        self.refused("project", sheet, "cancel", "", "Away with it")
        self.by("clerk", sheet).action_cancel("Goes elsewhere")

    # --- sheets and leases

    def test_second_lease(self):
        """LE-10: the lease made anew rests on the sheets of the cancelled one."""
        lead = self.lead(lease_tenant_class="key")
        sheet = self.sheet(lead)
        first = self.lease_of(lead)
        self.by("clerk", first).action_cancel("Another firm of his signs")
        second = self.lease_of(lead)
        self.assertEqual(sheet.contract_id, second)
        self.approved(second)
        self.refused("clerk", second, "sign", "is open")
        self.agree(sheet)
        self.by("clerk", second).action_sign()

    def test_lease_by_hand(self):
        """LE-10: a lease written by hand rests on the sheets of the same tenant for
        the same shop; those of others it leaves alone."""
        tenant = self.tenant()
        tenant.lease_tenant_class = "key"
        for known in ({"partner_id": tenant.id}, {"partner_name": tenant.name}):
            lead = self.lead(lease_tenant_class="key", **known)
            sheet = self.sheet(lead)
            foreign = self.sheet(
                self.lead(lease_unit_ids=[Command.set(lead.lease_unit_ids.ids)])
            )
            contract = self.draft_contract(
                lead.lease_unit_ids, partner_id=tenant.id, tenant_class="key"
            )
            with self.subTest(known=known):
                self.approved(contract)
                self.refused("clerk", contract, "sign", "is open")
                self.agree(sheet)
                self.by("clerk", contract).action_sign()
                self.assertEqual(sheet.contract_id, contract)
                self.assertFalse(foreign.contract_id)
                # what is asked for later is not this lease's
                later = self.sheet(
                    self.lead(
                        partner_id=tenant.id,
                        lease_unit_ids=[Command.set(lead.lease_unit_ids.ids)],
                    )
                )
                self.assertNotIn(later, contract._condition_sheets()[contract])

    def test_foreign_deal(self):
        """LE-03: prospects of another company or of a project that is not one's own
        are neither read nor moved by a paper."""
        lead, contract = self.lead(), self.draft_contract()
        company = self._create_company("Elsewhere", chart="generic_coa")
        foreign = self.env["crm.lead"].create(
            {
                "name": "Secret",
                "lease_prospect": True,
                "company_id": company.id,
                "partner_name": "Secret firm",
            }
        )
        stage = foreign.stage_id
        talks = self.by("clerk", self.env["ops.lease.negotiation"])
        for values in (
            {"lead_id": foreign.id},
            {"lead_id": foreign.id, "contract_id": contract.id},
            # another tenant's
            {
                "lead_id": self.lead(partner_id=self.tenant().id).id,
                "contract_id": contract.id,
            },
        ):
            with self.assertRaises(UserError):
                talks.create({"subject": "Rent", "result": "x", **values})
        paper = talks.create({"subject": "Rent", "lead_id": lead.id})
        with self.assertRaises(UserError):
            paper.lead_id = foreign
        self.assertEqual(foreign.stage_id, stage)
        hidden = self.env["ops.lease.property"].create(
            {
                "name": "Hill Mall",
                "code": "HM",
                "company_id": self.company.id,
                "member_ids": [Command.set(self.people["gm"].ids)],
            }
        )
        secret = self.lead(lease_property_id=self.mall.id, lease_unit_ids=False)
        secret.lease_property_id = hidden
        with self.assertRaises(AccessError):
            talks.create(
                {"subject": "x", "lead_id": secret.id, "contract_id": contract.id}
            )
        talks.create(
            {"subject": "Rent", "lead_id": lead.id, "contract_id": contract.id}
        )

    def test_foreign_shop(self):
        """LE-F25: a line reads what a shop of its own sheet gives, a sheet is about
        shops of the deal's project."""
        lead = self.lead()
        sheet = self.sheet(lead, submit=False)
        power, other = self.line(sheet, "power"), self.unit()
        self.supply(other, power=777)
        with self.assertRaises(ValidationError):
            self.by("clerk", power).unit_id = other
        self.assertEqual(power.supply, 0)
        self.by("clerk", sheet).unit_ids |= other
        self.by("clerk", power).unit_id = other
        self.assertEqual(power.supply, 777)
        with self.assertRaises(ValidationError):
            self.by("clerk", sheet).unit_ids -= other
        hill = self.env["ops.lease.property"].create(
            {"name": "Hill", "code": "H", "company_id": self.company.id}
        )
        building = self.env["ops.lease.building"].create(
            {"name": "H", "property_id": hill.id}
        )
        floor = self.env["ops.lease.floor"].create(
            {"name": "1", "level": 1, "building_id": building.id}
        )
        with self.assertRaises(ValidationError):
            self.by("clerk", sheet).unit_ids |= self.unit(floor_id=floor.id)

    # --- works

    def ticked(self, works):
        for line in self.by("project", works.line_ids):
            line.evidence = "GC-01"
            line.action_tick()

    def test_works_of_own_sheet(self):
        """LE-09: works tick off their own sheet's conditions, all of them."""
        sheet = self.agree(self.sheet(self.lead(), power=320, exhaust=900))
        other = self.agree(self.sheet(self.lead(), power=500))
        works = self.works(sheet)
        foreign = other.line_ids
        with self.assertRaises(ValidationError):
            self.by("project", works.line_ids[0]).techcond_line_id = foreign
        with self.assertRaises(ValidationError):
            self.by("project", works).line_ids = [
                Command.create({"name": "x", "techcond_line_id": foreign.id})
            ]
        with self.assertRaises(ValidationError):
            self.by("project", works).techcond_id = other
        self.by("project", works).action_start()
        self.by("project", works.line_ids[0]).unlink()
        self.ticked(works)
        self.refused("project", works, "finish", "on no list of works")
        self.refused("clerk", works, "finish")
        # other works of the sheet may have it
        second = self.by("project", self.env["ops.lease.work"]).create(
            {"techcond_id": sheet.id}
        )
        self.assertEqual(len(second.line_ids), 1)
        self.by("project", works).action_finish()
        self.assertFalse(other.unit_ids.condition_ids)

    def test_words_leave_figures(self):
        """LE-F25: what was agreed in words leaves the shop's figure as it was."""
        lead = self.lead()
        self.supply(lead.lease_unit_ids, power=120)
        sheet = self.sheet(lead, power=320)
        line = sheet.line_ids
        mine = self.by("project", line)
        mine.write({"agreed_words": "A feeder of its own", "payer": "landlord"})
        mine.action_answer()
        self.by("clerk", line).action_agreed()
        self.by("clerk", sheet).action_agree()
        works = self.works(sheet)
        self.by("project", works).action_start()
        self.ticked(works)
        self.by("project", works).action_finish()
        given = lead.lease_unit_ids.condition_ids
        self.assertEqual((given.value, given.words), (120, "A feeder of its own"))

    def test_award_followed(self):
        """LE-08 LE-09: who won the tender builds; a tender under way gives no
        contractor."""
        sheet = self.agree(self.sheet(self.lead()))
        tender = self.tender(self.redesign(sheet), North=90000)
        works = self.works(sheet)
        with self.assertRaises(UserError):
            self.by("project", works).tender_id = tender
        self.by("buyer", tender).winner_id = tender.bid_ids
        self.by("buyer", tender).action_propose()
        self.approve(tender, ("costing", "gm"))
        friend = self.tenant()
        self.by("project", works).contractor_id = friend
        self.refused("project", works, "start", "awarded to North")
        self.by("project", works).tender_id = tender
        self.assertEqual(works.contractor_id, tender.bid_ids.partner_id)
        with self.assertRaises(UserError):
            self.by("project", works).contractor_id = friend
        self.refused("clerk", works, "start")
        self.by("project", works).action_start()
        with self.assertRaises(UserError):
            self.by("project", works).contractor_id = friend

    def test_evidence_after_order(self):
        """LE-12: the sketch handed in with the request does not show that the change
        was done."""
        contract = self.lease()
        contract.sudo().unit_ids._flow_write({"state": "handed_over"})
        paper = self.by("clerk", self.env["ops.lease.change"]).create(
            {
                "contract_id": contract.id,
                "request": "One more circuit",
                "reason": "Oven",
                "attachment_ids": [Command.create({"name": "a.pdf", "raw": b"a"})],
            }
        )
        paper.action_submit()
        self.approve(paper.with_env(self.env), ("project", "manager"))
        self.by("costing", paper).cost_ids = [
            Command.create({"name": "Cable", "price": 900})
        ]
        self.by("costing", paper).action_cost()
        paper.payer = "tenant"
        paper.action_order()
        with self.assertRaises(UserError):
            paper.files_known = 0
        self.by("project", paper).done_text = "Built"
        self.refused("project", paper, "finish", "acceptance sheet")
        self.by("project", paper).attachment_ids = [
            Command.create({"name": "b.pdf", "raw": b"b"})
        ]
        self.refused("clerk", paper, "finish")
        self.by("project", paper).action_finish()

    # --- screens

    def test_forms_open(self):
        """LE-10: who may read a lease, a prospect or a paper before the lease opens
        its form."""
        lead = self.lead(lease_tenant_class="anchor")
        talk, sheet = self.talk(lead, "project"), self.agree(self.sheet(lead))
        tender = self.tender(self.redesign(sheet), North=90000)
        contract, works = self.lease_of(lead), self.works(sheet)
        papers = (lead, contract, talk, sheet, tender.redesign_id, tender, works)
        views = {"crm.lead": "ops_leasing.lead_view_form"}
        for post in PEOPLE:
            for paper in papers:
                mine = self.by(post, paper)
                if not mine.has_access("read"):
                    continue
                with self.subTest(post=post, model=paper._name):
                    self.env.invalidate_all()
                    form = Form(mine, views.get(paper._name))
                    if paper == contract:
                        shown = set(form._view["fields"])
                        self.assertEqual(
                            "charge_ids" in shown,
                            mine.env["ops.lease.charge"].has_access("read"),
                        )
                    known = views.get(paper._name, "").replace("form", "list")
                    view_id = known and self.env.ref(known).id
                    rows = etree.fromstring(mine.get_view(view_id, "list")["arch"])
                    mine.read([node.get("name") for node in rows.iter("field")])
        self.assertTrue(self.by("keeper", contract).project_needed)
        with self.assertRaises(AccessError):
            self.by("outsider", contract).read(["project_needed"])
