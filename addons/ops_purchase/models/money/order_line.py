from typing import NamedTuple

from odoo import fields, models

from ..groups import INSPECTORS, SETTLERS


class Goods(NamedTuple):
    """What has become of the goods of an order line, in its unit: arrived = accepted +
    returned + waiting (PU-32)."""

    arrived: float
    accepted: float
    returned: float
    waiting: float


class StockMove(models.Model):
    _inherit = "stock.move"

    # FIELDS
    arrival_inspection_ids = fields.One2many(
        "qc.inspection", "move_id", "Inspections of the arrival", groups=INSPECTORS
    )

    # BUSINESS
    def _line_qty(self, unit):
        """Quantity of these moves in a unit, not rounded."""
        return sum(
            move.product_uom._compute_quantity(move.quantity, unit, round=False)
            for move in self
        )


class PurchaseOrderLine(models.Model):
    """What may be billed and settled of an order line (PU-32)."""

    _inherit = "purchase.order.line"

    # FIELDS
    settlement_line_ids = fields.One2many(
        "ops.purchase.settlement.line",
        "order_line_id",
        "Settled",
        copy=False,
        groups=SETTLERS,
    )

    # BUSINESS
    def _goods(self):
        """The one place to say what counts as accepted: what inspectors decided where
        the company inspects, else what was received.

        :return: :class:`Goods`
        """
        self.ensure_one()
        inspections = self._goods_inspections()
        if inspections:
            return self._goods_inspected(inspections)
        unit, accepted = self.product_uom_id, self._received_qty()
        arrived = max(unit.round(self._arrivals()._line_qty(unit)), accepted)
        return Goods(arrived, accepted, unit.round(arrived - accepted), 0.0)

    def _received_qty(self):
        """What was received: of goods what was moved, whatever figure somebody wrote
        into the order; of services what was said by hand."""
        if self.product_id.type != "consu":
            return self.qty_received
        unit = self.product_uom_id
        back = self._goods_back().filtered(
            lambda move: not move.origin_returned_move_id or move.to_refund
        )
        return unit.round(self._arrivals()._line_qty(unit) - back._line_qty(unit))

    def _goods_inspected(self, inspections):
        """What was decided, less what went back to the supplier all the same. An
        arrival from before the company inspected counts as accepted."""
        unit = self.product_uom_id
        decided = {
            name: sum(
                paper.uom_id._compute_quantity(paper[name], unit, round=False)
                for paper in inspections
            )
            for name in ("accepted_qty", "returned_qty")
        }
        arrivals, backs = self._arrivals(), self._goods_back()
        loose = (arrivals - inspections.move_id)._line_qty(unit)
        from_area = backs.filtered(
            lambda move: move.location_id._quality_area() == "returns"
        )
        # out of the return area goes first what was rejected
        back = (backs - from_area)._line_qty(unit)
        back += max(0.0, from_area._line_qty(unit) - decided["returned_qty"])
        arrived = unit.round(arrivals._line_qty(unit))
        accepted = unit.round(decided["accepted_qty"] + loose - back)
        returned = unit.round(decided["returned_qty"] + back)
        return Goods(
            arrived, accepted, returned, unit.round(arrived - accepted - returned)
        )

    def _goods_inspections(self):
        """Inspections of what arrived, none where the company does not inspect."""
        # what was decided is a fact, also for who may not read inspections
        line = self.sudo()
        if not line.company_id.purchase_gate_inspection:
            return line.env["qc.inspection"]
        return line._arrivals().arrival_inspection_ids.filtered(
            lambda paper: paper.state != "cancelled"
        )

    def _arrivals(self):
        """What the supplier brought."""
        moves = self.move_ids
        # what is read of the moves of one line is read for all lines
        return moves.filtered(
            lambda move: move.state == "done" and move.location_id.usage == "supplier"
        ).with_prefetch(moves._prefetch_ids)

    def _goods_back(self):
        """What went back to the supplier."""
        moves = self.move_ids
        return moves.filtered(
            lambda move: (
                move.state == "done" and move.location_dest_id.usage == "supplier"
            )
        ).with_prefetch(moves._prefetch_ids)

    def _billed_qty(self, bills, but=()):
        """Quantity on posted bills, and on ``bills`` as if they were posted; credit
        notes count against it. In the unit of the line.

        :param but: documents that do not count
        """
        self.ensure_one()
        lines = self.invoice_lines.filtered(
            lambda r: (
                (r.parent_state == "posted" or r.move_id in bills)
                and r.move_id not in but
            )
        )
        billed = sum(
            (-1 if line.move_id.move_type == "in_refund" else 1)
            * line.product_uom_id._compute_quantity(
                line.quantity, self.product_uom_id, round=False
            )
            for line in lines
        )
        return self.product_uom_id.round(billed)

    def _settled_qtys(self, but):
        """``(arrived, returned)`` that other sheets have settled.

        :param but: settlement sheets that do not count
        """
        self.ensure_one()
        lines = self.settlement_line_ids.filtered(
            lambda r: (
                r.settlement_id.state not in ("draft", "cancelled")
                and r.settlement_id not in but
            )
        )
        return sum(lines.mapped("received_qty")), sum(lines.mapped("returned_qty"))
