"""Deliveries are inspected by the standard in force (PU-17)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityStandard(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.test = cls.env["qc.test"].create(
            {
                "name": "Sheet",
                "company_id": cls.company.id,
                "test_lines": [
                    Command.create(
                        {
                            "name": "Thickness",
                            "type": "quantitative",
                            "min_value": 1.9,
                            "max_value": 2.1,
                        }
                    )
                ],
            }
        )

    def standard(self, **values):
        """A standard with items, in force from today."""
        return super().standard(test_id=self.test.id, **values)

    def test_none_in_force(self):
        """PU-17: flagged goods are not received before their standard is in force."""
        self.steel.inspect_by = "standard"
        picking = self.arriving((self.steel, 10))
        with (
            self.assertRaisesRegex(UserError, "none is in force"),
            self.env.cr.savepoint(),
        ):
            self.received(picking)
        standard = self.standard(product_tmpl_ids=self.steel.product_tmpl_id.ids)
        inspection = self.received(picking)
        self.assertEqual(inspection.standard_id, standard)
        self.assertEqual(inspection.inspection_lines.name, "Thickness")
        line = self.by("inspector", inspection.inspection_lines)
        line.quantitative_value = 2.5
        self.assertFalse(line.success)
        line.quantitative_value = 2
        self.assertTrue(line.success)

    def test_category_and_product(self):
        """PU-17: one of the product goes before one of its category."""
        general = self.standard(category_ids=self.category.ids)
        found = self.steel._quality_standards(self.company)
        self.assertEqual(found[self.company, self.steel], general)
        own = self.standard(product_tmpl_ids=self.steel.product_tmpl_id.ids)
        found = (self.steel + self.bolt)._quality_standards(self.company)
        self.assertEqual(found[self.company, self.steel], own)
        self.assertEqual(found[self.company, self.bolt], general)
        other = self._create_company("Westbank Supply")
        self.assertFalse(self.steel._quality_standards(other))

    def test_revision(self):
        """PU-17: a new revision has items of its own."""
        standard = self.standard(code="QS-1")
        revised = standard.copy({"code": "QS-1"})
        self.assertTrue(revised.test_id.test_lines)
        self.assertNotEqual(revised.test_id, standard.test_id)

    def test_items_stay(self):
        """PU-17: the items of an approved standard stay; those of a draft change."""
        line = self.by("quality_head", self.test.test_lines)
        line.max_value = 2.2
        self.standard()
        for change in (
            lambda: line.write({"max_value": 3}),
            lambda: line.unlink(),
            lambda: line.copy(),
            lambda: line.test.write({"name": "Other"}),
        ):
            with (
                self.assertRaisesRegex(UserError, "no longer a draft"),
                self.env.cr.savepoint(),
            ):
                change()
