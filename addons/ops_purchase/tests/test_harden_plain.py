"""People of Odoo's own groups in a company whose gates are off: plain Odoo (PU-11)."""

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tests.common import new_test_user

from .common import PurchaseCase

#: Documents of core that get fields of ours, and whose Odoo lets work with them.
DOCUMENTS = {
    "purchase.group_purchase_user": (
        "purchase.order",
        "purchase.order.line",
        "purchase.requisition",
        "res.partner",
        "product.template",
        "product.product",
        "product.category",
        "account.move",
        "account.move.line",
    ),
    "stock.group_stock_user": (
        "stock.picking",
        "stock.move",
        "stock.move.line",
        "stock.quant",
        "stock.lot",
        "stock.location",
        "stock.warehouse",
        "stock.picking.type",
        "product.product",
    ),
    "account.group_account_invoice": (
        "account.move",
        "account.move.line",
        "account.payment",
        "purchase.order",
        "purchase.order.line",
        "res.partner",
    ),
    "base.group_user": ("res.partner", "res.company", "product.product"),
}


@tagged("post_install", "-at_install")
class TestHardenPlain(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        switches = [n for n in cls.company._fields if n.startswith("purchase_gate_")]
        cls.company.write(dict.fromkeys(switches, False))
        cls.supplier.company_id = False

    def plain(self, group):
        return new_test_user(
            self.env,
            login=f"plain {group}",
            groups=group,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def test_fields(self):
        """PU-11: no field of ours on a document of core leads where its people may
        not read, unless it is kept from them altogether."""
        for group, names in DOCUMENTS.items():
            user = self.plain(group)
            for name in names:
                model = self.env[name].with_user(user)
                for field in model._fields.values():
                    if (
                        "ops_purchase" not in (field._modules or ())
                        or field.type not in ("one2many", "many2many")
                        or field.compute
                        or not model._has_field_access(field, "read")
                    ):
                        continue
                    with self.subTest(group=group, field=str(field)):
                        other = model.env[field.comodel_name]
                        self.assertTrue(other.has_access("read"))

    def test_read(self):
        """PU-11: what our fields say can be read by all of them."""
        order = self.order(self.plain("purchase.group_purchase_user"))
        for group, names in DOCUMENTS.items():
            user = self.env["res.users"].search([("login", "=", f"plain {group}")])
            user = user or self.plain(group)
            for name in names:
                model = self.env[name].with_user(user)
                if not model.has_access("read") or "company_id" not in model._fields:
                    continue
                records = model.search([("company_id", "=", self.company.id)], limit=3)
                if name == "purchase.order":
                    records |= order.with_user(user)
                ours = [
                    field.name
                    for field in model._fields.values()
                    if "ops_purchase" in (field._modules or ())
                    and model._has_field_access(field, "read")
                ]
                with self.subTest(group=group, model=name):
                    records.read(ours)

    def test_own_people(self):
        """PU-11: nor one that is open to our own people and leads where they may not
        read."""
        names = {name for listed in DOCUMENTS.values() for name in listed}
        for post, user in self.people.items():
            for name in names:
                model = self.env[name].with_user(user)
                for field in model._fields.values():
                    if (
                        "ops_purchase" in (field._modules or ())
                        and field.type in ("one2many", "many2many")
                        and not field.compute
                        and model.has_access("read")
                        and model._has_field_access(field, "read")
                    ):
                        with self.subTest(post=post, field=str(field)):
                            other = model.env[field.comodel_name]
                            self.assertTrue(other.has_access("read"))

    def order(self, user):
        """An order entered and confirmed in the form."""
        Order = self.env["purchase.order"].with_user(user)
        with Form(Order) as form:
            form.partner_id = self.supplier
            with form.order_line.new() as line:
                line.product_id = self.steel
                line.product_qty = 5
                line.price_unit = 7
        order = form.record
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        return order

    def test_purchase_user(self):
        """PU-11: somebody of Odoo's purchase group, and of none of ours, enters,
        opens, confirms, changes, cancels, copies and lists orders."""
        user = self.plain("purchase.group_purchase_user")
        order = self.order(user)
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_qty = 6
            line.price_unit = 8
        self.assertEqual(order.order_line.product_qty, 6)
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 6)
        Order = order.browse()
        for kind in ("list", "kanban", "search", "form", "pivot", "graph", "calendar"):
            Order.get_view(view_type=kind)
        names = Order.get_view(view_type="list")["models"]["purchase.order"]
        Order.web_search_read(
            [("id", "=", order.id)], {name: {} for name in names if name != "id"}
        )
        copy = order.copy()
        copy.partner_id = self._create_supplier("Westgate Steel", qualified=False)
        copy.button_confirm()
        copy.button_cancel()
        copy.button_draft()
        copy.order_line.unlink()
        copy.button_cancel()
        copy.unlink()
        order.picking_ids.with_user(self.people["keeper"])
        order.write({"state": "draft"})
        self.assertEqual(order.state, "draft")
