"""Contracts at every step, what is called off from them, deliveries that need care."""

from odoo.fields import Command

QUALITY = "按国家标准及双方封样验收；质保期十二个月。"
DELIVERY = "送货至需方原料仓，运费由供方承担；每批附送货单与合格证。"
#: supplier: ((code, quantity, price), …)
IN_FORCE = ("精诚五金制品厂", (("WJ-002", 6000, 20.8), ("WJ-003", 40000, 0.83)))
#: code: (from quantity, price) of the contract in force
TIERS = {"WJ-002": ((4100, 20.6),), "WJ-003": ((20000, 0.8),)}
ENDED = ("南山木业有限公司", (("BC-001", 1500, 162.0), ("BC-002", 2000, 88.5)))
AT_LEGAL = ("绿源涂料有限公司", (("TL-001", 3000, 45.0), ("TL-002", 2000, 32.0)))
AT_SIGNERS = ("华中包装制品厂", (("BZ-001", 20000, 7.0),))
TO_SIGN = ("江岸板材厂", (("BC-003", 5000, 37.5),))
TALKS = ("顺达五金贸易行", (("WJ-001", 30000, 4.4),))
#: code, supplier, quantity and prices that crept up
CREPT = ("WJ-002", "顺达五金贸易行", 200, (19.6, 20.4, 21.2, 21.9))


