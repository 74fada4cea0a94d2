"""What keeps the book from saying what is not so (PU-22, PU-23)."""

from collections import defaultdict

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import KEEPER, KEEPER_HEAD

_lt = LazyTranslate(__name__)

#: Places that hold goods of the company; all others are the world outside.
HELD = ("internal", "transit")
#: Documents of manufacturing and repair that a movement may belong to.
ORDERS = (
    "production_id",
    "raw_material_production_id",
    "unbuild_id",
    "consume_unbuild_id",
    "repair_id",
)
GOODS = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


class StockMove(models.Model):
    """The lines of a transfer go where the transfer goes, and take what is there."""

    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Move goods"),
            gates=("places_agree", "goods_there"),
        ),
    )

    # BUSINESS
    @gate(_lt("Lines go where the transfer goes"), who=KEEPER)
    def _gate_places_agree(self):
        """A transfer that says “from the supplier” takes nothing off a shelf, and none
        within the warehouse takes goods out of it."""
        for move in self._gated():
            if not move.product_id.is_storable:
                continue
            lines = move.move_line_ids.filtered(lambda line: line.quantity > 0)
            paper = move.picking_id or move
            for line in lines.filtered(lambda line: not line._quantity_agrees()):
                message = self.env._(
                    "%(product)s: the quantity of a line is not what it moves; enter "
                    "it anew.",
                    product=line.product_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper)
            for line in lines.filtered(lambda line: not line._places_agree()):
                message = self.env._(
                    "%(product)s: a line goes from %(place)s to %(target)s, its "
                    "transfer from %(said_place)s to %(said_target)s.",
                    product=line.product_id.display_name,
                    place=line.location_id.display_name,
                    target=line.location_dest_id.display_name,
                    said_place=move.location_id.display_name,
                    said_target=move.location_dest_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Goods are there"), who=KEEPER_HEAD)
    def _gate_goods_there(self):
        """Book and goods agree: nobody takes what the book does not hold there – a
        place, a lot – and so makes it appear elsewhere."""
        short = self._taking()._short_lines()
        for line in short:
            message = self.env._(
                "%(product)s %(lot)s: less of it stands in %(place)s than is taken; "
                "receive it, or have the place counted.",
                product=line.product_id.display_name,
                lot=line.lot_id.name or "",
                place=line.location_id.display_name,
            )
            paper = line.move_id.picking_id or line.move_id
            yield self._blocker(paper, message, fix=paper)

    def _taking(self):
        """Those that somebody takes from a place by hand. A till sells what lies on the
        counter, and manufacturing uses up what its order says."""
        if self.env.user._is_superuser():
            return self.browse()
        return self.filtered(
            lambda m: (
                m.company_id.sudo().purchase_gate_adjust
                and m.product_id.is_storable
                and not m.is_inventory
                and not m._by_till()
                and not m._made()
            )
        )

    def _short_lines(self):
        """Lines that have left less than nothing where they took goods."""
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.quantity > 0
                and line.location_id.usage in HELD
                # what leaves for good has its own paper; only its lot has to be true
                and (line.lot_id or line.location_dest_id.usage in HELD)
            )
        )
        if not lines:
            return lines
        # whether goods are there is a fact, also for who is shut out from the book
        found = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", lines.product_id.ids),
                    ("location_id", "in", lines.location_id.ids),
                ],
                GOODS,
                ["quantity:sum"],
            )
        )
        left = defaultdict(float)
        for *goods, quantity in found:
            left[tuple(record.id for record in goods)] += quantity
        return lines.filtered(
            lambda line: (
                line.product_id.uom_id.compare(
                    left[tuple(line[name].id for name in GOODS)], 0
                )
                < 0
            )
        )

    def _by_till(self):
        """Whether a till sells or takes back: the sale itself is the document."""
        self.ensure_one()
        kind, picking = self.picking_type_id, self.picking_id
        if not kind or kind.dispatch_by_notice:
            return False
        sales = [n for n in ("pos_session_id", "pos_order_id") if n in picking._fields]
        return not sales or any(picking[name] for name in sales)

    def _made(self):
        """Whether an order of manufacturing or repair stands behind it."""
        self.ensure_one()
        return any(self[name] for name in ORDERS if name in self._fields)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # BUSINESS
    def _quantity_agrees(self):
        """Whether it moves what it says, in the unit of the product."""
        self.ensure_one()
        unit = self.product_id.uom_id
        said = self.product_uom_id._compute_quantity(
            self.quantity, unit, rounding_method="HALF-UP"
        )
        return unit.compare(said, self.quantity_product_uom) == 0

    def _places_agree(self):
        """Whether it goes between the same worlds as its transfer."""
        self.ensure_one()
        move = self.move_id
        return all(
            _world(mine.usage) == _world(said.usage)
            for mine, said in (
                (self.location_id, move.location_id),
                (self.location_dest_id, move.location_dest_id),
            )
        )


def _world(usage):
    return "held" if usage in (*HELD, "view") else usage
