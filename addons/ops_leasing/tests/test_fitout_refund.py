from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestFitoutRefund(LeasingCase):
    """LE-X4, LE-F21: the fit-out deposit goes back after the acceptance."""

    def test_refund(self):
        """LE-X4, C-28: acceptance, deductions with reason, approval, then regional
        finance alone pays, in the books, at most what is held, and once."""
        paper = self.accepted_fitout(deductions=[("Floor of the corridor", 500.55)])
        deposits = paper.contract_id.deposit_ids
        fit_out = deposits.filtered(lambda d: d.kind == "fit_out")
        self.assertEqual(paper.amount_refund, 7499.45)
        with self.assertRaisesRegex(FlowRefused, "refunded first"):
            self.by("clerk", paper).action_close()
        with self.assertRaises(UserError):
            self.by("finance", paper).action_refund()
        for post in ("keeper", "finance", "gm", "designer", "outsider"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_request_refund()
        self.by("clerk", paper).action_request_refund()
        with self.assertRaises(UserError):
            self.by("clerk", paper).deduction_ids = [Command.clear()]
        with self.assertRaises(UserError):
            self.by("finance", paper).action_refund()
        self.approve(paper, ("keeper", "manager", "gm"))
        self.assertEqual((paper.state, paper.amount_approved), ("payable", 7499.45))
        for post in ("clerk", "manager", "keeper", "gm", "biller", "project"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_refund()
        self.assertEqual(self.ledger(), 38000)
        self.by("finance", paper).action_refund()
        self.assertEqual(paper.state, "closed")
        self.assertEqual(paper.refund_move_id.amount_total, 7499.45)
        self.assertEqual(paper.refund_move_id.payment_state, "paid")
        payment = paper.refund_payment_id
        self.assertEqual((payment.amount, payment.payment_type), (7499.45, "outbound"))
        self.assertEqual(
            (fit_out.refunded, fit_out.retained, fit_out.balance), (7499.45, 500.55, 0)
        )
        # the lease deposit is not touched
        self.assertEqual((deposits - fit_out).balance, 30000)
        self.assertEqual(self.ledger(), 30000)
        self.assertEqual(self.ledger(self.company.lease_retained_account_id), 500.55)
        self.assertEqual(paper.amount_refund, 7499.45)
        with self.assertRaises(UserError):
            self.by("finance", paper).action_refund()
        with self.assertRaisesRegex(UserError, "refunded, retained or used"):
            self.by("finance", paper.refund_move_id).button_draft()

    def test_above_balance(self):
        """LE-X4: no more is deducted than is held; what changed after the approval is
        approved anew."""
        paper = self.accepted_fitout(deductions=[("Everything", 8000.01)])
        with self.assertRaisesRegex(FlowRefused, "is deducted"):
            self.by("clerk", paper).action_request_refund()
        self.by("clerk", paper.deduction_ids).amount = 8000
        self.approve_refund(paper)
        self.assertEqual(paper.amount_refund, 0)
        # money of the deposit comes back from the bank in between
        fit_out = paper.contract_id.deposit_ids.filtered(lambda d: d.kind == "fit_out")
        invoice = fit_out.move_line_ids.move_id
        self.by("finance", invoice).line_ids.remove_move_reconcile()
        with self.assertRaises(FlowRefused):
            self.by("finance", paper).action_refund()
        with self.assertRaises(AccessError):
            self.by("finance", paper).amount_approved = 5

    def test_returned(self):
        """LE-X4: a refund that is sent back can be corrected."""
        paper = self.accepted_fitout()
        self.by("clerk", paper).action_request_refund()
        request = self.env["ops.approval.request"].search(
            [
                ("res_model", "=", paper._name),
                ("res_id", "=", paper.id),
                ("state", "=", "pending"),
            ]
        )
        self.by("keeper", request).send_back("A deduction is missing")
        self.assertEqual(paper.state, "accepted")
        self.by("clerk", paper).deduction_ids = [
            Command.create({"name": "Rubbish", "amount": 100})
        ]
        self.approve_refund(paper)
        self.by("finance", paper).action_refund()
        self.assertEqual(paper.refund_move_id.amount_total, 7900)

    def test_settled_again(self):
        """LE-X4: an approved refund whose deposit is there no more is settled anew, by
        regional finance and with the reason; its approval falls, the new amount is
        signed by all again, and no more is paid than is held."""
        paper = self.accepted_fitout()
        clerk, finance = self.by("clerk", paper), self.by("finance", paper)
        with self.assertRaises(UserError):
            finance.action_resettle("Too early")
        self.approve_refund(paper)
        deposit = paper._fit_out_deposits()
        invoice = deposit.move_line_ids.move_id
        payment = invoice.matched_payment_ids
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(deposit.refundable, 0)
        with self.assertRaises(FlowRefused):
            finance.action_refund()
        for post in ("clerk", "manager", "keeper", "gm", "biller", "outsider"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_resettle("The bank took it back")
        with self.assertRaisesRegex(UserError, "reason"):
            finance.action_resettle()
        finance.action_resettle("The bank took it back")
        self.assertEqual(
            (paper.state, paper.amount_asked, paper.amount_approved), ("accepted", 0, 0)
        )
        log = self.env["ops.flow.log"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)],
            order="id desc",
            limit=1,
        )
        self.assertEqual((log.step, log.reason), ("resettle", "The bank took it back"))
        step = paper._flow.step("approve_refund")
        self.assertFalse(self.env["ops.approval.request"]._agreed(paper, step))
        with self.assertRaises(UserError):
            finance.action_refund()
        # less comes in than was agreed
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": 5000})._create_payments()
        self.assertEqual(paper.amount_refund, 5000)
        clerk.action_request_refund()
        with self.assertRaises(UserError):
            finance.action_refund()
        self.approve(paper, ("keeper", "manager", "gm"))
        finance.action_refund()
        self.assertEqual((paper.state, paper.amount_approved), ("closed", 5000))
        # what never came in is not paid out: it stays open on the invoice
        self.assertEqual((deposit.refunded, deposit.refundable), (5000, 0))
        self.assertEqual(invoice.amount_residual, 3000)
        with self.assertRaises(UserError):
            finance.action_resettle("Too late")

    def test_no_deposit(self):
        """LE-X4: without a deposit the file closes without money."""
        paper = self.fit_out(self.lease())
        with self.assertRaisesRegex(FlowRefused, "No fit-out deposit"):
            self.by("clerk", paper).action_request_refund()
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_close()
        self.by("clerk", paper).action_close()
        self.assertEqual(paper.state, "closed")

    def test_set_of_papers(self):
        """LE-X4: several at once, each with its own documents."""
        papers = self.accepted_fitout(count=3)
        self.approve_refund(papers)
        self.by("finance", papers).action_refund()
        self.assertEqual(len(papers.refund_move_id), 3)
        self.assertEqual(self.ledger(), 90000)

    def test_proposed_by_area(self):
        """C-30: the fit-out deposit is proposed per m² of rent area."""
        self.company.lease_fitout_deposit_rate = 60
        contract = self.draft_contract()
        deposit = self.env["ops.lease.deposit"].new(
            {"contract_id": contract.id, "kind": "fit_out"}
        )
        deposit._onchange_kind()
        self.assertEqual(deposit.amount, 60 * contract.area)
        deposit.amount = 5
        deposit._onchange_kind()
        self.assertEqual(deposit.amount, 5)

    def test_attacks(self):
        """LE-27, LE-X4: no document of one's own lowers the deposit, whatever paper it
        names; a fit-out cannot reach the lease deposit, nor an exit's documents."""
        paper = self.accepted_fitout()
        self.approve_refund(paper)
        deposits = paper.contract_id.deposit_ids
        account = self.company.lease_deposit_account_id
        link = {"lease_fitout_id": paper.id}
        for post in ("finance", "biller"):
            moves = self.by(post, self.env["account.move"])
            for context in (
                {},
                {"ops_lease_deposit_pass": True},
                {"ops_lease_deposit_pass": {"papers": [[paper._name, paper.id]]}},
                {"ops_lease_deposit_pass": [paper._name, paper.id]},
            ):
                with (
                    self.subTest(post=post, context=context),
                    self.assertRaises(AccessError),
                ):
                    moves.with_context(**context).create(
                        {**link, "lease_deposit_use": "refund"}
                    )
                with self.assertRaises(AccessError):
                    self.by(post, self.env["account.payment"]).with_context(
                        **context
                    ).create({**link, "amount": 1})
            for deposit in deposits:
                note = moves.create(
                    {
                        "move_type": "out_refund",
                        "partner_id": deposit.partner_id.id,
                        "invoice_date": fields.Date.today(),
                        "invoice_line_ids": [
                            Command.create(deposit._ledger_line(account, 10))
                        ],
                        **link,
                    }
                )
                with self.assertRaisesRegex(UserError, "by its exit, its fit-out"):
                    note.action_post()
                with self.assertRaises(AccessError):
                    note.lease_deposit_use = "refund"
        defaults = self.by("finance", self.env["account.move"]).with_context(
            default_lease_fitout_id=paper.id, default_lease_deposit_use="refund"
        )
        forged = defaults.create({})
        self.assertFalse(forged.lease_fitout_id or forged.lease_deposit_use)
        self.assertEqual(self.ledger(), 38000)
        self.by("finance", paper).action_refund()
        payment = paper.refund_payment_id
        for values in ({"lease_fitout_id": False}, {"lease_exit_id": 1}, {"amount": 9}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.by("biller", payment).write(values)
        with self.assertRaises(UserError):
            self.by("finance", payment).lease_fitout_id = False

    def test_exit_after_refund(self):
        """LE-27, LE-X4: an exit refunds what the fit-out has left over."""
        paper = self.accepted_fitout()
        self.approve_refund(paper)
        self.by("finance", paper).action_refund()
        exit_paper = self.walk(self.draft_exit(paper.contract_id), "refunded")
        self.assertEqual(exit_paper.refund_move_id.amount_total, 30000)
        self.assertEqual(self.ledger(), 0)

    def test_exit_before_refund(self):
        """LE-27: what an exit has paid back, the fit-out does not pay again."""
        paper = self.accepted_fitout()
        self.approve_refund(paper)
        exit_paper = self.walk(self.draft_exit(paper.contract_id), "refunded")
        self.assertEqual(exit_paper.refund_move_id.amount_total, 38000)
        with self.assertRaises(FlowRefused):
            self.by("finance", paper).action_refund()
        self.assertEqual(self.ledger(), 0)
