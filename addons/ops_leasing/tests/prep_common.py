"""Builders for the papers before the lease; the steps are taken by the right people."""

from odoo.fields import Command

from .common import LeasingCase


class PrepCase(LeasingCase):
    """Prospects, talks, conditions, redesigns, tenders and works."""

    def lead(self, **values):
        """A prospect entered by the clerk."""
        lead = self.by("clerk", self.env["crm.lead"]).create(
            {
                "name": f"Prospect {next(self.numbers)}",
                "lease_prospect": True,
                "type": "opportunity",
                "partner_name": "Fresh Foods",
                "company_id": self.company.id,
                "lease_property_id": self.mall.id,
                "lease_unit_ids": [Command.set(self.unit().ids)],
                **values,
            }
        )
        return lead.with_env(self.env)

    def talk(self, deal, *posts, record=True, **values):
        """A round of talks with the tenant and colleagues of these posts."""
        party = {"clerk": "leasing", "designer": "design", "costing": "cost"}
        link = "lead_id" if deal._name == "crm.lead" else "contract_id"
        paper = self.by("clerk", self.env["ops.lease.negotiation"]).create(
            {
                link: deal.id,
                "subject": "Rent and term",
                "result": "Term agreed",
                "person_ids": [
                    Command.create({"party": "tenant", "name": "The tenant"}),
                    *(
                        Command.create(
                            {
                                "party": party.get(post, post),
                                "user_id": self.people[post].id,
                            }
                        )
                        for post in ("clerk", *posts)
                    ),
                ],
                **values,
            }
        )
        if record:
            paper.action_record()
        return paper.with_env(self.env)

    def condition(self, code):
        return self.env.ref(f"ops_leasing.condition_{code}")

    def supply(self, unit, **values):
        """What the shop gives."""
        return self.env["ops.lease.unit.condition"].create(
            [
                {
                    "unit_id": unit.id,
                    "condition_id": self.condition(code).id,
                    "value": value,
                }
                for code, value in values.items()
            ]
        )

    def sheet(self, deal, submit=True, **demands):
        """A sheet of what the tenant needs, sent out by the clerk."""
        link = "lead_id" if deal._name == "crm.lead" else "contract_id"
        demands = demands or {"power": 320, "floor_load": 500}
        paper = self.by("clerk", self.env["ops.lease.techcond"]).create(
            {
                link: deal.id,
                "line_ids": [
                    Command.create(
                        {"condition_id": self.condition(code).id, "demand": demand}
                    )
                    for code, demand in demands.items()
                ],
            }
        )
        if submit:
            paper.action_submit()
        return paper.with_env(self.env)

    def line(self, paper, code):
        return paper.line_ids.filtered(lambda li: li.condition_id.code == code)

    def answer(self, lines, payer="landlord"):
        """Each owner gives what is asked for."""
        people = {"project": "project", "design": "designer", "property": "keeper"}
        for line in lines:
            mine = self.by(people[line.owner_group], line)
            mine.write({"agreed_value": line.demand, "payer": payer})
            mine.action_answer()

    def agree(self, paper, payer="landlord"):
        """Take a sheet to agreement."""
        self.answer(paper.line_ids.filtered(lambda li: li.status == "open"), payer)
        answered = paper.line_ids.filtered(lambda li: li.status == "answered")
        self.by("clerk", answered).action_agreed()
        self.by("clerk", paper).action_agree()
        return paper

    def redesign(self, paper=None, until="costed"):
        """A redesign for a sheet, taken as far as asked."""
        paper = paper or self.sheet(self.lead())
        redesign = self.by("clerk", self.env["ops.lease.redesign"]).create(
            {
                "techcond_id": paper.id,
                "subject": "More power",
                "scope": "A second feeder and a transformer",
            }
        )
        redesign = redesign.with_env(self.env)
        walk = {
            "designing": lambda: self.by("clerk", redesign).action_submit(),
            "released": lambda: self.release(redesign),
            "costing": lambda: self.by("clerk", redesign).action_confirm(),
            "costed": lambda: self.calculate(redesign),
        }
        for state, step in walk.items():
            if until == "draft":
                break
            step()
            if state == until:
                break
        return redesign

    def draw(self, redesign, name="Feeder", file=True):
        files = [Command.create({"name": "feeder.pdf", "raw": b"drawing"})]
        return self.by("designer", self.env["ops.lease.redesign.version"]).create(
            {
                "redesign_id": redesign.id,
                "name": name,
                "attachment_ids": files if file else [],
            }
        )

    def release(self, redesign):
        self.draw(redesign)
        self.by("designer", redesign).action_release()

    def calculate(self, redesign, **items):
        self.by("costing", redesign).cost_ids = [
            Command.create({"name": name, "price": price})
            for name, price in (items or {"Cable": 60000, "Switch": 40000}).items()
        ]
        self.by("costing", redesign).action_cost()

    def tender(self, redesign=None, **bids):
        """A tender with bids: name -> amount."""
        redesign = redesign or self.redesign()
        tender = self.by("buyer", self.env["ops.lease.tender"]).create(
            {"redesign_id": redesign.id}
        )
        tender.action_publish()
        bidders = self.env["res.partner"].create([{"name": name} for name in bids])
        tender.bid_ids = [
            Command.create(
                {
                    "partner_id": bidder.id,
                    "amount": amount,
                    "attachment_ids": [Command.create({"name": "b.pdf", "raw": b"b"})],
                }
            )
            for bidder, amount in zip(bidders, bids.values(), strict=True)
        ]
        return tender.with_env(self.env)

    def works(self, paper):
        """Landlord works for an agreed sheet."""
        works = self.by("project", self.env["ops.lease.work"]).create(
            {"techcond_id": paper.id}
        )
        return works.with_env(self.env)
