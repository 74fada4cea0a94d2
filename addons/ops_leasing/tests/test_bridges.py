from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .prep_common import PrepCase


@tagged("-standard", "post_install", "-at_install", "ops_bridges")
class TestBridges(PrepCase):
    """Where the purchase and the project app are installed, awards and works use them;
    ``tests/addon_life/test_bridges.py`` installs them and runs this class."""

    def test_order(self):
        """LE-08: with the purchase app the award makes a request for quotation, once,
        for who may buy; not before the award, not by others."""
        tender = self.tender(North=90000)
        self.by("buyer", tender).winner_id = tender.bid_ids
        self.by("buyer", tender).action_propose()
        with self.assertRaisesRegex(UserError, "not awarded"):
            self.by("buyer", tender).action_order()
        self.approve(tender, ("costing", "gm"))
        # the app's own right decides as well
        with self.assertRaises(AccessError):
            self.by("buyer", tender).action_order()
        self.assertFalse(self.by("buyer", tender).order_possible)
        purchase = self.env.ref("purchase.group_purchase_user")
        for post in ("clerk", "project", "finance"):
            self.people[post].group_ids |= purchase
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, tender).action_order()
        self.people["buyer"].group_ids |= purchase
        tender.invalidate_recordset(["order_possible"])
        self.assertTrue(self.by("buyer", tender).order_possible)
        action = self.by("buyer", tender).action_order()
        order = self.env["purchase.order"].browse(action["res_id"])
        self.assertEqual(order.amount_untaxed, 90000)
        self.assertEqual(order.partner_id, tender.winner_id.partner_id)
        self.assertEqual((order.company_id, order.origin), (self.company, tender.name))
        self.assertEqual((order.state, tender.order_number), ("draft", order.name))
        again = self.by("buyer", tender).action_order()
        self.assertEqual(again["res_id"], order.id)
        # one that was thrown away is made anew
        order.button_cancel()
        order.unlink()
        fresh = self.by("buyer", tender).action_order()
        self.assertNotEqual(fresh["res_id"], again["res_id"])
        self.assertEqual(
            self.env["purchase.order"].browse(fresh["res_id"]).state, "draft"
        )

    def test_task(self):
        """LE-09: with the project app works have their task, one, made by the project
        department, once they are under way."""
        works = self.works(self.agree(self.sheet(self.lead())))
        self.assertFalse(self.by("project", works).task_possible)
        self.by("project", works).action_start()
        users = self.env.ref("project.group_project_user")
        self.people["clerk"].group_ids |= users
        with self.assertRaises(AccessError):
            self.by("clerk", works).action_task()
        self.people["project"].group_ids |= users
        works.invalidate_recordset(["task_possible"])
        self.assertTrue(self.by("project", works).task_possible)
        action = self.by("project", works).action_task()
        self.assertEqual(action["res_id"], works.task_ref)
        task = self.env["project.task"].browse(works.task_ref)
        self.assertEqual(task.company_id, self.company)
        self.assertEqual(task.user_ids, self.people["project"])
        self.assertIn(works.name, task.name)
        self.assertEqual(self.by("project", works).action_task(), action)
