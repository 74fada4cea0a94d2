from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import KEEPER

_lt = LazyTranslate(__name__)

#: Where goods past their shelf life may go: out of the way.
AWAY = ("returns", "supplier", "inventory")


class StockMove(models.Model):
    """Goods past their shelf life are not sold or used; what goes back to a supplier
    goes with a reason (PU-27)."""

    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Move goods"),
            gates=("lots_fresh", "return_reasoned"),
        ),
    )

    # FIELDS
    quality_inspection_id = fields.Many2one(
        "qc.inspection",
        "Rejected by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    # BUSINESS
    @gate(_lt("Within shelf life"), who=KEEPER)
    def _gate_lots_fresh(self):
        now = fields.Datetime.now()
        for line in self._quality_lines():
            date = line.lot_id.expiration_date
            if (
                not date
                or date > now
                or line.location_id.usage not in ("internal", "transit")
                or line.location_dest_id._quality_area() in AWAY
            ):
                continue
            message = self.env._(
                "%(product)s, lot %(lot)s: past its shelf life since %(day)s; it goes "
                "to the return area or back to the supplier.",
                product=line.product_id.display_name,
                lot=line.lot_id.name,
                day=fields.Datetime.context_timestamp(self, date).date(),
            )
            paper = line.move_id.picking_id or line.move_id
            yield self._blocker(paper, message, fix=line.lot_id)

    @gate(_lt("Reason of the return given"), who=KEEPER)
    def _gate_return_reasoned(self):
        lines = self._quality_lines().filtered(
            lambda line: line.location_dest_id.usage == "supplier"
        )
        for paper in {line.move_id.picking_id or line.move_id for line in lines}:
            told = paper._name == "stock.picking" and paper.return_cause
            if not told or not (paper.return_reason or "").strip():
                message = self.env._(
                    "Why these goods go back to the supplier is not said."
                )
                yield self._blocker(paper, message, fix=paper)
