"""Deliveries, their inspection and their stock-in, each by the person whose it is."""

from odoo import fields
from odoo.fields import Command

from .common import PurchaseCase


class QualityCase(PurchaseCase):
    def standard(self, **values):
        """A standard that is in force from today."""
        doc = self.env["ops.controlled.doc"].create(
            {
                "title": "Steel sheet",
                "kind": "standard",
                "content": "<p>Two millimetres.</p>",
                **values,
            }
        )
        doc._flow_write(
            {"state": "in_force", "date_from": fields.Date.context_today(doc)}
        )
        doc.flush_recordset()
        return doc

    def arriving(self, *lines, **values):
        """The expected transfer of a confirmed order."""
        return self.ordered(*lines, **values).picking_ids

    def received(self, picking, quantity=None, note="SH-1", lots=(), each=1):
        """The keeper registers what was delivered; the rest stays expected.

        :param lots: names of new lots or serial numbers, ``each`` of that quantity
        :return: the inspections of what arrived
        """
        mine = self.by("keeper", picking)
        if note:
            mine.delivery_note = note
        if lots:
            self.arrive_with(mine.move_ids, lots, each)
        for move in mine.move_ids if not lots else ():
            move.quantity = quantity or move.product_uom_qty
            move.picked = True
        mine.with_context(skip_backorder=True).button_validate()
        return picking.move_ids.mapped("picking_id").inspection_ids

    def arrive_with(self, move, names, each):
        """Enter new lots on the lines of an arrival."""
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": move.product_id.id,
                    "company_id": self.company.id,
                }
                for name in names
            ]
        )
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(self.line(move, lot, each)) for lot in lots
        ]

    def line(self, move, lot, quantity):
        """Values of a line that moves that much of a lot, ticked off."""
        return {
            "product_id": move.product_id.id,
            "product_uom_id": move.product_id.uom_id.id,
            "picking_id": move.picking_id.id,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "lot_id": lot.id,
            "quantity": quantity,
            "picked": True,
        }

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
