"""How a tenant enters in tests: the real papers, in the hands of the right people."""

from odoo import fields
from odoo.fields import Command

SIGNED = {"name": "signed.pdf", "raw": b"signed"}


class EntrySteps:
    """Mixed into ``LeasingCase``: completion, entry, handover, tenant file."""

    def draft_completion(self, units, **values):
        """A completion file of these shops with every paper enclosed."""
        paper = self.by("project", self.env["ops.lease.completion"]).create(
            {
                "property_id": units.property_id.id,
                "unit_ids": [Command.set(units.ids)],
                "date_finished": fields.Date.today(),
                **values,
            }
        )
        paper.line_ids.write({"copies": 2})
        for line in paper.line_ids.filtered("evidence_required"):
            line.attachment_ids = [Command.create(SIGNED)]
        return paper.with_env(self.env)

    def complete(self, units):
        """Make shops deliverable, where they are not yet."""
        units = units.filtered(lambda unit: not unit.deliverable)
        if not units:
            return self.env["ops.lease.completion"]
        papers = self.draft_completion(units)
        self.by("project", papers).action_hand_in()
        self.by("keeper", papers).action_receive_all()
        self.by("keeper", papers).action_accept()
        return papers

    def draft_entry(self, contracts=None, **values):
        """Entries filled in by the clerk, for signed leases of deliverable shops."""
        contracts = contracts or self.lease()
        self.complete(contracts.line_ids.unit_id)
        entries = self.by("clerk", self.env["ops.lease.entry"]).create(
            [
                {
                    "contract_id": contract.id,
                    "date_entry": fields.Date.today(),
                    **values,
                }
                for contract in contracts
            ]
        )
        return entries.with_env(self.env)

    def walk_entry(self, entries, until):
        """Take entries to the state ``until`` by the steps of the right people."""
        walk = {
            "notified": lambda: self.by("clerk", entries).action_notify(),
            "formalities": lambda: self._confirm(entries),
            "handed_over": lambda: self._take_over(entries),
            "transferring": lambda: self._transfer(entries),
            "done": lambda: self._accept(entries),
        }
        order = list(walk)
        start = entries[0].state
        done = order.index(start) + 1 if start in order else 0
        for state in order[done : order.index(until) + 1]:
            walk[state]()
            self.assertEqual(set(entries.mapped("state")), {state})
        return entries

    def enter(self, contracts, until="handed_over"):
        """Let the tenants of signed leases take over their shops."""
        return self.walk_entry(self.draft_entry(contracts), until)

    def _confirm(self, entries):
        for entry in self.by("clerk", entries):
            entry.write(
                {
                    "receipt_date": fields.Date.today(),
                    "receipt_name": "Shop manager",
                    "attachment_ids": [Command.create(SIGNED)],
                }
            )
        self.by("clerk", entries).action_confirm()

    def clear_fees(self, contracts):
        """Call the tenants of signed leases and receive their entry fees."""
        bare = contracts.filtered(lambda contract: not contract.entry_ids)
        if bare:
            self.walk_entry(self.draft_entry(bare), "formalities")
        self.pay_fees(contracts.entry_ids)

    def pay_fees(self, entries):
        """Bill the entry fees and receive them, where that is not done yet."""
        entries = entries.filtered(lambda entry: not entry.fee_ids.move_id)
        if not entries:
            return
        self.by("keeper", entries).action_bill_fees()
        self.pay(entries.fee_ids.move_id)

    def bounce(self, invoices):
        """The bank sends the payment of invoices back."""
        payments = invoices.matched_payment_ids
        self.assertTrue(payments)
        payments.action_draft()
        payments.action_cancel()

    def draft_handover(self, entries):
        """Handover records with meters, keys and points, ready to be signed."""
        self.by("keeper", entries).action_start_handover()
        records = self.by("keeper", entries.handover_ids)
        for line in records.meter_line_ids:
            line.write({"value": line.previous_value, "is_read": True})
        records.item_ids.write({"result": "accepted"})
        for record in records:
            record.write(
                {
                    "tenant_name": "Shop manager",
                    "key_ids": [
                        Command.create({"unit_id": unit.id, "quantity": 3})
                        for unit in record.unit_ids
                    ],
                    "attachment_ids": [Command.create(SIGNED)],
                }
            )
        return records.with_env(self.env)

    def _take_over(self, entries):
        self.by("keeper", entries.item_ids).action_receive()
        self.pay_fees(entries)
        self.by("keeper", self.draft_handover(entries)).action_finish()

    def _transfer(self, entries):
        self.by("clerk", entries.transfer_ids).write({"copies": 1})
        self.by("clerk", entries).action_transfer()

    def _accept(self, entries):
        self.by("keeper", entries.transfer_ids).action_receive()
        self.by("keeper", entries).action_accept()
