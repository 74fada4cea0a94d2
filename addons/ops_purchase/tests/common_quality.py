"""Deliveries, their inspection and their stock-in, each by the person whose it is."""

from odoo.fields import Command

from .common import PurchaseCase


class QualityCase(PurchaseCase):
    def arriving(self, *lines, **values):
        """The expected transfer of a confirmed order."""
        return self.ordered(*lines, **values).picking_ids

    def received(self, picking, quantity=None, note="SH-1"):
        """The keeper registers what was delivered; the rest stays expected.

        :return: the inspections of what arrived
        """
        mine = self.by("keeper", picking)
        if note:
            mine.delivery_note = note
        for move in mine.move_ids:
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        mine.with_context(skip_backorder=True).button_validate()
        return picking.move_ids.mapped("picking_id").inspection_ids

    def delivered(self, *lines, **values):
        """The inspection of a delivery of one product, begun."""
        inspection = self.received(self.arriving(*lines, **values))
        self.by("inspector", inspection).action_begin()
        return inspection

    def decide(self, inspection, disposition, quantity, by="inspector", **values):
        """Enter a decision, as the form does it."""
        if disposition in ("rework", "return"):
            values = {"cause": "damage", "reason": "Dented", **values}
        self.by(by, inspection).write(
            {
                "tranche_ids": [
                    Command.create(
                        {"disposition": disposition, "quantity": quantity, **values}
                    )
                ]
            }
        )
        return inspection.tranche_ids.sorted("id")[-1:]

    def stock_in(self, inspection, quantity=None, by="keeper"):
        """The keeper stocks in what waits, or a part of it."""
        moves = inspection.move_id.move_dest_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
        )
        mine = self.by(by, moves.picking_id)
        for move in mine.move_ids:
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        mine.with_context(skip_backorder=True).button_validate()
        return moves.picking_id

    def on_hand(self, product, location):
        """Quantity of a product in a location."""
        quants = self.env["stock.quant"]._gather(product, location)
        return sum(quants.mapped("quantity"))
