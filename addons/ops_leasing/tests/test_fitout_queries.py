from odoo import fields
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

MANY = 8
# Odoo numbers and posts document by document: credit note, payment and entry
BOOKED = {"refund": 40}
# rows are inserted and updated by the hundred
BATCHES = 2


@tagged("post_install", "-at_install", "is_query_count")
class TestFitoutQueries(LeasingCase):
    """Law 3: the same number of queries for 1 and for many papers."""

    def measure(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_steps(self):
        """LE-18 … LE-21: steps, panels and gates of fit-out, visits and opening."""
        contracts = self.env["ops.lease.contract"].browse()
        for _i in range(MANY + 2):
            contracts += self.draft_contract(
                deposits=(("lease", 30000), ("fit_out", 8000))
            )
        self.sign(contracts)
        self.receive(contracts.deposit_ids)
        self.hand_over_shops(contracts)
        papers = self.draft_fitout(contracts)
        parts = papers[0], papers[1], papers[2:]
        counts = {}

        def take(name, call, sets=parts):
            warm, one, many = sets
            self.measure(lambda: call(warm))
            counts[name] = (
                self.measure(lambda: call(one)),
                self.measure(lambda: call(many)),
            )

        def panel(post="clerk"):
            state = papers[0].state
            take(f"panel {state}", lambda p: self.by(post, p).flow_panel())

        panel()
        take("submit", lambda p: self.by("clerk", p).action_submit())
        for post in ("designer", "manager"):
            panel(post)
            take(f"agree {post}", lambda p, post=post: self.approve(p, (post,)))
        self.fill_permit(papers)
        panel("keeper")
        take("permit", lambda p: self.by("keeper", p).action_permit())
        take("start", lambda p: self.by("keeper", p).action_start())
        panel("keeper")
        finding = {"name": "Wall", "measure": "Move", "date_due": "2030-01-01"}
        visits = self.by("keeper", self.env["ops.lease.fitout.visit"]).create(
            [
                {
                    "fitout_id": paper.id,
                    "finding_ids": [Command.create(finding)],
                }
                for paper in papers
            ]
        )
        issued = visits[0], visits[1], visits[2:]
        take("visit panel", lambda v: self.by("keeper", v).flow_panel(), issued)
        take("visit", lambda v: self.by("keeper", v).action_issue(), issued)
        self.correct(visits.finding_ids)
        take("finish", lambda p: self.by("clerk", p).action_finish())
        panel("keeper")
        self.tick(papers, "lease_fitout_acceptance", ("keeper", "project", "clerk"))
        take("accept", lambda p: self.by("keeper", p).action_accept())
        panel()
        take("ask", lambda p: self.by("clerk", p).action_request_refund())
        for post in ("keeper", "manager", "gm"):
            take(f"refund {post}", lambda p, post=post: self.approve(p, (post,)))
        panel("finance")
        take("refund", lambda p: self.by("finance", p).action_refund())
        self.obtain(contracts)
        batches = self.by("clerk", self.env["ops.lease.opening.batch"]).create(
            [
                {
                    "property_id": self.mall.id,
                    "date_planned": fields.Date.today(),
                    "line_ids": [Command.create({"contract_id": c.id}) for c in group],
                }
                for group in (contracts[0], contracts[1], contracts[2:])
            ]
        )
        sets = tuple(batches)
        take("plan", lambda b: b.action_plan(), sets)
        take("batch panel", lambda b: b.flow_panel(), sets)
        take("batch lines", lambda b: b.line_ids.mapped("missing"), sets)
        take("open", lambda b: b.action_open(), sets)
        report = "\n".join(f"{n:20} {a:5} {b:5}" for n, (a, b) in counts.items())
        wrong = [
            name
            for name, (a, b) in counts.items()
            if b > a + BATCHES + BOOKED.get(name, 0) * (MANY - 1)
        ]
        self.assertFalse(wrong, f"1 and {MANY} papers:\n{report}")
