"""Contracts and orders called off from them."""

from odoo import fields
from odoo.fields import Command

from .common import PurchaseCase


class ContractCase(PurchaseCase):
    def contract(self, *lines, by="buyer", **values):
        """A contract under negotiation.

        :param lines: (product, quantity, price)
        """
        today = fields.Date.context_today(self.env["ops.purchase.contract"])
        Contract = self.by(by, self.env["ops.purchase.contract"])
        return Contract.create(
            {
                "partner_id": self.supplier.id,
                "date_start": today,
                "date_end": fields.Date.add(today, days=180),
                "payment_way": "monthly",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                        }
                    )
                    for product, quantity, price in lines or ((self.steel, 100, 20),)
                ],
                **values,
            }
        ).with_env(self.env)

    def submitted(self, *lines, **values):
        """A contract before the legal counsel."""
        contract = self.contract(*lines, **values)
        self.by("buyer", contract).action_intent()
        self.by("buyer", contract).action_submit()
        return contract

    def approved(self, *lines, **values):
        contract = self.submitted(*lines, **values)
        self.by("counsel", contract).action_clear()
        self.climb(contract)
        return contract

    def in_force(self, *lines, **values):
        """A contract that everybody has signed, and the supplier as well."""
        contract = self.approved(*lines, **values)
        self.attach_copy(contract)
        self.by("buyer", contract).action_sign()
        return contract

    def attach_copy(self, contract):
        copy = self.by("buyer", self.env["ir.attachment"]).create(
            {"name": "contract.pdf", "raw": b"%PDF-1.4"}
        )
        self.by("buyer", contract).write({"signed_copy_ids": [Command.link(copy.id)]})

    def called_off(self, contract, quantity=10, product=None, **values):
        """A quotation of the contract for a granted request."""
        request = self.granted((product or self.steel, quantity))
        order = self.rfq(request, **values)
        self.by("buyer", order).contract_id = contract
        return order
