from datetime import timedelta

from lxml import etree
from odoo import fields
from odoo.addons.ops_base.flow import Flow, Step
from odoo.tests import freeze_time, tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestFlowPanel(FlowCase):
    def panel(self, job, user=None):
        return job.with_user(user or self.clerk).flow_panel()[0]

    def test_what_comes_next_and_what_blocks(self):
        """ui.md 2: the panel says what comes next, what blocks it and who owes it."""
        job = self.jobs()
        job.action_start()
        job.line_ids = [(0, 0, {"name": "door"})]
        panel = self.panel(job, self.counsel)
        self.assertEqual(
            [(node["state"], node["status"]) for node in panel["path"]],
            [("draft", "done"), ("doing", "blocked"), ("done", "todo")],
        )
        finish, stop = panel["steps"]
        self.assertEqual((finish["name"], finish["enabled"]), ("finish", False))
        self.assertIn("door", finish["why_not"])
        ticked, titled = finish["gates"]
        self.assertFalse(ticked["ok"])
        self.assertTrue(titled["ok"])
        self.assertEqual(ticked["items"][0]["fix"]["res_id"], job.line_ids[1].id)
        self.assertIn("Process administrator", panel["turn"])
        self.assertTrue(stop["needs_reason"])
        job.line_ids.ticked = True
        self.assertTrue(self.panel(job, self.counsel)["steps"][0]["enabled"])
        clerk = self.panel(job)["steps"][0]
        self.assertFalse(clerk["enabled"])
        self.assertIn("counsel", clerk["why_not"])

    def test_no_step_aside_is_the_next(self):
        """ui.md 2: what leads off the main line is offered, never the next step."""
        job = self.jobs()
        job.action_start()
        main = {step["name"]: step["main"] for step in self.panel(job)["steps"]}
        self.assertEqual(main, {"finish": True, "stop": False})
        flow = Flow(
            Step("issue", "draft", "issued", group="x"),
            Step("void", "issued", "void", group="x"),
            side="void",
        )
        self.assertIsNone(flow.next_step("issued"))
        self.assertEqual(flow.path(), ("draft", "issued"))

    def test_history_and_waiting(self):
        """ui.md 2: days in the flow, who was waited for, who did what."""
        start = fields.Datetime.now()
        with freeze_time(start - timedelta(days=6)):
            job = self.jobs()
            job.action_start()
        with freeze_time(start - timedelta(days=2)):
            job.action_stop("rain")
        panel = self.panel(job)
        self.assertEqual(panel["days"], 6.0)
        self.assertEqual([row["label"] for row in panel["history"]], ["Start", "Stop"])
        self.assertEqual(panel["history"][1]["reason"], "rain")
        self.assertEqual(panel["waiting"][0]["days"], 4.0)

    def test_every_form_gets_the_panel(self):
        """Shown 2: a flow model's form carries the panel and locks by state."""
        arch = etree.fromstring(
            self.env["test.ops.job"].get_view(view_type="form")["arch"]
        )
        self.assertEqual(len(arch.xpath("//widget[@name='ops_flow_panel']")), 1)
        title = arch.xpath("//field[@name='title']")[0]
        self.assertIn("flow_editable", title.get("readonly"))
        self.assertTrue(arch.xpath("//field[@name='flow_editable']"))

    def test_editable_is_what_the_guard_allows(self):
        """Rule 10: the screen locks by the same rule as the server."""
        job = self.jobs()
        self.assertEqual(job.flow_editable, "*")
        job.action_start()
        self.assertEqual(job.flow_editable, ",line_ids,remark,")

    def test_filters(self):
        """ui.md Manners: open, late and mine are searchable."""
        now = fields.Datetime.now()
        open_job, done_job = self.jobs(2)
        (open_job | done_job).action_start()
        done_job.with_user(self.counsel).action_finish()
        open_job._flow_write({"state_due": now - timedelta(days=1)})
        Job = self.env["test.ops.job"].with_user(self.counsel)
        both = [("id", "in", (open_job | done_job).ids)]
        for name in ("flow_is_open", "flow_is_late", "flow_is_mine"):
            with self.subTest(name):
                self.assertEqual(Job.search([*both, (name, "=", True)]), open_job)
                self.assertEqual(Job.search([*both, (name, "=", False)]), done_job)
                self.assertTrue(open_job.with_user(self.counsel)[name])
                self.assertFalse(done_job.with_user(self.counsel)[name])

    def test_drafts_wait_for_their_author(self):
        """ui.md 1: a colleague's draft is not my business, my own is."""
        mine, other = self.jobs(), self.jobs(user=self.director)
        found = mine.search([("flow_is_mine", "=", True)])
        self.assertIn(mine, found)
        self.assertNotIn(other, found)

    def test_queries_flat(self):
        """Law 3: the panel costs the same queries for 1 and for 100 papers."""
        jobs = self.jobs(100)
        jobs.action_start()

        def cost(papers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            papers.flow_panel()
            return self.env.cr.sql_log_count - before

        cost(jobs[0])
        self.assertEqual(cost(jobs[0]), cost(jobs))
