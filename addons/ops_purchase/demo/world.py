"""A factory that buys, built from a seed.

Used by tests and the demonstration data. Papers are walked through the real steps by
the people whose steps they are; ``ops_base/demo/past.py`` gives them their dates.
"""

from odoo.addons.ops_base.demo.world import World
from odoo.fields import Command

from . import names
from .budget import Budgets
from .chain import Chain
from .contracts import Contracts
from .history import History
from .money import Money
from .places import Places
from .quality import Quality
from .stock import Stockroom
from .supplier import Suppliers
from .tqm import Management

#: Tables of purchasing that remember when something happened.
WATCHED = (
    "purchase.request",
    "purchase.request.line",
    "purchase.request.allocation",
    "purchase.order",
    "purchase.order.line",
    "purchase.requisition",
    "stock.picking",
    "stock.move",
    "stock.move.line",
    "stock.lot",
    "stock.quant",
    "ops.purchase.signoff",
    "ops.purchase.contract",
    "ops.purchase.comparison",
    "ops.purchase.negotiation",
    "ops.supplier",
    "ops.supplier.certificate",
    "ops.supplier.evaluation",
    "ops.supplier.opinion",
    "ops.supplier.survey",
    "ops.supplier.trial",
    "ops.quality.issue",
    "ops.fives.audit",
    "ops.fives.point",
    "ops.internal.audit",
    "ops.audit.finding",
    "ops.controlled.doc",
    "ops.delivery.followup",
    "ops.arrival.exception",
    "ops.quality.tranche",
    "ops.quality.concession",
    "ops.supplier.correction",
    "qc.inspection",
    "ops.delivery.assessment",
    "ops.supplier.score",
    "ops.purchase.settlement",
    "ops.fund.plan",
    "ops.purchase.budget",
    "stock.inventory",
    "ops.stock.count.line",
    "ops.dispatch.notice",
    "ops.purchase.plan",
    "ops.storage.check",
    "ops.transport.damage",
)


class SupplyWorld(
    Places,
    History,
    Money,
    Chain,
    Suppliers,
    Quality,
    Contracts,
    Management,
    Budgets,
    Stockroom,
    World,
):
    """Company, people, warehouse, goods, suppliers, and a year of deliveries.

    :param months: months of deliveries
    """

    def __init__(self, env, seed=1, *, company=None, prefix="", story=True, months=12):
        super().__init__(env, seed, company=company, prefix=prefix, story=story)
        self.months = months

    def build(self):
        """Everything; returns itself."""
        self.build_company()
        self.build_people()
        self.begin([name for name in WATCHED if name in self.env])
        self.build_places()
        self.build_goods()
        self.build_standards()
        self.build_suppliers()
        self.build_history()
        if self.story:
            self.build_stock()
            self.build_money()
            self.build_chain()
            self.build_sourcing()
            self.build_contracts()
            self.build_quality()
            self.build_management()
            self.build_needs()
            self.build_budgets()
        self.env.flush_all()
        return self

    def build_company(self):
        """The company with a chart and a bank."""
        if not self.company:
            currency = self.env.ref("base.CNY")
            currency.active = True
            self.company = self.env["res.company"].create(
                {
                    "name": f"{self.prefix}{names.COMPANY}",
                    "country_id": self.env.ref("base.cn").id,
                    "currency_id": currency.id,
                }
            )
        self.env.user.company_ids |= self.company
        self.env = self.env(
            context={**self.env.context, "allowed_company_ids": self.company.ids}
        )
        self.company = self.company.with_env(self.env)
        if not self.company.chart_template:
            charts = self.env["account.chart.template"]
            known = charts._get_chart_template_mapping()
            chart = "cn" if known.get("cn", {}).get("installed") else "generic_coa"
            charts._load(chart, self.company, install_demo=False)

    def build_people(self):
        """One person for each post, and the departments they work in."""
        users = self.create_users(
            [(post, name, role) for post, (name, role) in names.POSTS.items()],
            self.company,
        )
        self.people = dict(zip(names.POSTS, users, strict=True))
        self.departments = {}
        for name, posts in names.DEPARTMENTS.items():
            department = self.env["hr.department"].create(
                {"name": name, "company_id": self.company.id}
            )
            people = self.env["hr.employee"].create(
                [
                    {
                        "name": self.people[post].name,
                        "user_id": self.people[post].id,
                        "company_id": self.company.id,
                        "department_id": department.id,
                    }
                    for post in posts
                ]
            )
            department.manager_id = people[:1]
            self.departments[name] = department

    # --- what is asked of people

    def sign(self, papers):
        """Everybody agrees whose turn it is, until nobody is asked any more."""
        while requests := self.requests(papers):
            for post, person in self.people.items():
                mine = requests.with_user(person)._pending_ids(papers._name)
                asked = requests.filtered(lambda r, ids=mine: r.res_id in ids)
                if asked:
                    self.by(post, asked).agree(names.AGREED)
                    break
            else:
                raise ValueError(f"nobody signs {papers}")

    def copy_of(self, name, post):
        """A scanned copy, for the person of that post to attach."""
        files = self.by(post, self.env["ir.attachment"])
        return files.create({"name": name, "raw": b"%PDF-1.4"})

    def lines(self, rows):
        """Commands that create these rows."""
        return [Command.create(row) for row in rows]
