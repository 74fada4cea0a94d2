from collections import defaultdict

from odoo import api, models
from odoo.fields import Command


class QcInspection(models.Model):
    """The goods of an inspection: what arrives gets one, what is accepted may go into
    stock, what is rejected goes to the return area (PU-15, PU-18)."""

    _inherit = "qc.inspection"

    # BUSINESS
    @api.model
    def _create_for_arrivals(self, lines):
        """An inspection for each lot of each arrival, one for all its serial numbers.
        Simple goods with a standard get its items as their checklist.

        :param lines: move lines that brought goods into an inspection location
        """
        quantities, serials = defaultdict(float), defaultdict(list)
        for line in lines:
            serial = line.product_id.tracking == "serial"
            key = (line.move_id, line.lot_id.browse() if serial else line.lot_id)
            quantities[key] += line.quantity_product_uom
            if serial:
                serials[key] += line.lot_id.ids
        standards = lines.product_id._quality_standards(lines.company_id)
        values = []
        for (move, lot), quantity in quantities.items():
            standard = standards.get((move.company_id, move.product_id))
            customer = move.location_id.usage == "customer"
            values.append(
                {
                    "move_id": move.id,
                    "lot_id": lot.id,
                    "kind": "returned" if customer else "incoming",
                    "product_id": move.product_id.id,
                    "object_id": f"product.product,{move.product_id.id}",
                    "qty": quantity,
                    "serial_ids": [Command.set(serials[move, lot])],
                    **self._prepare_sample(standard, quantity),
                    "company_id": move.company_id.id,
                    "user": False,
                    "standard_id": standard.id if standard else False,
                    "test": standard.test_id.id if standard else False,
                    "inspection_lines": self._prepare_inspection_lines(standard.test_id)
                    if standard
                    else [],
                }
            )
        return self.create(values)

    @api.model
    def _allocate(self, lines):
        """Which inspections let these goods leave the inspection location.

        :param lines: move lines out of it, not done yet
        :return: ``{inspection: {counter: quantity}}`` and ``{line: (counter, quantity
            that nothing lets go)}``; the counter is ``stocked_qty`` or ``sent_qty``
        """
        taken, short = defaultdict(lambda: defaultdict(float)), {}
        if not lines:
            return taken, short
        open_ones = self.search(
            [
                ("move_id", "!=", False),
                ("warehouse_id", "in", lines.location_id.warehouse_id.ids),
                ("product_id", "in", lines.product_id.ids),
                "|",
                ("stockable_qty", ">", 0),
                ("sendable_qty", ">", 0),
            ],
            order="id",
        )
        left, lets = {}, {}
        groups = defaultdict(list)
        for inspection in open_ones:
            groups[inspection._goods_key()].append(inspection)
            left[inspection, "stocked_qty"] = inspection.stockable_qty
            left[inspection, "sent_qty"] = inspection.sendable_qty
            lets[inspection] = inspection._serials_let()
        for line in lines:
            counter, need = line._quality_counter(), line.quantity_product_uom
            arrivals = line.move_id.move_orig_ids
            for inspection in groups.get(line._quality_goods_key(), ()):
                if arrivals and inspection.move_id not in arrivals:
                    continue  # a stock-in is about its own delivery
                if lets[inspection] and line.lot_id not in lets[inspection][counter]:
                    continue
                part = min(need, left[inspection, counter])
                if part > 0:
                    left[inspection, counter] -= part
                    taken[inspection][counter] += part
                    need -= part
            if line.product_id.uom_id.compare(need, 0) > 0:
                short[line] = (counter, need)
        return taken, short

    @api.model
    def _book(self, lines):
        """Count what has just left the inspection location."""
        taken, _short = self._allocate(lines)
        for inspection, parts in taken.items():
            unit = inspection.product_id.uom_id
            inspection._flow_write(
                {
                    counter: unit.round(inspection[counter] + part)
                    for counter, part in parts.items()
                }
            )

    def _goods_key(self):
        self.ensure_one()
        return (self.warehouse_id, self.product_id, self.lot_id)

    def _send_back(self):
        """Move what was rejected to the return area; the stock-in that waits for it
        becomes that much smaller."""
        # inspectors move no goods: the move follows from their decision
        papers = self.sudo().filtered(lambda i: i.move_id and i.sendable_qty > 0)
        if not papers:
            return
        for inspection in papers:
            inspection._shrink_stock_in(inspection.sendable_qty)
        moves = self.env["stock.move"].sudo()
        moves = moves.create([i._prepare_return_area_move() for i in papers])
        moves._action_done()
        papers.move_id.move_dest_ids.filtered(
            lambda m: m.state not in ("done", "cancel", "draft")
        )._action_assign()

    def _prepare_return_area_move(self):
        self.ensure_one()
        source = self.move_id.location_dest_id
        goods = {
            "product_id": self.product_id.id,
            "company_id": self.company_id.id,
            "location_id": source.id,
            "location_dest_id": self.warehouse_id.wh_return_loc_id.id,
        }
        lines = self._prepare_rejected_lines(source, self.sendable_qty)
        return {
            **goods,
            "origin": self.display_name,
            "product_uom": self.uom_id.id,
            "product_uom_qty": self.sendable_qty,
            "picked": True,
            "move_line_ids": [
                Command.create({**goods, **line, "picked": True}) for line in lines
            ],
        }

    def _prepare_rejected_lines(self, place, quantity):
        """Lot or serial numbers of what was rejected, with their quantities.

        :param place: where the goods stand now
        """
        unit = {"product_uom_id": self.uom_id.id}
        if not self.serial_ids:
            return [{**unit, "quantity": quantity, "lot_id": self.lot_id.id}]
        rejected = [
            serial for serial, fate in self._serial_fates().items() if fate == "return"
        ]
        there = self._serials_at(place, rejected)
        return [{**unit, "quantity": 1, "lot_id": serial.id} for serial in there]

    def _shrink_stock_in(self, quantity):
        """Take a quantity, in the unit of the product, off the waiting stock-in."""
        self.ensure_one()
        for move in self.move_id.move_dest_ids:
            if move.state in ("done", "cancel") or quantity <= 0:
                continue
            # what a keeper has ticked off is counted anew as well
            move.picked = False
            move._do_unreserve()
            part = min(quantity, move.product_qty)
            rest = self.uom_id._compute_quantity(
                move.product_qty - part, move.product_uom
            )
            if move.product_uom.is_zero(rest):
                move._action_cancel()
            else:
                move.product_uom_qty = rest
            quantity -= part
