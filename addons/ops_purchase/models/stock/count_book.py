"""Where a count meets the book: its sheet, its differences, its adjustment (PU-25)."""

from collections import defaultdict

from odoo import fields, models


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
        lines = []
        for count in self:
            # the sheet is the system's; the quantity is not taken over
            lines += [
                {**_goods(quant), "count_id": count.id}
                for quant in count.sudo()._get_quants(count.location_ids)
                if quant.product_id.tracking != "serial"
            ]
        unique = {tuple(sorted(vals.items())): vals for vals in lines}
        opened = self._flow_opened("count_line_ids").env
        # lines of a sheet are listed by the system
        self.env["ops.stock.count.line"].with_env(opened).sudo().create(
            [{**vals, "listed": True} for vals in unique.values()]
        )

    def _after_close(self):
        """Read the book as it was when each line was counted."""
        for count in self:
            # the count is handed in: from here on the book may be known
            count.sudo()._book_read()

    def _book_read(self):
        """Put the book beside what was found. What has moved since a line was counted
        is taken out again, so that a warehouse need not stand still."""
        self.ensure_one()
        book, moved = self._book_now(), self._book_moved()
        lines = self.count_line_ids.with_env(self._flow_opened("count_line_ids").env)
        seen = set()
        for line in lines:
            key = _key(line)
            seen.add(key)
            since = sum(
                quantity
                for date, quantity in moved.get(key, ())
                if line.counted_at and date > line.counted_at
            )
            line._book_write(book.get(key, 0.0) - since)
        missing = {}
        for key, quantity in book.items():
            before = quantity - sum(value for _date, value in moved.get(key, ()))
            if key not in seen and before:
                missing[key] = before
        product, location, lot, package, owner = range(5)
        created = lines.create(
            [
                {
                    "count_id": self.id,
                    "product_id": key[product],
                    "location_id": key[location],
                    "lot_id": key[lot],
                    "package_id": key[package],
                    "owner_id": key[owner],
                    "counted": True,
                }
                for key in missing
            ]
        )
        for line in created:
            line._book_write(missing[_key(line)])

    def _book_now(self):
        """``{goods: quantity}`` of the counted places."""
        self.ensure_one()
        book = defaultdict(float)
        for quant in self._get_quants(self.location_ids):
            book[_key(quant)] += quant.quantity
        return book

    def _book_moved(self):
        """``{goods: [(when, quantity)]}`` that came or went since the count began."""
        self.ensure_one()
        places = self.location_ids.child_internal_location_ids.ids
        lines = self.env["stock.move.line"].search(
            [
                ("state", "=", "done"),
                ("date", ">=", self.date_start),
                "|",
                ("location_id", "in", places),
                ("location_dest_id", "in", places),
            ]
        )
        moved = defaultdict(list)
        for line in lines:
            lot, owner = line.lot_id.id, line.owner_id.id
            quantity = line.quantity_product_uom
            product = line.product_id.id
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
    return {
        "product_id": record.product_id.id,
        "location_id": record.location_id.id,
        "lot_id": record.lot_id.id,
        "package_id": record.package_id.id,
        "owner_id": record.owner_id.id,
    }


def _key(record):
    """Which goods a quant or a line means, to compare by."""
    goods = _goods(record)
    return tuple(
        goods[name]
        for name in ("product_id", "location_id", "lot_id", "package_id", "owner_id")
    )
