from odoo.fields import Command
from odoo.tests.common import tagged

from .common_entry import SIGNED
from .test_query_counts import BATCHES, MANY, TestQueryCounts

# Odoo itself numbers and posts document by document, and files attachment by attachment
BOOKED = {"bill": 8}


@tagged("post_install", "-at_install", "is_query_count")
class TestEntryQueries(TestQueryCounts):
    """Law 3: the same number of queries for 1 and for many papers."""

    test_exit_steps = test_lists = None

    def test_entry_steps(self):
        """LE-13 … LE-17: steps, panels and gates from completion to tenant file."""
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
                    "attachment_ids": [Command.create(SIGNED)],
                }
            )
        self.env.flush_all()
        self.env.cr.execute("UPDATE ops_lease_entry SET receipt_date = CURRENT_DATE")
        self.env.invalidate_all()
        take("confirm", lambda p: self.by("clerk", p).action_confirm(), entries)
        take("tick", lambda p: self.by("keeper", p.item_ids).action_receive(), entries)
        take("bill", lambda p: self.by("keeper", p).action_bill_fees(), entries)
        self.pay(entries.fee_ids.move_id)
        take(
            "start", lambda p: self.by("keeper", p).action_start_handover(), entries
        )
        records = self.draft_handover(entries)
        take("record panel", lambda p: self.by("keeper", p).flow_panel(), records)
        take("finish", lambda p: self.by("keeper", p).action_finish(), records)
        self.assertEqual(set(entries.mapped("state")), {"handed_over"})
        take("transfer", lambda p: self.by("clerk", p).action_transfer(), entries)
        take(
            "file", lambda p: self.by("keeper", p.transfer_ids).action_receive(), entries
        )
        take("done", lambda p: self.by("keeper", p).action_accept(), entries)
        take("fees open", lambda p: p.contract_id._entry_fees_open(), entries)
        report = "\n".join(f"{n:20} {a:5} {b:5}" for n, (a, b) in counts.items())
        wrong = [
            name
            for name, (a, b) in counts.items()
            if b > a + BATCHES + BOOKED.get(name, 0) * (MANY - 1)
        ]
        self.assertFalse(wrong, f"1 and {MANY} papers:\n{report}")
