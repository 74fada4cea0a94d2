"""Papers of settlement: statement and payment voucher (PU-F26, PU-31, PU-32)."""

from odoo.tests import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestMoneyPrinted(MoneyCase):
    def printed(self, name, papers, by):
        report = self.by(by, self.env["ir.actions.report"])
        html = report._render_qweb_html(f"ops_purchase.{name}", papers.ids)[0]
        return html.decode()

    def test_statement(self):
        """PU-F26: the statement shows deliveries, returns, and what is settled beside
        what is billed."""
        order = self.delivered(100, returned=5)
        bill = self.bill(order, 90)
        bill.action_post()
        sheet = self.agreed(100)
        line = sheet.line_ids
        self.assertEqual(
            (line.settled_total, line.billed_total, line.billed_difference),
            (1900, 1800, -100),
        )
        arrivals, backs = sheet._statement_moves()
        self.assertEqual((arrivals.quantity, backs.quantity), (100, 5))
        html = self.printed("report_statement", sheet, "buyer")
        for words in ("对账单", "-100.00", arrivals.picking_id.name, "壹仟捌佰元整"):
            self.assertIn(words, html)

    def test_voucher(self):
        """PU-31 PU-32: the voucher names the plan, the sheets and the amount in
        capitals; who approved the plan has signed."""
        self.company.purchase_gate_plan = True
        order = self.delivered(100)
        bill = self.bill(order, 100, invoice_date_due=self.today)
        bill.action_post()
        sheet = self.agreed(100)
        self.by("finance", sheet).action_spread()
        plan = self.by("finance", self.env["ops.fund.plan"]).create(
            {"date_from": self.today, "date_to": self.today, "funds": 5000}
        )
        plan.action_take_dues()
        plan.action_submit()
        self.agree(plan, "finance_head", "gm")
        self.pay(bill, 1900)
        payment = bill.matched_payment_ids
        self.assertEqual(payment.fund_plan_id, plan)
        html = self.printed("report_payment", payment, "finance")
        for words in ("付款单", "壹仟玖佰元整", plan.name, sheet.name, "purchase_gm"):
            self.assertIn(words, html)
