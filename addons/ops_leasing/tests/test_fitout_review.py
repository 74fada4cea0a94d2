from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import PEOPLE, LeasingCase


@tagged("post_install", "-at_install")
class TestFitoutReview(LeasingCase):
    """LE-18: both sides review the drawings, version by version."""

    def request(self, paper):
        return self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)], order="id"
        )[-1:]

    def test_one_side_is_not_enough(self):
        """LE-18: one side's yes never starts the fit-out, whichever comes first."""
        for first, second in (("manager", "designer"), ("designer", "manager")):
            paper = self.walk_fitout(self.draft_fitout(), "reviewing")
            self.assertTrue(paper.name.startswith("ZX-"))
            self.approve(paper, (first,))
            self.assertEqual(paper.state, "reviewing")
            for post in ("keeper", "clerk", "manager", "designer"):
                with self.assertRaises(UserError):
                    self.by(post, paper).action_permit()
                with self.assertRaises(UserError):
                    self.by(post, paper).action_approve()
            self.approve(paper, (second,))
            self.assertEqual(paper.state, "approved")
            self.assertEqual(set(paper.drawing_ids.mapped("state")), {"approved"})

    def test_handed_over_signature(self):
        """LE-18, C-13: a signature handed to the other side does not count for two."""
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        request = self.request(paper)
        self.by("designer", request).transfer(self.people["gm"].id, "Please")
        self.approve(paper, ("manager", "gm"))
        self.assertEqual(paper.state, "reviewing")
        with self.assertRaisesRegex(FlowRefused, "Design management centre has not"):
            self.by("manager", paper).action_approve()
        self.by("clerk", paper).action_recall("The design centre has to see it")
        self.walk_fitout(paper, "approved")

    def test_submit_gates(self):
        """LE-18: lease, drawings with files and both reviewers, all named at once."""
        paper = self.draft_fitout(
            drawing_ids=[Command.create({"name": "Layout", "discipline": "layout"})]
        )
        self.by("clerk", paper).reviewer_design_id = self.people["keeper"]
        with self.assertRaisesRegex(FlowRefused, "Layout V1 has no file") as refusal:
            self.by("clerk", paper).action_submit()
        self.assertEqual(
            {b.gate for b in refusal.exception.blockers},
            {"drawings_given", "reviewers_named"},
        )
        self.by("clerk", paper).write(
            {
                "drawing_ids": [Command.clear()],
                "reviewer_design_id": self.people["designer"].id,
            }
        )
        with self.assertRaisesRegex(FlowRefused, "No drawing"):
            self.by("clerk", paper).action_submit()
        self.by("clerk", paper).drawing_ids = [Command.create(self.drawing())]
        for post in PEOPLE:
            if post not in ("clerk", "manager"):
                with self.subTest(post=post), self.assertRaises(UserError):
                    self.by(post, paper).action_submit()
        self.by("clerk", paper).action_submit()
        self.assertEqual(paper.state, "reviewing")

    def test_unsigned_lease(self):
        """LE-18: no file goes to review before the lease is signed; one at a time."""
        contract = self.draft_contract()
        paper = self.draft_fitout(contract)
        with self.assertRaisesRegex(FlowRefused, "not signed"):
            self.by("clerk", paper).action_submit()

    def test_returned_keeps_remarks(self):
        """LE-18: returned versions keep their remarks; a new version replaces them."""
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        layout, fire = paper.drawing_ids.sorted("id")
        # each side writes its own opinion
        with self.assertRaises(AccessError):
            self.by("clerk", fire).opinion_design = "Mine"
        with self.assertRaises(AccessError):
            self.by("designer", fire).opinion_leasing = "Mine"
        with self.assertRaises(UserError):
            self.by("clerk", fire).name = "Other"
        self.by("designer", fire).write(
            {"opinion_design": "Exit too narrow", "to_revise": True}
        )
        self.by("designer", self.request(paper)).send_back("Fire drawing")
        self.assertEqual(paper.state, "draft")
        self.assertEqual((layout.state, fire.state), ("submitted", "returned"))
        with self.assertRaisesRegex(FlowRefused, "Fire V1 was returned"):
            self.by("clerk", paper).action_submit()
        for values in (
            {"opinion_design": ""},
            {"name": "Fire 2"},
            {"state": "approved"},
        ):
            with self.assertRaises(UserError):
                self.by("clerk", fire).write(values)
        with self.assertRaises(UserError):
            self.by("clerk", fire).unlink()
        self.by("clerk", paper).drawing_ids = [
            Command.create(self.drawing("Fire", "fire"))
        ]
        self.assertEqual(paper.drawing_ids._latest().mapped("version"), [2, 1])
        self.assertEqual(fire.opinion_design, "Exit too narrow")
        # a new round asks both sides again
        self.walk_fitout(paper, "reviewing")
        self.approve(paper, ("designer",))
        self.assertEqual(paper.state, "reviewing")
        self.approve(paper, ("manager",))
        self.assertEqual(paper.state, "approved")
        self.assertEqual(fire.state, "returned")

    def test_new_version_restarts(self):
        """LE-18: a new version after the approval starts the approval again, and the
        permit falls with it; nobody stamps a drawing himself."""
        paper = self.walk_fitout(self.draft_fitout(), "permitted")
        self.assertTrue(paper.permit_number)
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.drawing"]).create(
                {**self.drawing(), "fitout_id": paper.id, "state": "approved"}
            )
        with self.assertRaises(UserError):
            self.by("clerk", paper.drawing_ids[0]).name = "Other"
        self.by("clerk", self.env["ops.lease.drawing"]).create(
            {**self.drawing(), "fitout_id": paper.id}
        )
        self.assertEqual(paper.state, "draft")
        self.assertFalse(paper.permit_number)
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_start()
        self.walk_fitout(paper, "approved")
        self.by("keeper", paper).action_permit()
        self.assertTrue(paper.permit_number)

    def test_outsiders(self):
        """LE-18: who has nothing to do with it sees no drawing."""
        paper = self.draft_fitout()
        for post in ("outsider", "biller", "buyer", "costing"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper).read(["name"])
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper.drawing_ids).read(["name"])
