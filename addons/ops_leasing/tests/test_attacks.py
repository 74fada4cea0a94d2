from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import PEOPLE, LeasingCase


@tagged("post_install", "-at_install")
class TestAttacks(LeasingCase):
    """Law 1: no state and no stamp is reached except by its step, whoever tries."""

    def test_states(self):
        """LE-23 LE-27: writing, creating or copying into a later state is refused."""
        paper = self.draft_exit()
        contract, unit = paper.contract_id, paper.contract_id.unit_ids
        for post in PEOPLE:
            for records, state in (
                (paper, "approved"),
                (paper, "refunded"),
                (contract, "settled"),
                (unit, "vacant"),
            ):
                with (
                    self.subTest(post=post, records=records),
                    self.assertRaises(UserError),
                ):
                    self.by(post, records).write({"state": state})
        clerk = self.by("clerk", self.env["ops.lease.exit"])
        values = {"contract_id": contract.id, "kind": "expiry"}
        for extra in (
            {"state": "decided"},
            {"name": "TC-1"},
            {"slip_number": "FX-1"},
            {"refund_move_id": 1},
        ):
            with self.assertRaises(UserError):
                clerk.create({**values, **extra})
        forged = clerk.with_context(default_state="decided", default_slip_number="X")
        self.assertEqual(forged.create(values).state, "draft")
        with self.assertRaises(UserError):
            forged.with_context(ops_flow_pass=True, ops_lease_deposit_pass=True).create(
                {**values, "state": "decided"}
            )
        self.walk(paper, "approved")
        copy = self.by("clerk", paper).copy()
        self.assertEqual(
            (copy.state, copy.name, copy.decision), ("draft", False, False)
        )

    def test_stamps(self):
        """LE-24: slip, credit note and clearing stamps are written by steps alone."""
        paper = self.walk(self.draft_exit(), "approved")
        for post in ("clerk", "keeper", "finance"):
            for values in (
                {"slip_number": "FX-0"},
                {"refund_payment_id": 1},
                {"contract_id": self.lease().id},
            ):
                with self.assertRaises(UserError):
                    self.by(post, paper).write(values)
        item = paper.item_ids[0]
        with self.assertRaises(AccessError):
            self.by("clerk", item).action_released()
        with self.assertRaises(AccessError):
            self.by("keeper", item).write({"release_user_id": self.people["gm"].id})
        with self.assertRaises(AccessError):
            self.by("clerk", paper).write(
                {"item_ids": [Command.create({"name": "X", "disposition": "released"})]}
            )
        self.by("keeper", item).action_released()
        with self.assertRaises(AccessError):
            self.by("clerk", item).name = "Something else"
        with self.assertRaises(AccessError):
            self.by("clerk", item).write({"disposition": "released", "name": "Else"})
        with self.assertRaises(AccessError):
            self.by("keeper", item).unlink()
        self.by("keeper", paper.item_ids).action_left()
        with self.assertRaises(AccessError):
            self.by("clerk", paper).action_issue_slip()
        self.by("keeper", paper).action_issue_slip()
        with self.assertRaises(UserError):
            item.copy()
        # what has left with a slip is no longer taken back, and the exit goes on
        with self.assertRaises(UserError):
            self.by("keeper", item).write({"disposition": "pending"})
        with self.assertRaisesRegex(UserError, paper.slip_number):
            self.by("clerk", paper).action_cancel("The tenant stays")

    def test_figures(self):
        """LE-01 LE-22: what follows from other papers is entered nowhere: the lease a
        shop stands in, the tenant who is paid, a list born released."""
        unit, contract = self.unit(), self.lease()
        with self.assertRaises(AccessError):
            self.by("clerk", unit).contract_id = contract
        paper = self.draft_exit(contract)
        for values in (
            {"partner_id": self.tenant().id},
            {"property_id": False},
            {"amount_deducted": 100},
        ):
            with self.assertRaises(AccessError):
                self.by("clerk", paper).write(values)
        for model, name, value in (
            ("ops.lease.exit", "slip_number", "FX-0"),
            ("ops.lease.exit.item", "disposition", "released"),
        ):
            self.env["ir.default"].with_user(self.people["clerk"]).set(
                model, name, value, user_id=True
            )
        paper = self.by("clerk", paper).create(
            {"contract_id": contract.id, "item_ids": [Command.create({"name": "X"})]}
        )
        self.assertFalse(paper.slip_number)
        self.assertEqual(paper.item_ids.disposition, "pending")

    def test_shops_one_by_one(self):
        """LE-10, LE-F03: shops added to a lease one by one are held to its project."""
        contract = self.draft_contract()
        other = self.mall.copy({"name": "Hillside Mall", "code": "HM"})
        building = self.env["ops.lease.building"].create(
            {"name": "B", "property_id": other.id}
        )
        floor = self.env["ops.lease.floor"].create(
            {"name": "1F", "building_id": building.id}
        )
        lines = self.by("clerk", self.env["ops.lease.contract.line"])
        with self.assertRaisesRegex(ValidationError, "one project"):
            lines.create(
                {
                    "contract_id": contract.id,
                    "unit_id": self.unit(floor_id=floor.id).id,
                }
            )

    def test_bill_taken_back(self):
        """LE-27: a utility bill that is taken back after the settlement is not paid."""
        paper = self.walk(self.draft_exit(), "settled")
        bill = paper.charge_ids.move_id
        self.assertFalse(list(paper._gate_utilities_paid()))
        self.by("finance", bill).button_draft()
        self.assertRegex(next(paper._gate_utilities_paid()).message, "taken back")

    def test_settlement(self):
        """LE-25: nobody marks a utility line as billed, or rewrites it after."""
        paper = self.walk(self.draft_exit(), "released")
        charge = paper.charge_ids
        keeper = self.by("keeper", charge)
        paid = paper.contract_id.deposit_ids.move_line_ids.move_id
        for values in ({"move_id": paid.id}, {"previous_value": 0.5}):
            with self.assertRaises(AccessError):
                keeper.write(values)
        for post in ("clerk", "finance", "manager"):
            with self.assertRaises(AccessError):
                self.by(post, charge).write({"final_value": 120})
            with self.assertRaises(AccessError):
                self.by(post, paper).action_bill_utilities()
        keeper.write({"final_value": 120, "reading_date": paper.date_notice})
        with self.assertRaises(UserError):
            keeper.final_value = 99
        self.by("keeper", paper).action_bill_utilities()
        for values in ({"final_value": 130}, {"price": 0}, {"amount": 0}):
            with self.assertRaises(UserError):
                keeper.write(values)
        with self.assertRaises(UserError):
            keeper.unlink()
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_bill_utilities()
        reading = self.by("keeper", charge.sudo().reading_id)
        for attempt in (reading.unlink, lambda: reading.write({"value": 400})):
            with self.assertRaisesRegex(UserError, "settlement"):
                attempt()
        self.assertEqual(
            self.env["ops.lease.reading"].search_count(
                [("exit_id", "=", paper.id), ("kind", "=", "final")]
            ),
            1,
        )

    def test_deposit_typed(self):
        """LE-11: no figure of a deposit is typed, and a signed lease keeps its own."""
        deposit = self.lease().deposit_ids
        for post in ("clerk", "manager", "finance"):
            with self.assertRaises(UserError):
                self.by(post, deposit).write({"amount": 1})
            with self.assertRaises(UserError):
                self.by(post, deposit).unlink()
        self.by("clerk", deposit.contract_id).user_id = self.people["manager"]
        self.assertEqual(deposit.balance, 30000)

    def test_own_paper(self):
        """LE-23: nobody approves his own exit; a manager's needs another signer."""
        contract = self.lease()
        paper = self.by("manager", self.env["ops.lease.exit"]).create(
            {
                "contract_id": contract.id,
                "reason": "Expired",
                "date_planned": "2030-01-01",
            }
        )
        other = self.people["manager"].copy({"login": "lease_manager_2"})
        self.people["manager_2"] = other
        paper.action_submit()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        with self.assertRaises(UserError):
            self.by("manager", request).agree("fine")
        self.by("manager_2", request).agree("fine")
        self.assertEqual(paper.state, "approving")

    def test_strangers(self):
        """LE-22: staff without a part in leasing see and do nothing here."""
        paper = self.draft_exit()
        for records in (paper, paper.contract_id, paper.contract_id.unit_ids):
            stranger = self.by("outsider", records)
            with self.assertRaises(AccessError):
                stranger.read(["state"])
            with self.assertRaises(AccessError):
                stranger.flow_panel()
        for post in ("outsider", "biller"):
            with self.assertRaises(AccessError):
                self.by(post, paper).action_submit()

    def test_let_shop_stays_in_its_project(self):
        """LE-10: no shop under a lease moves to another project, by none of the ways
        its place is kept."""
        contract = self.lease()
        unit = contract.unit_ids
        other = self.env["ops.lease.property"].create(
            {"name": "Hill Mall", "code": "HM", "company_id": self.company.id}
        )
        building = self.env["ops.lease.building"].create(
            {"name": "B", "property_id": other.id}
        )
        floor = self.env["ops.lease.floor"].create(
            {"name": "2F", "level": 2, "building_id": building.id}
        )
        elsewhere = self._create_company("Hillside Commercial")
        for records, vals in (
            (self.by("keeper", unit), {"floor_id": floor.id}),
            (self.by("manager", unit), {"floor_id": floor.id}),
            (unit.floor_id, {"building_id": building.id}),
            (unit.building_id, {"property_id": other.id}),
            (unit.property_id, {"company_id": elsewhere.id}),
        ):
            with self.subTest(records=records), self.assertRaises(UserError):
                records.write(vals)
        self.assertEqual(unit.property_id, self.mall)
        upstairs = self.floor.copy({"name": "2F", "level": 2})
        self.by("keeper", unit).floor_id = upstairs
        self.by("manager", self.unit()).floor_id = floor

    @mute_logger("odoo.sql_db")
    def test_meters_of_a_leaving_tenant(self):
        """LE-25: while goods have left, no meter escapes the final reading: not by
        archiving, moving, deleting or changing its line, nor by a price."""
        paper = self.walk(self.draft_exit(), "released")
        charge, meter = paper.charge_ids, paper.charge_ids.meter_id
        keeper = {
            "charge": self.by("keeper", charge),
            "meter": self.by("keeper", meter),
        }
        read = {"final_value": 350, "reading_date": fields.Date.today()}
        attacks = (
            ("meter", lambda m: m.write({"active": False})),
            ("meter", lambda m: m.write({"unit_id": self.unit().id})),
            ("meter", lambda m: m.write({"price": 0})),
            ("meter", lambda m: m.write({"multiplier": 0.01})),
            ("meter", lambda m: m.unlink()),
            ("charge", lambda c: c.unlink()),
            ("charge", lambda c: c.write({"kind": "fee", "meter_id": False})),
            ("charge", lambda c: c.write({"price": 0})),
            ("charge", lambda c: c.write({**read, "quantity": 0})),
            ("charge", lambda c: c.write({"quantity": 1})),
            ("charge", lambda c: c.write({"move_id": False})),
            ("charge", lambda c: c.write({"previous_value": 0})),
            ("charge", lambda c: c.write({"exit_id": self.draft_exit().id})),
        )
        for number, (what, attack) in enumerate(attacks):
            with self.subTest(number), self.assertRaises(Exception) as caught:
                attack(keeper[what])
                self.env.flush_all()
            self.env.invalidate_all()
            self.assertIsInstance(caught.exception, (UserError, IntegrityError))
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_settle()
        keeper["charge"].write(read)
        self.assertEqual((charge.quantity, charge.amount), (250, 300))
        self.people["chief"] = self.people["keeper"].copy(
            {
                "login": "lease_chief",
                "group_ids": [
                    Command.link(self.env.ref("ops_leasing.group_property_manager").id)
                ],
            }
        )
        self.by("chief", charge).price = 1
        self.assertEqual(charge.amount, 250)
        self.by("chief", meter).price = 1.5

    def test_meters_of_a_let_shop(self):
        """LE-25 C-29: meters of a let shop are exchanged by a manager, and by nobody
        once the tenant's exit runs."""
        contract = self.lease()
        meter = contract.unit_ids.meter_ids
        with self.assertRaises(AccessError):
            self.by("keeper", meter).active = False
        self.by("manager", meter).active = False
        self.by("manager", meter).active = True
        self.walk(self.draft_exit(contract), "approved")
        for post in ("keeper", "manager"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, meter).active = False

    def test_no_default_makes_an_exit(self):
        """LE-27: no default, saved or asked for, ties a document to an exit."""
        paper = self.draft_exit()
        finance = self.people["finance"]
        for model, field, value in (
            ("account.move", "lease_exit_id", paper.id),
            ("account.move", "lease_deposit_use", "refund"),
            ("account.payment", "lease_exit_id", paper.id),
        ):
            self.env["ir.default"].set(model, field, value, user_id=finance.id)
            documents = self.by("finance", self.env[model]).with_context(
                **{f"default_{field}": value}
            )
            self.assertFalse(documents.default_get([field]).get(field))
            self.assertFalse(documents.create({})[field])

    def test_slips_of_two_companies(self):
        """C-39: slips issued in one go are numbered company by company."""
        here = self.walk(self.draft_exit(), "approved")
        other = self._create_company("Upriver Commercial")
        self.env["ir.sequence"].create(
            {
                "name": "Slips upriver",
                "code": "ops.lease.slip",
                "prefix": "UP-",
                "company_id": other.id,
            }
        )
        own = self.env["ir.sequence"].create(
            {
                "name": "Slips here",
                "code": "ops.lease.slip",
                "prefix": "RS-",
                "company_id": self.company.id,
            }
        )
        self.by("keeper", here.item_ids).action_released()
        self.by("keeper", here).action_issue_slip()
        self.assertTrue(here.slip_number.startswith(own.prefix))
        with self.assertRaisesRegex(UserError, "no numbering"):
            here._flow_numbers("ops.lease.nothing")

    def test_inspection_stays_with_its_exit(self):
        """LE-26: a form being filled in is not handed to another exit."""
        one, two = (self.walk(self.draft_exit(), "inspecting") for _i in range(2))
        form = self.by("keeper", one.inspection_ids)
        with self.assertRaises(UserError):
            form.exit_id = two
        form.write({"exit_id": one.id, "remark": "Wall"})

    def test_signed_copy_is_its_own(self):
        """HR-42: another paper's file is no signed copy."""
        signed, draft = self.lease(), self.draft_contract()
        with self.assertRaises(UserError):
            self.by("clerk", draft).signed_copy_ids = signed.signed_copy_ids
