from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import PEOPLE, LeasingCase
from .common_entry import SIGNED


@tagged("post_install", "-at_install")
class TestEntryGates(LeasingCase):
    """Each gate of the entry both ways, by the right and the wrong people."""

    def refused(self, post, records, step, message=""):
        before = records.mapped("state")
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")()
        self.assertEqual(records.mapped("state"), before)

    def only(self, records, step, *posts):
        """Everybody else is refused."""
        for post in set(PEOPLE) - set(posts):
            with self.subTest(post=post, step=step):
                self.refused(post, records, step)

    # --- completion

    def test_completion(self):
        """LE-13: missing papers are listed; a shop is deliverable only after the
        property company has accepted the file."""
        unit, later = self.unit(), self.unit()
        paper = self.draft_completion(unit, date_finished=False)
        self.assertEqual(len(paper.line_ids), 10)
        self.refused("project", paper, "hand_in", "finished is missing")
        self.by("project", paper).date_finished = fields.Date.today() + timedelta(1)
        self.refused("project", paper, "hand_in", "only")
        self.by("project", paper).date_finished = fields.Date.today()
        self.by("project", paper).unit_ids = [Command.clear()]
        self.refused("project", paper, "hand_in", "shops")
        self.by("project", paper).unit_ids = [Command.set((unit + later).ids)]
        fire, drawings = paper.line_ids[1], paper.line_ids[3]
        paper.line_ids.write({"copies": 0})
        self.refused("project", paper, "hand_in", "No paper")
        self.by("project", paper.line_ids - fire).write({"copies": 1})
        self.only(paper, "hand_in", "project")
        self.by("project", paper).action_hand_in()
        self.assertFalse(unit.deliverable)
        # the property company lists what is missing and sends it back
        self.by("keeper", paper).action_receive_all()
        self.assertEqual(paper.line_ids._missing(), fire)
        self.assertEqual(paper.missing_count, 1)
        self.refused("keeper", paper, "accept", f"{fire.name}.*is missing")
        with self.assertRaisesRegex(UserError, "scan|copy"):
            self.by("keeper", fire).action_receive()
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_send_back()
        self.by("keeper", paper).action_send_back("The fire opinion is missing")
        # what comes back is received anew
        self.assertFalse(paper.line_ids.filtered("received"))
        self.by("project", drawings).copies = 7
        self.by("project", fire).write(
            {"copies": 1, "attachment_ids": [Command.create(SIGNED)]}
        )
        self.by("project", paper).action_hand_in()
        self.by("keeper", paper).action_receive_all()
        with self.assertRaisesRegex(UserError, "is received"):
            self.by("keeper", drawings).copies = 6
        self.only(paper, "accept", "keeper")
        self.by("keeper", paper).action_accept()
        self.assertTrue(unit.deliverable and later.deliverable)
        self.assertEqual(paper.accepted_user_id, self.people["keeper"])
        # withdrawn again by the property manager
        self.refused("keeper", paper, "void")
        self.people["keeper"].group_ids |= self.env.ref(
            "ops_leasing.group_property_manager"
        )
        self.by("keeper", paper).action_void("A wall has to be moved")
        self.assertFalse(unit.deliverable)

    def test_completion_other_person(self):
        """LE-13, rule 8: who hands the papers over does not receive them."""
        paper = self.draft_completion(self.unit())
        self.people["project"].group_ids |= self.env.ref("ops_leasing.group_property")
        self.by("project", paper).action_hand_in()
        self.by("project", paper).action_receive_all()
        self.refused("project", paper, "accept", "cannot receive")
        self.by("keeper", paper).action_accept()

    def test_completion_of_floor(self):
        """LE-13: a floor or building names its shops; another project's are refused."""
        units = self.unit() + self.unit()
        paper = self.by("project", self.env["ops.lease.completion"]).create(
            {"property_id": self.mall.id, "floor_id": self.floor.id}
        )
        self.assertEqual(paper.unit_ids, units.with_env(paper.env))
        other = self.mall.copy({"name": "Hillside Mall", "code": "HM"})
        with self.assertRaises(ValidationError):
            paper.property_id = other.id

    # --- notice

    def test_notice(self):
        """LE-14 LE-F20: refused unless the lease is signed, the deposit received
        and every shop deliverable; sent, received with the tenant's signature."""
        unit = self.unit()
        contract = self.draft_contract(unit)
        entry = self.by("clerk", self.env["ops.lease.entry"]).create(
            {"contract_id": contract.id}
        )
        entry = entry.with_env(self.env)
        self.refused("clerk", entry, "notify", "not signed")
        self.sign(contract)
        self.refused("clerk", entry, "notify", "not received")
        self.receive(contract.deposit_ids, 29999)
        self.refused("clerk", entry, "notify", "not received")
        self.pay(contract.deposit_ids.move_line_ids.move_id)
        self.refused("clerk", entry, "notify", "completion papers")
        self.complete(unit)
        self.refused("clerk", entry, "notify", "day to take over")
        self.by("clerk", entry).date_entry = fields.Date.today()
        self.by("clerk", entry).notice_way = "mail"
        self.refused("clerk", entry, "notify", "e-mail")
        self.by("clerk", entry).notice_way = "hand"
        self.only(entry, "notify", "clerk", "manager")
        self.by("clerk", entry).action_notify()
        self.assertEqual(entry.notice_user_id, self.people["clerk"])
        self.assertTrue(entry.name.startswith("JC-"))
        # receipt
        self.refused("clerk", entry, "confirm", "day the tenant received")
        today = fields.Date.today()
        for day, message in (
            (today + timedelta(2), "to come"),
            (today - timedelta(2), "before the notice"),
        ):
            self.by("clerk", entry).receipt_date = day
            self.refused("clerk", entry, "confirm", message)
        self.by("clerk", entry).receipt_date = today
        self.refused("clerk", entry, "confirm", "Who received")
        self.by("clerk", entry).receipt_name = "Shop manager"
        self.refused("clerk", entry, "confirm", "not attached")
        self.by("clerk", entry).attachment_ids = [Command.create(SIGNED)]
        self.only(entry, "confirm", "clerk", "manager", "keeper")
        self.by("clerk", entry).action_confirm()
        with self.assertRaises(UserError):
            self.by("clerk", entry).receipt_date = today - timedelta(9)

    def test_notice_by_mail(self):
        """LE-14: the letter goes to the tenant in his language, with date, papers to
        bring and fees to pay."""
        contract = self.lease()
        contract.partner_id.write({"email": "tenant@example.com"})
        entry = self.draft_entry(contract)
        self.assertEqual(entry.notice_way, "mail")
        self.by("clerk", entry).action_notify()
        mail = self.env["mail.mail"].search(
            [("model", "=", entry._name), ("res_id", "=", entry.id)]
        )
        self.assertEqual(mail.recipient_ids, contract.partner_id)
        for words in (
            contract.line_ids.unit_id.number,
            "Fire safety responsibility letter",
            *entry.fee_ids.mapped("name"),
        ):
            self.assertIn(words, mail.body_html)
        self.by("clerk", entry).action_recall("Another day")
        self.assertEqual(entry.state, "draft")

    def test_one_entry_per_lease(self):
        """LE-14: a lease is entered once; a cancelled entry makes room."""
        entry = self.draft_entry()
        second = self.draft_entry(entry.contract_id)
        self.by("clerk", entry).action_notify()
        self.refused("clerk", second, "notify", "under way already")
        with self.assertRaises(UserError):
            self.by("clerk", entry).action_cancel()
        self.by("clerk", entry).action_cancel("Wrong day")
        self.by("clerk", second).action_notify()

    # --- handover

    def test_handover(self):
        """LE-15 C-29: meters, keys, every point judged, the tenant's signature; then
        the shop is handed over and the readings stand."""
        unit = self.unit(meters=("power", "water"))
        entry = self.draft_entry(self.lease(units=unit))
        with self.assertRaises(UserError):
            self.by("keeper", entry).action_start_handover()
        self.walk_entry(entry, "formalities")
        self.assertFalse(hasattr(unit, "action_hand_over"))
        with self.assertRaises(AccessError):
            self.by("clerk", entry).action_start_handover()
        agreed = [
            ("Power supply", "120 kW", False, "1/120"),
            ("Exhaust", "8000 m³/h", True, "2/8000"),
        ]
        # what is agreed stays agreed until the shop is handed over
        self.startPatcher(
            patch.object(
                type(entry.contract_id),
                "_conditions_agreed",
                lambda contracts: dict.fromkeys(contracts, agreed),
            )
        )
        self.by("keeper", entry).action_start_handover()
        record = entry.handover_ids
        self.assertEqual(record.unit_ids, unit)
        keeper = self.by("keeper", record)
        self.by("keeper", entry.item_ids).action_receive()
        self.pay_fees(entry)
        self.refused("keeper", record, "finish", "power.* is not read")
        power, water = record.meter_line_ids.sorted(lambda x: x.meter_id.kind)
        self.assertEqual(power.previous_value, 100)
        with self.assertRaisesRegex(ValidationError, "below"):
            self.by("keeper", power).value = 99.9
        self.by("keeper", power).value = 104.5
        self.refused("keeper", record, "finish", "water.* is not read")
        self.by("keeper", water).value = 100
        self.refused("keeper", record, "finish", "No key")
        keeper.key_ids = [Command.create({"kind": "door", "quantity": 3})]
        self.assertEqual(keeper.key_ids.unit_id, unit)
        self.refused("keeper", record, "finish", "neither accepted nor open")
        items = self.by("keeper", record.item_ids)
        technical = items.filtered(lambda x: x.kind == "technical")
        self.assertEqual(technical.mapped("agreed"), ["120 kW", "8000 m³/h"])
        self.assertEqual(technical[1].result, "open")
        (items - technical[1]).write({"result": "accepted"})
        self.refused("keeper", record, "finish", "Exhaust.*who cures")
        technical[1].write({"remark": "Duct is missing", "cured_by": "project"})
        self.refused("keeper", record, "finish", "for the tenant")
        keeper.tenant_name = "Shop manager"
        self.refused("keeper", record, "finish", "not attached")
        keeper.attachment_ids = [Command.create(SIGNED)]
        self.only(record, "finish", "keeper")
        self.assertEqual(unit.state, "leased")
        keeper.action_finish()
        self.assertEqual(unit.state, "handed_over")
        self.assertEqual(entry.state, "handed_over")
        self.assertEqual(record.done_user_id, self.people["keeper"])
        readings = record.meter_line_ids.reading_id
        self.assertEqual(set(readings.mapped("kind")), {"handover"})
        self.assertEqual(sorted(readings.mapped("value")), [100, 104.5])
        self.assertEqual(power.meter_id.last_value, 104.5)
        # an open point is cured later, and confirmed by the property company
        self.assertEqual(record.open_count, 1)
        with self.assertRaises(AccessError):
            self.by("clerk", technical[1]).action_cured()
        technical[1].action_cured()
        self.assertEqual(record.open_count, 0)
        with self.assertRaises(UserError):
            technical[1].action_cured()
        with self.assertRaises(UserError):
            technical[0].result = "open"
        with self.assertRaises(UserError):
            keeper.unlink()

    def test_condition_agreed_otherwise(self):
        """LE-15, LE-X3: the record is signed with the values agreed, not with as many
        of them; what is agreed otherwise is judged anew, the rest keeps its finding."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        power = ("Power supply", "120 kW", False, "1/120")
        exhaust = ("Exhaust", "8000 m³/h", False, "2/8000")
        known = [power, exhaust]
        with patch.object(
            type(entry.contract_id),
            "_conditions_agreed",
            lambda contracts: dict.fromkeys(contracts, known),
        ):
            self.by("keeper", entry.item_ids).action_receive()
            self.pay_fees(entry)
            record = self.draft_handover(entry)
            items = record.item_ids.filtered(lambda x: x.kind == "technical")
            self.assertEqual(items.mapped("agreed"), ["120 kW", "8000 m³/h"])
            kept = items[1]
            self.by("keeper", kept).remark = "Measured"
            known[0] = ("Power supply", "90 kW", False, "1/90")
            self.refused("keeper", record, "finish", "another value")
            for values in ({"agreed": "90 kW"}, {"agreed_key": "1/90"}):
                with self.subTest(values=values), self.assertRaises(AccessError):
                    self.by("keeper", items[0]).write(values)
            self.by("keeper", entry).action_start_handover()
            items = record.item_ids.filtered(lambda x: x.kind == "technical")
            self.assertEqual(set(items.mapped("agreed")), {"90 kW", "8000 m³/h"})
            self.assertEqual((kept.remark, kept.result), ("Measured", "accepted"))
            self.refused("keeper", record, "finish", "neither accepted")
            self.by("keeper", items - kept).result = "accepted"
            # dropped since: not a point any more
            known.pop()
            self.refused("keeper", record, "finish", "another value")
            self.by("keeper", entry).action_start_handover()
            self.assertFalse(kept.exists())
            self.by("keeper", record).action_finish()
        self.assertEqual(record.state, "done")

    def test_formalities(self):
        """LE-16: open formalities block the handover; the property company ticks them
        off, nobody else."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.pay_fees(entry)
        record = self.draft_handover(entry)
        self.refused("keeper", record, "finish", "Fire safety responsibility letter")
        for post in ("clerk", "project", "finance"):
            with self.assertRaises(AccessError):
                self.by(post, entry.item_ids).action_receive()
        self.by("keeper", entry.item_ids).action_receive()
        letter = entry.item_ids[:1]
        self.by("keeper", letter).action_unreceive()
        self.refused("keeper", record, "finish", letter.name)
        self.by("keeper", letter).action_receive()
        self.by("keeper", record).action_finish()

    def test_fees_block(self):
        """LE-16: a mandatory fee unpaid blocks the handover, an optional one not; the
        property company bills it, finance sees to the money."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry.item_ids).action_receive()
        record = self.draft_handover(entry)
        self.refused("keeper", record, "finish", "is not billed.* → Property company")
        self.by("keeper", entry).action_bill_fees()
        self.refused("keeper", record, "finish", "is not paid.* → Regional finance")
        bill = entry.fee_ids.move_id
        optional = entry.fee_ids.filtered(lambda f: not f.mandatory)
        self.assertTrue(optional)
        due = bill.amount_total - sum(optional.mapped("billed"))
        self.pay(bill, due - 0.01)
        self.refused("keeper", record, "finish", "0.01")
        self.pay(bill, 0.01)
        self.by("keeper", record).action_finish()

    def test_two_shops(self):
        """LE-15 LE-F03: shops of one lease may be taken over on different days; the
        entry goes on after the last."""
        first, second = self.unit(), self.unit()
        contract = self.lease(units=first + second)
        entry = self.walk_entry(self.draft_entry(contract), "formalities")
        self.by("keeper", entry.item_ids).action_receive()
        self.pay_fees(entry)
        self.by("keeper", entry).action_start_handover()
        self.by("keeper", entry.handover_ids).unit_ids = [Command.set(first.ids)]
        self.assertEqual(entry.handover_ids.meter_line_ids.unit_id, first)
        self.assertEqual(entry.handover_ids.item_ids.unit_id, first)
        self.by("keeper", self.draft_handover(entry)).action_finish()
        self.assertEqual(first.state, "handed_over")
        self.assertEqual(second.state, "leased")
        self.assertEqual(entry.state, "formalities")
        self.assertEqual(entry._shops_left(), second)
        self.by("keeper", entry).action_start_handover()
        record = entry.handover_ids.filtered(lambda r: r.state == "draft")
        self.assertEqual(record.unit_ids, second)
        with self.assertRaises(ValidationError):
            self.by("keeper", record).unit_ids = [Command.link(self.unit().id)]

    # --- tenant file

    def test_tenant_file(self):
        """LE-17: handed over by list by the commercial company, received line by line
        by another person of the property company."""
        entry = self.walk_entry(self.draft_entry(), "handed_over")
        line = entry.transfer_ids[:1]
        self.by("clerk", entry.transfer_ids - line).write({"copies": 1})
        self.refused("clerk", entry, "transfer", line.name)
        self.by("clerk", line).copies = 2
        self.only(entry, "transfer", "clerk", "manager")
        self.people["clerk"].group_ids |= self.env.ref("ops_leasing.group_property")
        self.by("clerk", entry).action_transfer()
        self.assertEqual(entry.transfer_user_id, self.people["clerk"])
        self.refused("keeper", entry, "accept", f"{line.name}.*not received")
        with self.assertRaises(AccessError):
            self.by("manager", entry.transfer_ids).action_receive()
        self.by("keeper", entry.transfer_ids).action_receive()
        self.refused("clerk", entry, "accept", "cannot receive")
        self.by("keeper", entry).action_send_back("The contacts are old")
        self.assertEqual(entry.state, "handed_over")
        self.by("clerk", entry).action_transfer()
        self.refused("keeper", entry, "accept", "not received")
        self.by("keeper", entry.transfer_ids).action_receive()
        self.by("keeper", entry).action_accept()
        self.assertEqual(entry.accepted_user_id, self.people["keeper"])

    def test_cancel(self):
        """LE-14: an entry is called off while nothing is taken over or billed."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        self.by("keeper", entry).action_start_handover()
        self.by("keeper", entry).action_bill_fees()
        with self.assertRaisesRegex(UserError, "stands"):
            self.by("clerk", entry).action_cancel("The tenant withdraws")
        self.by("finance", entry.fee_ids.move_id).button_draft()
        self.by("clerk", entry).action_cancel("The tenant withdraws")
        self.assertFalse(entry.handover_ids)
        other = self.enter(self.lease())
        with self.assertRaisesRegex(UserError, "leaves by an exit"):
            self.by("clerk", other).action_cancel("No")
