from odoo import api, models

MODULE = "ops_purchase"


class Supplier(models.Model):
    _inherit = "ops.supplier"

    # TOOLING
    @api.model
    def _load_demo(self):
        """Build the demonstration factory, once; called by the demonstration data."""
        from .world import SupplyWorld

        if self.env.ref(f"{MODULE}.demo_company", raise_if_not_found=False):
            return
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        # the words of routes are copied into papers: Chinese first
        self.env["ir.module.module"]._load_module_terms([MODULE], languages)
        world = SupplyWorld(self.env, seed=2026).build()
        named = {
            "demo_company": world.company,
            **{f"demo_user_{post}": user for post, user in world.people.items()},
        }
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"{MODULE}.{name}", "record": record, "noupdate": True}
                for name, record in named.items()
            ]
        )
        admin = self.env.ref("base.user_admin", raise_if_not_found=False)
        if admin:
            # everybody in the story is named by post
            admin.write({"name": "系统管理员", "company_ids": [(4, world.company.id)]})
