"""What arrives is what was ordered, of whom it was ordered, and no more (PU-15)."""

from collections import defaultdict

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER, KEEPER

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Move goods"),
            gates=("arrival_ordered", "arrival_within_order", "customer_returned"),
        ),
    )

    # BUSINESS
    @gate(_lt("As it was ordered"), who=BUYER)
    def _gate_arrival_ordered(self):
        """The order line is about these goods, placed, and its supplier brings them."""
        for move in self._quality_lines().move_id:
            line = move.purchase_line_id
            if not line:
                continue
            paper, wrong = move.picking_id or move, ""
            brought = move.picking_id.partner_id.commercial_partner_id
            ends = (move.location_id.usage, move.location_dest_id.usage)
            if "supplier" not in ends:
                wrong = self.env._("this transfer is neither delivery nor return")
            elif line.product_id != move.product_id:
                wrong = self.env._(
                    "it is about %(other)s", other=line.product_id.display_name
                )
            elif line.order_id.state != "purchase" and ends[0] == "supplier":
                wrong = self.env._("it is not placed")
            elif brought and brought != line.order_id.partner_id.commercial_partner_id:
                wrong = self.env._(
                    "it was placed with %(supplier)s",
                    supplier=line.order_id.partner_id.display_name,
                )
            if wrong:
                message = self.env._(
                    "%(product)s – %(order)s: %(wrong)s.",
                    product=move.product_id.display_name,
                    order=line.order_id.name,
                    wrong=wrong,
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("No more than ordered"), who=BUYER)
    def _gate_arrival_within_order(self):
        """What is rejected may be replaced; what is more than ordered waits for its
        order."""
        moves = self._quality_lines().move_id.filtered(
            lambda m: m.purchase_line_id and m.location_id.usage == "supplier"
        )
        arriving = defaultdict(float)
        for move in moves:
            unit = move.purchase_line_id.product_uom_id
            arriving[move.purchase_line_id] += move._line_qty(unit)
        for line, quantity in arriving.items():
            unit, goods = line.product_uom_id, line._goods()
            kept = goods.arrived - goods.returned
            if unit.compare(kept + quantity, line.product_qty) > 0:
                message = self.env._(
                    "%(product)s: %(order)s is about %(ordered)s %(unit)s, %(kept)s "
                    "have arrived, and now %(quantity)s; what is more is ordered "
                    "first, or goes back with who brought it.",
                    product=line.product_id.display_name,
                    order=line.order_id.name,
                    ordered=f"{line.product_qty:g}",
                    kept=f"{max(0.0, unit.round(kept)):g}",
                    quantity=f"{unit.round(quantity):g}",
                    unit=unit.name,
                )
                paper = moves.filtered(lambda m, r=line: m.purchase_line_id == r)[:1]
                paper = paper.picking_id or paper
                yield self._blocker(paper, message, fix=line.order_id)

    @gate(_lt("Goods of customers inspected"), who=KEEPER)
    def _gate_customer_returned(self):
        """PU-33: what a customer sends back is inspected before it is stocked; a till
        takes back what it has sold."""
        for line in self._quality_lines():
            if (
                line.location_id.usage != "customer"
                or line.location_dest_id.usage not in ("internal", "transit")
                or line._quality_arrives()
                or line.move_id._by_till()
                or self.env.user._is_superuser()
            ):
                continue
            message = self.env._(
                "%(product)s comes from a customer: it is received into the inspection "
                "location, not into %(place)s.",
                product=line.product_id.display_name,
                place=line.location_dest_id.display_name,
            )
            paper = line.move_id.picking_id or line.move_id
            yield self._blocker(paper, message, fix=paper)
