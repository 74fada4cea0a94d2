"""A Chinese shopping mall of any size, built from a seed.

Used by tests, benchmarks and the demonstration data. Papers are walked through the
real steps by the people whose steps they are; see ``past.py`` for their dates.
"""

from dataclasses import dataclass
from datetime import timedelta

from odoo.addons.ops_base.demo.world import World
from odoo.fields import Command

from . import names
from .amendment import Amendments
from .billing import Billing
from .entry import Entry
from .fitout import Fitout
from .leases import PENDING, Leases
from .money import Money
from .portal import Portal
from .prep import Prep
from .sales import Sales
from .steps import Walk
from .utility import Utility

#: Tables of the leasing business that remember when something happened.
WATCHED = (
    "ops.lease.unit",
    "ops.lease.contract",
    "ops.lease.exit",
    "ops.lease.amendment",
    "ops.lease.exit.item",
    "ops.lease.inspection",
    "crm.lead",
    "ops.lease.negotiation",
    "ops.lease.techcond",
    "ops.lease.techcond.line",
    "ops.lease.redesign",
    "ops.lease.redesign.version",
    "ops.lease.change",
    "ops.lease.tender",
    "ops.lease.tender.bid",
    "ops.lease.work",
    "ops.lease.work.line",
    "ops.lease.fitout",
    "ops.lease.drawing",
    "ops.lease.fitout.worker",
    "ops.lease.fitout.visit",
    "ops.lease.fitout.finding",
    "ops.lease.licence",
    "ops.lease.opening.batch",
    "ops.lease.opening.line",
    "ops.lease.completion",
    "ops.lease.completion.line",
    "ops.lease.entry",
    "ops.lease.entry.item",
    "ops.lease.entry.transfer",
    "ops.lease.handover",
    "ops.fapiao",
    "ops.lease.late.fee",
    "ops.lease.late.waiver",
    "ops.lease.reminder",
    "ops.lease.promise",
    "ops.lease.billing",
    "ops.lease.sales",
    "ops.lease.sales.audit",
    "ops.lease.repair",
    "ops.lease.reading.report",
    "ops.lease.utility",
    "ops.lease.pool",
)


@dataclass(frozen=True)
class Story:
    """Where an exit stands, for how many days, and what is special about it."""

    state: str
    days: int
    kind: str = "expiry"
    twist: str = ""


STORIES = (
    Story("draft", 1, "tenant"),
    Story("draft", 5, "landlord", "sent_back"),
    Story("approving", 1, "tenant"),
    Story("approving", 8, "expiry", "two_agreed"),
    Story("approving", 1, "tenant", "three_agreed"),
    Story("approved", 4, "expiry"),
    Story("approved", 13, "tenant", "list_half_done"),
    Story("released", 3, "expiry", "power_missing"),
    Story("released", 9, "landlord", "bill_unpaid"),
    Story("settled", 2, "expiry"),
    Story("inspecting", 2, "tenant"),
    Story("inspected", 2, "tenant", "damages"),
    Story("decided", 3, "expiry", "damages"),
    Story("decided", 18, "expiry"),
    Story("refunded", 2, "expiry", "list_half_done"),
    Story("closed", 6, "expiry", "damages"),
    Story("closed", 20, "tenant", "breach"),
    Story("cancelled", 7, "tenant"),
)


