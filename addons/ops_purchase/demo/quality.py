"""Inspections of today: samples, concessions, returns, shelf life, a shop's shelf."""

from odoo import fields
from odoo.fields import Command

from . import names

STANDARD = ("JY-WJ-01", "五金配件进货检验标准")
#: Days from production to delivery.
ON_THE_WAY = 25
#: (item, lower limit, upper limit, method)
MEASURED = (
    ("滑轨长度（毫米）", 449.0, 451.0, "卡尺测量，每件一次"),
    ("板厚（毫米）", 1.1, 1.3, "千分尺测量两端"),
)
WARDROBE = ("CP-001", "三门衣柜")
SHOP = ("厂区门市部", "MSB")
PROBLEM = "来料两千件中一百四十件表面划伤、边角破损"
ANSWER = {
    "team": "供应商质量、包装、物流人员",
    "containment": "在途两批开箱全检，不良品换货",
    "cause": "外箱无隔板，运输中相互碰撞",
    "measure": "每层加隔板，外箱改为五层瓦楞",
}
DEVIATION = "面板色差略超标准色板一级，尺寸、强度合格"
USE = "用于柜体背面等不可见部位"


class Quality:
    """What the quality department and the keepers have before them."""

    def build_quality(self):
        """Every kind of inspection, with what follows from it."""
        self._date_lots()
        self._own_standard()
        self._sampled()
        self._conceded()
        self._returned()
        self._own_goods()
        self._shop()

    def _date_lots(self):
        """Shelf life counts from the day the goods were made, not from today."""
        for inspection in self.env["qc.inspection"].search(
            [("lot_id", "!=", False), ("company_id", "=", self.company.id)]
        ):
            came = inspection.create_date
            days = inspection.product_id.expiration_time - ON_THE_WAY
            inspection.lot_id.expiration_date = fields.Datetime.add(came, days=days)

    def _own_standard(self):
        """Hardware is measured, on a sample by GB/T 2828.1."""
        code, title = STANDARD
        test = self.env["qc.test"].create(
            {
                "name": title,
                "company_id": self.company.id,
                "test_lines": self.lines(
                    {
                        "name": item,
                        "type": "quantitative",
                        "min_value": low,
                        "max_value": high,
                        "notes": method,
                    }
                    for item, low, high, method in MEASURED
                ),
            }
        )
        with self.at(14, 9):
            self.by_route(
                self.by("quality_head", self.env["ops.controlled.doc"]).create(
                    {
                        "code": code,
                        "title": title,
                        "kind": "standard",
                        "content": "<p>按本标准抽样；不合格品隔离、标识、退货。</p>",
                        "test_id": test.id,
                        "aql": "1.0",
                        "product_tmpl_ids": [
                            Command.link(self.goods["WJ-002"].product_tmpl_id.id)
                        ],
                    }
                )
            )

    def by_route(self, doc):
        """Hand a document in and have it signed."""
        doc.action_submit()
        self.sign(doc)

    def _arrived(self, code, quantity, supplier, days):
        """An inspection that was begun, so many days ago."""
        order = self.placed("workshop", [(code, quantity)], supplier, days + 13)
        with self.at(days, 10):
            self._receive(order)
        inspection = order.picking_ids.inspection_ids
        with self.at(days, 14):
            self.by("inspector", inspection).action_begin()
        return inspection

    def _sampled(self):
        """More defective pieces than allowed: all of it is sorted out."""
        inspection = self._arrived("WJ-002", 900, "精诚五金制品厂", 2)
        with self.at(2, 16):
            mine = self.by("inspector", inspection)
            mine.write({"sampled_qty": mine.sample_qty, "defect_qty": 4})
            for line, value in zip(mine.inspection_lines, (449.6, 1.05), strict=True):
                line.quantitative_value = value
            mine.tranche_ids = self.lines(
                [
                    {
                        "disposition": "rework",
                        "quantity": 900,
                        "cause": "size",
                        "reason": "抽样不合格，供应商派人全数挑选",
                    }
                ]
            )

    def _conceded(self):
        """One concession was approved, one waits for the head of quality."""
        for days, quantity, granted in ((6, 12, True), (1, 20, False)):
            inspection = self._arrived("BC-003", 160, "江岸板材厂", days)
            with self.at(days, 16):
                mine = self.by("inspector", inspection)
                mine.tranche_ids = self.lines(
                    [{"disposition": "pass", "quantity": 160 - quantity}]
                )
                paper = self.by("inspector", self.env["ops.quality.concession"])
                paper = paper.create(
                    {
                        "inspection_id": inspection.id,
                        "quantity": quantity,
                        "deviation": DEVIATION,
                        "use": USE,
                    }
                )
                paper.action_submit()
            if granted:
                with self.at(days - 1, 9):
                    self.sign(paper)

    def _returned(self):
        """Rejected goods: some are back at their supplier, some wait for the truck."""
        for days, back in ((9, True), (3, False)):
            inspection = self._arrived("WJ-001", 2000, "顺达五金贸易行", days)
            cause, reason = names.REJECTED
            with self.at(days, 15):
                self.by("inspector", inspection).tranche_ids = self.lines(
                    [
                        {"disposition": "pass", "quantity": 1860},
                        {
                            "disposition": "return",
                            "quantity": 140,
                            "cause": cause,
                            "reason": reason,
                        },
                    ]
                )
            with self.at(days - 1, 9):
                action = self.by("keeper", inspection).action_return_to_supplier()
                picking = self.by("keeper", self.env[action["res_model"]])
                picking = picking.browse(action["res_id"])
                if back:
                    picking.move_ids.picked = True
                    picking.button_validate()
            self._corrected(inspection, days - 1, answered=back)

    def _corrected(self, inspection, days, *, answered):
        """The supplier is asked for cause and measure; one has answered."""
        with self.at(days, 11):
            paper = self.by("inspector", self.env["ops.supplier.correction"]).create(
                {
                    "inspection_id": inspection.id,
                    "problem": PROBLEM,
                    "date_due": self._day(days - 7),
                }
            )
            paper.action_send()
        if answered:
            with self.at(days - 4, 15):
                mine = self.by("buyer", paper)
                mine.write({**ANSWER, "date_measure": self._day(days - 3)})
                mine.action_answer()

    def _own_goods(self):
        """Work in process, finished goods, and a sample of a new supplier."""
        code, name = WARDROBE
        wardrobe = self.env["product.product"].create(
            {
                "name": name,
                "default_code": f"{self.prefix}{code}",
                "company_id": self.company.id,
                "is_storable": True,
                "list_price": 2680.0,
            }
        )
        self.goods[code] = wardrobe
        for kind, product, quantity, bad, days in (
            ("process", wardrobe, 40, 3, 8),
            ("finished", wardrobe, 36, 1, 5),
            ("returned", wardrobe, 2, 1, 4),
            ("sample", self.goods["BC-001"], 5, 0, 3),
            ("finished", wardrobe, 30, 0, 1),
        ):
            with self.at(days, 14):
                paper = self.by("inspector", self.env["qc.inspection"]).create(
                    {"kind": kind, "product_id": product.id, "qty": quantity}
                )
                paper.action_begin()
                if days == 1:
                    continue
                rows = [{"disposition": "pass", "quantity": quantity - bad}]
                if bad:
                    rows.append(
                        {
                            "disposition": "return",
                            "quantity": bad,
                            "cause": "function",
                            "reason": "铰链孔位偏移，门板关不严",
                        }
                    )
                paper.tranche_ids = self.lines(rows)
                paper.action_conclude()

    def _shop(self):
        """The factory's shop sells from its shelf: one delivery is on it, one waits."""
        name, code = SHOP
        shop = self.env["stock.warehouse"].create(
            {"name": name, "code": code, "company_id": self.company.id}
        )
        backroom, shelf = self.env["stock.location"].create(
            [
                {"name": "后仓", "location_id": shop.lot_stock_id.id},
                {
                    "name": "货架",
                    "location_id": shop.lot_stock_id.id,
                    "is_shelf": True,
                },
            ]
        )
        shop.shelf_loc_id = shelf
        factory, self.warehouse = self.warehouse, shop
        for days, shelved in ((5, True), (2, False)):
            inspection = self._arrived("WJ-003", 300, "精诚五金制品厂", days)
            with self.at(days, 15):
                mine = self.by("inspector", inspection)
                mine.tranche_ids = self.lines(
                    [{"disposition": "pass", "quantity": 300}]
                )
                mine.action_conclude()
            move = self.by("keeper", inspection.move_id.move_dest_ids)
            with self.at(days - 1, 9):
                move.move_line_ids.location_dest_id = backroom
                move.picked = True
                move.picking_id.button_validate()
            with self.at(days - 1, 10):
                action = move.picking_id.action_put_on_shelf()
                picking = self.by("keeper", self.env["stock.picking"])
                picking = picking.browse(action["res_id"])
                if shelved:
                    picking.goods_sorted = True
                    picking.action_print_shelf_labels()
                    picking.move_ids.picked = True
                    picking.button_validate()
        self.warehouse = factory
