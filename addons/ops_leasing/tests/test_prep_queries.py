from odoo.fields import Command
from odoo.tests.common import tagged

from .prep_common import PrepCase

MANY = 12


@tagged("post_install", "-at_install", "is_query_count")
class TestPrepQueries(PrepCase):
    """Law 3: the same number of queries for 1 and for many papers before the lease."""

    def measure(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_steps(self):
        """LE-04 LE-05 LE-09: steps of the conditions, gates and clearance of leases,
        what is carried on, steps of the works."""
        contracts = self.env["ops.lease.contract"]
        for _i in range(MANY + 2):
            contracts += self.draft_contract(tenant_class="anchor")
        for contract in contracts:
            self.talk(contract, "project")
        sheets = self.env["ops.lease.techcond"]
        for contract in contracts:
            sheets += self.sheet(contract, submit=False)
        warm, one, many = contracts[0], contracts[1], contracts[2:]
        counts = {}

        def take(name, call):
            self.measure(lambda: call(warm))
            counts[name] = (
                self.measure(lambda: call(one)),
                self.measure(lambda: call(many)),
            )

        def sheets_of(leases):
            return sheets.filtered(lambda s: s.contract_id in leases)

        take("submit", lambda c: self.by("clerk", sheets_of(c)).action_submit())
        take("carried", lambda c: c._conditions_agreed())
        take("gates", lambda c: list(c._gate_conditions_settled()))
        take("took part", lambda c: list(c._gate_project_took_part()))
        take("panel", lambda c: self.by("project", sheets_of(c)).flow_panel())
        self.answer(sheets.line_ids)
        self.by("clerk", sheets.line_ids).action_agreed()
        take("agree", lambda c: self.by("clerk", sheets_of(c)).action_agree())
        works = self.env["ops.lease.work"]
        for sheet in sheets:
            works += self.works(sheet)

        def works_of(leases):
            return works.filtered(lambda w: w.contract_id in leases)

        take("start", lambda c: self.by("project", works_of(c)).action_start())
        self.by("project", works.line_ids).write({"evidence": "GC-01"})
        take("tick", lambda c: self.by("project", works_of(c).line_ids).action_tick())
        take("finish", lambda c: self.by("project", works_of(c)).action_finish())
        take("close", lambda c: self.by("clerk", sheets_of(c)).action_close())
        take("sign gates", lambda c: c._gates_ask(c._flow.step("sign").gates))
        report = "\n".join(f"{n:20} {a:5} {b:5}" for n, (a, b) in counts.items())
        wrong = [name for name, (a, b) in counts.items() if b > a + 2]
        self.assertFalse(wrong, f"1 and {MANY} leases:\n{report}")

    def test_redesigns(self):
        """LE-06 LE-07: steps of redesigns."""
        papers = self.env["ops.lease.redesign"]
        for _i in range(MANY + 2):
            papers += self.redesign(until="designing")
        for paper in papers:
            self.draw(paper)
        warm, one, many = papers[0], papers[1], papers[2:]
        counts = {}

        def take(name, call):
            self.measure(lambda: call(warm))
            counts[name] = (
                self.measure(lambda: call(one)),
                self.measure(lambda: call(many)),
            )

        take("release", lambda p: self.by("designer", p).action_release())
        take("confirm", lambda p: self.by("clerk", p).action_confirm())
        for paper in self.by("costing", papers):
            paper.cost_ids = [Command.create({"name": "Cable", "price": 10})]
        take("cost", lambda p: self.by("costing", p).action_cost())
        report = "\n".join(f"{n:20} {a:5} {b:5}" for n, (a, b) in counts.items())
        wrong = [name for name, (a, b) in counts.items() if b > a + 2]
        self.assertFalse(wrong, f"1 and {MANY} redesigns:\n{report}")
