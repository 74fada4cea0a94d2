"""The stock purchase plan: turnover, ability to pay, higher signature (PU-02)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestNeedPlan(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env["ops.purchase.plan"])
        cls.env["ops.purchase.demand"].create(
            {
                "warehouse_id": cls.warehouse.id,
                "product_id": cls.steel.id,
                "date_from": cls.today,
                "date_to": fields.Date.add(cls.today, days=29),
                "quantity": 100,
            }
        )

    def money(self, amount, account_type="asset_cash"):
        """A posted entry on bank, or on what is owed."""
        accounts = self.env["account.account"].with_company(self.company)
        mine = [("company_ids", "in", self.company.ids)]
        account = accounts.search([*mine, ("account_type", "=", account_type)], limit=1)
        other = accounts.search([*mine, ("account_type", "=", "equity")], limit=1)
        partner = self.supplier.id
        entry = self.env["account.move"].create(
            {
                "journal_id": self.env["account.journal"]
                .search(
                    [("company_id", "=", self.company.id), ("type", "=", "general")],
                    limit=1,
                )
                .id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": partner,
                            "balance": amount,
                            "date_maturity": self.today,
                        }
                    ),
                    Command.create({"account_id": other.id, "balance": -amount}),
                ],
            }
        )
        entry.action_post()

    def plan(self, **values):
        plan = self.by("buyer", self.env["ops.purchase.plan"]).create(
            {
                "date_from": self.today,
                "date_to": fields.Date.add(self.today, days=29),
                **values,
            }
        )
        plan.action_propose()
        return plan.with_env(self.env)

    def test_payable(self):
        """PU-02: a plan that can be paid takes two signatures; then requests are made
        that keep the plan."""
        self.money(5000)
        self.money(-1000, "liability_payable")
        plan = self.plan()
        self.assertEqual((plan.funds, plan.dues, plan.payable), (5000, 1000, 4000))
        self.assertEqual(plan.amount_total, 2000)
        self.assertFalse(plan.is_exceptional)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("buyer", plan).action_request()
        self.by("buyer", plan).action_submit()
        self.agree(plan, "head", "finance_head")
        self.assertEqual(plan.state, "approved")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("finance", plan).action_request()
        self.by("buyer", plan).action_request()
        self.assertEqual(plan.request_count, 1)
        line = self.env["purchase.request.line"].search(
            [("plan_line_id", "in", plan.line_ids.ids)]
        )
        self.assertEqual((line.request_id.source, line.product_qty), ("plan", 100))
        self.assertEqual(line.request_id.origin, plan.name)

    def test_above_funds(self):
        """PU-02: a plan above the payable funds needs a reason and the general
        manager."""
        self.money(1500)
        plan = self.plan()
        self.assertTrue(plan.over_funds)
        with self.assertRaisesRegex(UserError, "can be paid"), self.env.cr.savepoint():
            self.by("buyer", plan).action_submit()
        self.by("buyer", plan).reason = "Prices rise next month"
        self.by("buyer", plan).action_submit()
        self.agree(plan, "head", "finance_head")
        self.assertEqual(plan.state, "approving")
        self.agree(plan, "gm")
        self.assertEqual(plan.state, "approved")

    def test_slow(self):
        """PU-02: goods that turn over less than the company's minimum need a reason;
        the minimum is a setting."""
        self.money(9000)
        self.stock(self.steel, 30)
        plan = self.plan()
        line = plan.line_ids
        self.assertEqual((line.turnover, line.is_slow, line.quantity), (0, True, 70))
        with self.assertRaisesRegex(UserError, "turns over"), self.env.cr.savepoint():
            self.by("buyer", plan).action_submit()
        self.company.purchase_turnover_min = 0
        self.assertFalse(plan.is_exceptional)
        self.by("buyer", plan).action_submit()

    def test_turnover(self):
        """PU-02: turnover counts what left the warehouse within ninety days."""
        self.money(9000)
        self.company.purchase_gate_dispatch = False
        self.stock(self.steel, 80)
        for days, quantity in ((10, 40), (200, 15)):
            move = self.env["stock.move"].create(
                {
                    "product_id": self.steel.id,
                    "product_uom_qty": quantity,
                    "location_id": self.place.id,
                    "location_dest_id": self.env.ref(
                        "stock.stock_location_customers"
                    ).id,
                    "company_id": self.company.id,
                }
            )
            move._action_confirm()
            move._action_assign()
            move.picked = True
            move._action_done()
            move.date = fields.Datetime.now() - timedelta(days=days)
        line = self.plan().line_ids
        # 25 are left, 65 were there ninety days ago: 40 of 45 in 90 days
        self.assertAlmostEqual(line.turnover, round(40 * 365 / 90 / 45, 1))

    def test_figures_not_entered(self):
        """PU-02: nobody enters funds, dues, turnover or needs."""
        plan = self.plan()
        for record, name in (
            (plan, "funds"),
            (plan, "dues"),
            (plan, "over_funds"),
            (plan.line_ids, "turnover"),
            (plan.line_ids, "on_hand"),
            (plan.line_ids, "is_slow"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                self.by("buyer", record).write({name: 7})
        with self.assertRaises(AccessError):
            self.by("staff", plan).action_propose()
