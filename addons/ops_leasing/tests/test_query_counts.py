from unittest.mock import patch

from lxml import etree
from odoo import fields
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

# enough to tell a query per paper from a fixed number of them
MANY = 12
# what the cache and the clock leave to chance; a query per paper would be MANY - 1
CHANCE, CHANCE_POSTING = 1, 4
# the ORM writes rows by the hundred; nine items per form are more than that
BATCH = 10_000


@tagged("post_install", "-at_install", "is_query_count")
class TestQueryCounts(LeasingCase):
    """Law 3: the same number of queries for 1 and for many papers.

    Odoo numbers and posts document by document. Where a step posts, it is held against
    bare documents of the same kind and number: what comes on top is the same for one
    and for many.
    """

    def setUp(self):
        super().setUp()
        for name in ("INSERT_BATCH_SIZE", "UPDATE_BATCH_SIZE"):
            self.startPatcher(patch(f"odoo.orm.models.{name}", BATCH))

    def measure(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def bare_bills(self, count):
        """Invoices as Odoo makes them, of nobody's paper."""
        return self.bare_moves("out_invoice", count)

    def bare_moves(self, kind, count):
        account = self.company.lease_utility_account_id
        moves = self.by("finance", self.env["account.move"]).create(
            [
                {
                    "move_type": kind,
                    "partner_id": tenant.id,
                    "invoice_date": fields.Date.today(),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Bare",
                                "account_id": account.id,
                                "price_unit": 300,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
                for tenant in self.bare_tenants[:count]
            ]
        )
        moves.action_post()
        return moves

    def bare_refunds(self, count):
        """Credit notes, paid and reconciled, and an entry each, as Odoo makes them."""
        notes = self.bare_moves("out_refund", count)
        payments = self.by("finance", self.env["account.payment"]).create(
            [
                {
                    "payment_type": "outbound",
                    "partner_type": "customer",
                    "partner_id": note.partner_id.id,
                    "amount": note.amount_total,
                    "journal_id": self.bank.id,
                    "invoice_ids": [Command.set(note.ids)],
                }
                for note in notes
            ]
        )
        payments.action_post()
        pairs = [p.move_id + n for p, n in zip(payments, notes, strict=True)]
        self.by("finance", self.env["account.move.line"])._reconcile_plan(
            [
                pair.line_ids.filtered(
                    lambda line: line.account_type == "asset_receivable"
                )
                for pair in pairs
            ]
        )
        accounts = self.company._lease_accounts()
        entries = self.by("finance", self.env["account.move"]).create(
            [
                {
                    "line_ids": [
                        Command.create({"account_id": account.id, "balance": balance})
                        for account, balance in zip(
                            accounts[1:3], (500, -500), strict=True
                        )
                    ]
                }
                for _i in range(count)
            ]
        )
        entries.action_post()

    def test_exit_steps(self):
        """LE-22 … LE-28: steps, panel and gates of the exit."""
        tenants = [{"name": f"Tenant {i}"} for i in range(MANY)]
        self.bare_tenants = self.env["res.partner"].create(tenants)
        contracts = self.leases(MANY + 2)
        papers = self.env["ops.lease.exit"].browse()
        for contract in contracts:
            papers += self.draft_exit(contract)
        warm, one, many = papers[0], papers[1], papers[2:]
        counts = {}

        def take(name, call):
            self.measure(lambda: call(warm))
            counts[name] = (
                self.measure(lambda: call(one)),
                self.measure(lambda: call(many)),
            )

        def bare(name, call):
            """What Odoo itself takes for the documents is not ours."""
            self.measure(lambda: call(1))
            core = [self.measure(lambda n=n: call(n)) for n in (1, len(many))]
            counts[f"{name}, on top"] = tuple(
                ours - odoos for ours, odoos in zip(counts.pop(name), core, strict=True)
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
        bare("bill", self.bare_bills)
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
        bare("refund", self.bare_refunds)
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
            if b - a > (CHANCE_POSTING if name.endswith("on top") else CHANCE)
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
