"""A company with a Chinese chart that buys things, and its people by post."""

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import TransactionCase, new_test_user, tagged

PEOPLE = {
    "staff": "ops_base.group_user",
    "colleague": "ops_base.group_user",
    "buyer": "ops_purchase.group_buyer",
    "second_buyer": "ops_purchase.group_buyer",
    "head": "ops_purchase.group_buyer_head",
    "technology": "ops_purchase.group_technology",
    "inspector": "ops_purchase.group_quality",
    "quality_head": "ops_purchase.group_quality_head",
    "finance": "ops_purchase.group_finance",
    "finance_head": "ops_purchase.group_finance_head",
    "gm": "ops_base.group_gm",
    "board": "ops_base.group_board",
    "counsel": "ops_base.group_legal",
    "keeper": "ops_purchase.group_keeper",
    "keeper_head": "ops_purchase.group_keeper_head",
}


@tagged("post_install", "-at_install")
class PurchaseCase(TransactionCase):
    """Builders for papers; each step is taken by the person whose it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the day of the person is the day of the tests, at every hour
        cls.env.user.tz = "UTC"
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "no_reset_password": True,
            }
        )
        cls.company = cls._create_company("Eastbank Supply")
        cls.env.user.company_id = cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.people = {
            post: new_test_user(
                cls.env,
                login=f"purchase_{post}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for post, groups in PEOPLE.items()
        }
        cls.department = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls.category = cls.env["product.category"].create(
            {"name": "Steel", "purchase_kind": "material"}
        )
        cls.steel = cls._create_product("Steel sheet", 20)
        cls.bolt = cls._create_product("Bolt", 2)
        cls.supplier = cls._create_supplier("Northgate Steel")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def _create_company(cls, name):
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.cn").id}
        )
        cls.env.user.company_ids |= company
        cls.env["account.chart.template"].try_loading(
            "cn", company=company, install_demo=False
        )
        return company

    @classmethod
    def _create_product(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": name.upper().replace(" ", "-"),
                "is_storable": True,
                "categ_id": cls.category.id,
                "standard_price": price,
                "supplier_taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def _create_supplier(cls, name, qualified=True, **values):
        """A supplier; orders may go to him unless he is said not to be qualified."""
        supplier = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "company_id": cls.company.id, **values}
        )
        if qualified:
            file = cls._create_file(supplier)
            # as if the opinions had been given long ago
            file._flow_write({"state": "qualified", "date_until": "2099-12-31"})
        return supplier

    @classmethod
    def _create_file(cls, supplier, **values):
        """The supplier file of a partner with a licence that lasts."""
        return cls.env["ops.supplier"].create(
            {
                "partner_id": supplier.id,
                "user_id": cls.people["buyer"].id,
                "category_ids": [Command.link(cls.category.id)],
                "certificate_ids": [Command.create(cls._certificate())],
                **values,
            }
        )

    @classmethod
    def _only_gate(cls, name):
        """Switch off all gates of the company but one."""
        switches = [n for n in cls.company._fields if n.startswith("purchase_gate_")]
        cls.company.write({n: n == f"purchase_gate_{name}" for n in switches})

    @classmethod
    def _certificate(cls, by=None, **values):
        """Values of a certificate with its copy.

        :param by: post of who has uploaded the copy
        """
        files = cls.env["ir.attachment"]
        files = files.with_user(cls.people[by]) if by else files
        copy = files.create({"name": "licence.pdf", "raw": b"x"})
        return {
            "kind": "licence",
            "name": "L-1",
            "date_end": "2099-12-31",
            "attachment_ids": [Command.link(copy.id)],
            **values,
        }

    # --- people

    def by(self, post, records):
        """``records`` as seen by the person of that post."""
        return records.with_user(self.people[post]).with_context(
            allowed_company_ids=self.company.ids
        )

    def pending(self, paper):
        """The running approval of a paper."""
        return self.env["ops.approval.request"].search(
            [
                ("res_model", "=", paper._name),
                ("res_id", "=", paper.id),
                ("state", "=", "pending"),
            ]
        )

    def agree(self, paper, *posts):
        """Those posts sign the paper, in this order."""
        for post in posts:
            self.by(post, self.pending(paper)).agree("同意")

    def climb(self, paper, posts=("technology", "head", "finance_head", "gm", "board")):
        """Everybody signs whose turn it is, in the order of their ranks."""
        for post in posts:
            mine = self.by(post, self.env["ops.approval.request"])
            if paper.id in mine._pending_ids(paper._name):
                self.agree(paper, post)

    # --- papers

    def request(self, *lines, by="staff", **values):
        """A draft request of the workshop.

        :param lines: (product, quantity[, further values])
        """
        Request = self.by(by, self.env["purchase.request"])
        lines = lines or ((self.steel, 100),)
        return Request.create(
            {
                "department_id": self.department.id,
                "description": "Production of next month",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_id": product.uom_id.id,
                            "product_qty": quantity,
                            "estimated_cost": quantity * product.standard_price,
                            "date_required": fields.Date.add(
                                fields.Date.context_today(Request), days=20
                            ),
                            **(more[0] if more else {}),
                        }
                    )
                    for product, quantity, *more in lines
                ],
                **values,
            }
        ).with_env(self.env)

    def granted(self, *lines, **values):
        """A request that its signers have approved."""
        request = self.request(*lines, **values)
        self.by("staff", request).action_submit()
        self.climb(request)
        return request

    def rfq(self, request, supplier=None, by="buyer", price=None, quantity=None):
        """A quotation for all lines of a request, by the wizard buyers use."""
        Wizard = self.by(by, self.env["purchase.request.line.make.purchase.order"])
        wizard = Wizard.with_context(
            active_model="purchase.request", active_ids=request.ids
        ).create({"supplier_id": (supplier or self.supplier).id})
        action = wizard.make_purchase_order()
        order = self.env["purchase.order"].search(action["domain"])
        for line in order.order_line:
            self.by(by, line).write(
                {
                    "price_unit": price or line.product_id.standard_price,
                    **({"product_qty": quantity} if quantity else {}),
                }
            )
        return order

    def signed(self, order, by="buyer"):
        """Hand an order in and have it signed by everybody its amount needs."""
        self.by(by, order).action_submit_signoff()
        self.climb(order.signoff_ids.filtered(lambda r: r.state == "approving"))
        return order

    def ordered(self, *lines, **values):
        """A confirmed order for a granted request."""
        request = self.granted(*lines)
        order = self.signed(self.rfq(request, **values))
        self.by("buyer", order).button_confirm()
        return order
