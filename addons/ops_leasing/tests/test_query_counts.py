from lxml import etree
from odoo.tests.common import tagged

from .common import LeasingCase

# enough to tell a query per paper from a fixed number of them
MANY = 12
# Odoo itself numbers and posts document by document: 5 queries for an invoice, 35 for
# credit note, payment and entry. Ours is the fixed part.
BOOKED = {"bill": 6, "refund": 40}
# Odoo inserts and updates rows by the hundred: nine items per form need more.
BATCHES = 2


@tagged("post_install", "-at_install", "is_query_count")
class TestQueryCounts(LeasingCase):
    """Law 3: the same number of queries for 1 and for many papers."""

    def measure(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_exit_steps(self):
        """LE-22 … LE-28: steps, panel and gates of the exit."""
        contracts = self.leases(MANY + 2)
        papers = self.env["ops.lease.exit"].browse()
        for contract in contracts:
            papers += self.draft_exit(contract)
        warm, one, many = papers[0], papers[1], papers[2:]
        counts = {}

        def take(name, call):
            call(warm)
            counts[name] = (
                self.measure(lambda: call(one)),
                self.measure(lambda: call(many)),
            )

        def panel(state, post="clerk"):
            take(f"panel {state}", lambda p: self.by(post, p).flow_panel())

        panel("draft")
        take("submit", lambda p: self.by("clerk", p).action_submit())
        panel("approving", "manager")
        for post in ("manager", "keeper", "finance", "gm"):
            take(f"agree {post}", lambda p, post=post: self.approve(p, (post,)))
        panel("approved", "keeper")
        take("clear", lambda p: self.by("keeper", p.item_ids).action_released())
        take("slip", lambda p: self.by("keeper", p).action_issue_slip())
        take("release", lambda p: self.by("keeper", p).action_release())
        for charge in self.by("keeper", papers.charge_ids):
            charge.write(
                {"final_value": 350, "reading_date": charge.exit_id.date_notice}
            )
        panel("released", "keeper")
        take("bill", lambda p: self.by("keeper", p).action_bill_utilities())
        self.pay(papers.charge_ids.move_id)
        take("settle", lambda p: self.by("keeper", p).action_settle())
        papers.write({"date_wished": "2030-01-01"})
        panel("settled")
        take("request", lambda p: self.by("clerk", p).action_request_inspection())
        forms = self.by("keeper", papers.inspection_ids)
        forms.line_ids.write({"condition": "good"})
        forms.line_ids.filtered(lambda line: line.sequence == 0).write(
            {"condition": "damaged", "amount": 500}
        )
        forms.write({"result": "damaged"})
        take("form panel", lambda p: self.by("keeper", p.inspection_ids).flow_panel())
        take("issue", lambda p: self.by("keeper", p.inspection_ids).action_issue())
        take("inspect", lambda p: self.by("keeper", p).action_inspect())
        self.by("manager", papers).write({"decision": "part"})
        panel("inspected", "manager")
        take("decide", lambda p: self.by("manager", p).action_decide())
        panel("decided", "finance")
        take("refund", lambda p: self.by("finance", p).action_refund())
        for post in ("clerk", "keeper"):
            lines = self.by(post, papers.sudo().checklist_ids.line_ids)
            lines.filtered("is_mine").action_done()
        panel("refunded")
        take("close", lambda p: self.by("clerk", p).action_close())
        take("unit panel", lambda p: self.by("clerk", p.unit_ids).flow_panel())
        report = "\n".join(f"{n:20} {a:5} {b:5}" for n, (a, b) in counts.items())
        wrong = [
            name
            for name, (a, b) in counts.items()
            if b > a + BATCHES + BOOKED.get(name, 0) * (len(many) - 1)
        ]
        self.assertFalse(wrong, f"1 and {len(many)} papers:\n{report}")

    def test_lists(self):
        """LE-01 LE-11 LE-22: lists of exits, leases, shops and deposits."""
        contracts = self.leases(MANY)
        for contract in contracts[:MANY]:
            self.draft_exit(contract)
        for model, view in (
            ("ops.lease.exit", "exit_view_list"),
            ("ops.lease.contract", "contract_view_list"),
            ("ops.lease.unit", "unit_view_list"),
            ("ops.lease.deposit", "deposit_view_list"),
        ):
            records = self.by("clerk", self.env[model])
            arch = self.env.ref(f"ops_leasing.{view}").arch
            names = [node.get("name") for node in etree.fromstring(arch).iter("field")]
            spec = {name: {} for name in names}

            def read(limit, records=records, spec=spec):
                records.web_search_read([], spec, limit=limit)

            read(1)
            with self.subTest(model=model):
                one = self.measure(lambda: read(1))
                self.assertLessEqual(self.measure(lambda: read(MANY)), one)
