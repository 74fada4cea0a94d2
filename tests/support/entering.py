"""The words of those who call a tenant in and hand his shop over."""

from .actors import Paper
from .calendar import in_days
from .fitout import scan

COMPLETION = "ops.lease.completion"
ENTRY = "ops.lease.entry"
HANDOVER = "ops.lease.handover"


class EntryWords:
    """What people do with an entry besides taking steps; part of ``Leasing``."""

    def encloses_completion(self, project, units):
        """Put the completion file of shops together 工程竣工验收资料."""
        file = self.makes(
            COMPLETION,
            property_id=project,
            unit_ids=[[6, 0, units]],
            date_finished=in_days(0),
        )
        for line in self.finds(
            "ops.lease.completion.line", [("completion_id", "=", file.id)]
        ):
            values = {"copies": 2}
            if self.reads(line, "evidence_required"):
                values["attachment_ids"] = scan("paper.pdf")
            self.writes(line, **values)
        return file

    def prepares_entry(self, lease):
        """Fill in the entry of a lease 进场."""
        return self.makes(
            ENTRY,
            contract_id=lease["id"],
            date_entry=in_days(0),
            notice_way="hand",
        )

    def has_receipt(self, entry):
        """Enter the tenant's signed receipt of the notice."""
        self.writes(
            entry,
            receipt_date=in_days(0),
            receipt_name="店长",
            attachment_ids=scan("receipt.pdf"),
        )

    def receives(self, model, link, paper):
        """Receive every line of a list."""
        lines = self.finds(model, [(link, "=", paper.id)])
        self.channel.call(model, "action_receive", [line.id for line in lines])

    def fills_in_handover(self, entry):
        """Fill in the handover record 收铺单, all but the meters."""
        self.presses(entry, "action_start_handover")
        (record,) = self.finds(HANDOVER, [("entry_id", "=", entry.id)])
        for point in self.finds(f"{HANDOVER}.item", [("handover_id", "=", record.id)]):
            self.writes(point, result="accepted")
        self.writes(
            record,
            tenant_name="店长",
            attachment_ids=scan("handover.pdf"),
            key_ids=[
                [0, 0, {"unit_id": unit, "quantity": 3}]
                for unit in self.reads(record, "unit_ids")
            ],
        )
        return record

    def reads_shop_meters(self, record):
        """Take the readings of the handover."""
        for line in self.finds(f"{HANDOVER}.meter", [("handover_id", "=", record.id)]):
            shown = self.reads(line, "previous_value")
            self.writes(line, value=shown + 1, is_read=True)

    def fee_bills(self, entry):
        """The bills of the entry fees 费用收缴单."""
        rows = self.channel.call(
            f"{ENTRY}.fee",
            "search_read",
            domain=[("entry_id", "=", entry.id), ("move_id", "!=", False)],
            fields=["move_id"],
        )
        return [
            Paper("account.move", id_)
            for id_ in sorted({row["move_id"][0] for row in rows})
        ]

    def deposit_bill(self, lease):
        """The invoice of the lease deposit."""
        bills = self.finds(
            "account.move",
            [
                ("invoice_origin", "=", lease["name"]),
                ("move_type", "=", "out_invoice"),
                ("line_ids.lease_deposit_id", "in", lease["deposits"]),
            ],
        )
        return bills[0]

    def unmatches(self, bill):
        """Take the payment off a bill, as when it was another's."""
        (line,) = self.finds(
            "account.move.line",
            [("move_id", "=", bill.id), ("account_type", "=", "asset_receivable")],
        )
        self.does(line, "remove_move_reconcile")

    def is_paid(self, bill, bank):
        """Register that the tenant has paid a bill."""
        context = {"active_model": "account.move", "active_ids": [bill.id]}
        wizard = self.channel.create(
            "account.payment.register", {"journal_id": bank}, context=context
        )
        self.channel.call(
            "account.payment.register",
            "action_create_payments",
            [wizard],
            context=context,
        )
