import io
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

PROOF = {"name": "proof.pdf", "raw": b"served"}


@tagged("post_install", "-at_install")
class TestExitForced(LeasingCase):
    """C-33: a shop is taken back from a tenant who is gone or in breach."""

    def letter(self, kind="demand", served=-20, until=-5, proof=True):
        today = fields.Date.today()
        return {
            "kind": kind,
            "date_sent": today + timedelta(days=served),
            "deadline": today + timedelta(days=until),
            "tracking": "EMS-1",
            "proof_ids": [Command.create(PROOF)] if proof else [],
        }

    def forced(self, contract=None, letters=True, **values):
        if letters:
            values.setdefault("letter_ids", [Command.create(self.letter())])
        return self.draft_exit(
            contract,
            kind="forced",
            raised_by="landlord",
            breach="gone",
            reason="Closed for a month, nobody can be reached",
            **values,
        )

    def approve_forced(self, papers):
        self.by("manager", papers).action_submit()
        self.approve(papers, ("counsel", "keeper", "finance", "gm"))

    def take_back(self, papers):
        """Letters served, things listed before two witnesses, shop taken."""
        for paper in self.by("clerk", papers):
            paper.letter_ids = [
                Command.create(self.letter(kind, -1, 0))
                for kind in ("termination", "taking")
            ]
        items = self.by("keeper", papers.item_ids)
        items.action_left()
        items.write({"handling": "stored", "place": "Store room B1"})
        for paper in self.by("keeper", papers):
            paper.write(
                {
                    "inventory_date": fields.Date.today(),
                    "witness_first": "Neighbour One",
                    "witness_second": "Officer Two",
                    "inventory_ids": [Command.create(PROOF)],
                }
            )
        self.by("keeper", papers).action_release()

    def settle(self, papers):
        """Utilities are billed; the tenant who would pay them is gone."""
        for charge in self.by("keeper", papers.charge_ids):
            charge.write({"final_value": 350, "reading_date": fields.Date.today()})
        self.by("keeper", papers).action_bill_utilities()
        self.by("keeper", papers).action_settle()
        self._request(papers)
        self._inspect(papers)

    def rent(self, contract, amount):
        """An open rent bill of the tenant."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": self.company.id,
                "partner_id": contract.partner_id.id,
                "invoice_date": fields.Date.today() - timedelta(days=40),
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
        move.action_post()
        return move

    def refused(self, post, paper, step, words):
        with self.assertRaisesRegex(UserError, words):
            getattr(self.by(post, paper), f"action_{step}")()

    def test_who_starts_it(self):
        """C-33: the commercial manager alone starts it, on a demand that was served
        and whose time is over; then counsel, property, finance and general manager
        sign."""
        paper = self.forced(letters=False)
        for post in ("clerk", "keeper", "finance", "gm", "outsider"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_submit()
        self.refused("clerk", paper, "submit", "started by the manager")
        self.refused("manager", paper, "submit", "No demand")
        clerk = self.by("clerk", paper)
        clerk.letter_ids = [Command.create(self.letter(proof=False))]
        self.refused("manager", paper, "submit", "No demand")
        letter = self.by("clerk", paper.letter_ids)
        letter.proof_ids = [Command.create(PROOF)]
        letter.deadline = fields.Date.today()
        self.refused("manager", paper, "submit", "is not over")
        letter.deadline = fields.Date.today() - timedelta(days=1)
        clerk.breach = False
        self.refused("manager", paper, "submit", "ground")
        clerk.breach = "arrears"
        self.by("manager", paper).action_submit()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        self.assertEqual(
            request.route_id, self.env.ref("ops_leasing.route_lease_exit_forced")
        )
        with self.assertRaises(UserError):
            self.by("manager", request).agree("Mine")
        self.approve(paper, ("counsel", "keeper", "finance", "gm"))
        self.assertEqual(paper.state, "approved")
        # what it was approved on stands
        for vals in ({"deadline": False}, {"kind": "taking"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                letter.write(vals)
        with self.assertRaises(UserError):
            letter.unlink()
        with self.assertRaises(UserError):
            self.by("keeper", letter).tracking = "EMS-2"
        # another ground is another approval
        self.by("clerk", paper).breach = "gone"
        self.assertEqual(paper.state, "draft")

    def test_ordinary_exit_cannot_become_one(self):
        """C-33: an approved exit called a forced one afterwards is approved anew, by
        the route of the forced one."""
        paper = self.walk(self.draft_exit(), "approved")
        self.by("clerk", paper).kind = "forced"
        self.assertEqual(paper.state, "draft")
        self.refused("clerk", paper, "submit", "started by the manager")

    def test_inventory_before_witnesses(self):
        """C-33: no shop is taken before termination and taking back are served, all
        that is left is listed, said what becomes of it, before two witnesses who did
        not make the list."""
        paper = self.forced()
        self.approve_forced(paper)
        keeper = self.by("keeper", paper)
        with self.assertRaises(UserError) as refusal:
            keeper.action_release()
        for words in (
            "Notice of termination",
            "Notice of taking back",
            "neither released nor left",
            "Two witnesses",
            "day of the inventory",
            "signed by the witnesses is not attached",
        ):
            self.assertIn(words, str(refusal.exception))
        # no slip: nothing leaves in the tenant's hands
        self.assertNotIn("release slip", str(refusal.exception))
        items = self.by("keeper", paper.item_ids)
        items.action_left()
        self.refused("keeper", paper, "release", "what becomes of it")
        with self.assertRaises(AccessError):
            self.by("clerk", paper.item_ids).handling = "sold"
        items.handling = "stored"
        self.refused("keeper", paper, "release", "where it is stored")
        items.place = "Store room B1"
        own = self.people["keeper"].name
        for names, words in (
            (("Neighbour", " neighbour "), "two people"),
            (("Neighbour", own), "is no witness"),
        ):
            keeper.write({"witness_first": names[0], "witness_second": names[1]})
            self.refused("keeper", paper, "release", words)
        keeper.write({"witness_second": "Officer", "inventory_date": "2020-01-01"})
        keeper.inventory_ids = [Command.create(PROOF)]
        with self.assertRaises(AccessError):
            keeper.letter_ids = [Command.create(self.letter("taking"))]
        self.by("clerk", paper).letter_ids = [
            Command.create(self.letter("termination", 1, 2)),
            Command.create(self.letter("taking", -1, 0)),
        ]
        # a letter of tomorrow is not served
        self.refused("keeper", paper, "release", "Notice of termination")
        self.by("clerk", paper.letter_ids[-1:] | paper.letter_ids).filtered(
            lambda x: x.kind == "termination"
        ).date_sent = fields.Date.today()
        for post in ("clerk", "manager", "finance", "outsider"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_release()
        keeper.action_release()
        self.assertEqual(paper.unit_ids.mapped("state"), ["exiting"])
        # storage ends later
        items.write({"handling": "returned", "place": False})
        with self.assertRaises(UserError):
            items.name = "Nothing"

    def test_set_off_to_the_cent(self):
        """C-33, LE-27: arrears and costs are set off against the deposit in the books:
        the open bills are paid, the costs are income, the rest goes back; never more
        than is held, and nothing while the tenant owes."""
        contract = self.lease()
        rent = self.rent(contract, 5000.25)
        paper = self.forced(contract)
        self.approve_forced(paper)
        self.take_back(paper)
        self.settle(paper)
        bill = paper.charge_ids.move_id
        self.assertEqual(bill.payment_state, "not_paid")
        owed = rent.amount_residual + bill.amount_residual
        arrears = paper.deduction_ids.filtered(lambda line: line.kind == "arrears")
        self.assertEqual(arrears.amount, owed)
        manager = self.by("manager", paper)
        manager.deduction_ids = [
            Command.create({"kind": "removal", "name": "Van", "amount": 1200.5}),
            Command.create({"kind": "cleaning", "name": "Cleaner", "amount": 200.1}),
        ]
        with self.assertRaises(AccessError):
            self.by("clerk", paper.deduction_ids).amount = 1
        manager.decision = "part"
        self.refused("manager", paper, "decide", "needs a reason")
        manager.decision_reason = "Gone with two months of rent"
        arrears.with_user(self.people["manager"]).amount = owed + 0.01
        self.refused("manager", paper, "decide", "the tenant owes")
        self.by("manager", arrears).amount = owed - 0.01
        self.refused("manager", paper, "decide", "nothing is paid back")
        self.by("manager", arrears).amount = owed
        manager.action_decide()
        costs = 1400.6
        back = round(30000 - owed - costs, 2)
        self.assertEqual(paper.amount_refund, back)
        # the tenant comes back and pays a part: decided again
        self.pay(rent, 1000)
        self.refused("finance", paper, "refund", "the tenant owes")
        for post in ("clerk", "manager", "keeper", "biller"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_redecide("Paid")
        self.by("finance", paper).action_redecide("1,000 paid in cash")
        self.by("manager", arrears).amount = owed - 1000
        manager.action_decide()
        for post in ("clerk", "manager", "keeper", "gm", "biller"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).action_refund()
        self.by("finance", paper).action_refund()
        self.assertEqual(paper.state, "refunded")
        for move in (rent, bill):
            self.assertEqual((move.amount_residual, move.payment_state), (0, "paid"))
        self.assertEqual(paper.refund_move_id.amount_total, round(back + 1000, 2))
        self.assertEqual(
            paper.retain_move_id.amount_total, round(owed - 1000 + costs, 2)
        )
        self.assertEqual(self.ledger(), 0)
        retained = self.company.lease_retained_account_id
        self.assertEqual(self.ledger(retained), costs)
        deposit = contract.deposit_ids
        self.assertEqual((deposit.refundable, deposit.balance), (0, 0))
        paper.invalidate_recordset(["dues"])
        self.assertEqual(paper.dues, 0)
        self.assertIn("Gone with two months", paper.notice_ids.body)
        with self.assertRaises(AccessError):
            self.by("biller", bill.line_ids).remove_move_reconcile()
        self._close(paper)
        self.assertEqual(contract.unit_ids.mapped("state"), ["vacant"])

    def test_debts_above_the_deposit(self):
        """C-33: where the debts are more than the deposit, all of it pays the oldest
        bills first, nothing goes back, and the rest stays open."""
        contract = self.lease()
        old, new = self.rent(contract, 20000), self.rent(contract, 15000.75)
        new.line_ids.filtered("date_maturity").date_maturity = fields.Date.today()
        paper = self.forced(contract)
        self.approve_forced(paper)
        self.take_back(paper)
        self.settle(paper)
        bill = paper.charge_ids.move_id
        owed = old.amount_residual + new.amount_residual + bill.amount_residual
        manager = self.by("manager", paper)
        manager.write({"decision": "part", "decision_reason": "Gone"})
        self.refused("manager", paper, "decide", "the deposit holds")
        manager.decision = "none"
        manager.action_decide()
        self.by("finance", paper).action_refund()
        self.assertFalse(paper.refund_move_id)
        self.assertEqual(old.amount_residual, 0)
        self.assertEqual(self.ledger(), 0)
        self.assertEqual(self.ledger(self.company.lease_retained_account_id), 0)
        paper.invalidate_recordset(["dues"])
        self.assertAlmostEqual(paper.dues, owed - 30000, 2)

    def test_several_at_once(self):
        """C-33: a set of forced take-backs, each with its own bills."""
        contracts = self.leases(2)
        for contract, amount in zip(contracts, (100.1, 200.2), strict=True):
            self.rent(contract, amount)
        papers = self.env["ops.lease.exit"].union(*map(self.forced, contracts))
        self.approve_forced(papers)
        self.take_back(papers)
        self.settle(papers)
        for paper in self.by("manager", papers):
            paper.write({"decision": "part", "decision_reason": "Gone"})
        self.by("manager", papers).action_decide()
        self.by("finance", papers).action_refund()
        papers.invalidate_recordset(["dues"])
        self.assertEqual(papers.mapped("dues"), [0, 0])
        self.assertEqual(self.ledger(), 0)
        self.assertEqual(
            [round(p.retain_move_id.amount_total, 2) for p in papers],
            [round(sum(p.deduction_ids.mapped("amount")), 2) for p in papers],
        )

    def test_form(self):
        """C-33, C-05, C-06, C-07: the record 强制收铺记录 with letters, things left,
        witnesses, costs in words and signatures; counsel signs as counsel."""
        from pdfminer.high_level import extract_text

        contract = self.lease()
        self.rent(contract, 5000)
        paper = self.forced(contract)
        self.people["counsel"].name = "Counsel Zhao"
        self.approve_forced(paper)
        self.take_back(paper)
        self.settle(paper)
        self.by("manager", paper).write({"decision": "part", "decision_reason": "Gone"})

        def text(report, lang):
            reports = self.by("manager", self.env["ir.actions.report"])
            content, _kind = reports.with_context(lang=lang)._render_qweb_pdf(
                f"ops_leasing.{report}", paper.ids
            )
            return "".join(extract_text(io.BytesIO(content)).split())

        for lang in ("zh_CN", "en_US"):
            words = text("report_exit_forced", lang)
            for word in ("强制收铺记录", "NeighbourOne", "EMS-1", "StoreroomB1", "元"):
                self.assertIn(word, words)
            self.assertIn("CounselZhao", words)
        self.assertIn("Legal:", text("report_exit", "en_US"))
        clearance = text("report_exit_clearance", "en_US")
        self.assertIn("撤场确认单", clearance)
        self.assertIn("signedbyallthreeparties", clearance)
