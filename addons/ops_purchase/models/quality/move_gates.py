from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import BUYER, KEEPER, KEEPER_HEAD, QUALITY

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    """What keeps goods from moving."""

    _inherit = "stock.move"

    # BUSINESS
    @gate(_lt("Arrival registered"), who=KEEPER)
    def _gate_arrival_registered(self):
        """PU-15: goods of a supplier come with an order and a delivery note, into the
        inspection location; PU-17: with a standard in force where one is asked for."""
        lines = self._quality_lines().filtered(
            lambda line: (
                line.location_id.usage == "supplier"
                and line.location_dest_id.usage != "supplier"
            )
        )
        strict = lines.product_id.filtered(lambda p: p.inspect_by == "standard")
        standards = strict._quality_standards(lines.company_id)
        for line in lines:
            move, paper = line.move_id, line.move_id.picking_id or line.move_id
            name = line.product_id.display_name
            if not move.purchase_line_id:
                message = self.env._(
                    "%(product)s: no order stands behind this delivery.", product=name
                )
                who = self._guard_who((BUYER,))
                yield self._blocker(paper, message, who, fix=paper)
            elif not (move.picking_id.delivery_note or "").strip():
                message = self.env._(
                    "%(product)s: the number of the delivery note is missing.",
                    product=name,
                )
                yield self._blocker(paper, message, fix=paper)
            if line.location_dest_id.usage == "customer":
                message = self.env._(
                    "%(product)s goes from the supplier straight to a customer, where "
                    "nobody inspects it: receive it first. Deliveries past the "
                    "warehouse are for companies that do not inspect.",
                    product=name,
                )
                who = self._guard_who((BUYER,))
                yield self._blocker(paper, message, who, fix=paper)
            elif not line._quality_arrives():
                message = self.env._(
                    "%(product)s: deliveries are received into the inspection "
                    "location, not into %(place)s.",
                    product=name,
                    place=line.location_dest_id.display_name,
                )
                who = self._guard_who((KEEPER_HEAD,))
                yield self._blocker(paper, message, who, fix=paper)
            key = (line.company_id, line.product_id)
            if line.product_id in strict and key not in standards:
                message = self.env._(
                    "%(product)s is inspected by a standard, and none is in force for "
                    "it.",
                    product=name,
                )
                who = self._guard_who((QUALITY,))
                yield self._blocker(paper, message, who, fix=line.product_id)

    @gate(_lt("Inspected and accepted"), who=QUALITY)
    def _gate_goods_accepted(self):
        """PU-18: out of the inspection location goes what was accepted, and to the
        return area what was rejected."""
        lines = self._quality_lines().filtered(lambda line: line._quality_leaves())
        _taken, short = self.env["qc.inspection"]._allocate(lines)
        for line, (counter, quantity) in short.items():
            facts = {
                "product": line.product_id.display_name,
                "quantity": f"{line.product_id.uom_id.round(quantity):g}",
                "unit": line.product_id.uom_id.name,
            }
            if counter == "stocked_qty":
                message = self.env._(
                    "%(product)s: %(quantity)s %(unit)s are not inspected or not "
                    "accepted.",
                    **facts,
                )
            else:
                message = self.env._(
                    "%(product)s: %(quantity)s %(unit)s were not rejected.", **facts
                )
            paper = line.move_id.picking_id or line.move_id
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Code and storage place given"), who=KEEPER)
    def _gate_goods_coded(self):
        """PU-19: what goes into stock has a code and a place of its own."""
        lines = self._quality_lines().filtered(lambda line: line._quality_stocked())
        for line in lines:
            product, place = line.product_id, line.location_dest_id
            paper = line.move_id.picking_id or line.move_id
            if not (product.default_code or product.barcode):
                message = self.env._(
                    "%(product)s has no code.", product=product.display_name
                )
                yield self._blocker(paper, message, fix=product)
            if place == place.warehouse_id.lot_stock_id and place.child_ids:
                message = self.env._(
                    "%(product)s: name the storage place within %(place)s.",
                    product=product.display_name,
                    place=place.display_name,
                )
                yield self._blocker(paper, message, fix=paper)
