from odoo import fields, models


class ProductTemplate(models.Model):
    """How deliveries of a product are inspected (PU-16, PU-17)."""

    _inherit = "product.template"

    # FIELDS
    inspect_by = fields.Selection(
        [("simple", "Simple goods"), ("standard", "Standard in force")],
        "Inspected by",
        default="simple",
        required=True,
        help="Simple goods: quality or the stores check quantity and look. Standard: "
        "only quality decides, by the standard in force; without one the goods cannot "
        "be received.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    # BUSINESS
    def _quality_standards(self, companies):
        """``{(company, product): its inspection standard in force}``; those without
        are left out. One of the product goes before one of its category, the nearer
        category before the farther."""
        if not self:
            return {}
        standards = self.env["ops.controlled.doc"]._in_force(
            [
                ("kind", "=", "standard"),
                "|",
                ("test_id", "!=", False),
                ("aql", "!=", False),
                ("company_id", "in", companies.ids),
            ]
        )
        of_product, of_category = {}, {}
        for standard in standards:
            company = standard.company_id
            for template in standard.product_tmpl_ids:
                of_product[company, template.id] = standard
            for category in standard.category_ids:
                of_category[company, category.id] = standard
        found = {}
        for product in self:
            path = (product.categ_id.parent_path or "").strip("/").split("/")
            nearest = [int(step) for step in reversed(path) if step]
            for company in companies:
                standard = of_product.get((company, product.product_tmpl_id.id))
                for category in nearest:
                    standard = standard or of_category.get((company, category))
                if standard:
                    found[company, product] = standard
        return found
