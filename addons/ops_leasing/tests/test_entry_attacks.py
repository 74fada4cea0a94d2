from unittest.mock import patch

from lxml import etree
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
                "receipt_name": "Shop manager",
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


@tagged("post_install", "-at_install")
class TestEntryWaysAround(LeasingCase):
    """Law 1: lists, fees and receipts of an entry hold, whoever empties, swaps or
    brings his own."""

    def refused_writes(self, post, tries):
        for records, values in tries:
            with (
                self.subTest(post=post, values=values),
                self.assertRaises(UserError),
            ):
                self.by(post, records).write(values)

    def open(self, entry):
        contract = entry.contract_id
        return contract._entry_fees_open()[contract]

    def service_entry(self):
        contract = self.lease(
            charge_ids=[
                Command.create({"kind": "rent", "rate": 300}),
                Command.create({"kind": "service", "rate": 28}),
            ]
        )
        return self.draft_entry(contract)

    def test_stamps_emptied(self):
        """LE-15 LE-16: a stamp is not emptied either, so what is billed, read and
        cured stays so; the steps themselves write it."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry).action_bill_fees()
        self.refused_writes(
            "keeper", [(entry.fee_ids, {"billed": 0}), (entry.fee_ids, {"move_id": 0})]
        )
        self.assertTrue(self.open(entry))
        self.by("keeper", entry.item_ids).action_receive()
        self.pay(entry.fee_ids.move_id)
        record = self.draft_handover(entry)
        point = self.by("keeper", record.item_ids[:1])
        point.write({"result": "open", "remark": "Scratched", "cured_by": "project"})
        self.by("keeper", record).action_finish()
        self.assertTrue(record.meter_line_ids.reading_id)
        self.refused_writes("keeper", [(record.meter_line_ids, {"reading_id": False})])
        point.action_cured()
        self.refused_writes("keeper", [(point, {"cured_date": False})])
        self.assertEqual(record.open_count, 0)

    def test_own_lines_brought(self):
        """C-28 LE-13 LE-16 LE-17: a line of one's own replaces nothing that template
        and price list demand, by value or by default."""
        contract = self.lease()
        usual = self.draft_entry(contract)
        own = [Command.create({"name": "Own paper"})]
        entries = self.by("clerk", self.env["ops.lease.entry"])
        brought = entries.create(
            {"contract_id": contract.id, "item_ids": own, "transfer_ids": own}
        )
        dreamt = entries.with_context(
            default_item_ids=own,
            default_transfer_ids=own,
            default_required=False,
            default_quantity=0,
            default_mandatory=False,
        ).create({"contract_id": contract.id})
        for entry in (brought, dreamt):
            entry = entry.with_env(self.env)
            for name in ("item_ids", "transfer_ids"):
                wanted = usual[name]
                listed = entry[name].filtered("template_line_id")
                self.assertEqual(listed.template_line_id, wanted.template_line_id)
                self.assertEqual(listed.mapped("required"), wanted.mapped("required"))
                self.assertIn("Own paper", entry[name].mapped("name"))
            self.assertEqual(
                entry.fee_ids.mapped("amount"), usual.fee_ids.mapped("amount")
            )
            self.assertEqual(
                entry.fee_ids.mapped("mandatory"), usual.fee_ids.mapped("mandatory")
            )
        unit = self.unit()
        paper = self.by("project", self.env["ops.lease.completion"]).create(
            {
                "property_id": self.mall.id,
                "unit_ids": [Command.set(unit.ids)],
                "line_ids": [Command.create({"name": "Own paper", "copies": 1})],
            }
        )
        self.assertEqual(len(paper.line_ids), 11)
        point = usual.item_ids.template_line_id[:1]
        with self.assertRaises(AccessError):
            entries.create(
                {
                    "contract_id": contract.id,
                    "item_ids": [
                        Command.create(
                            {
                                "name": "Mine",
                                "required": False,
                                "template_line_id": point.id,
                            }
                        )
                    ],
                }
            )
        item = usual.fee_ids.fee_item_id[:1]
        walked = self.walk_entry(usual, "notified")
        with self.assertRaises(AccessError):
            self.by("keeper", walked).fee_ids = [
                Command.create({"name": "Mine", "fee_item_id": item.id})
            ]
        self.by("keeper", walked).fee_ids = [Command.create({"name": "Mine"})]

    def test_lease_swapped(self):
        """LE-14 LE-16: an entry stays with its lease, and the notice asks for what
        the lease says on that day."""
        entry = self.service_entry()
        service = entry.fee_ids.filtered(lambda fee: fee.kind == "service")
        self.assertEqual(service.amount, 80 * 28 * 3)
        with self.assertRaisesRegex(UserError, "other lease"):
            self.by("clerk", entry).contract_id = self.lease()
        # the form sends the same lease once more
        self.by("clerk", entry).write({"contract_id": entry.contract_id.id})
        charge = entry.contract_id.charge_ids.filtered(lambda c: c.kind == "service")
        self.env.cr.execute(
            "UPDATE ops_lease_charge SET rate = 40 WHERE id = %s", charge.ids
        )
        self.env.invalidate_all()
        waste = entry.fee_ids.filtered(lambda fee: fee.kind == "waste")
        self.by("clerk", entry).action_notify()
        service = entry.fee_ids.filtered(lambda fee: fee.kind == "service")
        self.assertEqual(service.mapped("amount"), [80 * 40 * 3])
        self.assertTrue(waste <= entry.fee_ids)

    def test_points_left_out(self):
        """LE-15: no point demanded or agreed is taken from the record, renamed or
        replaced by one of one's own; a further point may be."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry.item_ids).action_receive()
        self.pay_fees(entry)
        record = self.by("keeper", self.env["ops.lease.handover"]).with_context(
            default_item_ids=[
                Command.create(
                    {
                        "name": "All fine",
                        "result": "accepted",
                        "unit_id": entry.unit_ids.id,
                    }
                )
            ]
        )
        record = record.create({"entry_id": entry.id}).with_env(self.env)
        listed = record.item_ids.filtered("listed")
        self.assertGreater(len(listed), 3)
        with self.assertRaises(AccessError):
            self.by("keeper", listed).unlink()
        self.refused_writes(
            "keeper",
            [
                (listed[0], {"name": "Nothing"}),
                (listed[0], {"kind": "technical"}),
                (listed[0], {"agreed": "0 kW"}),
                (listed[0], {"unit_id": False}),
                (listed[0], {"listed": False}),
                (record.item_ids - listed, {"listed": True}),
                (record, {"item_ids": [Command.clear()]}),
                (record, {"item_ids": [Command.delete(listed[0].id)]}),
            ],
        )
        other = self.walk_entry(self.draft_entry(), "formalities")
        with self.assertRaisesRegex(UserError, "other entry"):
            self.by("keeper", record).entry_id = other
        self.by("keeper", record.item_ids - listed).unlink()
        # agreed only after the record was started
        agreed = [("Power supply", "120 kW", False, "1/120")]
        with patch.object(
            type(entry.contract_id),
            "_conditions_agreed",
            lambda contracts: dict.fromkeys(contracts, agreed),
        ):
            record = self.draft_handover_of(record)
            technical = record.item_ids.filtered(lambda x: x.kind == "technical")
            self.assertFalse(technical)
            with self.assertRaisesRegex(UserError, "not in the record"):
                self.by("keeper", record).action_finish()
            self.by("keeper", entry).action_start_handover()
            technical = record.item_ids.filtered(lambda x: x.kind == "technical")
            self.assertEqual(technical.agreed, "120 kW")
            with self.assertRaisesRegex(UserError, "neither accepted"):
                self.by("keeper", record).action_finish()
            self.by("keeper", technical).result = "accepted"
            self.by("keeper", record).action_finish()
        self.assertEqual(record.state, "done")

    def draft_handover_of(self, record):
        """Fill in a record as ``draft_handover`` does, without opening it anew."""
        for line in self.by("keeper", record.meter_line_ids):
            line.write({"value": line.previous_value, "is_read": True})
        self.by("keeper", record.item_ids).write({"result": "accepted"})
        self.by("keeper", record).write(
            {
                "tenant_name": "Shop manager",
                "key_ids": [
                    Command.create({"unit_id": unit.id}) for unit in record.unit_ids
                ],
                "attachment_ids": [Command.create(SIGNED)],
            }
        )
        return record

    def test_receipt_outlives_nothing(self):
        """LE-13 LE-14 LE-17: what is sent back is received anew, a scan that is gone
        is missing, and a receipt is none of the next notice."""
        paper = self.draft_completion(self.unit())
        self.by("project", paper).action_hand_in()
        self.by("keeper", paper).action_receive_all()
        self.assertFalse(paper.missing_count)
        self.by("keeper", paper).action_send_back("One drawing is old")
        self.assertEqual(paper.missing_count, len(paper.line_ids._missing()))
        self.assertTrue(paper.missing_count)
        self.by("project", paper).action_hand_in()
        self.by("keeper", paper).action_receive_all()
        scanned = paper.line_ids.filtered("evidence_required")[:1]
        scanned.attachment_ids.unlink()
        with self.assertRaisesRegex(UserError, scanned.name):
            self.by("keeper", paper).action_accept()
        entry = self.walk_entry(self.draft_entry(), "notified")
        self.by("clerk", entry).write(
            {
                "receipt_date": fields.Date.today(),
                "receipt_name": "Shop manager",
                "attachment_ids": [Command.create(SIGNED)],
            }
        )
        self.by("clerk", entry).action_recall("Another day")
        self.by("clerk", entry).action_notify()
        self.assertFalse(entry.attachment_ids)
        with self.assertRaisesRegex(UserError, "not attached"):
            self.by("clerk", entry).action_confirm()
        self.walk_entry(entry, "transferring")
        self.by("keeper", entry.transfer_ids).action_receive()
        self.by("keeper", entry).action_send_back("The contacts are old")
        self.assertFalse(entry.transfer_ids.filtered("received"))
        self.by("clerk", entry.transfer_ids[:1]).copies = 3

    def test_credit_is_no_payment(self):
        """LE-16: a fee that is credited in part is not paid; paid in full it is."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry).action_bill_fees()
        bill = entry.fee_ids.move_id
        optional = sum(
            entry.fee_ids.filtered(lambda fee: not fee.mandatory).mapped("billed")
        )
        credit = bill._reverse_moves([{"invoice_date": fields.Date.today()}])
        credit.invoice_line_ids[1:].unlink()
        credit.invoice_line_ids.write(
            {"quantity": 1, "price_unit": optional + 100, "tax_ids": False}
        )
        credit.action_post()
        (bill + credit).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        self.pay(bill)
        self.assertEqual((bill.amount_residual, bill.payment_state), (0, "paid"))
        self.assertRegex(self.open(entry)[0], "100")
        self.assertEqual(entry.fee_open, optional + 100)
        self.assertNotIn("paid", entry.fee_ids.mapped("bill_state"))

    def test_bill_late_and_once(self):
        """LE-16: what was never billed is billed after all is done; a bill taken back
        but still there as a draft is not made twice. Only by the property company."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry).action_bill_fees()
        bill = entry.fee_ids.move_id
        self.by("finance", bill).button_draft()
        with self.assertRaisesRegex(UserError, "still there as a draft"):
            self.by("keeper", entry).action_bill_fees()
        self.by("finance", bill).action_post()
        self.pay(bill)
        self.by("keeper", entry).fee_ids = [
            Command.create({"name": "Spare key", "rate": 20, "mandatory": False})
        ]
        self.walk_entry(entry, "done")
        with self.assertRaises(AccessError):
            self.by("clerk", entry).action_bill_fees()
        self.by("keeper", entry).action_bill_fees()
        self.assertEqual(len(entry.fee_ids.move_id), 2)
        with self.assertRaisesRegex(UserError, "nothing left"):
            self.by("keeper", entry).action_bill_fees()
        with self.assertRaises(UserError):
            self.by("keeper", entry).fee_ids = [Command.create({"name": "More"})]

    def test_forms_open(self):
        """LE-13 … LE-17: entry, lease and shop open for everybody who reads them."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        for post in self.people:
            for record in (entry, entry.contract_id, entry.unit_ids):
                record = self.by(post, record)
                if not record.has_access("read"):
                    continue
                with self.subTest(post=post, model=record._name):
                    views = record.get_views([(False, "form")])["models"]
                    names = views[record._name]["fields"]
                    arch = record.get_view(view_type="form")["arch"]
                    shown = etree.fromstring(arch).xpath(
                        "//field[not(ancestor::field)]/@name"
                    )
                    record.web_read({name: {} for name in shown if name in names})
                    if hasattr(record, "flow_panel"):
                        record.flow_panel()
        self.assertNotIn(
            "fee_ids",
            self.by("project", entry).get_view(view_type="form")["arch"],
        )
        self.assertIn(
            "fee_ids", self.by("keeper", entry).get_view(view_type="form")["arch"]
        )

    def test_file_counted(self):
        """LE-17: no copy of the tenant file is there before the clerk counts it."""
        entry = self.walk_entry(self.draft_entry(), "handed_over")
        self.assertEqual(set(entry.transfer_ids.mapped("copies")), {0})
        with self.assertRaisesRegex(UserError, "is missing"):
            self.by("clerk", entry).action_transfer()
        with self.assertRaises(UserError):
            self.by("keeper", entry.transfer_ids).write({"copies": 1})
        self.by("clerk", entry.transfer_ids).write({"copies": 1})
        self.by("clerk", entry).action_transfer()

    def test_floors_at_once(self):
        """LE-13: the shops of many floors are not searched one by one."""
        self.unit()
        floors = self.floor + self.env["ops.lease.floor"].create(
            [
                {
                    "name": f"{level}F",
                    "level": level,
                    "building_id": self.floor.building_id.id,
                }
                for level in range(2, 9)
            ]
        )
        files = self.env["ops.lease.completion"]
        values = [
            {"property_id": self.mall.id, "floor_id": floor.id} for floor in floors
        ]
        units = type(self.env["ops.lease.unit"])
        search = units.search
        with patch.object(
            units, "search", autospec=True, side_effect=search
        ) as searched:
            papers = files.create(values)
            self.env.flush_all()
        # what is asked for first, and all the others
        self.assertLessEqual(searched.call_count, 2)
        self.assertEqual(len(papers[0].unit_ids), 1)
        self.assertFalse(papers[1:].unit_ids)
