from odoo import api, models

MODULE = "ops_leasing"


class LeaseProperty(models.Model):
    _inherit = "ops.lease.property"

    # TOOLING
    @api.model
    def _load_demo(self):
        """Build the demonstration mall, once; called by the demonstration data."""
        from .services import LeasingServices
        from .world import LeasingWorld

        if self.env.ref(f"{MODULE}.demo_company", raise_if_not_found=False):
            return
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        # the words of checklists and routes are copied into papers: Chinese first
        self.env["ir.module.module"]._load_module_terms([MODULE], languages)
        world = LeasingWorld(self.env, seed=2026).build()
        world.neighbour()
        LeasingServices(world).build()
        named = {
            "demo_company": world.company,
            "demo_company_neighbour": world.neighbour_company,
            "demo_property": world.properties[:1],
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
            admin.name = "系统管理员"
            companies = world.company | world.neighbour_company
            admin.write(
                {
                    "company_ids": [(4, company.id) for company in companies],
                    "company_id": world.company.id,
                }
            )
