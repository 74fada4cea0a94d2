"""Laws 1 and 3, walked over every flow model that is installed."""

import importlib
import inspect
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestLawsFlow(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env.ref("base.user_admin")
        groups = cls.env["res.groups"].search(
            [("privilege_id.category_id.name", "!=", 0)]
        )
        own = groups.filtered(lambda g: (g.get_external_id()[g.id]).startswith("ops_"))
        cls.root.group_ids |= own
        cls.papers = {}
        modules = cls.env["ir.module.module"].search(
            [("state", "=", "installed"), ("name", "like", "ops_")]
        )
        for name in modules.mapped("name"):
            try:
                module = importlib.import_module(f"odoo.addons.{name}.tests.papers")
            except ModuleNotFoundError:
                continue
            cls.papers.update(module.PAPERS)

    def flows(self):
        """Every installed flow model, as the administrator with all roles."""
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(self.root)
            if (
                isinstance(model, self.env.registry["ops.flow.mixin"])
                and not model._abstract
            ):
                yield model

    def make(self, model, count=1):
        return self.papers[model._name](model.env, count)

    def test_every_flow_can_be_made(self):
        """Law 1: each flow model names a paper the laws can be tried on."""
        missing = [m._name for m in self.flows() if m._name not in self.papers]
        self.assertFalse(missing, "no entry in tests/papers.py")
        self.assertTrue(self.papers)

    def test_declarations_hold(self):
        """Law 1: every declaration is sound, every method takes its own step."""
        for model in self.flows():
            with self.subTest(model._name):
                self.assertEqual(model._flow_problems(), [])
                for step in model._flow.steps:
                    if step.kernel:
                        self.assertFalse(hasattr(model, step.method))
                        continue
                    source = inspect.getsource(getattr(type(model), step.method))
                    self.assertIn(f'_flow_take("{step.name}"', source)

    def test_state_is_written_by_steps_only(self):
        """Law 1: neither write nor create, copy or context reaches another state."""
        for model in self.flows():
            flow, paper = model._flow, self.make(model)
            for state in flow.states:
                if state == flow.initial:
                    continue
                with self.subTest(model=model._name, state=state):
                    with self.assertRaises(AccessError):
                        paper.write({"state": state})
                    with self.assertRaises(AccessError):
                        model.create({"state": state})
                    copy = paper.with_context(default_state=state).copy()
                    self.assertEqual(copy.state, flow.initial)
            self.assertEqual(paper.state, flow.initial)

    def test_no_side_door_to_the_state(self):
        """Law 1: no field of another model writes through to a flow's state."""
        flows = {model._name for model in self.flows()}
        for name, cls in self.env.registry.items():
            for field in cls._fields.values():
                if not field.related or field.readonly or field.related_field is None:
                    continue
                target = field.related_field
                self.assertFalse(
                    target.name == "state" and target.model_name in flows,
                    f"{name}.{field.name} writes the state of {target.model_name}",
                )

    def test_steps_wait_for_their_state(self):
        """Rule 4: from the beginning no step can be taken that starts elsewhere."""
        for model in self.flows():
            for step in model._flow.steps:
                if step.kernel or model._flow.initial in step.source:
                    continue
                paper = self.make(model)
                with self.subTest(model=model._name, step=step.name):
                    with self.assertRaises(UserError):
                        paper._flow_take(step.name, "because")
                    self.assertEqual(paper.state, model._flow.initial)

    def test_steps_belong_to_their_groups(self):
        """Rule 1: somebody without the role is refused the first step."""
        for model in self.flows():
            paper = self.make(model)
            step = model._flow.next_step(model._flow.initial)
            stranger = paper.with_user(self.outsider)
            with self.subTest(model._name), self.assertRaises(UserError):
                stranger._flow_take(step.name, "because")

    def cost(self, call, papers):
        self.env.flush_all()
        self.env.invalidate_all()
        # who acts is read once, sooner or later
        self.assertTrue(papers.env.user.partner_id.display_name)
        before = self.env.cr.sql_log_count
        call(papers)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def later(self, papers, step):
        """Take a step at a moment at which nothing was made: papers that were made in
        the same second would be written by another statement than the others."""
        with freeze_time(fields.Datetime.now() + timedelta(minutes=2)):
            papers._flow_take(step.name, "why")
            self.env.flush_all()

    def test_queries_flat(self):
        """Law 3: first step, panel and list cost the same for 1 and for 100.

        The ORM writes at most a hundred rows by one statement and reads at most a
        thousand, and a paper brings more rows than one. These limits are lifted,
        nothing else is.
        """
        for name in (
            "models.INSERT_BATCH_SIZE",
            "models.UPDATE_BATCH_SIZE",
            "models.PREFETCH_MAX",
            "fields.PREFETCH_MAX",
            "fields_relational.PREFETCH_MAX",
        ):
            self.startPatcher(patch(f"odoo.orm.{name}", 100_000))
        for model in self.flows():
            step = model._flow.next_step(model._flow.initial)
            view = model.get_view(view_type="list")
            names = [
                name
                for name in view["models"][model._name]
                if not isinstance(model._fields[name], fields.Binary)
            ]
            calls = {
                "panel": lambda papers: papers.flow_panel(),
                "list": lambda papers, names=names: papers.web_read(
                    {name: {} for name in names}
                ),
                "step": lambda papers, step=step: self.later(papers, step),
            }
            warm, one, many = (self.make(model, n) for n in (1, 1, 100))
            for title, call in calls.items():
                with self.subTest(model=model._name, call=title):
                    # what is kept in memory beyond a request is read first
                    for papers in (warm, *((one, many) if title != "step" else ())):
                        self.cost(call, papers)
                    cost = self.cost(call, one)
                    self.assertEqual(self.cost(call, many), cost)
