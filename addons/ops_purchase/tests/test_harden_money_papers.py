"""Sheets, fapiao, fund plans, assessments and estimates keep what was agreed."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_money import MoneyCase

LONG = "25312000000012345678"


@tagged("post_install", "-at_install")
class TestHardenMoneyPapers(MoneyCase):
    def rent(self, amount=500, partner=None):
        bill = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": (partner or self.supplier).id,
                "invoice_date": self.today,
                "invoice_date_due": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    # --- settlement sheets

    def test_handed_in_together(self):
        """PU-32: two sheets handed in at once settle no goods twice."""
        self.delivered(100)
        both = self.sheet() | self.sheet()
        self.assertEqual(both.line_ids.mapped("received_qty"), [100, 100])
        with self.refused("with this sheet 200.0 are settled"):
            both.action_submit()

    def test_price_of_the_order(self):
        """PU-32: a sheet is handed in at the prices of the order as it is."""
        order = self.delivered(100)
        sheet = self.sheet()
        self.env.flush_all()
        # as if the order had been changed since, by whatever way
        self.env.cr.execute(
            "UPDATE purchase_order_line SET price_total = 1500 WHERE id = %s",
            [order.order_line.id],
        )
        self.env.invalidate_all()
        with self.refused("take the receipts over again"):
            sheet.action_submit()
        sheet.line_ids.unlink()
        sheet.action_take_receipts()
        sheet.action_submit()
        self.assertEqual(sheet.amount_payable, 1500)

    def test_agreed_stays(self):
        """PU-32: no way of writing lines changes a sheet that is agreed."""
        self.delivered(100)
        sheet = self.agreed(100)
        mine = self.by("buyer", sheet)
        for change in (
            lambda: mine.write({"line_ids": [Command.clear()]}),
            lambda: mine.write({"deduction_ids": [Command.clear()]}),
            lambda: mine.write(
                {
                    "line_ids": [
                        Command.update(
                            sheet.line_ids.id,
                            {"price_difference": 9, "difference_note": "x"},
                        )
                    ]
                }
            ),
            lambda: mine.deduction_ids.unlink(),
            lambda: mine.line_ids.write({"received_qty": 1}),
            lambda: mine.write({"retention_rate": 3}),
            lambda: mine.write({"partner_id": self.env.user.partner_id.id}),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        self.assertEqual(sheet.amount_payable, 1900)

    def test_received_by_hand(self):
        """PU-32: a figure written into the order is no delivery."""
        order = self.delivered(10)
        line = self.by("buyer", order.order_line)
        line.write({"qty_received_method": "manual", "qty_received": 100})
        self.assertEqual(order.order_line._goods().accepted, 10)
        with self.refused("10.0 Units are accepted"):
            self.bill(order, 100).action_post()

    # --- fapiao

    def fapiao(self, sheet, number, amount=1000, total=1000, **values):
        self.by("finance", sheet).write(
            {
                "fapiao_ids": [
                    Command.create(
                        {
                            "number": number,
                            "date": self.today,
                            "total": total,
                            "amount": amount,
                            **values,
                        }
                    )
                ]
            }
        )

    def test_one_number(self):
        """PU-X5: a number is the same however it is typed."""
        self.delivered(100)
        first = self.agreed()
        self.delivered(100)
        second = self.agreed()
        self.fapiao(first, LONG)
        wide = LONG.translate({ord("0") + n: ord("\uff10") + n for n in range(10)})
        for number in (wide, f" {LONG} ", f"{LONG[:10]} {LONG[10:]}", LONG[-8:]):
            with self.refused("take"):
                self.fapiao(second, number)
        self.fapiao(second, "87654321")
        row = self.by("finance", second.fapiao_ids)
        with self.refused("take"):
            row.write({"number": wide})
        row.write({"number": "\uff18\uff17 654322"})
        self.assertEqual(row.number, "87654322")

    def test_another_company(self):
        """PU-X5: a fapiao is made out to one company."""
        self.delivered(100)
        self.fapiao(self.agreed(), LONG, amount=10)
        company = self.env["res.company"].create({"name": "Westbank"})
        supplier = self.env["res.partner"].create({"name": "Shared works"})
        other = self.env["ops.purchase.settlement"].create(
            {"partner_id": supplier.id, "company_id": company.id}
        )
        with self.refused("another company"):
            other.write(
                {
                    "fapiao_ids": [
                        Command.create(
                            {
                                "number": LONG,
                                "date": self.today,
                                "total": 1000,
                                "amount": 10,
                            }
                        )
                    ]
                }
            )

    def test_fapiao_of_tomorrow(self):
        """PU-F27: a fapiao that is not issued yet covers nothing."""
        self.delivered(100)
        with self.refused("not issued yet"):
            self.fapiao(self.agreed(), LONG, date=self.today + timedelta(days=1))

    # --- fund plan

    def plan(self, start=0, days=6, lines=()):
        plan = self.by("finance", self.env["ops.fund.plan"]).create(
            {
                "date_from": self.today + timedelta(days=start),
                "date_to": self.today + timedelta(days=start + days),
                "funds": 10000,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        if not lines:
            plan.action_take_dues()
        return plan

    def approved(self, *args, **values):
        plan = self.plan(*args, **values)
        plan.action_submit()
        self.agree(plan, "finance_head", "gm")
        return plan

    def test_planned_for_another(self):
        """PU-31: a planned payment names whose bill it is, and pays that bill."""
        self.company.purchase_gate_plan = True
        bill = self.rent()
        other = self._create_supplier("Other works")
        line = {"bill_id": bill.id, "date": self.today, "amount": 500}
        with self.refused("is not of"):
            self.plan(lines=[{**line, "partner_id": other.id}])
        self.approved()
        more = self.rent(300)
        with self.refused("outside the fund plan"):
            self.pay(more, 300)
        self.pay(bill, 500)
        self.assertEqual(bill.amount_residual, 0)

    def test_planned_freely(self):
        """PU-31: what is planned for a supplier without naming a bill pays any."""
        self.company.purchase_gate_plan = True
        bill = self.rent()
        line = {"partner_id": self.supplier.id, "date": self.today, "amount": 300}
        self.approved(lines=[{**line, "reason": "Rent"}])
        self.pay(bill, 200)
        with self.refused("outside the fund plan"):
            self.pay(bill, 101)
        self.pay(bill, 100)

    def test_another_week(self):
        """PU-31: a payment of today is not dated into the plan of another week."""
        self.company.purchase_gate_plan = True
        bill = self.rent()
        self.approved(start=10, days=6)
        wizard = self.by("finance", self.env["account.payment.register"]).with_context(
            active_model="account.move", active_ids=bill.ids
        )
        values = {"amount": 500, "payment_date": self.today + timedelta(days=11)}
        with self.refused("outside the fund plan"):
            wizard.create(values).action_create_payments()
        self.by("finance_head", wizard).create(values).action_create_payments()

    def test_plan_stays(self):
        """PU-31: an approved plan is not changed, by whatever way."""
        self.rent()
        plan = self.approved()
        for change in (
            lambda: plan.write({"line_ids": [Command.clear()]}),
            lambda: plan.line_ids.write({"amount": 9999}),
            lambda: plan.line_ids.unlink(),
            lambda: plan.line_ids.copy(),
            lambda: plan.write({"date_to": self.today + timedelta(days=60)}),
            lambda: plan.write({"state": "draft"}),
            lambda: plan.unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()

    def outgoing(self, amount, by="finance", **values):
        return self.by(by, self.env["account.payment"]).create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.supplier.id,
                "amount": amount,
                "date": self.today,
                **values,
            }
        )

    def test_as_a_customer(self):
        """PU-31: money that leaves is a supplier's unless it is owed to a customer."""
        self.company.purchase_gate_plan = True
        bill = self.rent()
        payable = bill.line_ids.filtered(
            lambda r: r.account_type == "liability_payable"
        ).account_id
        for values in (
            {},
            {"partner_id": False},
            {"destination_account_id": payable.id},
            {"invoice_ids": [Command.set(bill.ids)]},
        ):
            with self.refused("outside the fund plan"):
                self.outgoing(500, **values).action_post()

    def test_back_to_a_customer(self):
        """PU-31: what a customer gets back is no supplier's money, as far as it is
        owed to him."""
        self.company.purchase_gate_plan = True
        shop = self.env["res.partner"].create({"name": "Corner shop"})
        credit = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "out_refund",
                "partner_id": shop.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Back",
                            "price_unit": 80,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        credit.action_post()
        with self.refused("outside the fund plan"):
            self.outgoing(81, partner_id=shop.id).action_post()
        both = self.outgoing(50, partner_id=shop.id)
        both |= self.outgoing(50, partner_id=shop.id)
        with self.refused("outside the fund plan"):
            both.action_post()
        both[0].action_post()
        with self.refused("outside the fund plan"):
            both[1].action_post()
        both[0].action_draft()
        both[0].action_cancel()
        self.pay(credit, 80)
        self.assertEqual(credit.amount_residual, 0)

    def test_voucher_before_payment(self):
        """PU-31: no voucher of a payment that is not made."""
        self.company.purchase_gate_plan = True
        bill = self.rent()
        payment = self.outgoing(
            500, partner_type="supplier", invoice_ids=[Command.set(bill.ids)]
        )
        report = self.by("finance", self.env["ir.actions.report"])
        name = "ops_purchase.report_payment"
        with self.refused("is not made"):
            report._render_qweb_html(name, payment.ids)
        self.by("finance_head", payment).action_post()
        report._render_qweb_html(name, payment.ids)

    # --- assessments

    def assessed(self, order, by="buyer"):
        action = self.by(by, order).action_assess()
        paper = self.by(by, self.env[action["res_model"]]).browse(action["res_id"])
        paper.action_confirm()
        return paper

    def test_judge_of_his_own(self):
        """PU-X4: who confirmed an assessment does not decide the appeal."""
        self.company.purchase_gate_assessment = True
        paper = self.assessed(self.delivered(100), by="head")
        self.by("buyer", paper).action_appeal("Papers came by mail")
        entered = self.assessed(self.delivered(100))
        self.by("head", entered).action_appeal("Papers came by mail")
        for own in (paper, entered):
            for step in ("action_uphold", "action_reassess"):
                with self.refused("has confirmed the assessment or entered"):
                    getattr(self.by("head", own), step)("No")
        self.people["head"].copy({"login": "purchase_second_head"})
        second = self.env["res.users"].search([("login", "=", "purchase_second_head")])
        paper.with_user(second).action_uphold("Checked")
        self.assertEqual(paper.state, "confirmed")

    def test_assessment_stays(self):
        """PU-28 PU-X4: nobody edits evidence, takes a confirmed assessment away or
        writes a score."""
        order = self.delivered(100)
        paper = self.assessed(order)
        fact = paper.fact_ids[:1]
        for change in (
            lambda: paper.unlink(),
            lambda: paper.write({"points_papers": 1, "papers_note": "x"}),
            lambda: paper.write({"fact_ids": [Command.clear()]}),
            lambda: paper.write({"order_id": self.delivered(1).id}),
            lambda: paper.write({"score_id": False}),
            lambda: paper.write({"state": "draft"}),
            lambda: fact.unlink(),
            lambda: fact.copy(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        score = self.env["ops.supplier.score"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.supplier.id,
                "month": self.today.replace(day=1),
            }
        )
        for post in ("buyer", "head", "finance_head", "quality_head"):
            with self.assertRaises(AccessError):
                self.by(post, score).write({"score": 100})

    def test_promised_afterwards(self):
        """PU-28 PU-F10: the promised day is not moved behind a late arrival."""
        self.company.purchase_gate_assessment = True
        order = self.ordered((self.steel, 100))
        order.order_line.date_planned = datetime.now() - timedelta(days=3)
        self.receive(order.picking_ids, 100)
        line = self.by("buyer", order.order_line)
        later = datetime.now() + timedelta(days=3)
        with self.refused("has arrived"):
            line.write({"date_planned": later})
        self.assertEqual(self.assessed(order).points_time, 0)

    # --- estimates

    def test_estimate_stays(self):
        """PU-X8: an estimate and its reversal are neither taken back, nor reversed
        again, nor made to look as if there was none."""
        account = self.env["account.account"].create(
            {
                "name": "Estimated goods",
                "code": "220299",
                "account_type": "liability_current",
            }
        )
        self.company.purchase_accrual_account_id = account
        order = self.delivered(60)
        last = self.today.replace(day=1) - timedelta(days=1)
        order.picking_ids.move_ids.date = datetime.combine(last, datetime.min.time())
        self.by("finance", self.company).action_purchase_accrue()
        moves = self.by("finance", self.env["account.move"]).search(
            [("purchase_accrued_until", "=", last)]
        )
        self.assertEqual(len(moves), 2)
        for number, change in enumerate(
            (
                lambda: moves[0].button_draft(),
                lambda: moves[1].button_cancel(),
                lambda: moves[0]._reverse_moves(cancel=True),
                lambda: moves[1]._reverse_moves(),
                lambda: moves.write({"purchase_accrued_until": False}),
                lambda: moves[0].line_ids[0].write({"account_id": account.id}),
                lambda: moves[0].copy({"purchase_accrued_until": last}),
            )
        ):
            with (
                self.subTest(change=number),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                change()
        self.by("finance_head", moves[1]).button_draft()
