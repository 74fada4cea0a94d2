from odoo.addons.ops_base.approval.state import Node, Request, replay
from odoo.exceptions import UserError
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalRules(ApprovalCase):
    """How several people decide, and what happens after a "no"."""

    def test_all_stop(self):
        """C-27, Rule 2: one "no" of a joint signature stops it at once."""
        self.route(self.step(self.ann, self.bob, self.cid, mode="all"))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).send_back("no")
        self.assertEqual((paper.state, self.turn(paper)), ("draft", []))

    def test_all_wait(self):
        """C-27: with "wait" the others are still heard; nothing moves on silently."""
        self.route(
            self.step(self.ann, self.bob, self.cid, mode="all", on_reject="wait")
        )
        paper = self.papers()
        self.request(paper, self.ann).send_back("not like this")
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["bob", "cid"]))
        self.request(paper, self.bob).agree()
        self.request(paper, self.cid).agree()
        self.assertEqual(paper.state, "draft")
        self.assertIn("not like this", paper.flow_panel()[0]["history"][-1]["reason"])

    def test_no_while_a_signer_is_added(self):
        """C-27: a "no" of one member closes what others have added."""
        self.route(self.step(self.ann, self.bob, mode="all"))
        paper = self.papers()
        self.request(paper, self.ann).add_signers([self.dan.id])
        self.request(paper, self.bob).send_back("no")
        self.assertEqual((paper.state, self.turn(paper)), ("draft", []))
        with self.assertRaises(UserError):
            self.request(paper, self.dan).agree()

    def test_no_of_an_added_signer(self):
        """C-27: the "no" of an added signer is a "no" of the place he was added to."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).add_signers([self.dan.id])
        self.request(paper, self.dan).send_back("no", to="previous")
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["ann"]))

    def test_any(self):
        """C-17, Rule 2: the first of several decides."""
        self.route(self.step(self.ann, self.bob, mode="any"))
        one, two = self.papers(2)
        self.request(one, self.bob).agree()
        self.assertEqual(one.state, "approved")
        self.request(two, self.ann).send_back("no")
        self.assertEqual(two.state, "draft")

    def test_in_order(self):
        """C-17: one after another within a step."""
        self.route(self.step(self.ann, self.bob, mode="in_order"))
        paper = self.papers()
        first = self.turn(paper)
        self.assertEqual(len(first), 1)
        self.request(paper, self.ann).agree()
        self.assertEqual(self.turn(paper), ["bob"])

    def test_votes(self):
        """C-17: enough votes pass; a vote that can no longer be won fails."""
        people = (self.ann, self.bob, self.cid)
        self.route(self.step(*people, mode="votes", min_votes=2))
        one, two = self.papers(2)
        self.request(one, self.ann).send_back("no")
        self.request(one, self.bob).agree()
        self.assertEqual(one.state, "approving")
        self.request(one, self.cid).agree()
        self.assertEqual(one.state, "approved")
        self.request(two, self.ann).send_back("no")
        self.request(two, self.bob).send_back("no, too")
        self.assertEqual(two.state, "draft")

    def test_unanimous(self):
        """C-17, Rule 2: one "no" of a unanimous vote is final; nothing goes back."""
        self.route(self.step(self.ann, self.bob, mode="unanimous"))
        paper = self.papers()
        with self.refused("unanimous"):
            self.request(paper, self.ann).send_back("hm")
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).refuse("no")
        self.assertEqual(paper.state, "refused")

    def test_continue_after_a_return(self):
        """C-12: goes on with the one who sent it back; the earlier agreement stays."""
        self.route(self.step(self.ann), self.step(self.bob), self.step(self.cid))
        paper = self.papers()
        self.request(paper, self.ann).agree("fine")
        self.request(paper, self.bob).send_back("title")
        paper.title = "Better"
        paper.action_submit()
        self.assertEqual(self.turn(paper), ["bob"])
        self.assertEqual(self.request(paper).round, 2)
        self.request(paper, self.bob).agree()
        self.request(paper, self.cid).agree()
        self.assertEqual(paper.state, "approved")
        signed = self.Request._signatures(paper)[paper.id]
        self.assertEqual([s["user"] for s in signed], ["ann", "bob", "cid"])

    def test_key_figures_restart_a_return(self):
        """C-12: with another amount everybody is asked again."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).send_back("amount")
        paper.amount = 900
        paper.action_submit()
        self.assertEqual(self.turn(paper), ["ann"])
        self.assertEqual(self.request(paper).amount, 900)

    def test_raised_again_by_one_who_has_signed(self):
        """C-12, C-23: his agreement does not count for a paper he raises himself."""
        self.route(self.step(self.ann, self.cid, mode="any"), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).send_back("title")
        paper.with_user(self.ann).action_submit()
        self.assertEqual(self.turn(paper), ["cid"])

    def test_restart_after_a_return(self):
        """C-12: the other setting starts from the first step, in a new approval."""
        self.route(self.step(self.ann), self.step(self.bob), resubmit_mode="restart")
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).send_back("no")
        paper.action_submit()
        self.assertEqual(self.turn(paper), ["ann"])
        events = self.Request._panel(paper)[paper.id]["events"]
        kinds = [event["kind"] for event in events]
        self.assertEqual(kinds.count("start"), 2, "both rounds are one timeline")

    def test_withdrawn_starts_anew(self):
        """C-12, C-18: a withdrawn paper starts from the first step."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.clerk).withdraw()
        paper.action_submit()
        self.assertEqual(self.turn(paper), ["ann"])

    def test_same_person_once(self):
        """C-22: only for adjacent steps: A, A, B, A asks A twice."""
        ann, bob = self.step(self.ann), self.step(self.bob)
        self.route(ann, ann, bob, ann)
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.assertEqual(self.turn(paper), ["bob"])
        self.request(paper, self.bob).agree()
        self.assertEqual(self.turn(paper), ["ann"])

    def test_same_person_twice(self):
        """C-22: the route may want every step signed."""
        ann = self.step(self.ann)
        self.route(ann, ann, skip_same_adjacent=False)
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.assertEqual(self.turn(paper), ["ann"])

    def test_changed_after_approval(self):
        """PU-F03: a key figure changed after approval asks everybody again."""
        self.route(self.step(self.ann))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        paper.amount = 800
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["ann"]))
        old = self.Request.search([("res_id", "=", paper.id), ("latest", "=", False)])
        self.assertEqual(old.state, "superseded")

    def test_cancelled(self):
        """C-19: cancelling the paper closes its approval."""
        self.route(self.step(self.ann))
        paper = self.papers()
        paper.action_cancel("no need")
        self.assertEqual(self.request(paper).state, "superseded")
        self.assertEqual(self.turn(paper), [])
        with self.assertRaises(UserError):
            self.request(paper, self.ann).agree()

    def test_timeline_replays_to_the_tables(self):
        """C-25: the stored timeline alone leads to the stored state."""
        self.route(
            self.step(self.ann, self.bob, mode="all", on_reject="wait"),
            self.step(self.cid),
        )
        paper = self.papers()
        self.request(paper, self.ann).add_signers([self.dan.id])
        self.request(paper, self.dan).agree("yes")
        self.request(paper, self.bob).agree("yes")
        self.request(paper, self.ann).agree()
        self.request(paper, self.cid).send_back("again", to="previous")
        self.request(paper, self.bob).transfer(self.dan.id)
        request = self.request(paper)
        self.env.flush_all()
        self.env.invalidate_all()
        state = request._load()[request.id]
        blank = Request(
            requester=state.requester,
            owners=state.owners,
            nodes=[
                Node(n.name, n.mode, n.seats, n.min_votes, n.on_reject)
                for n in state.nodes
            ],
            resubmit=state.resubmit,
        )
        self.assertEqual(replay(blank, request._timeline()[request.id]), state)
