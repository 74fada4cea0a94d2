from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import KEEPER

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    """On sale is what stands on the shelf, labelled (PU-20)."""

    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Move goods"),
            gates=("goods_labelled", "goods_shelved"),
        ),
    )

    # BUSINESS
    @gate(_lt("Classified, tidied and labelled"), who=KEEPER)
    def _gate_goods_labelled(self):
        """Goods come to a shelf from the backroom, with labels."""
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.location_dest_id.is_shelf
                and not line.location_id.is_shelf
                and line.location_id.usage in ("supplier", "internal", "transit")
            )
        )
        for paper in {line.move_id.picking_id or line.move_id for line in lines}:
            of_paper = lines.filtered(
                lambda line, p=paper: p in (line.move_id.picking_id, line.move_id)
            )
            if any(
                line.location_id.usage == "supplier" or line._quality_stocked()
                for line in of_paper
            ):
                message = self.env._("Goods are stocked into the backroom first.")
                yield self._blocker(paper, message, fix=paper)
                continue
            picking = paper if paper._name == "stock.picking" else None
            if not picking or not picking.goods_sorted:
                message = self.env._("The goods are not classified and tidied.")
                yield self._blocker(paper, message, fix=paper)
            if not picking or not picking.labelled_on:
                message = self.env._("Their labels are not printed.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("On the shelf"), who=KEEPER)
    def _gate_goods_shelved(self):
        """Where a warehouse has a shelf, goods are sold from it."""
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.location_dest_id.usage == "customer"
                and line.location_id.usage == "internal"
                and not line.location_id.is_shelf
                and line.location_id.warehouse_id.shelf_loc_id
            )
        )
        for line in lines:
            message = self.env._(
                "%(product)s stands in the backroom (%(place)s); it is put on the "
                "shelf before it is sold.",
                product=line.product_id.display_name,
                place=line.location_id.display_name,
            )
            paper = line.move_id.picking_id or line.move_id
            yield self._blocker(paper, message, fix=paper)
