"""The words of those who prepare a lease: talks, conditions, design, costs, works."""

import base64

from .calendar import in_days

LEAD = "crm.lead"
TALK = "ops.lease.negotiation"
SHEET = "ops.lease.techcond"
LINE = "ops.lease.techcond.line"
REDESIGN = "ops.lease.redesign"
VERSION = "ops.lease.redesign.version"
COST = "ops.lease.redesign.cost"
TENDER = "ops.lease.tender"
WORK = "ops.lease.work"
WORK_LINE = "ops.lease.work.line"
LEASE = "ops.lease.contract"


def file(name):
    """A file as a form hands it over."""
    content = base64.b64encode(name.encode()).decode()
    return [[0, 0, {"name": name, "datas": content}]]


class Deal:
    """One prospect, and the papers its people write on it."""

    def __init__(self, mall):
        self.unit = mall.free_unit()
        self.company = mall.world["company"]
        self.conditions = mall.world["conditions"]

    def prospect(self, officer, tenant_class, name="生鲜超市"):
        """Enter a prospect (招商意向)."""
        self.lead = officer.makes(
            LEAD,
            name=name,
            partner_name=f"{name}有限公司",
            lease_prospect=True,
            type="opportunity",
            company_id=self.company,
            lease_tenant_class=tenant_class,
            lease_unit_ids=[[6, 0, [self.unit]]],
        )
        return self.lead

    def talk(self, officer, *colleagues):
        """Write down a round of talks (招商谈判记录); colleagues: (side, person)."""
        people = [{"party": "tenant", "name": "商户代表"}]
        people += [{"party": side, "user_id": who.user_id} for side, who in colleagues]
        talk = officer.makes(
            TALK,
            lead_id=self.lead.id,
            subject="租金与技术条件",
            result="达成意向",
            person_ids=[[0, 0, values] for values in people],
        )
        officer.takes(talk, "record")
        return talk

    def sheet_of(self, officer, **demands):
        """List what the tenant needs (房产技术条件对接表)."""
        self.sheet = officer.makes(
            SHEET,
            lead_id=self.lead.id,
            line_ids=[
                [0, 0, {"condition_id": self.conditions[code], "demand": demand}]
                for code, demand in demands.items()
            ],
        )
        return self.sheet

    def line(self, person, code):
        """The line of a condition."""
        (line,) = person.finds(
            LINE,
            [
                ("techcond_id", "=", self.sheet.id),
                ("condition_id", "=", self.conditions[code]),
            ],
        )
        return line

    def answers(self, person, code, value, payer="landlord"):
        """The department gives its answer to a condition."""
        line = self.line(person, code)
        person.writes(line, agreed_value=value, payer=payer)
        person.does(line, "action_answer")

    def draws(self, designer, redesign, name):
        """A new version of the design, with its drawing."""
        return designer.makes(
            VERSION,
            redesign_id=redesign.id,
            name=name,
            attachment_ids=file(f"{name}.pdf"),
        )

    def calculates(self, engineer, redesign, **items):
        """List the costs by item (成本核算明细)."""
        for name, price in items.items():
            engineer.makes(COST, redesign_id=redesign.id, name=name, price=price)

    def bids(self, buyer, tender, **amounts):
        """Enter the bids that came in."""
        for name, amount in amounts.items():
            (bidder,) = buyer.finds("res.partner", [("name", "=", name)])
            buyer.makes(
                "ops.lease.tender.bid",
                tender_id=tender.id,
                partner_id=bidder.id,
                amount=amount,
                attachment_ids=file(f"{name}.pdf"),
            )

    def ticks(self, person, works, code):
        """Tick a condition of the landlord works off, with its evidence."""
        (line,) = person.finds(
            WORK_LINE,
            [
                ("work_id", "=", works.id),
                ("techcond_line_id", "=", self.line(person, code).id),
            ],
        )
        person.writes(line, evidence="GC-YS-01")
        person.does(line, "action_tick")

    def lease_of(self, officer):
        """Make the lease from the prospect and fill it in."""
        officer.does(self.lead, "action_lease_contract")
        (lease,) = officer.finds(LEASE, [("lead_id", "=", self.lead.id)])
        officer.writes(
            lease,
            date_start=in_days(0),
            date_end=in_days(3650),
            charge_ids=[[0, 0, {"kind": "rent", "rate": 120}]],
            deposit_ids=[[0, 0, {"kind": "lease", "amount": 200000}]],
        )
        self.lease = lease
        return lease

    def signed_copy(self, officer):
        officer.writes(self.lease, signed_copy_ids=file("商铺租赁合同.pdf"))
