"""Gates ask for all papers at once (law 3)."""

from odoo.fields import Command
from odoo.tests import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyQueries(MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "purchase_gate_plan": True,
                "purchase_gate_fapiao": False,
                "purchase_gate_assessment": True,
            }
        )

    def chain(self):
        """An order, its receipt, its posted bill, the agreed sheet of it, and a payment
        that is written but not made."""
        order = self.delivered(100)
        bill = self.bill(order, 100)
        bill.action_post()
        self.company.purchase_gate_assessment = False
        sheet = self.agreed()
        self.company.purchase_gate_assessment = True
        self.by("finance", sheet).action_spread()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.supplier.id,
                "amount": 2000,
                "date": self.today,
                "invoice_ids": [Command.set(bill.ids)],
            }
        )
        return order, order.picking_ids, bill, sheet, payment

    def count(self, papers, gate):
        """Queries of one gate for these papers, nothing being known of them."""
        self.env.flush_all()
        self.env.invalidate_all()
        papers = papers.with_user(self.people["finance"]).sudo()
        papers = papers.browse(papers.ids)
        before = self.env.cr.sql_log_count
        list(getattr(papers, f"_gate_{gate}")())
        return self.env.cr.sql_log_count - before

    def test_gates_flat(self):
        """PU-32: each gate of orders, receipts, bills, sheets and payments asks the
        database as often for many papers as for one."""
        chains = [self.chain() for _number in range(5)]
        orders, pickings, bills, sheets, payments = (
            found[0].union(*found) for found in zip(*chains, strict=True)
        )
        tried = 0
        for papers in (orders, pickings, pickings.move_ids, bills, sheets, payments):
            gates = {
                gate
                for rule in (
                    *(papers._guards_all() if hasattr(papers, "_guards_all") else ()),
                    *(papers._flow.steps if hasattr(papers, "_flow") else ()),
                )
                for gate in rule.gates
            }
            for gate in sorted(gates):
                with self.subTest(model=papers._name, gate=gate):
                    self.count(papers, gate)
                    tried += 1
                    self.assertEqual(
                        self.count(papers[:2], gate), self.count(papers, gate)
                    )
        self.assertGreater(tried, 30)
