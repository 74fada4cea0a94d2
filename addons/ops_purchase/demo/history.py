"""A year of deliveries, month by month: asked for, ordered, received, inspected."""

from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil

from odoo.fields import Command

from . import names

MONTH = 30


class History:
    """What was bought in the months before today."""

    def build_history(self):
        """Every month one request of the workshop, and an order to each supplier."""
        self.orders = self.env["purchase.order"]
        for month in range(self.months, 0, -1):
            self._build_month(month * MONTH)

    def _build_month(self, days):
        with self.at(days, 9):
            request = self._ask(days)
        with self.at(days - 1, 10):
            self.sign(request)
        with self.at(days - 2, 9):
            orders = self._order(request, days - 2)
        with self.at(days - 3, 15):
            self.sign(orders.signoff_ids)
            self.by("buyer", orders).button_confirm()
        with self.at(days - 4, 11):
            for order in orders:
                self.by("buyer", order).date_confirmed = order.date_planned.date()
        self.orders |= orders
        arrivals = defaultdict(self.env["purchase.order"].browse)
        for order in orders:
            late = names.SUPPLIERS[order.partner_id.name][2]
            arrivals[days - 12 - self.random.randint(0, late)] |= order
        for arrives, some in sorted(arrivals.items(), reverse=True):
            self._deliver(some, arrives)

    def _ask(self, days):
        """The workshop asks for what next month's production needs."""
        wanted = self._day(days - 20)
        paper = self.by("workshop", self.env["purchase.request"]).create(
            {
                "department_id": self.departments["生产车间"].id,
                "description": names.REASON,
                "picking_type_id": self.warehouse.in_type_id.id,
                "line_ids": self.lines(
                    {
                        "product_id": self.goods[code].id,
                        "product_uom_id": self.goods[code].uom_id.id,
                        "product_qty": quantity,
                        "estimated_cost": quantity * price,
                        "date_required": wanted,
                    }
                    for code, (_name, _categ, price, quantity) in names.GOODS.items()
                    if quantity
                ),
            }
        )
        paper.action_submit()
        return paper.with_env(self.env)

    def _order(self, request, days):
        """Quotations for each part of the request, handed in for signature."""
        asked = {line.product_id: line for line in request.line_ids}
        shares = {}
        for codes, *_character in names.SUPPLIERS.values():
            for code in codes:
                shares[code] = shares.get(code, 0) + 1
        planned = datetime.combine(self._day(days - 10), datetime.min.time())
        planned += timedelta(hours=4)
        orders = self.by("buyer", self.env["purchase.order"]).create(
            [
                {
                    "partner_id": self.suppliers[name].id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "date_planned": planned,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.goods[code].id,
                                "product_qty": names.GOODS[code][3] // shares[code],
                                "price_unit": self._price(code, factor, days),
                                "date_planned": planned,
                                "purchase_request_lines": [
                                    Command.link(asked[self.goods[code]].id)
                                ],
                            }
                        )
                        for code in codes
                    ],
                }
                for name, (codes, factor, *_rest) in names.SUPPLIERS.items()
            ]
        )
        orders.action_submit_signoff()
        return orders.with_env(self.env)

    def _price(self, code, factor, days):
        """Prices crept up by some percent over the year."""
        crept = 1 + 0.04 * (1 - days / (MONTH * max(self.months, 1)))
        return round(names.GOODS[code][2] * factor * crept, 2)

    def _deliver(self, orders, days):
        """What arrives on a day is inspected and stocked in."""
        with self.at(days, 10):
            for order in orders:
                self._receive(order)
        with self.at(days, 16):
            for order in orders:
                rejected = names.SUPPLIERS[order.partner_id.name][3]
                self._inspect(order.picking_ids.inspection_ids, rejected)
        with self.at(days - 1, 9):
            for order in orders:
                self._stock_in(order)

    def _receive(self, order):
        picking = self.by("keeper", order.picking_ids.filtered(self._arriving))
        picking.delivery_note = f"SH{order.id:06d}"
        for move in picking.move_ids:
            if move.product_id.tracking == "lot":
                move.move_line_ids.lot_name = f"P{order.id:05d}"
            move.quantity = move.product_uom_qty
            move.picked = True
        picking.button_validate()

    def _inspect(self, inspections, rejected):
        mine = self.by("inspector", inspections)
        mine.action_begin()
        for inspection in mine:
            for line in inspection.inspection_lines:
                good = line.possible_ql_values.filtered("ok")[:1]
                line.qualitative_value = good
            bad = 0
            if rejected:
                share = self.random.uniform(0, 2 * rejected)
                bad = ceil(inspection.qty * share)
            rows = [{"disposition": "pass", "quantity": inspection.qty - bad}]
            if bad:
                cause, reason = names.REJECTED
                rows.append(
                    {
                        "disposition": "return",
                        "quantity": bad,
                        "cause": cause,
                        "reason": reason,
                    }
                )
            inspection.tranche_ids = self.lines(rows)
        mine.action_conclude()

    def _stock_in(self, order):
        moves = order.picking_ids.move_ids.move_dest_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        picking = self.by("keeper", moves.picking_id)
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        picking.button_validate()

    def _arriving(self, picking):
        return picking.state not in ("done", "cancel") and (
            picking.location_id.usage == "supplier"
        )

    def _day(self, days):
        return self.today - timedelta(days=days)
