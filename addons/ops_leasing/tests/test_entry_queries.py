from odoo import fields
from odoo.fields import Command
from odoo.tests.common import tagged

from .common_entry import SIGNED
from .test_query_counts import CHANCE, CHANCE_POSTING, MANY, TestQueryCounts


@tagged("post_install", "-at_install", "is_query_count")
class TestEntryQueries(TestQueryCounts):
    """Law 3: the same number of queries for 1 and for many papers."""

    test_exit_steps = test_lists = None

    def bare_bills(self, count):
        """Invoices as Odoo makes them, of as many lines as an entry has fees."""
        account = self.company.lease_fee_account_id
        moves = self.by("finance", self.env["account.move"]).create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": tenant.id,
                    "invoice_date": fields.Date.today(),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": f"Bare {number}",
                                "account_id": account.id,
                                "price_unit": 300 + number,
                                "tax_ids": False,
                            }
                        )
                        for number in range(self.fees)
                    ],
                }
                for tenant in self.bare_tenants[:count]
            ]
        )
        moves.action_post()

    def test_entry_steps(self):
        """LE-13 … LE-17: steps, panels and gates from completion to tenant file."""
        tenants = [{"name": f"Tenant {i}"} for i in range(MANY)]
        self.bare_tenants = self.env["res.partner"].create(tenants)
        contracts = self.leases(MANY + 2)
        counts = {}

        def take(name, call, papers):
            call(papers[0])
            counts[name] = (
                self.measure(lambda: call(papers[1])),
                self.measure(lambda: call(papers[2:])),
            )

        files = self.env["ops.lease.completion"].browse()
        for unit in contracts.line_ids.unit_id:
            files += self.draft_completion(unit)
        take("file panel", lambda p: self.by("project", p).flow_panel(), files)
        take("hand in", lambda p: self.by("project", p).action_hand_in(), files)
        take("receive", lambda p: self.by("keeper", p).action_receive_all(), files)
        take("accept", lambda p: self.by("keeper", p).action_accept(), files)
        entries = self.draft_entry(contracts)
        take("panel", lambda p: self.by("clerk", p).flow_panel(), entries)
        take("notify", lambda p: self.by("clerk", p).action_notify(), entries)
        for entry in entries:
            entry.write(
                {
                    "receipt_date": "2030-01-01",
                    "receipt_name": "Shop manager",
                    "attachment_ids": [Command.create(SIGNED)],
                }
            )
        self.env.flush_all()
        self.env.cr.execute("UPDATE ops_lease_entry SET receipt_date = CURRENT_DATE")
        self.env.invalidate_all()
        take("confirm", lambda p: self.by("clerk", p).action_confirm(), entries)
        take("tick", lambda p: self.by("keeper", p.item_ids).action_receive(), entries)
        take("bill", lambda p: self.by("keeper", p).action_bill_fees(), entries)
        # what Odoo itself takes for the invoices is not ours
        self.fees = len(entries[0].fee_ids)
        self.bare_bills(1)
        core = [self.measure(lambda n=n: self.bare_bills(n)) for n in (1, MANY)]
        ours = counts.pop("bill")
        counts["bill, on top"] = (ours[0] - core[0], ours[1] - core[1])
        self.pay(entries.fee_ids.move_id)
        take("start", lambda p: self.by("keeper", p).action_start_handover(), entries)
        records = self.draft_handover(entries)
        take("record panel", lambda p: self.by("keeper", p).flow_panel(), records)
        take("finish", lambda p: self.by("keeper", p).action_finish(), records)
        self.assertEqual(set(entries.mapped("state")), {"handed_over"})
        entries.transfer_ids.write({"copies": 1})
        take("transfer", lambda p: self.by("clerk", p).action_transfer(), entries)
        take(
            "file",
            lambda p: self.by("keeper", p.transfer_ids).action_receive(),
            entries,
        )
        take("done", lambda p: self.by("keeper", p).action_accept(), entries)
        take("fees open", lambda p: p.contract_id._entry_fees_open(), entries)
        report = "\n".join(f"{n:20} {a:5} {b:5}" for n, (a, b) in counts.items())
        wrong = [
            name
            for name, (a, b) in counts.items()
            if b - a > (CHANCE_POSTING if name.endswith("on top") else CHANCE)
        ]
        self.assertFalse(wrong, f"1 and {MANY} papers:\n{report}")
