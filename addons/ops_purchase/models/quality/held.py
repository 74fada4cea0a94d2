from odoo import api, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import QUALITY
from .expiry import AWAY

_lt = LazyTranslate(__name__)


class QcInspection(models.Model):
    _inherit = "qc.inspection"

    # BUSINESS
    @api.model
    def _holding(self, lots):
        """``{lot: inspection that holds it}``: the last one that quality has made of
        it by itself, while it is open or where nothing was accepted (PU-33)."""
        papers = self.search(
            [
                ("lot_id", "in", lots.ids),
                ("move_id", "=", False),
                ("state", "!=", "cancelled"),
            ],
            order="id",
        )
        last = {paper.lot_id: paper for paper in papers}
        return {
            lot: paper
            for lot, paper in last.items()
            if paper.state != "done" or not paper.accepted_qty
        }


class StockMove(models.Model):
    """Only qualified goods pass on: a lot that quality inspects in process, finished,
    returned or as a sample waits for the result (PU-33)."""

    _inherit = "stock.move"

    _guards = (Guard("state", ("done",), _lt("Move goods"), gates=("lots_released",)),)

    # BUSINESS
    @gate(_lt("Not held by an inspection"), who=QUALITY)
    def _gate_lots_released(self):
        lines = self._quality_lines().filtered(
            lambda line: (
                line.lot_id
                and line.location_id.usage in ("internal", "transit")
                and line.location_dest_id._quality_area() not in (*AWAY, "inspection")
            )
        )
        held = self.env["qc.inspection"]._holding(lines.lot_id) if lines else {}
        for line in lines:
            inspection = held.get(line.lot_id)
            if inspection:
                message = self.env._(
                    "%(product)s, lot %(lot)s: held by %(inspection)s (%(state)s).",
                    product=line.product_id.display_name,
                    lot=line.lot_id.name,
                    inspection=inspection.display_name,
                    state=inspection._flow_state_label(inspection.state),
                )
                paper = line.move_id.picking_id or line.move_id
                yield self._blocker(paper, message, fix=inspection)
