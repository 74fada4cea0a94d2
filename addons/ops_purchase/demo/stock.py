"""Life of the warehouse: what production takes, what leaves, counts, needs, plans."""

from datetime import timedelta

from odoo.fields import Command

from . import names

#: Months in which production took goods out of the warehouse.
USED = 6
#: customer: what leaves to him
CUSTOMERS = ("临江家居门店", "城西工程部样板间")
EXPLAINED = "备料时少记一次领用"


class Stockroom:
    """Counts, dispatch notices, needs and purchase plans of the world."""

    def build_stock(self):
        """What the keepers and the buyers have on their desks."""
        self._use_goods()
        self._minima()
        self._counts()
        self._notices()
        self._needs()
        self._plans()

    def _use_goods(self):
        """Production takes most of what a month brings."""
        company = self.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", self.company.id)],
            limit=1,
        )
        for month in range(USED, 0, -1):
            with self.at(month * 30 - 20, 10):
                moves = self.env["stock.move"].create(
                    [
                        {
                            "product_id": self.goods[code].id,
                            "product_uom_qty": round(quantity * 0.9),
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": company.id,
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
                    "product_min_qty": quantity,
                    "product_max_qty": quantity * 3,
                    "trigger": "manual",
                }
                for code, (_n, _c, _p, quantity) in names.GOODS.items()
                if quantity
            ]
        )

    # --- counts

    def _counts(self):
        """One adjusted, one being counted, one late, and the plan behind them."""
        hardware, packing = self.places["五金区"], self.places["包材区"]
        self.env["ops.stock.count.plan"].create(
            [
                {
                    "name": f"{place.name}每{months}个月一盘",
                    "company_id": self.company.id,
                    "location_ids": [Command.set(place.ids)],
                    "counter_ids": [Command.set(self.people["keeper"].ids)],
                    "months": months,
                    "date_next": self.today + timedelta(days=20),
                }
                for place, months in ((hardware, 1), (packing, 3))
            ]
        )
        with self.at(40, 9):
            done = self._count(hardware, 40)
            done.action_start()
        with self.at(40, 15):
            self._counted(done, short=1)
            self.by("keeper", done).action_close()
            wrong = done.count_line_ids.filtered("difference")
            self.by("keeper", wrong).write({"cause": "unbooked", "reason": EXPLAINED})
            self.by("keeper", done).action_submit()
        with self.at(39, 10):
            self.sign(done)
        with self.at(39, 14):
            done.action_adjust()
        with self.at(4, 9):
            self._count(packing, 4)
        with self.at(1, 9):
            waiting = self._count(hardware, 1)
            waiting.action_start()
        with self.at(1, 16):
            self._counted(waiting, short=2)
            self.by("keeper", waiting).action_close()
            wrong = waiting.count_line_ids.filtered("difference")
            self.by("keeper", wrong).write({"cause": "unknown", "reason": EXPLAINED})
            self.by("keeper", waiting).action_submit()

    def _count(self, place, days):
        return self.by("keeper_head", self.env["stock.inventory"]).create(
            {
                "company_id": self.company.id,
                "location_ids": [Command.set(place.ids)],
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

    def _notices(self):
        """One shipped, one that left before it was booked, one waiting for a
        signature."""
        partners = self.env["res.partner"].create(
            [{"name": name, "company_id": self.company.id} for name in CUSTOMERS]
        )
        with self.at(15, 10):
            shipped = self._notice(partners[0], (("BC-003", 20), ("WJ-001", 200)))
            shipped.action_submit()
        with self.at(14, 9):
            self.sign(shipped)
        with self.at(14, 15):
            self.by("keeper", shipped).action_hand_over()
        with self.at(2, 10):
            left = self._notice(partners[1], (("BZ-001", 30),))
            left.action_submit()
        with self.at(2, 14):
            self.sign(left)
        with self.at(1, 18):
            self.by("keeper", left).action_mark_left()
        with self.at(0, 9):
            self._notice(partners[1], (("BC-001", 6), ("WJ-002", 12))).action_submit()

    def _notice(self, partner, rows):
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

    def _needs(self):
        """What the market and the marketing plan ask for, and what that means."""
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
                    ("forecast", 4.0, "秋季市场预测"),
                    ("plan", 0.3, "年末促销营销计划"),
                )
                for code, (_n, _c, _p, quantity) in names.GOODS.items()
                if quantity
            ]
        )
        need = self.by("buyer", self.env["ops.purchase.need"]).create(
            {"company_id": self.company.id, "date_from": self.today}
        )
        need.action_compute()
        self.env["ops.purchase.need"]._cron_shortage()

    def _plans(self):
        """A plan above what can be paid waits for its higher signature."""
        with self.at(3, 10):
            plan = self.by("buyer", self.env["ops.purchase.plan"]).create(
                {
                    "company_id": self.company.id,
                    "date_from": self.today,
                    "date_to": self.today + timedelta(days=29),
                    "reason": "旺季备货；板材下月提价，提前锁定数量。",
                }
            )
            plan.action_propose()
            if plan.line_ids:
                plan.action_submit()
