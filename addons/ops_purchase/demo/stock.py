"""Life of the warehouse: what production takes, what leaves, counts, needs, plans."""

from datetime import timedelta

from odoo.addons.ops_base.demo.services import Services
from odoo.fields import Command

from . import names

#: customer: what leaves to him
CUSTOMERS = ("临江家居门店", "城西工程部样板间")
EXPLAINED = "备料时少记一次领用"


class Stockroom:
    """Counts, dispatch notices, needs and purchase plans of the world."""

    def build_stock(self):
        """What the keepers have on their desks, the oldest first."""
        self._use_goods()
        self._minima()
        self._safety()
        self._count_done()
        self._notice_shipped()
        self._counts_planned()
        self._notice_left()
        self._count_waiting()

    def build_needs(self):
        """What the buyers have: demand, a plan, and what falls short today."""
        self._expect()
        self._purchase_plan()
        self._need_today()

    def _use_goods(self):
        """Production takes most of what a month brings."""
        production = self.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", self.company.id)],
            limit=1,
        )
        for month in range(self.months, 0, -1):
            with self.at(month * 30 - 20, 10):
                moves = self.env["stock.move"].create(
                    [
                        {
                            "product_id": self.goods[code].id,
                            "product_uom_qty": round(quantity * 0.92),
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": production.id,
                            "company_id": self.company.id,
                            "origin": "生产领料",
                        }
                        for code, (_n, _c, _p, quantity) in names.GOODS.items()
                        if quantity and code not in names.SHELF_LIFE
                    ]
                )
                moves._action_confirm()
                moves._action_assign()
                moves.picked = True
                moves._action_done()

    def _minima(self):
        """Minimum and maximum of what production cannot be without."""
        self.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "product_id": self.goods[code].id,
                    "warehouse_id": self.warehouse.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "company_id": self.company.id,
                    "product_min_qty": round(quantity * 0.6),
                    "product_max_qty": round(quantity * 1.5),
                    "trigger": "manual",
                }
                for code, (_n, _c, _p, quantity) in names.GOODS.items()
                if quantity
            ]
        )

    # --- counts

    def _count_done(self):
        """A month ago a difference was found, explained, signed and adjusted."""
        with self.at(40, 9):
            done = self._count("五金区", 40)
            done.action_start()
        with self.at(40, 15):
            self._hand_in(done, "unbooked", short=1)
        with self.at(39, 10):
            self.sign(done)
        with self.at(39, 14):
            done.action_adjust()

    def _counts_planned(self):
        """Places that are counted regularly; one count is late."""
        self.env["ops.stock.count.plan"].create(
            [
                {
                    "name": f"{place}每{months}个月一盘",
                    "company_id": self.company.id,
                    "location_ids": [Command.set(self.places[place].ids)],
                    "counter_ids": [Command.set(self.people["keeper"].ids)],
                    "months": months,
                    "date_next": self.today + timedelta(days=20),
                }
                for place, months in (("五金区", 1), ("包材区", 3))
            ]
        )
        with self.at(4, 9):
            self._count("包材区", 4)

    def _count_waiting(self):
        """A count of yesterday waits for its signatures."""
        with self.at(1, 9):
            waiting = self._count("五金区", 2)
            waiting.action_start()
        with self.at(1, 16):
            self._hand_in(waiting, "unknown", short=2)

    def _hand_in(self, count, cause, short):
        self._counted(count, short)
        self.by("keeper", count).action_close()
        wrong = count.count_line_ids.filtered("difference")
        self.by("keeper", wrong).write({"cause": cause, "reason": EXPLAINED})
        self.by("keeper", count).action_submit()

    def _count(self, place, days):
        return self.by("keeper_head", self.env["stock.inventory"]).create(
            {
                "company_id": self.company.id,
                "location_ids": [Command.set(self.places[place].ids)],
                "counter_ids": [Command.set(self.people["keeper"].ids)],
                "date_planned": self.today - timedelta(days=days),
            }
        )

    def _counted(self, count, short):
        """The keeper finds what is there; of the first goods some pieces less."""
        quants = self.env["stock.quant"].sudo()
        lines = self.by("keeper", count.count_line_ids)
        for number, line in enumerate(lines):
            there = quants._gather(line.product_id, line.location_id)
            quantity = sum(there.mapped("quantity"))
            line.counted_qty = max(0, quantity - (short if not number else 0))

    # --- dispatch

    def _notice_shipped(self):
        """Samples that left two weeks ago, written off in the same act."""
        with self.at(15, 10):
            shipped = self._notice(CUSTOMERS[0], (("BC-003", 20), ("WJ-001", 200)))
            shipped.action_submit()
        with self.at(14, 9):
            self.sign(shipped)
        with self.at(14, 15):
            self.by("keeper", shipped).action_hand_over()

    def _notice_left(self):
        """One that left before it was booked, one that waits for its signature."""
        with self.at(2, 10):
            left = self._notice(CUSTOMERS[1], (("BZ-001", 30),))
            left.action_submit()
        with self.at(2, 14):
            self.sign(left)
        with self.at(1, 18):
            self.by("keeper", left).action_mark_left()
            self._notice(CUSTOMERS[1], (("BC-001", 6), ("WJ-002", 12))).action_submit()

    def _notice(self, customer, rows):
        partner = self.env["res.partner"].create(
            {"name": customer, "company_id": self.company.id}
        )
        return self.by("workshop", self.env["ops.dispatch.notice"]).create(
            {
                "company_id": self.company.id,
                "partner_id": partner.id,
                "warehouse_id": self.warehouse.id,
                "purpose": "sample",
                "line_ids": self.lines(
                    {"product_id": self.goods[code].id, "quantity": quantity}
                    for code, quantity in rows
                ),
            }
        )

    # --- needs

    def _expect(self):
        """What the market is expected to take, and the marketing plan to add."""
        self.env["ops.purchase.demand"].create(
            [
                {
                    "kind": kind,
                    "company_id": self.company.id,
                    "warehouse_id": self.warehouse.id,
                    "product_id": self.goods[code].id,
                    "date_from": self.today,
                    "date_to": self.today + timedelta(days=29),
                    "quantity": round(quantity * share),
                    "source": source,
                }
                for kind, share, source in (
                    ("forecast", 1.3, "秋季市场预测"),
                    ("plan", 0.3, "年末促销营销计划"),
                )
                for code, (_n, _c, _p, quantity) in names.GOODS.items()
                if quantity
            ]
        )

    def _need_today(self):
        """What that means today, and what falls short."""
        need = self.by("buyer", self.env["ops.purchase.need"]).create(
            {
                "company_id": self.company.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=29),
            }
        )
        need.action_compute()
        self.env["ops.purchase.need"]._cron_shortage()

    def _purchase_plan(self):
        """A plan above what can be paid waits for its higher signature."""
        with self.at(1, 10):
            plan = self.by("buyer", self.env["ops.purchase.plan"]).create(
                {
                    "company_id": self.company.id,
                    "date_from": self.today + timedelta(days=3),
                    "date_to": self.today + timedelta(days=32),
                    "reason": "旺季备货；板材下月提价，提前锁定数量。",
                }
            )
            plan.action_propose()
            if plan.line_ids:
                plan.action_submit()

    # --- safety

    def _safety(self):
        """Rules in force, a check made and one to make, a damage with its carrier."""
        made = Services(
            self.env,
            self.company,
            self.people["keeper_head"],
            self.people["quality_head"],
            self.people["supply_gm"],
        )
        with self.at(120, 9):
            rules = made.document(
                code="CY-ZD-01",
                title="储存与运输安全管理制度",
                kind="policy",
                content="<p>通道畅通，堆垛不超高，危险品单独存放，待运货物包装牢固。</p>",
            )
            made.enforce(rules)
        checks = self.env["ops.storage.check"]
        with self.at(34, 9):
            done = self.by("keeper", checks).create(
                {
                    "company_id": self.company.id,
                    "warehouse_id": self.warehouse.id,
                    "document_id": rules.id,
                    "date": self.today - timedelta(days=34),
                    "has_findings": True,
                    "findings": "化学品区通风扇停转，设备科三日内修复。",
                }
            )
            self.by("keeper", done.checklist_ids.line_ids).action_done()
            done.action_finish()
        self.by("keeper", checks).create(
            {
                "company_id": self.company.id,
                "warehouse_id": self.warehouse.id,
                "document_id": rules.id,
                "date": self.today - timedelta(days=4),
            }
        )
        carrier = self.env["res.partner"].create(
            {"name": "江城干线物流", "company_id": self.company.id}
        )
        with self.at(8, 11):
            self.by("keeper", self.env["ops.transport.damage"]).create(
                {
                    "company_id": self.company.id,
                    "carrier_id": carrier.id,
                    "product_id": self.goods["BC-001"].id,
                    "quantity": 3,
                    "date": self.today - timedelta(days=8),
                    "description": "雨布破损，板材边角受潮起层，外包装完好。",
                }
            ).action_report()