class LeasingWorld(
    Prep,
    Entry,
    Fitout,
    Amendments,
    Utility,
    Billing,
    Money,
    Sales,
    Portal,
    Leases,
    World,
):
    """Company, people, mall, leases and exits.

    :param env: environment of a superuser
    :param seed: the same seed and sizes make the same mall
    :param company: company to use; a new one when empty
    :param prefix: before every login, so that several worlds fit in a database
    :param leases: signed leases, the exits among them
    :param exits: exits, at most one for each lease; they take the stories in turn
    :param stories: what the exits tell
    :param pending: leases on their way to the signature: (state, days)
    :param story: give papers their dates in the past
    :param light: no books, meters and passwords: papers move, money does not
    """

    def __init__(
        self,
        env,
        seed=1,
        *,
        company=None,
        prefix="",
        properties=1,
        buildings=1,
        floors=4,
        units_per_floor=15,
        leases=22,
        exits=None,
        stories=STORIES,
        pending=PENDING,
        story=True,
        light=False,
    ):
        super().__init__(env, seed, company=company, prefix=prefix, story=story)
        self.sizes = (properties, buildings, floors, units_per_floor)
        if light:  # without books no deposit is decided on and paid back
            money = ("decided", "refunded", "closed")
            stories = [story_ for story_ in stories if story_.state not in money]
        self.stories, self.pendings = tuple(stories), tuple(pending)
        exits = len(self.stories) if exits is None else exits
        self.leases, self.exits = leases, min(exits, leases)
        self.light = light
        self.neighbour_company = None

    def build(self):
        """Everything; returns itself."""
        self.build_company()
        self.build_people()
        self.begin(WATCHED)
        self.build_mall()
        self.build_meters()
        self.build_leases()
        self.build_pending()
        self.build_prep()
        self.build_entry()
        self.build_fitout()
        self.build_exits()
        self.build_amendments()
        self.build_billing()
        self.build_utility()
        self.build_money()
        self.build_renewals()
        self.build_sales()
        self.build_portal()
        self.env.flush_all()
        return self

    # --- company and people

    def build_company(self):
        """The company with a chart, its accounts and a bank."""
        if not self.company:
            currency = self.env.ref("base.CNY")
            currency.active = True
            self.company = self.env["res.company"].create(
                {
                    "name": f"{self.prefix}东湖商业管理有限公司",
                    "country_id": self.env.ref("base.cn").id,
                    "currency_id": currency.id,
                }
            )
        self.env.user.company_ids |= self.company
        self.env = self.env(
            context={**self.env.context, "allowed_company_ids": self.company.ids}
        )
        self.company = self.company.with_env(self.env)
        if self.light:
            return
        if not self.company.chart_template:
            charts = self.env["account.chart.template"]
            known = charts._get_chart_template_mapping()
            chart = "cn" if known.get("cn", {}).get("installed") else "generic_coa"
            charts._load(chart, self.company, install_demo=False)
        self.company._lease_accounts_setup()
        self._missing_accounts()
        journals = self.env["account.journal"]
        of_company = [*journals._check_company_domain(self.company)]
        self.bank = journals.search([*of_company, ("type", "=", "bank")], limit=1)
        self.company.lease_refund_journal_id = self.bank
        if self.bank and not self.bank.bank_account_id:
            # printed on bills and letters: where the tenants pay
            house = self.env["res.bank"].create({"name": "武汉东湖银行营业部"})
            self.bank.set_bank_account(f"8100{self.company.id:012d}", house.id)

    def _missing_accounts(self):
        """Accounts of the deposit where the chart is not the Chinese one."""
        for field, code, name, kind in (
            ("lease_deposit_account_id", "224101", "租赁保证金", "liability_current"),
            ("lease_retained_account_id", "630101", "没收保证金收入", "income_other"),
            ("lease_utility_account_id", "605101", "水电费收入", "income_other"),
            ("lease_fee_account_id", "605102", "物业费收入", "income"),
            ("lease_late_account_id", "605103", "滞纳金收入", "income_other"),
        ):
            if not self.company[field]:
                self.company[field] = self.env["account.account"].create(
                    {
                        "name": name,
                        "code": code,
                        "account_type": kind,
                        "lease_deposit": field == "lease_deposit_account_id",
                        "company_ids": [Command.set(self.company.ids)],
                    }
                )

    def build_people(self):
        """One person for each post; the password is the login."""
        users = self.create_users(
            [(post, name, role) for post, (name, role) in names.POSTS.items()],
            self.company,
        )
        self.people = dict(zip(names.POSTS, users, strict=True))

    # --- the mall

    def build_mall(self):
        """Projects, buildings, floors, shops and their meters."""
        properties, buildings, floors, units = self.sizes
        self.properties = self.env["ops.lease.property"].create(
            [
                {
                    "name": "东湖商业广场" + ("" if not i else f"{i + 1}期"),
                    "code": f"DH{i + 1:02d}",
                    "company_id": self.company.id,
                    "self_held": True,
                    "city": "武汉市",
                    "expected_rent": 260,
                    "expected_occupancy": 0.95,
                }
                for i in range(properties)
            ]
        )
        blocks = self.env["ops.lease.building"].create(
            [
                {"name": f"{chr(65 + i % 26)}座", "property_id": project.id}
                for project in self.properties
                for i in range(buildings)
            ]
        )
        levels = self.env["ops.lease.floor"].create(
            [
                {"name": f"L{i + 1}", "level": i + 1, "building_id": block.id}
                for block in blocks
                for i in range(floors)
            ]
        )
        # empty shops have been empty for a while
        with self.at(420, 9):
            self.units = self.env["ops.lease.unit"].create(
                [
                    self._prepare_unit(floor, f"{floor.name}-{number:02d}")
                    for floor in levels
                    for number in range(1, units + 1)
                ]
            )
        if not self.light:
            self._build_meters()

    def _prepare_unit(self, floor, number):
        area = round(self.random.uniform(38, 260), 1)
        return {
            "number": number,
            "floor_id": floor.id,
            "area_gross": area,
            "area_net": round(area * 0.72, 1),
            "area_rent": round(area * 0.86, 1),
            "use": self.random.choice(names.USES),
            "expected_rent": 320 - 40 * min(floor.level, 4),
        }

    def _build_meters(self):
        serials = {}
        meters = self.env["ops.lease.meter"].create(
            [
                {
                    "unit_id": unit.id,
                    "kind": kind,
                    "serial": self._serial(unit, names.METERS[kind][0], serials),
                    "price": names.METERS[kind][1],
                    "multiplier": 20 if kind == "power" and unit.area_rent > 180 else 1,
                }
                for unit in self.units
                for kind in ("water", "power", "gas")
                if kind != "gas" or unit.use == "food"
            ]
        )
        self.start = {
            meter.id: round(self.random.uniform(20, 4000), 1) for meter in meters
        }
        today = self.env.cr.now().date()
        self.env["ops.lease.reading"].create(
            [
                {
                    "meter_id": meter.id,
                    "date": today - timedelta(days=days),
                    "value": self.start[meter.id] + counted,
                    "kind": kind,
                }
                for meter in meters
                for days, counted, kind in ((430, 0, "handover"), (95, 400, "periodic"))
            ]
        )

    def _serial(self, unit, letter, seen):
        block = unit.building_id
        number = seen.setdefault(block.id, len(seen) + 1)
        return f"{letter}{number:02d}{unit.number.replace('-', '')}"

    # --- exits

    def build_exits(self):
        """Exits standing at every step; those of one story go together."""
        leaving = self.contracts[: self.exits]
        walks = [
            Walk(self, story, leaving[number :: len(self.stories)])
            for number, story in enumerate(self.stories[: self.exits])
        ]
        # the oldest first, as their numbers will say
        for walk in sorted(walks, key=lambda walk: -walk.reached["draft"]):
            walk.go()
        self.exit_ids = self.env["ops.lease.exit"].concat(*(w.papers for w in walks))

    def _planned(self, story):
        """Days from today to the planned date of the exit; never today itself."""
        planned = {"draft": 62, "approving": 45, "approved": 9}.get(story.state)
        return planned or -story.days - 5

    def neighbour(self):
        """A second company with a mall of its own, which the first never sees."""
        self.neighbour_company = self.env["res.company"].create(
            {
                "name": f"{self.prefix}南岭商业管理有限公司",
                "country_id": self.env.ref("base.cn").id,
                "currency_id": self.company.currency_id.id,
            }
        )
        self.people["leasing_neighbour"] = self.create_users(
            [("nanling", "商管专员（南岭）", "ops_leasing.role_leasing")],
            self.neighbour_company,
        )
        floor = Command.create({"name": "L1", "level": 1})
        project = self.env["ops.lease.property"].create(
            {
                "name": "南岭生活广场",
                "code": "NL01",
                "company_id": self.neighbour_company.id,
                "city": "南岭市",
                "building_ids": [Command.create({"name": "A座", "floor_ids": [floor]})],
            }
        )
        level = project.building_ids.floor_ids
        self.env["ops.lease.unit"].create(
            [self._prepare_unit(level, f"L1-{i:02d}") for i in range(1, 7)]
        )

    # --- what it came to

    def describe(self):
        """The mall in words and figures, the same for the same seed."""
        return {
            "units": [
                (u.number, u.area_rent, u.use, u.state, u.tenant_id.name or "")
                for u in self.units
            ],
            "leases": [
                (c.partner_id.name, c.state, c.monthly, c.deposit_amount, c.date_end)
                for c in (self.contracts | self.pending).sudo()
            ],
            "exits": [
                (e.partner_id.name, e.state, e.kind, e.amount_refund, e.date_planned)
                for e in self.exit_ids.sudo()
            ],
        }
