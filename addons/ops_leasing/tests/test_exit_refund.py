from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import UserError
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestExitRefund(LeasingCase):
    def test_scenario_4_exit_with_refund(self):
        """LE-22 LE-23 LE-24 LE-25 LE-26 LE-27 LE-28, LE-F24, LE-X2: exit with part
        refund, from the application to the vacant shop, with every refusal."""
        contract = self.lease()
        unit = contract.unit_ids
        deposit = contract.deposit_ids
        self.assertEqual(contract.state, "signed")
        self.assertEqual((deposit.received, deposit.balance), (30000, 30000))
        self.assertEqual(self.ledger(), 30000)
        paper = self.draft_exit(contract)
        self.assertFalse(paper.name)

        # removal before approval is refused
        self.by("clerk", paper).action_submit()
        self.assertTrue(paper.name.startswith("TC-"))
        with self.assertRaises(FlowRefused):
            self.by("keeper", paper).action_release()
        with self.assertRaises(FlowRefused):
            self.by("keeper", paper.item_ids).action_released()
        self.approve(paper, ("manager", "keeper", "finance", "gm"))
        self.assertEqual(paper.state, "approved")

        # goods leave by list
        with self.assertRaisesRegex(FlowRefused, "Shelves"):
            self.by("keeper", paper).action_release()
        self._release(paper)
        self.assertEqual(unit.state, "exiting")
        self.assertEqual(paper.item_ids.release_user_id, self.people["keeper"])

        # final reading, bill, payment
        charge = paper.charge_ids
        self.assertEqual(len(charge), 1)
        with self.assertRaisesRegex(FlowRefused, "Final reading"):
            self.by("keeper", paper).action_settle()
        self.by("keeper", charge).write(
            {"final_value": 350.5, "reading_date": paper.date_notice}
        )
        self.assertEqual(charge.amount, 300.6)
        with self.assertRaisesRegex(FlowRefused, "not billed"):
            self.by("keeper", paper).action_settle()
        self.by("keeper", paper).action_bill_utilities()
        bill = charge.move_id
        self.assertEqual((bill.state, bill.amount_untaxed), ("posted", 300.6))
        with self.assertRaisesRegex(FlowRefused, bill.name):
            self.by("keeper", paper).action_settle()
        # refund before utilities are paid is refused
        with self.assertRaises(FlowRefused):
            self.by("finance", paper).action_refund()
        self.pay(bill, 300)
        with self.assertRaisesRegex(FlowRefused, bill.name):
            self.by("keeper", paper).action_settle()
        self.pay(bill)
        self.assertEqual(bill.payment_state, "paid")
        self.by("keeper", paper).action_settle()

        # inspection
        self._request(paper)
        with self.assertRaisesRegex(FlowRefused, "No exit inspection form"):
            self.by("keeper", paper).action_inspect()
        self._inspect(paper, damage=1234.56)
        self.assertEqual(paper.deduction_ids.amount, 1234.56)

        # decision, by the manager, and never above the balance
        manager = self.by("manager", paper)
        manager.decision = "part"
        self.assertEqual(paper.amount_refund, 28765.44)
        manager.amount_refund = 30000.01
        with self.assertRaisesRegex(FlowRefused, "received less deducted"):
            manager.action_decide()
        manager.amount_refund = 28765.44
        with self.assertRaises(FlowRefused):
            self.by("clerk", paper).action_decide()
        manager.action_decide()

        # refund by another department is refused
        for post in ("clerk", "manager", "keeper", "gm", "biller"):
            with self.assertRaises(UserError):
                self.by(post, paper).action_refund()
        self.assertEqual(self.ledger(), 30000)
        self.by("finance", paper).action_refund()
        self.assertEqual(paper.state, "refunded")
        self.assertEqual(paper.refund_move_id.amount_total, 28765.44)
        self.assertEqual(paper.refund_move_id.payment_state, "paid")
        payment = paper.refund_payment_id
        self.assertEqual((payment.amount, payment.payment_type), (28765.44, "outbound"))
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.journal_id, self.bank)
        retained = self.company.lease_retained_account_id
        self.assertEqual(self.ledger(retained), 1234.56)
        self.assertEqual(self.ledger(), 0)
        self.assertEqual(
            (deposit.refunded, deposit.retained, deposit.balance, deposit.refundable),
            (28765.44, 1234.56, 0, 0),
        )
        # once is once
        with self.assertRaises(UserError):
            self.by("finance", paper).action_refund()

        # taking back
        with self.assertRaisesRegex(FlowRefused, "Keys"):
            self.by("clerk", paper).action_close()
        self._close(paper)
        self.assertEqual(paper.state, "closed")
        self.assertEqual(contract.state, "settled")
        self.assertEqual(unit.state, "vacant")
        self.assertFalse(unit.contract_id)
