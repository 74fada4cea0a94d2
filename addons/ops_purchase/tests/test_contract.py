"""A purchase contract from negotiation to signature, and its blanket order (PU-09,
PU-10)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_contract import ContractCase


@tagged("post_install", "-at_install")
class TestContract(ContractCase):
    def test_whole_way(self):
        """PU-09: negotiated, drafted, cleared, approved, signed; then a blanket order
        with the same goods stands."""
        contract = self.submitted((self.steel, 100, 20), (self.bolt, 1000, 2))
        self.assertEqual(contract.state, "legal")
        self.assertEqual(contract.amount_total, 4000)
        with self.assertRaises(UserError):
            self.by("buyer", contract).action_clear()
        self.by("counsel", contract).action_clear()
        self.agree(contract, "head")
        self.assertEqual(contract.state, "approved")
        self.attach_copy(contract)
        self.by("buyer", contract).action_sign()
        blanket = contract.requisition_id
        self.assertEqual(blanket.state, "confirmed")
        self.assertEqual(blanket.vendor_id, self.supplier)
        self.assertEqual(
            [(r.product_id, r.product_qty, r.price_unit) for r in blanket.line_ids],
            [(self.steel, 100, 20), (self.bolt, 1000, 2)],
        )

    def test_levels(self):
        """PU-10: the value of a contract decides how far up it goes."""
        for price, posts in (
            (50, ["head"]),
            (500, ["head", "finance_head"]),
            (5000, ["head", "finance_head", "gm"]),
            (50000, ["head", "finance_head", "gm", "board"]),
        ):
            contract = self.submitted((self.steel, 100, price))
            self.by("counsel", contract).action_clear()
            for post in posts:
                self.assertEqual(contract.state, "approving")
                self.agree(contract, post)
            self.assertEqual(contract.state, "approved")

    def test_incomplete(self):
        """PU-09: no goods, no price, no quantity, an advance without share."""
        for lines, values, problem in (
            ((), {"line_ids": False}, "names no goods"),
            (((self.steel, 0, 20),), {}, "quantity is missing"),
            (((self.steel, 100, 0),), {}, "price is missing"),
            ((), {"payment_way": "advance"}, "up to which share"),
            ((), {"date_end": False}, "last day is missing"),
        ):
            contract = self.contract(*lines, **values)
            self.by("buyer", contract).action_intent()
            with (
                self.subTest(problem=problem),
                self.assertRaisesRegex(UserError, problem),
                self.env.cr.savepoint(),
            ):
                self.by("buyer", contract).action_submit()
            self.assertEqual(contract.state, "draft")

    def test_signature_needs_copy(self):
        """PU-09: the signature is recorded with the signed copy alone."""
        contract = self.approved()
        with self.assertRaisesRegex(UserError, "signed copy is missing"):
            self.by("buyer", contract).action_sign()
        self.assertFalse(contract.requisition_id)
        self.attach_copy(contract)
        with self.assertRaises(AccessError):
            self.by("staff", contract).action_sign()
        self.by("buyer", contract).action_sign()
        self.assertEqual(contract.state, "signed")

    def test_changed_after_approval(self):
        """PU-10: another price after the approval starts it anew; what is signed does
        not change."""
        contract = self.approved()
        self.by("buyer", contract.line_ids).write({"price_unit": 21})
        self.assertEqual(contract.state, "draft")
        signed = self.in_force()
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            self.by("buyer", signed.line_ids).write({"price_unit": 21})
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            self.by("buyer", signed).write({"advance_percent": 50})

    def test_blanket_follows(self):
        """PU-09: nobody changes the blanket order of a contract by itself; one without
        contract stays as Odoo made it."""
        blanket = self.by("buyer", self.in_force().requisition_id)
        for number, change in enumerate(
            (
                lambda: blanket.line_ids.write({"price_unit": 99}),
                lambda: blanket.write({"date_end": False}),
                lambda: blanket.action_cancel(),
                lambda: blanket.line_ids.unlink(),
                lambda: blanket.write(
                    {"line_ids": [Command.create({"product_id": self.bolt.id})]}
                ),
            )
        ):
            with (
                self.subTest(change=number),
                self.assertRaisesRegex(UserError, "which is signed"),
                self.env.cr.savepoint(),
            ):
                change()
        plain = self.by("buyer", self.env["purchase.requisition"]).create(
            {
                "vendor_id": self.supplier.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_qty": 5,
                            "price_unit": 30,
                        }
                    )
                ],
            }
        )
        plain.line_ids.write({"price_unit": 31})
        plain.action_confirm()
        self.assertEqual(plain.state, "confirmed")

    def test_nobody_forges_the_link(self):
        """PU-09: nobody makes a blanket order of his own one of a contract."""
        contract = self.in_force()
        mine = self.by("buyer", self.env["purchase.requisition"]).create(
            {"vendor_id": self.supplier.id}
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("buyer", contract).write({"requisition_id": mine.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            mine.write({"contract_ids": [Command.link(contract.id)]})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.contract(requisition_id=mine.id)

    def test_product_once(self):
        """PU-09: a contract names each product once."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.contract((self.steel, 10, 20), (self.steel, 10, 19))

    def test_settled(self):
        """PU-09: a contract is settled once no quotation of it is open; nothing is
        called off afterwards."""
        contract = self.in_force()
        order = self.called_off(contract)
        with self.assertRaisesRegex(UserError, "confirm or cancel it"):
            self.by("buyer", contract).action_settle()
        self.by("buyer", order).button_cancel()
        self.by("buyer", contract).action_settle()
        self.assertEqual(contract.requisition_id.state, "done")
        self.by("buyer", order).button_draft()
        with self.assertRaisesRegex(UserError, "is “Settled”"):
            self.by("buyer", order).button_confirm()
