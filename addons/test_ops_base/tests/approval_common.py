from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import FlowCase


class ApprovalCase(FlowCase):
    """A paper, its route and the people who sign it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob, cls.cid, cls.dan = (
            new_test_user(cls.env, name, groups="ops_base.group_user", name=name)
            for name in ("ann", "bob", "cid", "dan")
        )
        cls.admin = new_test_user(cls.env, "chief", groups="ops_base.group_manager")
        cls.Request = cls.env["ops.approval.request"]
        cls.env["ops.approval.route"].search(
            [("code", "=", "test_paper")]
        ).active = False

    @contextmanager
    def refused(self, pattern):
        """What happens inside is refused with these words, and leaves no trace."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), pattern)

    def step(self, *users, **values):
        """Values of a route step signed by ``users``."""
        return {
            "name": values.pop("name", "Step"),
            "user_ids": [(6, 0, [user.id for user in users])],
            **values,
        }

    def route(self, *steps, **values):
        """A route for the test paper; steps in order, called 1, 2, …"""
        return self.env["ops.approval.route"].create(
            {
                "name": "Route",
                "code": "test_paper",
                "model_id": self.env["ir.model"]._get_id("test.ops.paper"),
                "step_ids": [
                    (0, 0, {**step, "sequence": i, "name": f"{i}"})
                    for i, step in enumerate(steps, 1)
                ],
                **values,
            }
        )

    def papers(self, count=1, user=None, submit=True, **values):
        """Papers of the clerk, submitted."""
        papers = (
            self.env["test.ops.paper"]
            .with_user(user or self.clerk)
            .create([{"title": "Roof", "amount": 500, **values} for _i in range(count)])
        )
        if submit:
            papers.action_submit()
        return papers

    def request(self, papers, user=None):
        """The running approvals of papers, as ``user`` (default: the system)."""
        requests = self.Request.sudo().search(
            [
                ("res_model", "=", papers._name),
                ("res_id", "in", papers.ids),
                ("latest", "=", True),
            ]
        )
        return requests.with_user(user).sudo(False) if user else requests

    def turn(self, papers):
        """Logins of those whose turn it is."""
        tasks = self.request(papers).task_ids.filtered(lambda t: t.state == "open")
        return sorted((t.deputy_id or t.user_id).login for t in tasks)
