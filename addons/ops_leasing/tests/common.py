"""A small mall with a company of its own, and the people who work there.

The steps are the real ones, taken by the right people: what a test starts from is
what the suite itself has produced.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import TransactionCase, new_test_user, tagged

from .common_entry import EntrySteps
from .common_fitout import FitoutCase

PEOPLE = {
    "clerk": "ops_leasing.group_leasing_user",
    "manager": "ops_leasing.group_leasing_manager",
    "keeper": "ops_leasing.group_property",
    "finance": "ops_leasing.group_regional_finance",
    "gm": "ops_base.group_gm",
    "counsel": "ops_base.group_legal",
    "project": "ops_leasing.group_project",
    "designer": "ops_leasing.group_design",
    "costing": "ops_leasing.group_cost",
    "buyer": "ops_leasing.group_purchasing",
    "biller": "account.group_account_invoice,ops_base.group_user",
    "outsider": "ops_base.group_user",
}


@tagged("post_install", "-at_install")
class LeasingCase(EntrySteps, FitoutCase, TransactionCase):
    """Company with the Chinese chart, a mall, its people; builders for papers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the day of the person is the day of the tests, at every hour
        cls.env.user.tz = "UTC"
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "no_reset_password": True,
            }
        )
        cls.company = cls._create_company("Riverside Commercial")
        cls.env.user.company_id = cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.people = {
            post: new_test_user(
                cls.env,
                login=f"lease_{post}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for post, groups in PEOPLE.items()
        }
        cls.mall = cls.env["ops.lease.property"].create(
            {
                "name": "Riverside Mall",
                "code": "RM",
                "company_id": cls.company.id,
                "expected_rent": 300,
            }
        )
        building = cls.env["ops.lease.building"].create(
            {"name": "A", "property_id": cls.mall.id}
        )
        cls.floor = cls.env["ops.lease.floor"].create(
            {"name": "1F", "level": 1, "building_id": building.id}
        )
        cls.bank = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "bank")], limit=1
        )
        cls.numbers = iter(range(1, 10000))

    @classmethod
    def _create_company(cls, name, chart="cn"):
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.cn").id}
        )
        cls.env.user.company_ids |= company
        cls.env["account.chart.template"].try_loading(
            chart, company=company, install_demo=False
        )
        return company

    # --- people

    def by(self, post, records):
        """``records`` as seen by the person of that post."""
        return records.with_user(self.people[post]).with_context(
            allowed_company_ids=self.company.ids
        )

    # --- papers

    def unit(self, meters=("power",), **values):
        """A vacant shop with meters read at 100."""
        number = next(self.numbers)
        unit = self.env["ops.lease.unit"].create(
            {
                "number": f"A{number:04d}",
                "floor_id": self.floor.id,
                "area_rent": 80,
                "meter_ids": [
                    Command.create(
                        {"kind": kind, "serial": f"{kind}-{number}", "price": 1.2}
                    )
                    for kind in meters
                ],
                **values,
            }
        )
        self.env["ops.lease.reading"].create(
            [
                {
                    "meter_id": meter.id,
                    "value": 100,
                    "kind": "handover",
                    "date": fields.Date.today() - timedelta(days=300),
                }
                for meter in unit.meter_ids
            ]
        )
        return unit

    def tenant(self):
        return self.env["res.partner"].create({"name": f"Tenant {next(self.numbers)}"})

    def draft_contract(self, units=None, deposits=(("lease", 30000),), **values):
        """A lease in negotiation, raised by the clerk."""
        units = units if units is not None else self.unit()
        today = fields.Date.today()
        contract = self.by("clerk", self.env["ops.lease.contract"]).create(
            {
                "partner_id": self.tenant().id,
                "company_id": self.company.id,
                "date_start": today - timedelta(days=300),
                "date_end": today + timedelta(days=400),
                "line_ids": [Command.create({"unit_id": unit.id}) for unit in units],
                "charge_ids": [Command.create({"kind": "rent", "rate": 300})],
                "deposit_ids": [
                    Command.create({"kind": kind, "amount": amount})
                    for kind, amount in deposits
                ],
                **values,
            }
        )
        return contract.with_env(self.env)

    def approve(self, papers, posts):
        """The people of these posts agree, one after the other."""
        for post in posts:
            requests = self.env["ops.approval.request"].search(
                [("res_model", "=", papers._name), ("res_id", "in", papers.ids)]
            )
            self.by(post, requests.filtered(lambda r: r.state == "pending")).agree("OK")

    def sign(self, contract):
        """Take a lease from negotiation to signature."""
        self.by("clerk", contract).action_intent()
        self.by("clerk", contract).action_submit()
        self.by("counsel", contract).action_clear()
        self.approve(contract, ("manager", "finance", "gm"))
        self.attach(contract)
        self.by("clerk", contract).action_sign()
        return contract

    def attach(self, contracts):
        for contract in self.by("clerk", contracts):
            contract.signed_copy_ids = [
                Command.create({"name": "lease.pdf", "raw": b"signed"})
            ]

    def receive(self, deposits, amount=None):
        """Invoice deposits and receive them on the bank account."""
        self.by("clerk", deposits).action_invoice()
        invoices = deposits.move_line_ids.move_id
        self.pay(invoices, amount)
        return invoices

    def pay(self, invoices, amount=None):
        """Register the payment of customer invoices as finance does."""
        if len(invoices) > 5:
            # the planner knows nothing yet of what this transaction has written
            self.env.flush_all()
            self.env.cr.execute(
                "ANALYZE account_move, account_move_line, account_partial_reconcile"
            )
        for invoice in self.by("finance", invoices):
            values = {"journal_id": self.bank.id}
            if amount is not None:
                values["amount"] = amount
            self.by("finance", self.env["account.payment.register"]).with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create(values)._create_payments()

    def lease(self, received=True, **values):
        """A signed lease, its deposit received."""
        contract = self.sign(self.draft_contract(**values))
        if received:
            self.receive(contract.deposit_ids)
        return contract

    def leases(self, count):
        """Signed leases with received deposits, each step taken for all at once."""
        units = self.env["ops.lease.unit"].browse()
        for _i in range(count):
            units += self.unit()
        contracts = self.env["ops.lease.contract"].browse()
        for unit in units:
            contracts += self.draft_contract(unit)
        self.sign(contracts)
        self.receive(contracts.deposit_ids)
        return contracts

    def draft_exit(self, contract=None, **values):
        """An exit application filled in by the clerk."""
        contract = contract or self.lease()
        paper = self.by("clerk", self.env["ops.lease.exit"]).create(
            {
                "contract_id": contract.id,
                "kind": "tenant",
                "reason": "Moves to another city",
                "date_planned": fields.Date.today() + timedelta(days=70),
                "item_ids": [
                    Command.create({"name": "Shelves", "kind": "facility"}),
                    Command.create({"name": "Stock", "quantity": 40}),
                ],
                **values,
            }
        )
        return paper.with_env(self.env)

    def walk(self, papers, until, **decision):
        """Take exits to the state ``until`` by the steps of the right people."""
        walk = {
            "approving": lambda: self.by("clerk", papers).action_submit(),
            "approved": lambda: self.approve(
                papers, ("manager", "keeper", "finance", "gm")
            ),
            "released": lambda: self._release(papers),
            "settled": lambda: self._settle(papers),
            "inspecting": lambda: self._request(papers),
            "inspected": lambda: self._inspect(papers),
            "decided": lambda: self._decide(papers, decision),
            "refunded": lambda: self.by("finance", papers).action_refund(),
            "closed": lambda: self._close(papers),
        }
        order = list(walk)
        start = papers[0].state
        done = order.index(start) + 1 if start in order else 0
        for state in order[done : order.index(until) + 1]:
            walk[state]()
            self.assertEqual(set(papers.mapped("state")), {state})
        return papers

    def _release(self, papers):
        self.by("keeper", papers.item_ids).action_released()
        self.by("keeper", papers).action_issue_slip()
        self.by("keeper", papers).action_release()

    def _settle(self, papers):
        for charge in self.by("keeper", papers.charge_ids):
            charge.write({"final_value": 350, "reading_date": fields.Date.today()})
        if papers.charge_ids:
            self.by("keeper", papers).action_bill_utilities()
            self.pay(papers.sudo().charge_ids.move_id)
        self.by("keeper", papers).action_settle()

    def _request(self, papers):
        self.by("clerk", papers).write({"date_wished": fields.Date.today()})
        self.by("clerk", papers).action_request_inspection()

    def _inspect(self, papers, damage=0):
        forms = self.by("keeper", papers.inspection_ids)
        forms.line_ids.write({"condition": "good"})
        if damage:
            for form in forms:
                form.line_ids[0].write(
                    {"condition": "damaged", "amount": damage, "remark": "hole"}
                )
        forms.write({"result": "damaged" if damage else "good"})
        forms.action_issue()
        self.by("keeper", papers).action_inspect()

    def _decide(self, papers, decision):
        self.by("manager", papers).write({"decision": "full", **decision})
        self.by("manager", papers).action_decide()

    def _close(self, papers):
        for post in ("clerk", "keeper"):
            lines = self.by(post, papers.sudo().checklist_ids.line_ids)
            lines.filtered("is_mine").action_done()
        self.by("clerk", papers).action_close()

    # --- the ledger

    def ledger(self, account=None):
        """Balance of the deposit account in the general ledger, credit positive."""
        account = account or self.company.lease_deposit_account_id
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT COALESCE(SUM(-balance), 0) FROM account_move_line
             WHERE account_id = %s AND parent_state = 'posted'
            """,
            [account.id],
        )
        return round(float(self.env.cr.fetchone()[0]), 2)
