"""Laws 2 and 4, walked over everything our addons bring."""

import inspect

from odoo import models
from odoo.tests import tagged

from .common import FlowCase

CHECKS = ("check_access", "has_group", "_flow_take(", "is_admin", "_check_")


def ours(module):
    """Whether a module name is one of our addons, throw-away ones included."""
    return module.startswith(("ops_", "test_ops_"))


@tagged("post_install", "-at_install")
class TestLawsRegistry(FlowCase):
    def own_models(self):
        """Models that one of our addons defines."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if ours(model._original_module):
                yield model

    def public_methods(self):
        """``(model name, method)`` for what our addons open to RPC."""
        base = set(dir(models.BaseModel))
        for name in sorted(self.env.registry):
            own, core = [], set(base)
            for cls in self.env.registry[name].__mro__:
                parts = cls.__module__.split(".")
                if parts[:2] == ["odoo", "addons"] and ours(parts[2]):
                    own.append(cls)
                else:
                    core.update(vars(cls))
            seen = core
            for cls in own:
                for key, value in vars(cls).items():
                    if key.startswith("_") or key in base or key in seen:
                        continue
                    if inspect.isfunction(value) and not getattr(
                        value, "_api_private", 0
                    ):
                        seen.add(key)
                        yield name, value

    def test_public_methods_check_or_are_harmless(self):
        """Law 2: what a client can call checks a right, or says why it need not."""
        open_doors = [
            f"{name}.{method.__name__}"
            for name, method in self.public_methods()
            if not hasattr(method, "_harmless")
            and not any(check in inspect.getsource(method) for check in CHECKS)
        ]
        self.assertEqual(sorted(set(open_doors)), [])

    def test_every_model_has_access_rules(self):
        """Law 4: each model says who may read it, and keeps companies apart."""
        rules = self.env["ir.rule"].sudo().search([("active", "=", True)])
        access = self.env["ir.model.access"].sudo().search([])
        for model in self.own_models():
            if model._abstract:
                continue
            with self.subTest(model._name):
                lines = access.filtered(lambda a, m=model: a.model_id.model == m._name)
                self.assertTrue(lines, "no access line")
                self.assertTrue(all(lines.mapped("group_id")), "access without group")
                if "company_id" in model._fields and not model._transient:
                    own = rules.filtered(lambda r, m=model: r.model_id.model == m._name)
                    self.assertTrue(
                        any("company" in (rule.domain_force or "") for rule in own),
                        "no company rule",
                    )

    def test_every_menu_opens(self):
        """Law 4: each menu's action loads its views in both languages."""
        menus = self.env["ir.ui.menu"].sudo().search([("action", "!=", False)])
        known = menus.get_external_id()
        for menu in menus:
            action = menu.action
            if not ours(known[menu.id]) or action._name != "ir.actions.act_window":
                continue
            for lang in ("en_US", "zh_CN"):
                with self.subTest(menu=menu.complete_name, lang=lang):
                    model = self.env[action.res_model].with_context(lang=lang)
                    views = [(view, kind) for view, kind in action.views]
                    self.assertTrue(model.get_views(views)["views"])

    def test_every_report_prints(self):
        """Law 4: each report of ours renders in both languages, for an empty paper."""
        reports = self.env["ir.actions.report"].sudo().search([])
        known = reports.get_external_id()
        for report in reports:
            if not ours(known[report.id]) or report.report_type != "qweb-pdf":
                continue
            record = self.env[report.model].search([], limit=1)
            for lang in ("en_US", "zh_CN"):
                with self.subTest(report=report.report_name, lang=lang):
                    html, _kind = report.with_context(lang=lang)._render_qweb_html(
                        report.report_name, record.ids
                    )
                    self.assertTrue(html)

    def test_flow_log_is_closed(self):
        """Law 1: nobody, not even an administrator, writes history."""
        from odoo.exceptions import AccessError

        job = self.jobs()
        job.action_start()
        admin = self.env.ref("base.user_admin")
        row = self.env["ops.flow.log"].with_user(admin).search([], limit=1)
        self.assertTrue(row)
        for attack in (
            lambda: row.write({"user_id": admin.id}),
            lambda: row.unlink(),
            lambda: row.copy(),
        ):
            with self.assertRaises(AccessError):
                attack()
        with self.assertRaises(AccessError):
            self.env["ops.flow.log"].with_user(self.clerk).search([])
