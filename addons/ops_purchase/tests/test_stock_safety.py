"""Safe storage and transport: checks that come round, damages and their carriers
(PU-24)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestStockSafety(StockCase):
    def checks(self):
        checks = self.env["ops.storage.check"]
        checks._cron_storage_checks()
        return checks.search([("warehouse_id", "=", self.warehouse.id)])

    def test_round(self):
        """PU-24: each warehouse is checked time and again, every point; what is unsafe
        is said."""
        check = self.checks()
        self.assertEqual(len(check), 1)
        self.assertEqual(self.checks(), check)
        lines = check.checklist_ids.line_ids
        self.assertTrue(lines)
        with self.assertRaisesRegex(UserError, "is not done"), self.env.cr.savepoint():
            self.by("keeper", check).action_finish()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.by("buyer", check).action_finish()
        self.by("keeper", lines).action_done()
        self.by("keeper", check).has_findings = True
        with self.assertRaisesRegex(UserError, "unsafe"), self.env.cr.savepoint():
            self.by("keeper", check).action_finish()
        self.by("keeper", check).findings = "Rack 3 leans; keeper mends it by Friday"
        self.by("keeper", check).action_finish()
        self.assertEqual(check.state, "done")
        today = fields.Date.context_today(check)
        check._flow_write({"date": today - timedelta(days=31)})
        self.assertEqual(len(self.checks()), 2)

    def test_overdue(self):
        """PU-24: a check that was not made is overdue; a company may have none."""
        check = self.checks()
        late = [("is_overdue", "=", True), ("id", "=", check.id)]
        self.assertFalse(check.search(late))
        check.date -= timedelta(days=1)
        self.assertEqual(check.search(late), check)
        self.company.storage_check_days = 0
        check.date -= timedelta(days=90)
        self.assertEqual(self.checks(), check)

    def test_damage(self):
        """PU-24: a damage names its carrier; buyers settle it with him."""
        carrier = self.env["res.partner"].create({"name": "Fast Freight"})
        damage = self.by("keeper", self.env["ops.transport.damage"]).create(
            {"product_id": self.steel.id, "quantity": 4, "description": "Bent"}
        )
        with self.assertRaisesRegex(UserError, "Which carrier"):
            damage.action_report()
        damage.carrier_id = carrier
        damage.action_report()
        self.assertTrue(damage.name.startswith("YSSH-"))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            damage.action_settle()
        mine = self.by("buyer", damage)
        with self.assertRaisesRegex(UserError, "Who pays"), self.env.cr.savepoint():
            mine.action_settle()
        mine.outcome = "paid"
        with self.assertRaisesRegex(UserError, "compensation"), self.env.cr.savepoint():
            mine.action_settle()
        mine.amount = 80
        mine.action_settle()
        self.assertEqual(damage.state, "settled")
        with self.assertRaises(UserError):
            mine.amount = 8
