from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalRoutes(ApprovalCase):
    """Which route a paper takes, and who its steps name."""

    def preview(self, paper, user=None):
        paper = paper.with_user(user or self.clerk)
        return paper.flow_panel()[0]["preview"]

    def people(self, paper):
        return [[u["name"] for u in step["users"]] for step in self.preview(paper)]

    def test_no_route(self):
        """PU-10: without a route nothing is submitted; the message says who helps."""
        paper = self.papers(submit=False)
        self.assertTrue(self.preview(paper)[0]["problem"])
        with self.refused("test_paper.*Process administrator"):
            paper.action_submit()
        self.assertEqual(paper.state, "draft")

    def test_amount_bands(self):
        """PU-10, PU-F13: from is included, below is not."""
        self.route(self.step(self.ann), amount_max=1000)
        self.route(self.step(self.bob), amount_min=1000)
        for amount, login in ((999.99, "ann"), (1000, "bob"), (5000, "bob")):
            paper = self.papers(amount=amount, submit=False)
            self.assertEqual(self.people(paper), [[login]], amount)
            paper.action_submit()
            self.assertEqual(self.turn(paper), [login])

    def test_condition_dates_and_order(self):
        """PU-10: condition, dates in force, own company before shared, then order."""
        today = fields.Date.today()
        self.route(self.step(self.dan), date_to=today - timedelta(days=1), sequence=1)
        self.route(self.step(self.dan), date_from=today + timedelta(days=1), sequence=1)
        shared = self.route(self.step(self.ann), sequence=2)
        own = self.route(
            self.step(self.bob),
            sequence=9,
            company_id=self.env.company.id,
            domain="[('title', '=', 'Roof')]",
        )
        self.assertEqual(self.people(self.papers(submit=False)), [["bob"]])
        other = self.papers(title="Wall", submit=False)
        self.assertEqual(self.people(other), [["ann"]])
        shared.active = False
        with self.refused("none of the routes"):
            other.action_submit()
        own.domain = "[]"
        other.action_submit()
        self.assertEqual(self.turn(other), ["bob"])

    def test_condition_is_checked(self):
        """PU-10: a condition on a field that is not there is refused when saved."""
        for domain in ("[('nothing', '=', 1)]", "[(", "__import__('os')"):
            with self.assertRaises(ValidationError):
                self.route(self.step(self.ann), domain=domain)

    def test_own_paper(self):
        """C-10: nobody signs his own paper; a stated problem before submission."""
        self.route(self.step(self.clerk))
        paper = self.papers(submit=False)
        self.assertIn("own paper", self.preview(paper)[0]["problem"])
        with self.refused("own paper"):
            paper.action_submit()

    def test_own_paper_of_the_one_it_is_for(self):
        """C-23: submitted on behalf of somebody, it is his own paper, too."""
        self.route(self.step(self.ann, self.bob, mode="any"))
        paper = self.papers(user_id=self.ann.id)
        self.assertEqual(self.turn(paper), ["bob"])
        with self.refused("own paper"):
            self.request(paper, self.bob).transfer(self.ann.id)

    def test_owner_changes_on_the_way(self):
        """C-10: who becomes the owner of a paper can no longer agree, but hand over."""
        self.route(self.step(self.ann))
        paper = self.papers()
        paper.sudo()._flow_write({"user_id": self.ann.id})
        with self.refused("own paper"):
            self.request(paper, self.ann).agree()
        self.request(paper, self.ann).transfer(self.bob.id)
        self.request(paper, self.bob).agree()
        self.assertEqual(paper.state, "approved")

    def employees(self):
        Employee, Department = self.env["hr.employee"], self.env["hr.department"]
        head, top, clerk = (
            Employee.create({"name": user.name, "user_id": user.id})
            for user in (self.ann, self.bob, self.clerk)
        )
        board = Department.create({"name": "Board", "manager_id": top.id})
        mall = Department.create(
            {"name": "Mall", "manager_id": head.id, "parent_id": board.id}
        )
        clerk.department_id = head.department_id = mall
        return mall

    def test_department_head(self):
        """HR-08: the head of the initiator's department, or some levels above."""
        self.employees()
        head = {"approver_kind": "department_head", "user_ids": False}
        self.route(self.step(**head), self.step(**head, level=1))
        self.assertEqual(self.people(self.papers(submit=False)), [["ann"], ["bob"]])

    def test_the_next_above_signs_for_an_owner(self):
        """C-10: the head raises it himself: the head above signs; or whom the step
        names."""
        self.employees()
        head = {"approver_kind": "department_head", "user_ids": False}
        route = self.route(self.step(**head))
        paper = self.papers(user=self.ann, submit=False)
        preview = self.preview(paper, self.ann)
        self.assertEqual([u["name"] for u in preview[0]["users"]], ["bob"])
        self.assertIn("ann", preview[0]["note"])
        route.step_ids.fallback_user_ids = self.cid
        paper.action_submit()
        self.assertEqual(self.turn(paper), ["cid"])

    def test_group_role_post_field(self):
        """C-10: people by group, role (with dates), post and a field of the paper."""
        job = self.env["hr.job"].create({"name": "Fire officer"})
        self.env["hr.employee"].create(
            {"name": "cid", "user_id": self.cid.id, "job_id": job.id}
        )
        role = self.env["res.users.role"].create({"name": "Duty officer"})
        past = fields.Date.today() - timedelta(days=9)
        for user, date_to in ((self.bob, False), (self.dan, past)):
            role.line_ids.create(
                {"role_id": role.id, "user_id": user.id, "date_to": date_to}
            )
        no = {"user_ids": False}
        group = self.env.ref("ops_base.group_gm").id
        self.route(
            self.step(approver_kind="group", group_id=group, mode="any", **no),
            self.step(approver_kind="role", role_id=role.id, **no),
            self.step(approver_kind="job", job_id=job.id, **no),
            self.step(approver_kind="field", field_path="partner_id.user_id", **no),
        )
        partner = self.env["res.partner"].create({"name": "T", "user_id": self.ann.id})
        people = self.people(self.papers(partner_id=partner.id, submit=False))
        self.assertIn(self.director.name, people[0])
        self.assertEqual(people[1:], [["bob"], ["cid"], ["ann"]])

    def test_steps_are_checked(self):
        """C-26: wrong paths and key figures are refused when the route is saved."""
        amount = self.env["ir.model.fields"]._get("test.ops.paper", "amount")
        wrong = [
            self.step(approver_kind="field", field_path="title"),
            self.step(approver_kind="field", field_path="nothing.user_id"),
            self.step(approver_kind="field", field_path="company_id"),
            self.step(approver_kind="group"),
            self.step(self.ann, editable_field_ids=[(6, 0, amount.ids)]),
        ]
        for step in wrong:
            with self.subTest(step), self.assertRaises(ValidationError):
                self.route(step)

    def test_too_few_voters(self):
        """C-17: three votes of two people cannot be won; said before submission."""
        self.route(self.step(self.ann, self.bob, mode="votes", min_votes=3))
        paper = self.papers(submit=False)
        self.assertIn("3", self.preview(paper)[0]["problem"])
        with self.assertRaises(UserError):
            paper.action_submit()

    def test_field_rights(self):
        """C-26: the pending signer fills in what his step opens, nobody else does."""
        clause = self.env["ir.model.fields"]._get("test.ops.paper", "clause")
        self.route(
            self.step(self.ann),
            self.step(self.bob, editable_field_ids=[(6, 0, clause.ids)]),
        )
        paper = self.papers()
        bobs = paper.with_user(self.bob)
        with self.assertRaises(UserError):
            bobs.clause = "early"
        self.request(paper, self.ann).agree()
        with self.assertRaises(UserError):
            paper.clause = "by the clerk"
        bobs.clause = "by counsel"
        with self.assertRaises(UserError):
            bobs.title = "not opened"
        self.assertIn(",clause,", bobs.flow_editable)
        self.request(paper, self.bob).agree()
        with self.assertRaises(UserError):
            bobs.clause = "afterwards"

    def test_late(self):
        """C-20: days of the step make the approval late."""
        self.route(self.step(self.ann, days=2))
        paper = self.papers()
        request = self.request(paper)
        self.assertEqual(request.deadline, request.waiting_since + timedelta(days=2))
        self.assertFalse(request.is_late)
        request.deadline = fields.Datetime.now() - timedelta(hours=1)
        self.assertTrue(request.is_late)
        Request = self.Request.with_user(self.ann)
        self.assertEqual(Request.search([("is_late", "=", True)]).ids, request.ids)
        self.assertEqual(Request.inbox_counts()["late"], 1)

    def test_route_changes_do_not_touch_running_papers(self):
        """PU-10: what runs keeps the steps it was sent with."""
        route = self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        route.step_ids[0].user_ids = self.cid
        route.step_ids[1].unlink()
        self.request(paper, self.ann).agree()
        self.assertEqual((paper.state, self.turn(paper)), ("approving", ["bob"]))
