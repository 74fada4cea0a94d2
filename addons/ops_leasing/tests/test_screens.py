from lxml import etree
from odoo.tests.common import tagged

from .common import LeasingCase

# model, field, whose it is, who only reads it
OWN = (
    ("ops.lease.fitout", "permit_until", "keeper", "clerk"),
    ("ops.lease.fitout", "deposit_waiver", "manager", "clerk"),
    ("ops.lease.fitout", "refund_date", "finance", "clerk"),
    ("ops.lease.opening.batch", "rent_start", "manager", "clerk"),
    ("ops.lease.opening.batch", "rent_reason", "manager", "clerk"),
    ("ops.lease.drawing", "opinion_design", "designer", "manager"),
    ("ops.lease.drawing", "opinion_leasing", "manager", "designer"),
)


@tagged("post_install", "-at_install")
class TestScreens(LeasingCase):
    """What a save refuses is closed on the form."""

    def closed(self, post, model, field):
        """Whether every place of a field on the form is closed to a person."""
        view = self.by(post, self.env[model]).get_view(view_type="form")
        nodes = etree.fromstring(view["arch"]).xpath(f"//field[@name='{field}']")
        self.assertTrue(nodes, f"{field} is not on the form")
        return all(node.get("readonly") in ("1", "True") for node in nodes)

    def test_closed_to_others(self):
        """LE-18 LE-21 LE-X4 ui.md Manners: a field of one department can be typed into
        by its own people alone."""
        for model, field, own, other in OWN:
            with self.subTest(field=field):
                self.assertFalse(self.closed(own, model, field))
                self.assertTrue(self.closed(other, model, field))

    def test_hands(self):
        """LE-05 LE-07 ui.md Manners: the form leaves open to a department its own part
        of a paper, and all of it to who raised it."""
        sheet = self.by("clerk", self.env["ops.lease.techcond"]).create(
            {"contract_id": self.lease().id}
        )
        self.assertEqual(sheet.flow_editable, "*")
        names = self.by("project", sheet).flow_editable.split(",")
        self.assertIn("line_ids", names)
        self.assertNotIn("contract_id", names)

    def test_states_in_chinese(self):
        """Law 4: this addon brings the Chinese of the kernel's choices along when it
        comes into a database; they belong to the kernel, which was read before."""
        self.env["res.lang"]._activate_lang("zh_CN")
        field = self.env["ir.model.fields"]._get("ops.lease.amendment", "state")
        choices = field.selection_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_model_fields_selection SET name = name - 'zh_CN'"
            " WHERE id = ANY(%s)",
            [choices.ids],
        )
        self.env.invalidate_all()
        self.env["ir.module.module"]._load_module_terms(["ops_leasing"], ["zh_CN"])
        self.env.invalidate_all()
        for choice in choices.with_context(lang="zh_CN"):
            self.assertRegex(choice.name, "[一-鿿]")
