"""Where a count meets the book: its sheet, its differences, its adjustment (PU-25)."""

from collections import defaultdict

from odoo import fields, models

GOODS = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


class StockInventory(models.Model):
    _inherit = "stock.inventory"

    # BUSINESS
    def _prepare_start_values(self):
        return {"date_start": fields.Datetime.now()}

    def _prepare_close_values(self):
        return {"date_counted": fields.Datetime.now()}

    def _after_start(self):
        """Write the sheet: which goods to look for, never how many.

        Serial numbers are not listed: one that is listed says that one piece is there.
        They are entered as they are found.
        """
        unique = {}
        for count, quants in self._book_quants().items():
            for quant in quants:
                if quant.product_id.tracking != "serial":
                    unique[count.id, _key(quant)] = _goods(quant)
        opened = self._flow_opened("count_line_ids").env
        # lines of a sheet are listed by the system
        self.env["ops.stock.count.line"].with_env(opened).sudo().create(
            [
                {**goods, "count_id": count_id, "listed": True}
                for (count_id, _goods_key), goods in unique.items()
            ]
        )

    def _after_close(self):
        """Put the book beside what was found. What has moved since a line was counted
        is taken out again, so that a warehouse need not stand still."""
        # the counts are handed in: from here on the book may be known
        counts = self.sudo()
        moved = counts._book_moved()
        lines = counts.count_line_ids.with_env(
            counts._flow_opened("count_line_ids").env
        )
        unlisted = []
        for count, quants in counts._book_quants().items():
            book = defaultdict(float)
            for quant in quants:
                book[_key(quant)] += quant.quantity
            for line in count.count_line_ids:
                key = _key(line)
                since = line.counted_at
                line.with_env(lines.env)._book_write(
                    book.pop(key, 0.0) - _moved_after(moved[key], since)
                )
            for key, quantity in book.items():
                before = round(quantity - _moved_after(moved[key], count.date_start), 6)
                if before:
                    unlisted.append((count.id, key, before))
        missing = lines.create(
            [
                {
                    **dict(zip(GOODS, key, strict=True)),
                    "count_id": count,
                    "counted": True,
                }
                for count, key, _before in unlisted
            ]
        )
        for line, (_count, _goods, before) in zip(missing, unlisted, strict=True):
            line._book_write(before)

    def _book_quants(self):
        """``{count: what lies in its places}``, one query for all counts."""
        # the sheet is the system's; who counts is shut out from the book
        quants = self.env["stock.quant"].sudo()
        quants = quants.search([("location_id", "child_of", self.location_ids.ids)])
        return {
            count: [quant for quant in quants if count._book_holds(quant)]
            for count in self
        }

    def _book_holds(self, quant):
        """Whether these goods are to be counted."""
        self.ensure_one()
        path, product = quant.location_id.parent_path, quant.product_id
        if quant.location_id.usage != "internal" or not any(
            path.startswith(place.parent_path) for place in self.location_ids
        ):
            return False
        chosen = self.product_selection
        if chosen in ("manual", "one"):
            return product in self.product_ids
        if chosen == "lot":
            return quant.lot_id in self.lot_ids
        if chosen == "category":
            within = product.categ_id.parent_path or ""
            return within.startswith(self.category_id.parent_path or "?")
        return True

    def _book_moved(self):
        """``{goods: [(when, quantity)]}`` that came or went since the counts began."""
        moved = defaultdict(list)
        if not self:
            return moved
        places = self.location_ids.ids
        lines = self.env["stock.move.line"].search(
            [
                ("state", "=", "done"),
                ("date", ">=", min(self.mapped("date_start"))),
                "|",
                ("location_id", "child_of", places),
                ("location_dest_id", "child_of", places),
            ]
        )
        for line in lines:
            lot, owner = line.lot_id.id, line.owner_id.id
            quantity, product = line.quantity_product_uom, line.product_id.id
            out = (product, line.location_id.id, lot, line.package_id.id, owner)
            back = line.result_package_id.id
            into = (product, line.location_dest_id.id, lot, back, owner)
            moved[out].append((line.date, -quantity))
            moved[into].append((line.date, quantity))
        return moved

    def _after_adjust(self):
        """The book follows the goods: one movement for each difference."""
        lines = self.count_line_ids.filtered("difference")
        moves = self.env["stock.move"].create([line._book_move() for line in lines])
        moves._action_done()


class StockCountLine(models.Model):
    _inherit = "ops.stock.count.line"

    # BUSINESS
    def _book_write(self, quantity):
        """Put down what the book said, and by how much it differs."""
        self.ensure_one()
        unit = self.product_id.uom_id
        difference = unit.round(self.counted_qty - quantity)
        price = self.product_id.with_company(self.company_id).standard_price
        self.write(
            {
                "book_qty": quantity,
                "difference": difference,
                "difference_value": difference * price,
            }
        )

    def _book_move(self):
        """Values of the movement that takes this difference into the book."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        outside, quantity = product.property_stock_inventory, abs(self.difference)
        found = self.difference > 0
        source = outside if found else self.location_id
        target = self.location_id if found else outside
        causes = dict(self._fields["cause"]._description_selection(self.env))
        reason = f"{self.count_id.name}: {causes[self.cause]}, {self.reason}"
        line = {
            "product_id": product.id,
            "product_uom_id": product.uom_id.id,
            "quantity": quantity,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
            "lot_id": self.lot_id.id,
            "package_id": False if found else self.package_id.id,
            "result_package_id": self.package_id.id if found else False,
            "owner_id": self.owner_id.id,
            "inventory_adjustment_id": self.count_id.id,
        }
        return {
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": quantity,
            "company_id": self.company_id.id,
            "state": "confirmed",
            "location_id": source.id,
            "location_dest_id": target.id,
            "restrict_partner_id": self.owner_id.id,
            "is_inventory": True,
            "inventory_name": reason,
            "adjust_reason": reason,
            "picked": True,
            "move_line_ids": [(0, 0, line)],
        }


def _goods(record):
    """Which goods a quant or a line means, as values of a line."""
    return {name: record[name].id for name in GOODS}


def _key(record):
    """Which goods a quant or a line means, to compare by."""
    return tuple(record[name].id for name in GOODS)


def _moved_after(moves, moment):
    return sum(quantity for date, quantity in moves if moment and date > moment)
