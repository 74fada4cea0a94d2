"""Prospects, technical conditions, redesign, tender and works of the story."""

from datetime import timedelta

from odoo.fields import Command

from . import prep_words as words

PROJECT_CLASSES = ("anchor", "sub_anchor")


class Prep:
    """The part of the world that builds them; see ``world.py``."""

    # --- what a lease of a key tenant rests on (LE-04, LE-10)

    def prepare_deals(self, leases):
        """Talks with the project department, conditions agreed, its clearance; for
        those leases of a wave whose class asks for it."""
        key = leases.filtered(lambda c: c.tenant_class != "ordinary")
        anchors = key.filtered(lambda c: c.tenant_class in PROJECT_CLASSES)
        if anchors:
            with self.at(408):
                self._talk(
                    [{"contract_id": lease.id} for lease in anchors], words.TALKS[1]
                )
        if key:
            with self.at(404):
                sheets = self._sheet([{"contract_id": lease.id} for lease in key])
                self.by("leasing", sheets).action_submit()
            with self.at(401):
                self._answer(sheets.line_ids)
                self._agree(sheets)
        if anchors:
            with self.at(398):
                self.by("project", anchors).action_project_clear()

    # --- the story

    def build_prep(self):
        """Prospects at every stage, one anchor deal with redesign, tender and works,
        second-round changes of tenants that have moved in."""
        self.leads = self.by("leasing", self.env["crm.lead"]).browse()
        if self.light or len(self.free_units) < 4:
            return
        self._build_supplies()
        self._build_leads()
        self._build_anchor()
        self._build_changes()

    def _build_supplies(self):
        """What each shop gives."""
        self.env["ops.lease.unit.condition"].create(
            [
                {
                    "unit_id": unit.id,
                    "condition_id": self._condition(code).id,
                    "value": round(base + rate * unit.area_rent, 1),
                }
                for unit in self.units
                for code, base, rate in words.SUPPLY
            ]
        )

    def _build_leads(self):
        free = list(self.free_units)
        self.leads = self.by("leasing", self.env["crm.lead"]).browse()
        for days, stage, values in words.LEADS:
            with self.at(days + 14):
                lead = self._lead(values, free[-1:] if stage == "conditions" else [])
            self.leads += lead
            if stage == "intent":
                continue
            if stage == "lost":
                with self.at(days):
                    reason = self.env["crm.lost.reason"].search([], limit=1)
                    lead.action_set_lost(lost_reason_id=reason.id)
                continue
            with self.at(days + 7):
                self._talk([{"lead_id": lead.id}], words.TALKS[0])
            with self.at(days):
                self._talk([{"lead_id": lead.id}], words.TALKS[1], stage != "talks")
            if stage != "conditions":
                continue
            with self.at(days):
                sheet = self._sheet([{"lead_id": lead.id}])
                self.by("leasing", sheet).action_submit()
                asked = self.today - timedelta(days=days)
                self.by("leasing", sheet.line_ids).date_due = asked + timedelta(days=5)
            with self.at(max(days - 3, 1)):
                self._answer(sheet.line_ids[1:])

    def _build_anchor(self):
        """主力店: talks with the project department, conditions, redesign, costs,
        tender, works under way, the lease on its way to the signature."""
        unit = self.free_units[:1]
        self.free_units -= unit
        with self.at(70):
            lead = self._lead(words.ANCHOR, unit)
            self.leads += lead
        with self.at(66):
            self._talk([{"lead_id": lead.id}], words.TALKS[0])
        with self.at(61):
            self._talk([{"lead_id": lead.id}], words.TALKS[1])
        with self.at(60):
            self.sheet = self._sheet([{"lead_id": lead.id}])
            self.by("leasing", self.sheet).action_submit()
        with self.at(57):
            self._answer(self.sheet.line_ids)
        redesign = self._redesign(self.sheet)
        with self.at(45):
            self._agree(self.sheet)
        tender = self._tender(redesign)
        with self.at(20):
            works = self.by("project", self.env["ops.lease.work"]).create(
                {
                    "techcond_id": self.sheet.id,
                    "tender_id": tender.id,
                    "date_start": self.today - timedelta(days=20),
                    "date_end": self.today + timedelta(days=12),
                }
            )
            works.action_start()
        with self.at(6):
            works.line_ids[:1].evidence = words.EVIDENCE
            works.line_ids[:1].action_tick()
            works.line_ids[1:].write({"progress": 40})
        with self.at(18):
            lead.action_lease_contract()
            lease = lead.lease_contract_ids
            self._fill_lease(lease)
            lease.action_intent()
        with self.at(12):
            lease.action_submit()
        with self.at(9):
            self.by("legal", lease).action_clear()
            self.by("project", lease).action_project_clear()
        with self.at(7):
            self.agree(lease, "leasing_manager", "同意签订。")
        self.anchor = lease

    def _redesign(self, sheet):
        """Two versions, the second confirmed, then costed; a second paper that the
        design centre is still drawing."""
        papers = self.by("leasing", self.env["ops.lease.redesign"])
        with self.at(56):
            paper = papers.create({"techcond_id": sheet.id, **words.REDESIGN})
            paper.action_submit()
        for days, name in ((54, words.VERSIONS[0]), (51, words.VERSIONS[1])):
            with self.at(days):
                self.by("design", paper).write(
                    {
                        "version_ids": [
                            Command.create(
                                {
                                    "name": name,
                                    "attachment_ids": [
                                        Command.create(
                                            {"name": f"{name}.txt", "raw": b"drawing"}
                                        )
                                    ],
                                }
                            )
                        ]
                    }
                )
                self.by("design", paper).action_release()
            if name == words.VERSIONS[0]:
                with self.at(days - 1):
                    paper.action_revise(words.REVISED)
        with self.at(50):
            paper.action_confirm()
        with self.at(47):
            self.by("cost", paper).write(
                {
                    "cost_ids": [
                        Command.create(
                            {
                                "name": name,
                                "quantity": quantity,
                                "measure": measure,
                                "price": price,
                            }
                        )
                        for name, quantity, measure, price in words.COSTS
                    ]
                }
            )
            self.by("cost", paper).action_cost()
        with self.at(4):
            second = papers.create({"techcond_id": sheet.id, **words.REDESIGN_NEXT})
            second.action_submit()
        return paper

    def _tender(self, redesign):
        bidders = (
            self.env["res.partner"]
            .create(
                [
                    {
                        "name": name,
                        "is_company": True,
                        "company_id": self.company.id,
                        "country_id": self.env.ref("base.cn").id,
                    }
                    for name, _share in words.BIDDERS
                ]
            )
            .sudo(False)
        )
        with self.at(44):
            tender = self.by("purchasing", self.env["ops.lease.tender"]).create(
                {"redesign_id": redesign.id}
            )
            tender.action_publish()
        with self.at(35):
            tender.bid_ids = [
                Command.create(
                    {
                        "partner_id": bidder.id,
                        "amount": round(redesign.total * share, -2),
                        "attachment_ids": [
                            Command.create({"name": "投标文件.txt", "raw": b"bid"})
                        ],
                    }
                )
                for bidder, (_name, share) in zip(bidders, words.BIDDERS, strict=True)
            ]
            tender.winner_id = tender.bid_ids.sorted("amount")[1]
            tender.award_reason = words.AWARD
            tender.action_propose()
        with self.at(33):
            self.agree(tender, "cost", "报价在核算成本以内。")
        with self.at(31):
            self.agree(tender, "gm", "同意。")
        return tender

    def _build_changes(self):
        """Requests of tenants whose shops are handed over, at every stage."""
        leases = self.contracts.filtered(
            lambda c: (
                c not in self.contracts[: self.exits]
                and set(c.unit_ids.mapped("state"))
                & {"handed_over", "fitting_out", "open"}
            )
        )
        if not leases:
            return
        papers = self.by("leasing", self.env["ops.lease.change"])
        for number, (goal, days, values) in enumerate(words.CHANGES):
            with self.at(days + 12):
                paper = papers.create(
                    {"contract_id": leases[number % len(leases)].id, **values}
                )
            if goal == "draft":
                continue
            with self.at(days + 11):
                paper.action_submit()
            if goal == "judging":
                continue
            if goal == "declined":
                with self.at(days):
                    request = self.requests(paper)
                    self.by("project", request).refuse(words.DECLINED)
                continue
            with self.at(days + 9):
                self.agree(paper, "project", "结构与容量允许，可以实施。")
            with self.at(days + 8):
                self.agree(paper, "leasing_manager", "诉求合理，同意。")
            if goal == "costing":
                continue
            with self.at(days + 5):
                self.by("cost", paper).write(
                    {
                        "cost_ids": [
                            Command.create({"name": name, "price": price})
                            for name, price in words.CHANGE_COSTS
                        ]
                    }
                )
                self.by("cost", paper).action_cost()
            with self.at(days + 3):
                paper.payer = "tenant"
                paper.action_order()
            if goal == "done":
                with self.at(days):
                    self.by("project", paper).write(
                        {
                            "done_text": words.DONE,
                            "attachment_ids": [
                                Command.create({"name": "验收单.txt", "raw": b"done"})
                            ],
                        }
                    )
                    self.by("project", paper).action_finish()

    # --- common moves

    def _condition(self, code):
        return self.env.ref(f"ops_leasing.condition_{code}")

    def _lead(self, values, units):
        return self.by("leasing", self.env["crm.lead"]).create(
            {
                "lease_prospect": True,
                "type": "opportunity",
                "company_id": self.company.id,
                "lease_property_id": self.properties[0].id,
                "lease_unit_ids": [Command.set([unit.id for unit in units])],
                "user_id": self.people["leasing"].id,
                **values,
            }
        )

    def _talk(self, deals, talk, recorded=True):
        """A round of talks for each of these deals, with the project department."""
        people = (
            ("tenant", False, "商户代表"),
            ("leasing", "leasing", False),
            ("project", "project", False),
        )
        rounds = self.by("leasing", self.env["ops.lease.negotiation"]).create(
            [
                {
                    **deal,
                    **talk,
                    "date": self.today,
                    "person_ids": [
                        Command.create(
                            {
                                "party": party,
                                "user_id": post and self.people[post].id,
                                **({"name": name} if name else {}),
                            }
                        )
                        for party, post, name in people
                    ],
                }
                for deal in deals
            ]
        )
        if recorded:
            rounds.action_record()
        return rounds

    def _sheet(self, deals):
        """A sheet of technical conditions for each of these deals."""
        return self.by("leasing", self.env["ops.lease.techcond"]).create(
            [
                {
                    **deal,
                    "line_ids": [
                        Command.create(
                            {
                                "condition_id": self._condition(code).id,
                                "demand": demand,
                                "sequence": number,
                            }
                        )
                        for number, (code, demand) in enumerate(words.DEMANDS)
                    ],
                }
                for deal in deals
            ]
        )

    def _answer(self, lines):
        """Each department answers what it is asked: the landlord gives it all."""
        for (owner, code, demand), group in lines.grouped(
            lambda li: (li.owner_group, li.condition_id.code, li.demand)
        ).items():
            mine = self.by(owner, group)
            mine.write(
                {
                    "agreed_value": demand,
                    "payer": "tenant" if code == "cooling" else "landlord",
                    "answer": words.ANSWER,
                }
            )
            mine.action_answer()

    def _agree(self, sheets):
        self.by("leasing", sheets.line_ids).action_agreed()
        self.by("leasing", sheets).action_agree()

    def _fill_lease(self, lease):
        start = self.today + timedelta(days=40)
        lease.write(
            {
                "date_start": start,
                "date_end": start + timedelta(days=365 * 10),
                "charge_ids": [
                    Command.create({"kind": "rent", "rate": 120}),
                    Command.create({"kind": "service", "rate": 18}),
                ],
                "deposit_ids": [Command.create({"kind": "lease", "amount": 200000})],
            }
        )
