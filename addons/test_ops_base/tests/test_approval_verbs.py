from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalVerbs(ApprovalCase):
    """Every verb, as the right and as the wrong person."""

    def test_agree(self):
        """C-10: the paper moves when the last signer has agreed, not before."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        for stranger in (self.clerk, self.admin):
            with self.assertRaises(UserError):
                self.request(paper, stranger).agree()
        for stranger in (self.cid, self.outsider):
            with self.assertRaises(AccessError):
                self.request(paper, stranger).agree()
        with self.refused("turn of ann"):
            self.request(paper, self.bob).agree()
        self.request(paper, self.ann).agree("in order")
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["bob"]))
        with self.assertRaises(UserError):
            self.request(paper, self.ann).agree()
        self.request(paper, self.bob).agree()
        self.assertEqual(paper.state, "approved")
        self.assertEqual(self.request(paper).state, "agreed")
        with self.refused("Approved"):
            self.request(paper, self.bob).agree()

    def test_the_kernel_alone_takes_the_step(self):
        """Law 1: the step of a route cannot be taken by hand before the agreement."""
        self.route(self.step(self.ann))
        paper = self.papers()
        with self.refused("ann"):
            paper.action_approve()
        self.assertEqual(paper.state, "approving")

    def test_send_back_to_the_initiator(self):
        """C-11, C-24: back to a draft, with the opinion in the flow's history."""
        self.route(self.step(self.ann))
        paper = self.papers()
        for nothing in ("", "  "):
            with self.refused("say why"):
                self.request(paper, self.ann).send_back(nothing)
        with self.assertRaises(UserError):
            self.request(paper, self.clerk).send_back("mine")
        self.request(paper, self.ann).send_back("photos missing")
        self.assertEqual(paper.state, "draft")
        self.assertEqual(self.request(paper).state, "returned")
        self.assertEqual(
            paper.flow_panel()[0]["history"][-1]["reason"], "photos missing"
        )

    def test_send_back_to_a_chosen_step(self):
        """C-11: to the previous or a chosen earlier step; the paper stays submitted."""
        self.route(self.step(self.ann), self.step(self.bob), self.step(self.cid))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).agree()
        request = self.request(paper, self.cid)
        nodes = self.request(paper).node_ids
        with self.assertRaises(UserError):
            request.send_back("later", node_id=nodes[2].id)
        other = self.request(self.papers()).node_ids
        with self.refused("another paper"):
            request.send_back("foreign", node_id=other[0].id)
        request.send_back("again", to="previous")
        self.assertEqual(self.turn(paper), ["bob"])
        self.request(paper, self.bob).agree()
        self.request(paper, self.cid).send_back("from the start", node_id=nodes[0].id)
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["ann"]))
        self.request(paper, self.ann).agree()
        self.assertEqual(self.turn(paper), ["cid"], "continues where it was sent back")

    def test_refuse(self):
        """C-11, C-24: a final no ends the paper."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        with self.assertRaises(UserError):
            self.request(paper, self.ann).refuse("")
        with self.assertRaises(UserError):
            self.request(paper, self.bob).refuse("too early")
        self.request(paper, self.ann).refuse("never")
        self.assertEqual(paper.state, "refused")
        with self.assertRaises(UserError):
            self.request(paper, self.bob).agree()

    def test_withdraw(self):
        """C-18: the initiator takes the paper back, nobody else can."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        for stranger in (self.ann, self.admin):
            with self.assertRaises(UserError):
                self.request(paper, stranger).withdraw()
        self.request(paper, self.ann).agree()
        self.request(paper, self.clerk).withdraw("wrong amount")
        self.assertEqual(paper.state, "draft")
        self.assertEqual(self.request(paper).state, "withdrawn")
        self.assertEqual(self.turn(paper), [])

    def test_withdraw_only_before_the_first_signature(self):
        """C-18: the stricter setting of a route."""
        self.route(self.step(self.ann), self.step(self.bob), withdraw_late=False)
        paper, other = self.papers(2)
        self.request(paper, self.ann).agree()
        with self.refused("signed already"):
            self.request(paper, self.clerk).withdraw()
        self.request(other, self.clerk).withdraw()
        self.assertEqual(other.state, "draft")

    def test_take_back_an_agreement(self):
        """C-18: a signer takes his agreement back until the next person acts."""
        self.route(self.step(self.ann), self.step(self.bob), self.step(self.cid))
        paper = self.papers()
        self.request(paper, self.ann).agree()
        self.request(paper, self.ann).withdraw()
        self.assertEqual(self.turn(paper), ["ann"])
        self.request(paper, self.ann).agree()
        self.request(paper, self.bob).agree()
        with self.refused("next person"):
            self.request(paper, self.ann).withdraw()
        self.assertEqual(self.turn(paper), ["cid"])

    def test_add_and_drop_signers(self):
        """C-15: added people sign too, and only who added them takes them off."""
        self.route(self.step(self.ann))
        paper = self.papers()
        with self.assertRaises(UserError):
            self.request(paper, self.clerk).add_signers([self.dan.id])
        with self.refused("own paper"):
            self.request(paper, self.ann).add_signers([self.clerk.id])
        with self.refused("already signs"):
            self.request(paper, self.ann).add_signers([self.ann.id])
        self.request(paper, self.ann).add_signers([self.bob.id, self.cid.id])
        self.assertEqual(self.turn(paper), ["bob", "cid"])
        with self.assertRaises(UserError):
            self.request(paper, self.ann).agree()
        with self.assertRaises(UserError):
            self.request(paper, self.bob).drop_signer(self.cid.id)
        self.request(paper, self.ann).drop_signer(self.cid.id)
        self.request(paper, self.bob).agree()
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["ann"]))
        self.request(paper, self.ann).add_signers([self.dan.id], when="after")
        self.request(paper, self.ann).agree()
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["dan"]))
        with self.assertRaises(UserError):
            self.request(paper, self.dan).drop_signer(self.bob.id)
        self.request(paper, self.dan).agree()
        self.assertEqual(paper.state, "approved")

    def test_transfer(self):
        """C-13: the agreement is still demanded, of somebody else."""
        self.route(self.step(self.ann))
        paper = self.papers()
        with self.assertRaises(UserError):
            self.request(paper, self.clerk).transfer(self.bob.id)
        with self.refused("own paper"):
            self.request(paper, self.ann).transfer(self.clerk.id)
        self.request(paper, self.ann).transfer(self.bob.id, "your field")
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["bob"]))
        with self.assertRaises(UserError):
            self.request(paper, self.ann).agree()
        self.request(paper, self.bob).agree()
        self.assertEqual(paper.state, "approved")

    def test_the_administrator_moves_a_task(self):
        """HR-28: tasks of who has left are moved, by the administrator only."""
        self.route(self.step(self.ann))
        paper = self.papers()
        self.ann.active = False
        self.assertTrue(self.request(paper, self.admin).is_orphaned)
        with self.assertRaises(AccessError):
            self.request(paper, self.clerk).transfer(
                self.dan.id, from_user_id=self.ann.id
            )
        with self.assertRaises(UserError):
            self.request(paper, self.admin).agree()
        with self.assertRaisesRegex(AccessError, "another's signature"):
            self.request(paper, self.admin).transfer(
                self.admin.id, from_user_id=self.ann.id
            )
        self.request(paper, self.admin).transfer(
            self.bob.id, "has left", from_user_id=self.ann.id
        )
        self.request(paper, self.bob).agree()
        self.assertEqual(paper.state, "approved")

    def test_urge(self):
        """C-20: pending signers get a message, once an hour, from the initiator."""
        self.route(self.step(self.ann), self.step(self.bob))
        papers = self.papers(2)
        with self.assertRaises(AccessError):
            self.request(papers, self.ann).urge()
        self.request(papers, self.clerk).urge()
        notes = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("subject", "like", "reminds")]
        )
        self.assertEqual(notes.partner_ids, self.ann.partner_id)
        self.assertEqual(len(notes), 1, "one message for both papers")
        self.assertIn(papers[0].name, notes.body)
        with self.refused("once an hour"):
            self.request(papers, self.clerk).urge()

    def test_copies(self):
        """C-21: copied people may read, and their reading is marked."""
        self.route({**self.step(self.ann), "copy_user_ids": [(6, 0, self.bob.ids)]})
        paper = self.papers()
        with self.assertRaises(AccessError):
            self.request(paper, self.dan).copy_to([self.dan.id])
        self.request(paper, self.ann).copy_to([self.cid.id, self.bob.id])
        Request = self.Request.with_user(self.cid)
        self.assertEqual(Request.inbox_counts()["copied"], 1)
        self.assertEqual(
            Request.search([("is_copied_to_me", "=", True)]).name, paper.name
        )
        self.request(paper, self.cid).mark_read()
        self.assertEqual(Request.inbox_counts()["copied"], 0)
        read = {c.user_id: bool(c.read_date) for c in self.request(paper).copy_ids}
        self.assertEqual(read, {self.bob: False, self.cid: True})
        with self.assertRaises(UserError):
            self.request(paper, self.cid).agree()

    def test_comment_with_files(self):
        """C-24: an opinion with an attachment; only files one may read oneself."""
        self.route(self.step(self.ann))
        paper = self.papers()
        files = self.env["ir.attachment"]
        own = files.with_user(self.ann).create({"name": "a.txt", "raw": b"a"})
        secret = files.create({"name": "s.txt", "raw": b"s", "res_model": "res.users"})
        self.request(paper, self.ann).comment("see file", own.ids)
        with self.assertRaises(AccessError):
            self.request(paper, self.ann).comment("not mine", secret.ids)
        with self.assertRaises(UserError):
            self.request(paper, self.ann).comment("")
        events = self.Request._panel(paper)[paper.id]["events"]
        [shown] = events[-1]["attachments"]
        self.assertEqual(shown["name"], "a.txt")
        self.env.invalidate_all()
        # whoever reads the paper opens what was added to its approval
        read = files.with_user(self.clerk).browse(shown["id"])
        self.assertEqual(read.raw, b"a")

    def test_bulk(self):
        """C-10: agree to many at once, all or none."""
        self.route(self.step(self.ann))
        papers = self.papers(3)
        self.request(papers[2], self.ann).agree()
        with self.assertRaises(UserError):
            self.request(papers, self.ann).agree()
        self.assertEqual(papers.mapped("state"), ["approving", "approving", "approved"])
        self.request(papers[:2], self.ann).agree("both")
        self.assertEqual(set(papers.mapped("state")), {"approved"})
