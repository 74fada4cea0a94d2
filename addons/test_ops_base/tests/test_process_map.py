from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestProcessMap(FlowCase):
    """The process map counts what the asking user may see, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.env["ops.process.map"].create(
            {"name": "Jobs", "code": "test_jobs"}
        )
        node = {"map_id": cls.process.id, "model": "test.ops.job", "role": "Staff"}
        cls.draft, cls.doing, cls.done = cls.env["ops.process.node"].create(
            [
                {**node, "name": "Draft", "states": "draft", "column": 1},
                {**node, "name": "Doing", "states": "doing", "column": 2, "days": 2},
                {**node, "name": "Done", "states": "done", "column": 3, "kind": "end"},
            ]
        )
        cls.env["ops.process.edge"].create(
            [
                {"source_id": cls.draft.id, "target_id": cls.doing.id},
                {"source_id": cls.doing.id, "target_id": cls.done.id},
                {
                    "source_id": cls.doing.id,
                    "target_id": cls.draft.id,
                    "kind": "return",
                },
            ]
        )

    def load(self, user=None, **scope):
        """``{node name: payload}`` as the user sees it."""
        maps = self.env["ops.process.map"].with_user(user or self.clerk)
        return {n["name"]: n for n in maps.load_map("test_jobs", scope)["nodes"]}

    def started(self, count=1, **values):
        jobs = self.jobs(count, **values)
        jobs.action_start()
        return jobs

    def age(self, jobs, days):
        """Let papers have stood in their state for some days."""
        since = fields.Datetime.now() - timedelta(days=days)
        jobs.sudo()._flow_write({"state_since": since})
        for job in jobs.sudo():
            if job.state_due:
                job._flow_write({"state_due": since + timedelta(days=2, hours=1)})

    def test_counts(self):
        """HR-49: a map tells how many papers stand where, how many are late, and
        which have stood there longest."""
        self.jobs(2)
        jobs = self.started(5)
        for days, job in enumerate(jobs):
            self.age(job, days)
        nodes = self.load()
        self.assertEqual(nodes["Draft"]["count"], 2)
        self.assertEqual(nodes["Doing"]["count"], 5)
        self.assertEqual(nodes["Doing"]["late"], 2)
        oldest = nodes["Doing"]["oldest"]
        self.assertEqual([p["id"] for p in oldest], jobs[:1:-1].ids)
        self.assertEqual([p["days"] for p in oldest], [4, 3, 2])
        self.assertEqual([p["late"] for p in oldest], [True, True, False])

    def test_mine(self):
        """HR-49: what waits for me is what my groups take further, nobody else's."""
        self.started(3)
        self.assertEqual(self.load(self.clerk)["Doing"]["mine"], 0)
        self.assertEqual(self.load(self.counsel)["Doing"]["mine"], 3)
        self.assertEqual(self.load(self.clerk, mine=True)["Doing"]["count"], 0)
        self.assertEqual(self.load(self.counsel, mine=True)["Doing"]["count"], 3)

    def test_click_opens_what_is_counted(self):
        """HR-49: the list behind a step holds exactly the papers it counts."""
        self.jobs(2)
        self.age(self.started(3), 5)
        for user in (self.clerk, self.counsel):
            for scope in ({}, {"mine": True}, {"period": "month"}):
                for node in self.load(user, **scope).values():
                    domain = node["action"]["domain"]
                    jobs = self.env["test.ops.job"].with_user(user)
                    late, mine = (
                        [*domain, (name, "=", True)]
                        for name in ("flow_is_late", "flow_is_mine")
                    )
                    self.assertEqual(jobs.search_count(domain), node["count"])
                    self.assertEqual(jobs.search_count(late), node["late"])
                    self.assertEqual(jobs.search_count(mine), node["mine"])

    def test_closed_papers(self):
        """HR-49: closed papers are counted only where the map says so."""
        jobs = self.started(2)
        jobs.with_user(self.counsel).action_finish()
        self.assertEqual(self.load()["Done"]["count"], 0)
        self.done.count_done = True
        self.assertEqual(self.load()["Done"]["count"], 2)
        self.assertEqual(self.load()["Done"]["late"], 0)

    def test_period(self):
        """HR-49: the period is the one the paper was raised in, in the user's day."""
        jobs = self.jobs(2)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE test_ops_job SET create_date = '2020-01-01' WHERE id = %s",
            [jobs[0].id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.load()["Draft"]["count"], 2)
        self.assertEqual(self.load(period="all")["Draft"]["count"], 2)
        for period in ("week", "month", "quarter", "year"):
            self.assertEqual(self.load(period=period)["Draft"]["count"], 1, period)
        self.assertEqual(self.load(period="'; DROP")["Draft"]["count"], 2)

    def test_same_queries(self):
        """Law 3: as many queries for one paper as for a hundred, for three steps as
        for thirty."""
        large = self.process.copy({"code": "test_large"})
        large.node_ids = [
            Command.create(
                {
                    "name": f"Step {i}",
                    "model": "test.ops.job",
                    "states": "draft,doing",
                    "domain": f"[('id', '>', {i})]",
                    "column": i + 1,
                    "row": 2,
                }
            )
            for i in range(27)
        ]
        self.jobs(1)
        self.started(1)

        def queries(code):
            maps = self.env["ops.process.map"].with_user(self.counsel)
            maps.load_map(code)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            maps.load_map(code)
            return self.env.cr.sql_log_count - before

        queries("test_jobs")
        one = queries("test_jobs")
        self.assertEqual(queries("test_large"), one - 1, "the copy has no arrows")
        self.started(50)
        self.jobs(48)
        self.assertEqual(queries("test_jobs"), one)
        self.assertEqual(queries("test_large"), one - 1)

    def test_companies(self):
        """Law 4: papers of another company do not exist, whatever the scope says."""
        south = self.env["res.company"].create({"name": "South"})
        other = new_test_user(
            self.env,
            "southerner",
            groups="ops_base.group_user",
            company_id=south.id,
            company_ids=[(6, 0, south.ids)],
        )
        self.jobs(3)
        self.jobs(1, user=other, company_id=south.id)
        self.assertEqual(self.load(self.clerk)["Draft"]["count"], 3)
        self.assertEqual(self.load(other)["Draft"]["count"], 1)
        forged = self.load(other, company_id=self.env.company.id)
        self.assertEqual(forged["Draft"]["count"], 1)
        both = new_test_user(
            self.env,
            "both",
            groups="ops_base.group_user",
            company_ids=[(6, 0, (south + self.env.company).ids)],
        )
        maps = self.env["ops.process.map"].with_user(both)
        maps = maps.with_context(allowed_company_ids=(self.env.company + south).ids)
        for scope, count in (({}, 4), ({"company_id": south.id}, 1)):
            nodes = maps.load_map("test_jobs", scope)["nodes"]
            self.assertEqual(nodes[0]["count"], count)
        self.process.company_id = south
        self.assertTrue(self.load(other))
        with self.assertRaisesRegex(UserError, "no process map"):
            self.load(self.clerk)

    def test_rights(self):
        """Law 2: staff reads maps, the process administrator draws them, others get
        nothing."""
        for record in (self.process, self.draft, self.process.edge_ids[0]):
            with self.assertRaises(AccessError):
                record.with_user(self.clerk).write({"create_uid": self.clerk.id})
            with self.assertRaises(AccessError):
                record.with_user(self.clerk).unlink()
        with self.assertRaises(AccessError):
            self.load(self.outsider)
        manager = new_test_user(self.env, "drawer", groups="ops_base.group_manager")
        self.draft.with_user(manager).name = "Start"
        self.assertIn("Start", self.load(manager))

    def test_unreadable_paper(self):
        """Law 2: of papers somebody may not read he learns no number and gets no
        list."""
        access = self.env["ir.model.access"].search(
            [("model_id.model", "=", "test.ops.job")]
        )
        self.jobs(2)
        access.write({"active": False})
        node = self.load(self.clerk)["Draft"]
        self.assertEqual(
            (node["counted"], node["count"], node["action"]), (False, 0, None)
        )

    def test_time_limits(self):
        """HR-49: the days of a step make papers due; the shorter limit counts, and a
        change holds from now on."""
        nodes = self.env["ops.process.node"]
        key = ("test.ops.job", "doing")
        self.assertEqual(nodes._days()[key], 2)
        job = self.started()
        self.assertEqual(job.state_due - job.state_since, timedelta(days=2))
        self.doing.days = 5
        self.assertEqual(nodes._days()[key], 5)
        shorter = self.done.copy({"states": "doing, draft", "days": 1})
        self.assertEqual(nodes._days()[key], 1)
        shorter.unlink()
        self.assertEqual(nodes._days()[key], 5)
        self.process.active = False
        self.assertNotIn(key, nodes._days())

    def test_wrong_drawings(self):
        """HR-49: a step names states its paper knows, an arrow joins two steps of
        one map."""
        for values in (
            {"states": "flying"},
            {"domain": "[('nothing', '=', 1)]"},
            {"domain": "__import__('os')"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                self.draft.write(values)
        foreign = self.process.copy().node_ids[0]
        for ends in ((self.draft, self.draft), (self.draft, foreign)):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env["ops.process.edge"].create(
                    {"source_id": ends[0].id, "target_id": ends[1].id}
                )

    def test_copy(self):
        """HR-49: a copied process has its own code and steps."""
        copy = self.process.copy()
        self.assertNotEqual(copy.code, self.process.code)
        self.assertEqual(len(copy.node_ids), 3)

    def test_further_filter(self):
        """HR-49: a map can be narrowed by a field its papers share."""
        self.process.scope_field = "create_uid"
        self.jobs(2)
        self.jobs(1, user=self.counsel)
        maps = self.env["ops.process.map"].with_user(self.counsel)
        answer = maps.load_map("test_jobs", {"value": self.clerk.id})
        self.assertIn(self.clerk.id, [c["id"] for c in answer["choices"]])
        self.assertEqual(answer["nodes"][0]["count"], 2)
        answer = maps.load_map("test_jobs", {"value": 999999})
        self.assertEqual(
            (answer["scope"]["value"], answer["nodes"][0]["count"]), (False, 3)
        )

    def test_register(self):
        """HR-49: every process has a class and may have owner, document, revision and
        a date of evaluation."""
        self.process.write(
            {
                "process_class": "decision",
                "owner_id": self.director.id,
                "document": "QP-07",
                "revision": "B",
                "review_date": "2027-01-01",
            }
        )
        answer = self.env["ops.process.map"].load_map("test_jobs")
        self.assertEqual(answer["document"], "QP-07 B")
        self.assertEqual(answer["owner"], self.director.name)
