"""Departments buy within their budget (PU-F04)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class BudgetCase(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_gate("budget")

    def budget(self, *lines, **values):
        """A budget of this year and the next.

        :param lines: (department, kind of goods or None, amount)
        """
        today = fields.Date.context_today(self.env["ops.purchase.budget"])
        lines = lines or ((self.department, None, 3000),)
        return (
            self.by("finance", self.env["ops.purchase.budget"])
            .create(
                {
                    "date_from": today,
                    "date_to": fields.Date.add(today, days=300),
                    "line_ids": [
                        Command.create(
                            {
                                "department_id": department.id,
                                "categ_id": category.id if category else False,
                                "amount": amount,
                            }
                        )
                        for department, category, amount in lines
                    ],
                    **values,
                }
            )
            .with_env(self.env)
        )

    def in_force(self, *lines, **values):
        """A budget that finance and the general manager have signed."""
        budget = self.budget(*lines, **values)
        self.by("finance", budget).action_submit()
        self.agree(budget, "finance_head", "gm")
        self.assertEqual(budget.state, "in_force")
        return budget

    def figures(self, line):
        line.invalidate_recordset()
        return line.requested, line.ordered, line.billed, line.left

    def refused(self, request, problem):
        with self.assertRaisesRegex(UserError, problem), self.env.cr.savepoint():
            self.by("staff", request).action_submit()
        self.assertEqual(request.state, "draft")


@tagged("post_install", "-at_install")
class TestBudget(BudgetCase):
    def test_way(self):
        """PU-F04: finance draws it up, its head and the general manager approve it;
        then it is closed to everybody."""
        budget = self.budget()
        with self.assertRaises(UserError):
            self.by("head", budget).action_submit()
        self.by("finance", budget).action_submit()
        self.agree(budget, "finance_head", "gm")
        self.assertEqual(budget.state, "in_force")
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            self.by("finance", budget.line_ids).amount = 9999
        with self.assertRaises(AccessError):
            self.by("staff", budget.line_ids).read(["amount"])
        with self.assertRaisesRegex(UserError, "in force until"):
            self.by("finance", budget).action_close()

    def test_refused_above(self):
        """PU-F04: a request above what is left is refused with the figures; the next
        one finds what the first has taken."""
        budget = self.in_force()
        first = self.request((self.steel, 100))
        self.by("staff", first).action_submit()
        self.assertEqual(self.figures(budget.line_ids), (2000, 0, 0, 1000))
        second = self.request((self.steel, 51))
        self.refused(second, r"1,020.00.*1,000.00.*3,000.00")
        self.by("staff", second.line_ids).write(
            {"product_qty": 50, "estimated_cost": 1000}
        )
        self.by("staff", second).action_submit()
        self.assertEqual(self.figures(budget.line_ids)[-1], 0)

    def test_handed_in_together(self):
        """PU-F04: requests that only fit one by one are not handed in together."""
        self.in_force()
        both = self.request((self.steel, 100)) | self.request((self.steel, 100))
        with self.assertRaisesRegex(UserError, "are left"), self.env.cr.savepoint():
            self.by("staff", both).action_submit()
        self.assertEqual(set(both.mapped("state")), {"draft"})
        self.by("staff", both[0]).action_submit()

    def test_nearest_kind(self):
        """PU-F04: the line of the nearest kind of goods counts; another department,
        and one without budget, are not concerned."""
        plates = self.env["product.category"].create(
            {"name": "Plates", "parent_id": self.category.id}
        )
        budget = self.in_force(
            (self.department, None, 5000), (self.department, self.category, 1000)
        )
        general, steel = budget.line_ids.sorted("categ_id")
        if general.categ_id:
            general, steel = steel, general
        self.steel.categ_id = plates
        self.refused(self.request((self.steel, 51)), "are left")
        self.by("staff", self.request((self.steel, 50))).action_submit()
        other = self.env["product.category"].create({"name": "Paper"})
        self.bolt.categ_id = other
        self.by("staff", self.request((self.bolt, 2000))).action_submit()
        lefts = self.figures(steel)[-1], self.figures(general)[-1]
        self.assertEqual(lefts, (0, 1000))
        office = self.env["hr.department"].create(
            {"name": "Office", "company_id": self.company.id}
        )
        free = self.request((self.steel, 5000), department_id=office.id)
        self.by("staff", free).action_submit()
        self.assertEqual(free.state, "to_approve")

    def test_commitment_moves(self):
        """PU-F04: what was estimated becomes what is ordered, then what is billed; a
        cancelled request gives back what it took."""
        budget = self.in_force()
        line = budget.line_ids
        request = self.granted((self.steel, 100))
        order = self.rfq(request, quantity=60, price=19)
        self.assertEqual(self.figures(line), (2000, 0, 0, 1000))
        self.by("buyer", order).button_confirm()
        self.assertEqual(self.figures(line), (800, 1140, 0, 1060))
        order.picking_ids.move_ids.write({"quantity": 60, "picked": True})
        order.picking_ids.button_validate()
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.invoice_date = fields.Date.context_today(bill)
        bill.invoice_line_ids.quantity = 20
        bill.action_post()
        self.assertEqual(self.figures(line), (800, 760, 380, 1060))
        other = self.granted((self.steel, 50))
        self.assertEqual(self.figures(line), (1800, 760, 380, 60))
        self.by("staff", other).action_cancel("No longer needed")
        self.assertEqual(self.figures(line), (800, 760, 380, 1060))

    def test_dearer_order(self):
        """PU-F04: an order dearer than its request is refused where the budget does not
        cover the difference."""
        budget = self.in_force()
        order = self.rfq(self.granted((self.steel, 140)), price=22)
        with self.assertRaisesRegex(UserError, "280.00.*200.00"):
            self.by("buyer", order).button_confirm()
        self.by("buyer", order.order_line).price_unit = 21.4
        self.by("buyer", order).button_confirm()
        self.assertEqual(self.figures(budget.line_ids), (0, 2996, 0, 4))

    def test_pointed_out(self):
        """PU-F04: where the budget only warns, the signers read by how much it is
        exceeded."""
        self.in_force(control="warn")
        request = self.request((self.steel, 200))
        self.assertIn("exceeds the budget", self.by("staff", request).budget_note)
        self.by("staff", request).action_submit()
        self.assertIn("1,000.00", self.by("head", request).budget_note)

    def test_revised(self):
        """PU-F04: while a budget is being revised nothing is charged to it; the new
        amount counts once it is approved. Only the head of finance revises."""
        budget = self.in_force()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("finance", budget).action_revise("More work")
        self.by("finance_head", budget).action_revise("More work")
        request = self.request((self.steel, 200))
        self.refused(request, "nothing can be charged")
        self.by("finance", budget.line_ids).amount = 4000
        self.by("finance", budget).action_submit()
        self.agree(budget, "finance_head", "gm")
        self.assertEqual(budget.revision, 1)
        self.by("staff", request).action_submit()
        with self.assertRaises(UserError):
            self.by("finance", budget).write({"revision": 0})

    def test_closed(self):
        """PU-F04: a budget is closed after its period, and nothing is charged to it."""
        budget = self.in_force()
        today = fields.Date.context_today(budget)
        budget._flow_write(
            {
                "date_from": fields.Date.subtract(today, days=30),
                "date_to": fields.Date.subtract(today, days=1),
            }
        )
        self.by("finance", budget).action_close()
        late = {"date_required": fields.Date.subtract(today, days=3)}
        self.refused(self.request((self.steel, 1, late)), "nothing can be charged")

    def test_estimate_missing(self):
        """PU-F04: what a budget pays for is estimated first."""
        self.in_force()
        free = {"estimated_cost": 0}
        self.refused(self.request((self.steel, 10, free)), "estimate what it costs")

    def test_budgeted_once(self):
        """PU-F04: a department has one line for its goods in a period."""
        self.in_force()
        again = self.budget()
        with self.assertRaisesRegex(UserError, "stands in .* already"):
            self.by("finance", again).action_submit()
        double = self.budget(
            (self.department, self.category, 1), (self.department, self.category, 2)
        )
        with self.assertRaisesRegex(UserError, "stands in .* already"):
            self.by("finance", double).action_submit()
        empty = self.budget()
        self.by("finance", empty.line_ids).unlink()
        with self.assertRaisesRegex(UserError, "No department"):
            self.by("finance", empty).action_submit()

    def test_switched_off(self):
        """PU-F04: without the gate requests pass as they did."""
        self.in_force()
        self._only_gate("request")
        request = self.request((self.steel, 500))
        self.by("staff", request).action_submit()
        self.assertEqual(request.state, "to_approve")

    def test_flat(self):
        """PU-F04: as many queries for a hundred lines as for one."""
        departments = self.env["hr.department"].create(
            [{"name": f"D{n}", "company_id": self.company.id} for n in range(100)]
        )
        budget = self.in_force(*((d, None, 1000) for d in departments))
        for department in departments[:3]:
            request = self.request((self.steel, 10), department_id=department.id)
            self.by("staff", request).action_submit()

        def count(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.browse(lines.ids).mapped("left")
            return self.env.cr.sql_log_count - before

        count(budget.line_ids)
        self.assertEqual(count(budget.line_ids[:1]), count(budget.line_ids))

    def test_print(self):
        """PU-F04: the budget prints with what is committed of it."""
        budget = self.in_force()
        report = self.env.ref("ops_purchase.action_report_budget")
        html = report._render_qweb_html(report.report_name, budget.ids)[0].decode()
        self.assertIn("采购预算", html)
        self.assertIn(self.people["gm"].name, html)
