from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import PEOPLE, LeasingCase
from .common_entry import SIGNED


@tagged("post_install", "-at_install")
class TestEntryAttacks(LeasingCase):
    """Law 1: nothing of an entry is reached except by its step, whoever tries."""

    def test_stamps(self):
        """LE-13 LE-14 LE-15 LE-17: states, stamps and ticks are written by nobody."""
        unit = self.unit()
        completion = self.draft_completion(unit)
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry).action_start_handover()
        record = entry.handover_ids
        tries = [
            (completion, {"state": "accepted"}),
            (completion, {"accepted_user_id": self.people["keeper"].id}),
            (completion.line_ids[:1], {"received_date": fields.Datetime.now()}),
            (unit, {"deliverable": True}),
            (entry, {"state": "handed_over"}),
            (entry, {"notice_date": False}),
            (entry, {"transfer_user_id": self.people["keeper"].id}),
            (entry.item_ids[:1], {"received_user_id": self.people["gm"].id}),
            (entry.item_ids[:1], {"received": True}),
            (record, {"state": "done"}),
            (record, {"done_user_id": self.people["keeper"].id}),
            (record.meter_line_ids[:1], {"previous_value": 1}),
            (record.item_ids[:1], {"cured_date": fields.Date.today()}),
        ]
        for post in PEOPLE:
            for records, values in tries:
                with (
                    self.subTest(post=post, values=values),
                    self.assertRaises(UserError),
                ):
                    self.by(post, records).write(values)
        self.assertFalse(unit.deliverable)
        born = self.by("project", completion).with_context(
            default_state="accepted", default_received_date="2020-01-01"
        )
        copy = born.create(
            {"property_id": self.mall.id, "unit_ids": [Command.set(unit.ids)]}
        )
        self.assertEqual((copy.state, copy.line_ids[0].received), ("draft", False))
        self.assertFalse(unit.deliverable)
        with self.assertRaises(UserError):
            self.by("keeper", unit).write(
                {"completion_ids": [Command.link(completion.id)]}
            )

    def test_demands(self):
        """C-28 LE-13: what the template demands is taken away by the property manager
        alone."""
        completion = self.draft_completion(self.unit())
        entry = self.draft_entry()
        for post, line in (
            ("project", completion.line_ids[1]),
            ("clerk", entry.item_ids[0]),
            ("clerk", entry.transfer_ids[0]),
        ):
            for attack in (
                line.with_user(self.people[post]).unlink,
                lambda line=line, post=post: self.by(post, line).write(
                    {"required": False}
                ),
            ):
                with self.assertRaisesRegex(AccessError, "template"):
                    attack()
        self.by("clerk", entry).item_ids = [Command.create({"name": "Seal"})]
        self.by("clerk", entry.item_ids.filtered(lambda x: x.name == "Seal")).unlink()

    def test_signed_record_stays(self):
        """LE-15: what the tenant has signed for is changed by nobody."""
        entry = self.enter(self.lease())
        record = entry.handover_ids
        reading = record.meter_line_ids.reading_id
        for attempt in (
            reading.with_user(self.people["keeper"]).unlink,
            lambda: self.by("keeper", reading).write({"value": 400}),
            lambda: self.by("keeper", record.key_ids).write({"quantity": 1}),
            lambda: self.by("keeper", record.meter_line_ids).write({"value": 400}),
            lambda: self.by("keeper", record).write({"date": "2020-01-01"}),
            lambda: self.by("keeper", entry.item_ids[:1]).unlink(),
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(AccessError):
            self.by("keeper", reading).create(
                {
                    "meter_id": reading.meter_id.id,
                    "value": 900,
                    "handover_id": record.id,
                }
            )
        with self.assertRaises(UserError):
            self.by("keeper", self.env["ops.lease.handover"]).create(
                {"entry_id": entry.id}
            )

    def test_deposit_lost_after_notice(self):
        """LE-11 LE-15: a deposit whose payment bounces after the notice stops the
        handover."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry.item_ids).action_receive()
        self.pay_fees(entry)
        record = self.draft_handover(entry)
        invoice = entry.contract_id.deposit_ids.move_line_ids.move_id
        self.bounce(invoice)
        with self.assertRaisesRegex(UserError, "not received"):
            self.by("keeper", record).action_finish()

    def test_strangers(self):
        """LE-13 … LE-17: staff without a part in leasing see and do nothing here."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry).action_start_handover()
        for records in (
            entry,
            entry.item_ids,
            entry.fee_ids,
            entry.transfer_ids,
            entry.handover_ids,
            entry.unit_ids.completion_ids,
        ):
            with self.assertRaises(AccessError):
                self.by("outsider", records).read(["display_name"])
        for call in ("action_bill_fees", "action_start_handover", "flow_panel"):
            with self.assertRaises(AccessError):
                getattr(self.by("outsider", entry), call)()

    def test_evidence_readable(self):
        """LE-14 LE-15: the tenant's signed copy is read by the other company."""
        entry = self.walk_entry(self.draft_entry(), "notified")
        file = self.by("clerk", self.env["ir.attachment"]).create(SIGNED)
        self.by("clerk", entry).write(
            {
                "receipt_date": fields.Date.today(),
                "attachment_ids": [Command.link(file.id)],
            }
        )
        self.by("clerk", entry).action_confirm()
        self.assertEqual(self.by("keeper", file).raw, SIGNED["raw"])

    def test_opening_needs_no_entry(self):
        """LE-01 LE-14: a lease taken over at the opening stands in an open shop
        without entry papers."""
        unit = self.unit()
        contract = self.draft_contract(unit)
        self.assertEqual(contract._take_over("Opening"), [])
        self.assertEqual(unit.state, "open")
        self.assertFalse(contract.entry_ids)