class Contracts:
    """What the buyer has agreed on with suppliers, and what became of it."""

    def build_contracts(self):
        """Contracts, orders inside them, follow-up, exceptions, creeping prices."""
        self._contracts()
        self._followed()
        self._exceptions()
        self._crept()
        self._split()
        self._freight()

    def agree_on(self, what, days, *, term=365, way="monthly", **values):
        """A contract under negotiation since so many days.

        :param what: (supplier, goods)
        """
        supplier, goods = what
        with self.at(days, 9):
            contract = self.by("buyer", self.env["ops.purchase.contract"]).create(
                {
                    "partner_id": self.suppliers[supplier].id,
                    "date_start": self._day(days - 7),
                    "date_end": self._day(days - 7 - term),
                    "payment_way": way,
                    "penalty_rate": 0.3,
                    "penalty_max": 10,
                    "quality_terms": QUALITY,
                    "delivery_terms": DELIVERY,
                    "line_ids": self.lines(
                        {
                            "product_id": self.goods[code].id,
                            "product_qty": quantity,
                            "price_unit": price,
                        }
                        for code, quantity, price in goods
                    ),
                    **values,
                }
            )
        return contract

    def submitted(self, what, days, **values):
        """A contract with the legal counsel."""
        contract = self.agree_on(what, days, **values)
        with self.at(days - 1, 15):
            contract.action_intent()
            contract.action_submit()
        return contract

    def cleared(self, what, days, **values):
        """A contract before those who sign for its value."""
        contract = self.submitted(what, days, **values)
        with self.at(days - 2, 10):
            self.by("supply_legal", contract).action_clear()
        return contract

    def approved(self, what, days, **values):
        """A contract everybody of the company has signed."""
        contract = self.cleared(what, days, **values)
        with self.at(days - 4, 14):
            self.sign(contract)
        return contract

    def in_force(self, what, days, **values):
        """A contract signed by both sides."""
        contract = self.approved(what, days, **values)
        with self.at(days - 6, 10):
            copy = self.copy_of("采购合同签署件.pdf", "buyer")
            contract.signed_copy_ids = [Command.link(copy.id)]
            contract.action_sign()
        return contract

    def call_off(self, contract, rows, days):
        """An order inside a contract: no signatures of its own."""
        request = self.granted("workshop", rows, days + 3)
        order = self.quote(request, contract.partner_id.name, days)
        with self.at(days, 16):
            mine = self.by("buyer", order)
            mine.contract_id = contract
            mine.button_confirm()
            mine.date_confirmed = order.date_planned.date()
        return order

    # --- what stands where

    def _contracts(self):
        ended = self.in_force(ENDED, 330, term=340)
        order = self.call_off(ended, [("BC-001", 150)], 200)
        self._deliver(order, 200)
        with self.at(20, 10):
            ended.action_settle()
        tiers = self.lines(
            {"product_id": self.goods[code].id, "min_qty": start, "price_unit": price}
            for code, steps in TIERS.items()
            for start, price in steps
        )
        running = self.in_force(
            IN_FORCE, 140, term=190, tier_by="total", tier_ids=tiers
        )
        for quantity, days in ((2000, 95), (2200, 50)):
            order = self.call_off(running, [("WJ-002", quantity)], days)
            self._deliver(order, days)
        self.call_off(running, [("WJ-002", 900), ("WJ-003", 12000)], 4)
        self.approved(TO_SIGN, 9)
        self.cleared(AT_SIGNERS, 6)
        self.submitted(AT_LEGAL, 4)
        self.agree_on(TALKS, 2, way="advance", advance_percent=30)

    def _followed(self):
        """What suppliers said about deliveries under way."""
        late, due = self.late.order_line, self.due.order_line
        self._note(late, 7, kind="reminded", note="本周应到，请安排发货")
        self._note(
            late,
            5,
            kind="delayed",
            note="热处理外协排产延误",
            delay_reason="外协排产延误",
            date_expected=self._day(1),
        )
        self._note(
            due,
            2,
            kind="shipped",
            note="已装车",
            date_shipped=self._day(2),
            carrier="干线运输",
            date_expected=self._day(-2),
        )

    def _note(self, line, days, **values):
        with self.at(days, 11):
            self.by("buyer", self.env["ops.delivery.followup"]).create(
                {"line_id": line.id, **values}
            )

    def _exceptions(self):
        """One the departments are reading, one that was closed."""
        departments = self.departments["生产车间"] | self.departments["仓储部"]
        paper = self._exception(
            self.late,
            4,
            departments,
            kind="late",
            quantity=self.late.order_line.product_qty,
            date_expected=self._day(-4),
            description="铰链逾期未到，供应商外协排产延误。",
            effect="衣柜门板装配顺延，先排抽屉工序。",
        )
        with self.at(3, 9):
            self.by("workshop", paper.notice_ids).action_confirm()
        past = self.orders[len(self.orders) // 2]
        paper = self._exception(
            past,
            160,
            self.departments["生产车间"],
            kind="damaged",
            quantity=12,
            description="到货外包装破损，部分边角磕碰。",
            effect="当日领料改用库存。",
        )
        with self.at(159, 9):
            self.by("workshop", paper.notice_ids).action_confirm()
        with self.at(157, 15):
            paper.measure = "供应商补送十二件，破损件退回。"
            paper.action_close()

    def _exception(self, order, days, departments, **values):
        with self.at(days, 10):
            paper = self.by("buyer", self.env["ops.arrival.exception"]).create(
                {
                    "order_id": order.id,
                    "product_id": order.order_line[:1].product_id.id,
                    "date_found": self._day(days),
                    "department_ids": [Command.set(departments.ids)],
                    **values,
                }
            )
            paper.action_issue()
        return paper

    def _crept(self):
        """Four buys, each a little dearer than the one before."""
        code, supplier, quantity, prices = CREPT
        for number, price in enumerate(prices):
            days = 110 - 28 * number
            request = self.granted("workshop", [(code, quantity)], days + 3)
            order = self.quote(request, supplier, days)
            with self.at(days, 16):
                mine = self.by("buyer", order)
                mine.order_line.price_unit = price
                mine.action_submit_signoff()
                self.sign(order.signoff_ids)
                mine.button_confirm()
                mine.date_confirmed = order.date_planned.date()
            self._deliver(order, days)

    def _split(self):
        """Two orders to one supplier, each just below what its head may sign."""
        for quantity, days in ((178, 9), (183, 6)):
            self.placed("workshop", [("TL-001", quantity)], "绿源涂料有限公司", days)

    def _freight(self):
        """The lorry that brought the boards of last month."""
        self.categories["板材"].with_company(
            self.company
        ).property_cost_method = "average"
        lorry = self.goods["FW-001"]
        lorry.landed_cost_ok = True
        account = lorry.product_tmpl_id.get_product_accounts()["expense"]
        order = self.orders.filtered(
            lambda r: r.partner_id == self.suppliers["江岸板材厂"]
        )[-1:]
        arrived = order.picking_ids.filtered(
            lambda r: r.state == "done" and r.location_id.usage == "supplier"
        )
        cost = self.env["stock.landed.cost"].create(
            {
                "date": self._day(12),
                "company_id": self.company.id,
                "picking_ids": [Command.set(arrived.ids)],
                "cost_lines": self.lines(
                    [
                        {
                            "product_id": lorry.id,
                            "name": lorry.name,
                            "price_unit": 1800,
                            "split_method": "by_quantity",
                            "account_id": account.id,
                        }
                    ]
                ),
            }
        )
        cost.compute_landed_cost()
        cost.button_validate()
