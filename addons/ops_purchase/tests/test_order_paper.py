"""采购订单 and 交货跟踪表 on paper (PU-11, PU-13)."""

from odoo.tests import tagged

from .common_contract import ContractCase


@tagged("post_install", "-at_install")
class TestOrderPaper(ContractCase):
    def signs(self, order):
        """``{title: names}`` on the printed order, as the buyer prints it."""
        report = self.env.ref("ops_purchase.action_report_order")
        blocks = self.by("buyer", order)._paper_signatures(report)[order.id]
        return {
            block["title"]: [sign["name"] for sign in block["signs"]]
            for block in blocks
        }

    def test_own_signatures(self):
        """PU-11: an order prints who handed it in and who signed it, and leaves room
        for the supplier; without approval there is none."""
        order = self.rfq(self.granted((self.steel, 100)))
        self.assertEqual(self.signs(order), {"Buyer": [], "Supplier": []})
        self.signed(order)
        self.assertEqual(
            self.signs(order),
            {
                "Buyer": [self.people["buyer"].name],
                "Head of purchasing": [self.people["head"].name],
                "Supplier": [],
            },
        )
        self.by("buyer", order.order_line).price_unit = 20.5
        self.assertEqual(self.signs(order), {"Buyer": [], "Supplier": []})

    def test_contract_signatures(self):
        """PU-11: one inside a contract bears the signatures of the contract."""
        order = self.called_off(self.in_force())
        self.by("buyer", order).button_confirm()
        signs = self.signs(order)
        self.assertEqual(signs["Buyer"], [self.people["buyer"].name])
        self.assertEqual(signs["Head of purchasing"], [self.people["head"].name])

    def test_printed(self):
        """PU-11, PU-13: both forms print, with goods, contacts and Chinese names."""
        order = self.ordered((self.steel, 100))
        self.by("buyer", self.env["ops.delivery.followup"]).create(
            {"line_id": order.order_line.id, "note": "Rolling starts on Monday"}
        )
        report = self.by("buyer", self.env["ir.actions.report"])
        for name, words in (
            ("report_order", ("采购订单", "Steel sheet", "Northgate Steel")),
            ("report_followup", ("交货跟踪表", "Rolling starts on Monday")),
        ):
            html, _kind = report._render_qweb_html(f"ops_purchase.{name}", order.ids)
            for word in words:
                self.assertIn(word, html.decode())
