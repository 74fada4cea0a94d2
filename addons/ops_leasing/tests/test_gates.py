from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import PEOPLE, LeasingCase

STAFF = ("clerk", "manager", "keeper", "finance", "gm", "counsel")


@tagged("post_install", "-at_install")
class TestGates(LeasingCase):
    """Each gate both ways: refused while something is missing, taken after."""

    def refused(self, post, records, step, message=""):
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")()

    def test_steps_by_people(self):
        """LE-22 … LE-28: each step by its own people alone."""
        paper = self.draft_exit()
        mine = {
            "submit": ("clerk", "manager"),
            "release": ("keeper",),
            "settle": ("keeper",),
            "request_inspection": ("clerk", "manager"),
            "inspect": ("keeper",),
            "decide": ("manager",),
            "refund": ("finance",),
            "close": ("clerk", "manager"),
        }
        targets = {paper._flow.step(name).source[0]: name for name in mine}
        for state, step in targets.items():
            if paper.state != state:
                self.walk(paper, state)
            for post in PEOPLE:
                if post not in mine[step]:
                    with (
                        self.subTest(step=step, post=post),
                        self.assertRaises(UserError),
                    ):
                        getattr(self.by(post, paper), f"action_{step}")()
            self.assertEqual(paper.state, state)
        self.walk(paper, "closed")

    def test_application(self):
        """LE-22: date, reason, a lease in force, one exit at a time; C-31 notice."""
        contract = self.lease()
        paper = self.draft_exit(contract, date_planned=False, reason=" ")
        with self.assertRaises(FlowRefused) as refusal:
            self.by("clerk", paper).action_submit()
        self.assertEqual(
            {blocker.gate for blocker in refusal.exception.blockers},
            {"planned_date", "reason_given"},
        )
        today = fields.Date.today()
        self.by("clerk", paper).write(
            {"date_planned": today + timedelta(days=40), "reason": "Moves"}
        )
        self.assertEqual(paper.notice_short, 20)
        paper.kind = "landlord"
        self.assertEqual(paper.notice_short, 0)
        paper.kind = "expiry"
        second = self.draft_exit(contract)
        self.by("clerk", paper).action_submit()
        self.refused("clerk", second, "submit", paper.name)
        # unsigned leases have no exit
        draft = self.draft_exit(self.draft_contract())
        self.refused("clerk", draft, "submit", "not signed")

    def test_cancel(self):
        """LE-22: an exit is called off with a reason while nothing has left."""
        paper = self.walk(self.draft_exit(), "approved")
        with self.assertRaisesRegex(FlowRefused, "reason"):
            self.by("clerk", paper).action_cancel()
        self.by("clerk", paper).action_cancel("The tenant stays")
        self.assertEqual(paper.state, "cancelled")
        self.assertEqual(paper.contract_id.state, "signed")
        self.assertNotEqual(paper.unit_ids.state, "exiting")
        # and another one can be raised
        self.walk(self.draft_exit(paper.contract_id), "approving")

    def test_returned(self):
        """LE-23: refusal with a reason returns it; a key field changed after the
        approval asks for it again."""
        paper = self.walk(self.draft_exit(), "approving")
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        self.by("manager", request).send_back("Which date?")
        self.assertEqual(paper.state, "draft")
        self.walk(paper, "approved")
        self.by("clerk", paper).date_planned = fields.Date.today() + timedelta(days=90)
        self.assertEqual(paper.state, "draft")

    def test_removal(self):
        """LE-24: an empty list, a pending line, no slip: no release."""
        paper = self.walk(self.draft_exit(item_ids=False), "approved")
        self.refused("keeper", paper, "release", "list is empty")
        self.by("keeper", paper).item_ids = [Command.create({"name": "Counter"})]
        self.refused("keeper", paper, "release", "Counter")
        self.by("keeper", paper.item_ids).action_left()
        self.refused("keeper", paper, "release", "slip")
        self.by("keeper", paper).action_issue_slip()
        self.by("keeper", paper).action_release()
        with self.assertRaises(UserError):
            self.by("keeper", paper).item_ids = [Command.create({"name": "More"})]

    def test_meters(self):
        """LE-25: one blocker per meter not read, none backwards, tax and multiplier
        in the bill."""
        unit = self.unit(meters=("power", "water", "gas"))
        tax = self.env["account.tax"].search(
            [("company_id", "=", self.company.id), ("type_tax_use", "=", "sale")],
            limit=1,
        )
        power = unit.meter_ids.filtered(lambda m: m.kind == "power")
        power.write({"multiplier": 40, "price": 0.9876, "tax_ids": tax})
        paper = self.walk(self.draft_exit(self.lease(units=unit)), "released")
        with self.assertRaises(FlowRefused) as refusal:
            self.by("keeper", paper).action_bill_utilities()
        self.assertEqual(len(refusal.exception.blockers), 3)
        charges = self.by("keeper", paper.charge_ids)
        first = charges.filtered(lambda c: c.meter_id == power)
        today = fields.Date.today()
        self.assertEqual(first.previous_value, 100)
        with self.assertRaises(ValidationError):
            first.write({"final_value": 99.999, "reading_date": today})
        first.write({"final_value": 107.3, "reading_date": today})
        self.assertEqual((first.quantity, first.amount), (292, 288.38))
        for charge in charges - first:
            # nothing used: nothing to pay, still read
            charge.write({"final_value": 100, "reading_date": today})
        self.by("keeper", paper).charge_ids = [
            Command.create({"name": "Rubbish removal", "price": 300})
        ]
        self.by("keeper", paper).action_bill_utilities()
        bill = paper.charge_ids.move_id
        self.assertEqual(bill.amount_untaxed, 588.38)
        self.assertEqual(bill.amount_tax, round(288.38 * tax.amount / 100, 2))
        self.assertEqual(paper.charge_open, bill.amount_total)
        with self.assertRaises(ValidationError):
            self.env["ops.lease.reading"].create(
                {"meter_id": power.id, "value": 105, "date": today}
            )

    def test_bill_cancelled(self):
        """LE-25: a bill taken back no longer counts as billed or paid."""
        paper = self.walk(self.draft_exit(), "released")
        self.by("keeper", paper.charge_ids).write(
            {"final_value": 200, "reading_date": fields.Date.today()}
        )
        self.by("keeper", paper).action_bill_utilities()
        self.by("finance", paper.charge_ids.move_id).button_draft()
        self.refused("keeper", paper, "settle", "not billed")
        self.by("keeper", paper).action_bill_utilities()
        bill = self.by("finance", paper.charge_ids.move_id)
        bill._reverse_moves(cancel=True)
        self.refused("keeper", paper, "settle", "not billed")
        self.by("keeper", paper).action_bill_utilities()
        self.pay(paper.charge_ids.move_id)
        self.by("keeper", paper).action_settle()

    def test_inspection(self):
        """LE-26: every item judged, result in step with damages, voided by the
        property manager alone."""
        paper = self.walk(self.draft_exit(), "settled")
        self.refused("clerk", paper, "request_inspection", "date wished")
        with self.assertRaises(UserError):
            self.by("keeper", self.env["ops.lease.inspection"]).create(
                {"exit_id": paper.id}
            )
        self._request(paper)
        form = self.by("keeper", paper.inspection_ids)
        self.refused("keeper", form, "issue", "Walls")
        form.line_ids.write({"condition": "good"})
        form.line_ids[1].write({"condition": "damaged", "amount": 0.1})
        form.result = "good"
        self.refused("keeper", form, "issue", "damages")
        form.result = "damaged"
        self.refused("clerk", form, "issue")
        form.action_issue()
        self.assertEqual(form.user_id, self.people["keeper"])
        with self.assertRaises(UserError):
            form.line_ids[0].amount = 5
        with self.assertRaises(UserError):
            form.action_void("Wrong shop")
        self.people["keeper"].group_ids |= self.env.ref(
            "ops_leasing.group_property_manager"
        )
        form.action_void("Wrong shop")
        self.refused("keeper", paper, "inspect", "No exit inspection form")

    def test_part_needs_deductions(self):
        """LE-27: a part refund lists its deductions; a full one hands all back."""
        paper = self.walk(self.draft_exit(), "inspected")
        manager = self.by("manager", paper)
        self.refused("manager", paper, "decide", "not decided")
        manager.decision = "part"
        self.refused("manager", paper, "decide", "deductions listed")
        with self.assertRaises(UserError):
            self.by("clerk", paper).deduction_ids = [
                Command.create({"name": "Clerk's", "amount": 5})
            ]
        manager.deduction_ids = [Command.create({"name": "Floor", "amount": 40000})]
        self.refused("manager", paper, "decide", "is deducted")
        manager.deduction_ids.amount = 29999.99
        self.assertEqual(paper.amount_refund, 0.01)
        manager.action_decide()
        with self.assertRaises(UserError):
            manager.decision = "full"

    def test_contract(self):
        """LE-10: self-held, vacant, cleared, approved, signed copy."""
        unit = self.unit()
        self.mall.self_held = False
        contract = self.draft_contract(unit)
        self.by("clerk", contract).action_intent()
        self.refused("clerk", contract, "submit", "not self-held")
        self.mall.self_held = True
        self.by("clerk", contract).line_ids = [Command.clear()]
        self.refused("clerk", contract, "submit", "no shop")
        self.by("clerk", contract).line_ids = [Command.create({"unit_id": unit.id})]
        self.by("clerk", contract).action_submit()
        self.refused("clerk", contract, "clear")
        self.refused("clerk", contract, "sign")
        self.by("counsel", contract).action_clear()
        self.approve(contract, ("manager", "finance", "gm"))
        self.refused("clerk", contract, "sign", "signed copy")
        self.attach(contract)
        self.by("clerk", contract).action_sign()
        self.assertEqual(unit.state, "leased")
        self.assertEqual(unit.tenant_id, contract.partner_id)
        self.refused("clerk", contract, "settle", "No exit")

    def test_overlap(self):
        """LE-10: overlapping leases on a shop are refused by the gate, and by the
        constraint whatever way they come."""
        unit = self.unit()
        first, second = self.draft_contract(unit), self.draft_contract(unit)
        for contract in (first, second):
            self.by("clerk", contract).action_intent()
            self.by("clerk", contract).action_submit()
            self.by("counsel", contract).action_clear()
            self.approve(contract, ("manager", "finance", "gm"))
            self.attach(contract)
        self.by("clerk", first).action_sign()
        self.refused("clerk", second, "sign", first.name)
        with self.assertRaises(ValidationError):
            second._flow_write({"state": "signed"})
        with self.assertRaises(UserError):
            self.by("clerk", first + second).action_sign()

    def test_unit(self):
        """LE-01: shops move by their papers; nobody lets one without a lease."""
        unit = self.unit()
        self.by("clerk", unit).action_negotiate()
        self.refused("clerk", unit, "lease", "No signed lease")
        self.by("clerk", unit).action_give_up()
        self.assertEqual(unit.state, "vacant")
        self.by("clerk", unit).area_rent = 90
        self.assertEqual(self.mall.unit_count, 1)
        self.assertEqual(self.mall.occupancy, 0)
        self.lease(units=unit)
        self.assertEqual(self.mall.occupancy, 1)
        self.refused("clerk", unit, "vacate")

    def test_dues(self):
        """LE-22: open invoices of the tenant are shown, the deposit's own not."""
        contract = self.lease(received=False)
        self.by("clerk", contract.deposit_ids).action_invoice()
        rent = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": contract.partner_id.id,
                "invoice_line_ids": [
                    Command.create({"name": "Rent", "price_unit": 100, "tax_ids": []})
                ],
            }
        )
        rent.action_post()
        self.assertEqual(self.draft_exit(contract).dues, 100)
