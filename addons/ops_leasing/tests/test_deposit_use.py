"""A deposit is used while the lease runs: bills are paid, other deposits filled."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestDepositUse(MoneyCase):
    """保证金使用审批表: reason, consent, approval, one entry (LE-X7)."""

    def setUp(self):
        super().setUp()
        self.receive(self.contract.deposit_ids)
        self.deposit = self.contract.deposit_ids

    def use(self, amount=1000, post="clerk", **values):
        """A draft with reason and consent."""
        return self.by(post, self.env["ops.lease.deposit.use"]).create(
            {
                "contract_id": self.contract.id,
                "deposit_id": self.deposit.id,
                "amount": amount,
                "reason": "Clause 9.2",
                "attachment_ids": [
                    Command.create({"name": "consent.pdf", "raw": b"%PDF-1.4 signed"})
                ],
                **values,
            }
        )

    def carried_out(self, paper):
        self.by("clerk", paper).action_submit()
        self.approve(paper, ("manager",))
        self.by("finance", paper).action_carry_out()
        self.env.invalidate_all()
        return paper.with_env(self.env)

    def test_pays_bills(self):
        """LE-X7: the oldest bills are paid first, the deposit falls by as much, and
        what it lacks is invoiced again."""
        old, new = self.bill(700, days=40), self.bill(900, days=10)
        paper = self.use(1000)
        self.assertEqual((paper.held, paper.wanted), (30000, 1600))
        paper = self.carried_out(paper)
        self.assertEqual(paper.state, "done")
        self.assertEqual((old.amount_residual, new.amount_residual), (0, 600))
        self.assertEqual((self.deposit.retained, self.deposit.balance), (1000, 29000))
        self.assertEqual(self.ledger(), 29000)
        self.by("clerk", self.deposit).action_invoice()
        self.assertEqual(
            (self.deposit.balance, self.deposit.refundable), (30000, 29000)
        )
        with self.assertRaisesRegex(UserError, "invoiced already"):
            self.by("clerk", self.deposit).action_invoice()

    def test_transfer(self):
        """LE-X7: it goes on to another deposit of the tenant, no further than that one
        is agreed; the account holds as much as before."""
        partner = self.contract.partner_id.id
        other = self.lease(
            received=False, partner_id=partner, deposits=(("lease", 800),)
        )
        target = other.deposit_ids
        values = {"kind": "transfer", "target_id": target.id}
        with self.assertRaisesRegex(UserError, "can be used"):
            self.use(900, **values).action_submit()
        self.carried_out(self.use(800, **values))
        self.assertEqual((self.deposit.balance, target.balance), (29200, 800))
        self.assertEqual((self.deposit.transferred, target.transferred), (-800, 800))
        self.assertEqual(target.refundable, 800)
        self.assertFalse(target._missing())
        self.assertEqual(self.ledger(), 30000)

    def test_gates(self):
        """LE-X7: without reason, consent or money there is no use; nor for another
        tenant, nor while he leaves."""
        self.bill(500)
        for values, words in (
            ({"reason": " "}, "Why the deposit is used"),
            ({"attachment_ids": False}, "consent"),
            ({"amount": 500.01}, "can be used"),
            ({"kind": "transfer"}, "goes to is missing"),
            (
                {
                    "kind": "transfer",
                    "target_id": self.lease(received=False).deposit_ids.id,
                },
                "same tenant",
            ),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.use(**{"amount": 100, **values}).action_submit()
        paper = self.use(100)
        self.by("clerk", paper).action_submit()
        self.approve(paper, ("manager",))
        self.by("clerk", self.draft_exit(self.contract)).action_submit()
        with self.assertRaisesRegex(UserError, "leaves"):
            self.by("finance", paper).action_carry_out()

    def test_who(self):
        """LE-X7, rule 12: nobody steps around the paper."""
        self.bill(500)
        paper = self.use(100)
        with self.assertRaises(UserError):
            self.by("finance", paper).action_carry_out()
        paper.action_submit()
        with self.assertRaises(UserError):
            self.by("manager", paper).write({"amount": 400})
        self.approve(paper, ("manager",))
        for post in ("clerk", "manager"):
            with self.subTest(post), self.assertRaises(UserError):
                self.by(post, paper).action_carry_out()
        with self.assertRaises(AccessError):
            self.by("keeper", paper).read(["amount"])
        account = self.company.lease_deposit_account_id
        move = self.by("finance", self.env["account.move"])
        item = {"account_id": account.id, "lease_deposit_id": self.deposit.id}
        with self.assertRaises(UserError):
            move.create(
                {
                    "move_type": "entry",
                    "lease_deposit_use": "transfer",
                    "lease_use_id": paper.id,
                    "line_ids": [
                        Command.create({**item, "balance": 100}),
                        Command.create({**item, "balance": -100}),
                    ],
                }
            ).action_post()
        paper = self.carried_out_by_finance(paper)
        with self.assertRaises(UserError):
            self.by("finance", paper.move_id).button_draft()
        with self.assertRaises(UserError):
            self.by("finance", paper).action_carry_out()

    def carried_out_by_finance(self, paper):
        self.by("finance", paper).action_carry_out()
        return paper.with_env(self.env)

    def test_printed(self):
        """LE-X7, LE-F32: the form names deposit and amount in capitals."""
        self.bill(500)
        paper = self.use(500)
        report = self.by("clerk", self.env.ref("ops_leasing.action_report_deposit_use"))
        html, _kind = report.with_context(lang="zh_CN")._render_qweb_html(
            report.report_name, paper.ids
        )
        for word in ("保证金使用审批表", "伍佰元整", self.contract.name):
            self.assertIn(word, html.decode())
