from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged

from .approval_common import ApprovalCase

TABLES = ("request", "node", "task", "event", "copy")


@tagged("post_install", "-at_install")
class TestApprovalAccess(ApprovalCase):
    """What a client can try on the tables, and who may read them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env.ref("base.user_admin")

    def test_tables_are_closed(self):
        """Law 1: nobody, no administrator either, writes a running approval."""
        self.route(self.step(self.ann))
        paper = self.papers()
        self.request(paper, self.ann).copy_to(self.bob.ids)
        request = self.request(paper)
        rows = {
            "request": (request, {"state": "agreed"}),
            "node": (request.node_ids, {"state": "agreed"}),
            "task": (request.task_ids, {"state": "agreed", "actor_id": self.ann.id}),
            "event": (request.event_ids, {"opinion": "forged"}),
            "copy": (request.copy_ids, {"user_id": self.dan.id}),
        }
        for user in (self.clerk, self.ann, self.admin, self.root):
            for table in TABLES:
                row, vals = rows[table]
                row = row.with_user(user).sudo(False)
                with self.subTest(user=user.login, table=table):
                    with self.assertRaises(AccessError):
                        row.write(vals)
                    with self.assertRaises(AccessError):
                        row.unlink()
                    with self.assertRaises(AccessError):
                        row.create({"request_id": request.id, **vals})
                    with self.assertRaises(AccessError):
                        row[:1].copy()

    def test_private_methods_are_private(self):
        """Law 2: the engine's doors cannot be called by a client."""
        Request = self.Request
        for name in (
            "_start",
            "_store",
            "_play",
            "_conclude",
            "_supersede",
            "_refresh_deputies",
            "_send_copies",
            "_mark_read",
            "_panel",
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                get_public_method(Request, name)
        for name in ("agree", "send_back", "refuse", "withdraw", "inbox_counts"):
            self.assertTrue(get_public_method(Request, name))

    def test_context_is_no_permission(self):
        """Law 1: whatever a caller puts into the context, it is not his turn."""
        self.route(self.step(self.ann))
        paper = self.papers()
        forged = {
            "ops_flow_pass": True,
            "uid": self.ann.id,
            "default_state": "agreed",
            "admin": True,
            "force": True,
        }
        with self.assertRaises(UserError):
            self.request(paper, self.clerk).with_context(**forged).agree()
        with self.assertRaises(UserError):
            paper.with_context(**forged).action_approve()

    def test_participants_read(self):
        """Law 4: initiator, signers and copied people read; others do not."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).copy_to(self.cid.ids)
        for user in (self.clerk, self.ann, self.bob, self.cid, self.admin):
            self.assertTrue(self.Request.with_user(user).search([]), user.login)
        for user in (self.dan, self.outsider):
            with self.subTest(user.login):
                self.assertFalse(self.Request.with_user(user).search([]))
                with self.assertRaises(AccessError):
                    self.request(paper, user).read(["name", "amount"])
                for table in TABLES[1:]:
                    model = self.env[f"ops.approval.{table}"].with_user(user)
                    self.assertFalse(model.search([]))
                for verb in ("comment", "send_back", "refuse"):
                    with self.assertRaises(AccessError):
                        getattr(self.request(paper, user), verb)("hm")
                with self.assertRaises(AccessError):
                    self.request(paper, user).copy_to(user.ids)
                with self.assertRaises(AccessError):
                    self.request(paper, user).open_paper()

    def test_companies(self):
        """Law 4: neither administrator nor signer reaches over to another company."""
        self.route(self.step(self.ann))
        paper = self.papers()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="ops_base.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.Request.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.request(paper, stranger).comment("hello")
        with self.refused("does not work in"):
            self.request(paper, self.ann).transfer(stranger.id)
        with self.refused("does not work in"):
            self.request(paper, self.ann).copy_to(stranger.ids)
        own = self.route(self.step(self.ann), company_id=other.id)
        self.assertNotIn(own, own.with_user(self.admin).search([]))

    def test_signers_work_in_the_company(self):
        """Law 4: a route cannot name somebody who may not work in the company."""
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "abroad", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        self.route(self.step(stranger))
        with self.refused("may not work in"):
            self.papers()

    def test_routes_belong_to_the_administrator(self):
        """Law 2: staff and signers do not change who signs."""
        route = self.route(self.step(self.ann))
        for user in (self.clerk, self.ann, self.director):
            with self.assertRaises(AccessError):
                route.with_user(user).write({"active": False})
            with self.assertRaises(AccessError):
                route.step_ids.with_user(user).write({"mode": "any"})
        route.with_user(self.admin).write({"name": "Renamed"})

    def test_screens_open(self):
        """Law 4: inbox and configuration can be read by whom they are made for."""
        self.route(self.step(self.ann, approver_kind="users"), domain="[]")
        self.papers()
        for user, names in (
            (self.ann, ("request", "deputy", "act")),
            (self.admin, ("request", "deputy", "act", "route")),
        ):
            for name in names:
                model = self.env[f"ops.approval.{name}"].with_user(user)
                for kind in ("list", "form"):
                    view = model.get_view(view_type=kind)
                    fields = {f: {} for f in view["models"][model._name]}
                    if "request_count" not in fields:
                        model.search([], limit=3).web_read(fields)
            Request = self.Request.with_user(user)
            groups = Request.formatted_read_group([], ["model_id"], ["__count"])
            self.assertIn("Test paper", [group["model_id"][1] for group in groups])
        Step = self.env["ops.approval.route.step"].with_user(self.admin)
        spec = {
            name: {"fields": {"display_name": {}}}
            for name in ("editable_field_ids", "role_id", "group_id", "job_id")
        }
        self.assertTrue(Step.search([]).web_read(spec))
        for name in ("model_id", "editable_field_ids", "role_id", "job_id"):
            self.env[Step._fields[name].comodel_name].with_user(
                self.admin
            ).name_search()

    def test_dialog_checks_the_caller(self):
        """Law 2: the dialog is no way round the verbs' checks."""
        self.route(self.step(self.ann))
        paper = self.papers()
        request = self.request(paper)
        Dialog = self.env["ops.approval.act"]
        values = {"verb": "agree", "request_ids": [(6, 0, request.ids)]}
        with self.assertRaises(UserError):
            Dialog.with_user(self.clerk).create(values).action_confirm()
        with self.assertRaises(AccessError):
            Dialog.with_user(self.dan).create(values).action_confirm()
        back = {**values, "verb": "send_back", "opinion": "no"}
        Dialog.with_user(self.ann).create(back).action_confirm()
        self.assertEqual(paper.state, "draft")

    def test_inboxes(self):
        """C-10, C-21: to approve, approved by me, raised by me, copied to me."""
        self.route(self.step(self.ann), self.step(self.bob))
        one, two = self.papers(2)
        self.request(one, self.ann).agree()
        names = {}
        for flag in ("is_my_turn", "is_signed_by_me", "is_raised_by_me"):
            for user in (self.ann, self.bob, self.clerk):
                found = self.Request.with_user(user).search([(flag, "=", True)])
                names[flag, user.login] = sorted(found.mapped("name"))
                others = self.Request.with_user(user).search([(flag, "=", False)])
                self.assertFalse(found & others)
        self.assertEqual(names["is_my_turn", "ann"], [two.name])
        self.assertEqual(names["is_my_turn", "bob"], [one.name])
        self.assertEqual(names["is_my_turn", "clerk"], [])
        self.assertEqual(names["is_signed_by_me", "ann"], [one.name])
        self.assertEqual(
            names["is_raised_by_me", "clerk"], sorted([one.name, two.name])
        )
        self.assertTrue(two.with_user(self.ann).flow_is_mine)
        self.assertFalse(one.with_user(self.ann).flow_is_mine)
