"""Ways around a signed contract, below the screen (PU-09, PU-12)."""

from odoo.fields import Command
from odoo.tests import tagged

from .test_harden_order import HardenCase


@tagged("post_install", "-at_install")
class TestHardenContract(HardenCase):
    def bound(self, contract, **values):
        order = self.called_off(contract, **values)
        self.by("buyer", order).button_confirm()
        return order

    def test_contract_rewritten(self):
        """PU-09: what was signed is not rewritten: lines, blanket order, prices."""
        contract = self.in_force((self.steel, 100, 18))
        line, blanket = contract.line_ids, contract.requisition_id
        row = blanket.line_ids
        for attack in (
            lambda: self.by("buyer", line).write({"price_unit": 30}),
            lambda: self.by("buyer", contract).write(
                {"line_ids": [Command.update(line.id, {"product_qty": 999})]}
            ),
            lambda: self.by("buyer", contract).write(
                {
                    "line_ids": [
                        Command.create({"product_id": self.bolt.id, "price_unit": 9})
                    ]
                }
            ),
            lambda: self.by("buyer", contract).write({"date_end": "2199-12-31"}),
            lambda: self.by("buyer", contract).write({"partner_id": 1}),
            lambda: self.by("buyer", line).unlink(),
            lambda: self.by("buyer", blanket).write(
                {"line_ids": [Command.update(row.id, {"price_unit": 30})]}
            ),
            lambda: self.by("buyer", row).write({"price_unit": 30}),
            lambda: self.by("buyer", blanket).action_cancel(),
            lambda: self.by("buyer", line).write({"left_qty": 999}),
        ):
            self.refused(attack)
        # prices of the card are no prices of the contract
        self.by("head", self.steel.seller_ids).write({"price": 30})
        order = self.called_off(contract)
        self.by("buyer", order.order_line).price_unit = 30
        self.refused(self.by("buyer", order).button_confirm, "contract says")

    def test_signed_copy(self):
        """PU-09: the signed copy is added to, not exchanged."""
        contract = self.in_force()
        other = self.by("buyer", self.env["ir.attachment"]).create(
            {"name": "forged.pdf", "raw": b"y"}
        )
        old = contract.signed_copy_ids
        for commands in ([Command.clear()], [Command.set(other.ids)]):
            self.refused(
                lambda c=commands: self.by("buyer", contract).write(
                    {"signed_copy_ids": c}
                )
            )
        self.refused(lambda: self.by("buyer", old).write({"raw": b"forged"}))
        self.by("buyer", contract).write({"signed_copy_ids": [Command.link(other.id)]})
        self.assertEqual(contract.signed_copy_ids, old | other)

    def test_left(self):
        """PU-09, PU-12: a confirmed order stays in its contract, paid as agreed there,
        from whichever side it is written."""
        term = self.env.ref("account.account_payment_term_30days")
        order = self.bound(self.in_force())
        other = self.in_force()
        for attack in (
            lambda: self.by("buyer", order).write({"requisition_id": False}),
            lambda: self.by("buyer", order).write({"contract_id": other.id}),
            lambda: self.by("buyer", order.requisition_id).write(
                {"purchase_ids": [Command.clear()]}
            ),
            lambda: self.by("buyer", other.requisition_id).write(
                {"purchase_ids": [Command.link(order.id)]}
            ),
            lambda: self.by("buyer", order).write({"payment_term_id": term.id}),
            lambda: self.by("finance", order).write({"payment_term_id": term.id}),
            lambda: self.by("finance", order).write({"advance_percent": 90}),
        ):
            self.refused(attack)
        draft = self.called_off(other)
        self.refused(
            lambda: self.by("buyer", draft).write(
                {"state": "purchase", "payment_term_id": term.id, "contract_id": False}
            )
        )

    def test_advance_then_less(self):
        """PU-12: goods taken off after the advance was booked do not raise its
        share."""
        contract = self.in_force(payment_way="advance", advance_percent=30)
        order = self.called_off(contract, quantity=100)
        self.by("buyer", self.env["purchase.order.line"]).create(
            {
                "order_id": order.id,
                "name": "Advance",
                "is_downpayment": True,
                "product_qty": 0,
                "price_unit": 500,
                "tax_ids": [Command.clear()],
            }
        )
        self.by("buyer", order.order_line[0]).product_qty = 10
        self.refused(self.by("buyer", order).button_confirm, "in advance")

    def test_negative(self):
        """PU-09: what a line gives back is not called off by another."""
        self._only_gate("contract")
        contract = self.in_force((self.steel, 100, 18))
        order = self.called_off(contract, quantity=150)
        self.by("buyer", self.env["purchase.order.line"]).create(
            self.line_values(
                order, product_id=self.steel.id, product_qty=-50, price_unit=18
            )
        )
        self.refused(self.by("buyer", order).button_confirm, "negative")

    def test_other_company(self):
        """PU-09: a contract of another company is none."""
        contract = self.in_force()
        order = self.called_off(contract)
        company = self._create_company("Westbank Supply")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_purchase_contract SET company_id = %s WHERE id = %s",
            (company.id, contract.id),
        )
        self.env.invalidate_all()
        self.refused(self.by("buyer", order).button_confirm, "Westbank Supply")

    def test_goods_gone(self):
        """PU-09: an order that has brought goods is neither cancelled nor deleted: the
        contract stays used up."""
        contract = self.in_force((self.steel, 100, 18))
        order = self.bound(contract, quantity=100)
        self.arrived(order, 100)
        self.refused(self.by("buyer", order).button_cancel, "have arrived")
        self.refused(self.by("buyer", order).unlink)
        self.assertEqual(contract.line_ids.left_qty, 0)
        self.refused(
            lambda: self.by("buyer", self.called_off(contract)).button_confirm(),
            "are left in",
        )
