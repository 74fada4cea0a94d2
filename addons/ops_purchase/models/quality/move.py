from odoo import models
from odoo.addons.ops_base.flow import Guard
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    """Goods move as far as they were registered, inspected and coded (PU-15, PU-18,
    PU-19). The gates stand before the move itself: for buttons, scanners, import and
    RPC alike."""

    _name = "stock.move"
    _inherit = ["ops.guard.mixin", "stock.move"]

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Move goods"),
            gates=("arrival_registered", "goods_accepted", "goods_coded"),
        ),
    )

    # CRUD
    def write(self, vals):
        """What arrives is inspected from now on; what leaves is counted."""
        if vals.get("state") != "done":
            return super().write(vals)
        moving = self.filtered(lambda m: m.state != "done")
        result = super().write(vals)
        # keepers move goods, the inspection is not theirs to write
        lines = moving.sudo()._quality_lines()
        inspections = self.env["qc.inspection"].sudo()
        leaving = lines.filtered(lambda line: line._quality_leaves())
        inspections._book(leaving)
        arriving = lines.filtered(lambda line: line._quality_arrives())
        inspections._create_for_arrivals(arriving)
        return result

    # BUSINESS
    def _quality_lines(self):
        """What moves here, where the company inspects what arrives."""
        # whether a gate is on is no secret
        moves = self.filtered(
            lambda m: (
                m.company_id.sudo().purchase_gate_inspection
                and m.product_id.is_storable
            )
        )
        return moves.move_line_ids.filtered(lambda line: line.quantity_product_uom > 0)
