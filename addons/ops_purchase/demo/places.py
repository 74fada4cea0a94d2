"""Where the goods lie, what they are and who supplies them."""

from datetime import timedelta

from odoo.addons.ops_base.demo.services import Services
from odoo.fields import Command

from . import names


class Places:
    """Warehouse, goods, standards and suppliers of the world."""

    def build_places(self):
        """The warehouse with its storage places."""
        Warehouse = self.env["stock.warehouse"]
        self.warehouse = Warehouse.search(
            [("company_id", "=", self.company.id)], limit=1
        ) or Warehouse.create({"company_id": self.company.id, "code": "DHYL"})
        self.warehouse.name = "东湖原料仓"
        stock = self.warehouse.lot_stock_id
        self.places = {
            name: self.env["stock.location"].create(
                {"name": name, "location_id": stock.id, "usage": "internal"}
            )
            for name in names.PLACES
        }

    def build_goods(self):
        """Categories and goods; each kind of goods has its storage place."""
        categories, products = self.env["product.category"], self.env["product.product"]
        self.categories = {
            name: categories.create({"name": name, "purchase_kind": kind})
            for name, (kind, _by) in names.CATEGORIES.items()
        }
        self.goods = {}
        for code, (name, category, price, _month) in names.GOODS.items():
            kind, inspected = names.CATEGORIES[category]
            service = kind == "service"
            shelf = names.SHELF_LIFE.get(code)
            self.goods[code] = products.create(
                {
                    "name": name,
                    "default_code": f"{self.prefix}{code}",
                    "categ_id": self.categories[category].id,
                    "company_id": self.company.id,
                    "type": "service" if service else "consu",
                    "is_storable": not service,
                    "standard_price": price,
                    "purchase_method": "purchase" if service else "receive",
                    "sale_ok": False,
                    "inspect_by": inspected,
                    **(
                        {
                            "tracking": "lot",
                            "use_expiration_date": True,
                            "expiration_time": shelf,
                            "alert_time": 30,
                        }
                        if shelf
                        else {}
                    ),
                }
            )
        self.env["stock.putaway.rule"].create(
            [
                {
                    "category_id": self.categories[category].id,
                    "location_in_id": self.warehouse.lot_stock_id.id,
                    "location_out_id": self.places[place].id,
                    "company_id": self.company.id,
                }
                for category, place in names.PLACE_OF.items()
            ]
        )

    def build_standards(self):
        """Inspection standards in force for the goods that need one."""
        made = Services(
            self.env,
            self.company,
            self.people["quality_head"],
            self.people["technology"],
            self.people["supply_gm"],
        )
        with self.at(400, 9):
            for category, (code, title, items) in names.STANDARDS.items():
                test = self.env["qc.test"].create(
                    {
                        "name": title,
                        "company_id": self.company.id,
                        "test_lines": [
                            Command.create(
                                {
                                    "name": item,
                                    "type": "qualitative",
                                    "ql_values": [
                                        Command.create({"name": "合格", "ok": True}),
                                        Command.create({"name": "不合格"}),
                                    ],
                                }
                            )
                            for item in items
                        ],
                    }
                )
                made.enforce(
                    made.document(
                        code=code,
                        title=title,
                        kind="standard",
                        content=f"<p>{'；'.join(items)}。</p>",
                        test_id=test.id,
                        category_ids=[Command.link(self.categories[category].id)],
                    )
                )

    # --- suppliers

    def build_suppliers(self):
        """Their files: judged by three departments, or only known by name."""
        all_of_them = {**names.SUPPLIERS, **names.NEWCOMERS}
        partners = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "company_id": self.company.id,
                    "country_id": self.company.country_id.id,
                }
                for name in all_of_them
            ]
        )
        self.suppliers = dict(zip(all_of_them, partners, strict=True))
        with self.at(390, 9):
            self.files = self.by("buyer", self.env["ops.supplier"]).create(
                [self._prepare_file(name, rows) for name, rows in all_of_them.items()]
            )
        judged = self.files[: len(names.SUPPLIERS)]
        with self.at(388, 10):
            self.by("buyer", judged).action_evaluate()
        with self.at(384, 15):
            opinions = judged.evaluation_ids.opinion_ids
            for department, post in (
                ("technology", "technology"),
                ("quality", "quality_head"),
                ("finance", "finance_head"),
            ):
                score, note = names.OPINIONS[department]
                mine = opinions.filtered(lambda r, d=department: r.department == d)
                mine = self.by(post, mine)
                mine.write({"score": score, "verdict": "yes", "note": note})
                mine.action_give()

    def _prepare_file(self, name, row):
        categories = {names.GOODS[code][1] for code in row[0]}
        # one of them should be renewed soon
        days = 20 if name == "华中包装制品厂" else 900
        return {
            "partner_id": self.suppliers[name].id,
            "category_ids": [
                Command.set([self.categories[name].id for name in sorted(categories)])
            ],
            "reputation": "本地多年合作企业，同行评价良好。",
            "certificate_ids": [
                Command.create(
                    {
                        "kind": "licence",
                        "name": f"YYZZ-{self.suppliers[name].id:06d}",
                        "date_end": self.today + timedelta(days=days),
                        "attachment_ids": [
                            Command.link(
                                self.copy_of(f"{names.CERTIFICATE}.pdf", "buyer").id
                            )
                        ],
                    }
                )
            ],
        }
