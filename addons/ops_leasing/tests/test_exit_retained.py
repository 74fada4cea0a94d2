from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestExitRetained(LeasingCase):
    def test_scenario_5_exit_without_refund(self):
        """LE-27 LE-28: early exit against the contract – "no refund" needs a reason,
        the deposit is booked as retained, the tenant gets written notice, the
        contract is closed."""
        contract = self.lease()
        paper = self.draft_exit(contract)
        self.walk(paper, "inspected")
        manager = self.by("manager", paper)
        manager.decision = "none"
        with self.assertRaisesRegex(FlowRefused, "needs a reason"):
            manager.action_decide()
        manager.decision_reason = "Left before the end of the term"
        manager.action_decide()
        self.assertEqual((paper.amount_refund, paper.amount_retained), (0, 30000))
        self.by("finance", paper).action_refund()
        self.assertFalse(paper.refund_move_id)
        self.assertFalse(paper.refund_payment_id)
        self.assertEqual(paper.retain_move_id.state, "posted")
        self.assertEqual(self.ledger(), 0)
        self.assertEqual(self.ledger(self.company.lease_retained_account_id), 30000)
        self.assertEqual(paper.amount_retained, 30000)
        notice = paper.notice_ids
        self.assertEqual(notice.state, "published")
        self.assertIn("Left before the end of the term", notice.body)
        letter = self.env["mail.mail"].search(
            [("model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        self.assertEqual(letter.recipient_ids, paper.partner_id)
        self._close(paper)
        self.assertEqual(contract.state, "settled")
        self.assertEqual(contract.unit_ids.state, "vacant")
