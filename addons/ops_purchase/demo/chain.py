"""What stands on the desks today: papers at every step from the request to stock-in."""

from datetime import datetime, timedelta

from odoo.fields import Command

from . import names


class Chain:
    """Requests, quotations, orders and deliveries under way."""

    def build_chain(self):
        """One paper at least at each step."""
        self._requests()
        self._quotations()
        self._waiting_orders()
        self._deliveries()

    def wish(self, post, rows, days, **values):
        """A draft request made by a post so many days ago.

        :param rows: (code, quantity)
        """
        department = self.people[post].with_company(self.company).employee_id
        with self.at(days, 9):
            paper = self.by(post, self.env["purchase.request"]).create(
                {
                    "department_id": department.department_id.id,
                    "description": names.REASON,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "line_ids": self.lines(
                        {
                            "product_id": self.goods[code].id,
                            "product_uom_id": self.goods[code].uom_id.id,
                            "product_qty": quantity,
                            "estimated_cost": quantity * names.GOODS[code][2],
                            "date_required": self._day(days - 25),
                        }
                        for code, quantity in rows
                    ),
                    **values,
                }
            )
        return paper

    def granted(self, post, rows, days, **values):
        """A request that everybody signed."""
        paper = self.wish(post, rows, days, **values)
        with self.at(days - 1, 10):
            paper.action_submit()
        with self.at(days - 2, 10):
            self.sign(paper)
        return paper.with_env(self.env)

    def quote(self, request, supplier, days, *, factor=None, planned=12):
        """A quotation of a supplier for everything a request asks for.

        :param factor: of the usual price; the supplier's own when left out
        :param planned: days after the quotation on which it is to arrive
        """
        known = {**names.SUPPLIERS, **names.NEWCOMERS}
        factor = factor or known[supplier][1]
        arrival = datetime.combine(self._day(days - planned), datetime.min.time())
        arrival += timedelta(hours=4)
        with self.at(days, 14):
            order = self.by("buyer", self.env["purchase.order"]).create(
                {
                    "partner_id": self.suppliers[supplier].id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "date_planned": arrival,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": line.product_id.id,
                                "product_qty": line.product_qty,
                                "price_unit": self._asking(line, factor),
                                "date_planned": arrival,
                                "purchase_request_lines": [Command.link(line.id)],
                            }
                        )
                        for line in request.line_ids
                    ],
                }
            )
        return order.with_env(self.env)

    def placed(self, post, rows, supplier, days, **values):
        """An order that was signed and placed, confirmed by the supplier."""
        request = self.granted(post, rows, days + 3)
        order = self.quote(request, supplier, days, **values)
        with self.at(days, 16):
            self.by("buyer", order).action_submit_signoff()
            self.sign(order.signoff_ids)
            self.by("buyer", order).button_confirm()
            self.by("buyer", order).date_confirmed = order.date_planned.date()
        return order

    # --- what stands where

    def _requests(self):
        self.wish(
            "office",
            [("BG-001", 40)],
            1,
            purchase_kind="office",
            description="各部门下季度复印纸",
        )
        late = self.wish(
            "workshop", [("WJ-002", 600)], 6, description="衣柜订单增加，滑轨不足"
        )
        with self.at(5, 10):
            late.action_submit()
        machine = self.wish(
            "workshop",
            [("SB-001", 1)],
            2,
            purchase_kind="equipment",
            description="二号线封边机超期服役，产能不足",
        )
        with self.at(2, 11):
            machine.action_submit()
        self.granted("workshop", [("TL-001", 80)], 5, description="样板房订单用漆")

    def _quotations(self):
        request = self.granted(
            "workshop", [("BC-001", 300)], 9, description="酒店客房家具订单用料"
        )
        self.tender = self.env["purchase.order"]
        for supplier, factor in (
            ("江岸板材厂", 1.02),
            ("南山木业有限公司", 0.97),
            ("北湖新材料有限公司", 0.94),
        ):
            self.tender |= self.quote(request, supplier, 4, factor=factor)

    def _waiting_orders(self):
        request = self.granted(
            "workshop",
            [("BC-001", 500), ("BC-002", 700)],
            8,
            description="新春促销备货",
        )
        order = self.quote(request, "江岸板材厂", 4)
        with self.at(4, 16):
            self.by("buyer", order).action_submit_signoff()
        with self.at(3, 10):
            self.agree(order.signoff_ids, "buyer_head", "价格与上次持平，同意。")

    def _deliveries(self):
        # due in some days; late by some days; arrived; half inspected; to stock in
        self.due = self.placed("workshop", [("BZ-001", 900)], "华中包装制品厂", 8)
        self.late = self.placed(
            "workshop",
            [("WJ-001", 2000)],
            "顺达五金贸易行",
            16,
            planned=11,
        )
        arrived = self.placed("workshop", [("WJ-003", 4000)], "精诚五金制品厂", 14)
        with self.at(1, 10):
            self._receive(arrived)
        halfway = self.placed("workshop", [("BC-003", 200)], "江岸板材厂", 15)
        with self.at(2, 10):
            self._receive(halfway)
        with self.at(2, 15):
            mine = self.by("inspector", halfway.picking_ids.inspection_ids)
            mine.action_begin()
            mine.tranche_ids = self.lines([{"disposition": "pass", "quantity": 120}])
        ready = self.placed("workshop", [("BZ-002", 3000)], "华中包装制品厂", 13)
        with self.at(2, 9):
            self._receive(ready)
        with self.at(1, 15):
            self._inspect(ready.picking_ids.inspection_ids, 0)

    def _asking(self, line, factor):
        code = line.product_id.default_code.removeprefix(self.prefix)
        return round(names.GOODS[code][2] * factor, 2)
