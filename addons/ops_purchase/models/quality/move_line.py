from odoo import api, models
from odoo.exceptions import UserError

#: What may not change once the goods have moved.
FIXED = frozenset(
    (
        "quantity",
        "product_uom_id",
        "location_id",
        "location_dest_id",
        "lot_id",
        "owner_id",
    )
)


class StockMoveLine(models.Model):
    """Where a quantity goes, seen from the inspection."""

    _inherit = "stock.move.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Refused on a move through the inspection that is done."""
        lines = super().create(vals_list)
        lines._quality_check_fixed()
        return lines

    def write(self, vals):
        """Refused for quantities and places of inspected goods that have moved."""
        if FIXED.intersection(vals):
            self._quality_check_fixed(vals)
        return super().write(vals)

    # BUSINESS
    def _quality_check_fixed(self, vals=None):
        """Odoo lets people correct what has moved; what was inspected is corrected by
        another move, so that it goes through its gates."""
        done = self.filtered(lambda line: line.state == "done" and line.move_id)
        lines = done.move_id.sudo()._quality_lines() & done
        lines = lines.filtered(
            lambda line: line._quality_arrives() or line._quality_leaves()
        )
        if vals is not None:
            lines = lines.filtered(
                lambda line: any(
                    line._fields[name].convert_to_write(line[name], line) != vals[name]
                    for name in FIXED.intersection(vals)
                )
            )
        if lines:
            raise UserError(
                self.env._(
                    "%(papers)s: these goods have arrived or left the inspection; what "
                    "was wrong is corrected by another transfer.",
                    papers=", ".join(
                        line.picking_id.name or line.reference or "" for line in lines
                    ),
                )
            )

    def _quality_arrives(self):
        """Whether it brings goods into an inspection location."""
        self.ensure_one()
        return (
            self.location_dest_id._quality_area() == "inspection"
            and self.location_id._quality_area() != "inspection"
        )

    def _quality_leaves(self):
        """Whether it takes goods out of an inspection location. What a count finds
        missing is not let go by anybody."""
        self.ensure_one()
        return self.location_id._quality_area() == "inspection" and (
            self.location_dest_id._quality_area() not in ("inspection", "inventory")
        )

    def _quality_goods_key(self):
        """What an inspection has to be about to let it go; serial numbers of one
        arrival have one inspection."""
        self.ensure_one()
        product = self.product_id
        lot = self.lot_id.browse() if product.tracking == "serial" else self.lot_id
        return (self.location_id.warehouse_id, product, lot)

    def _quality_counter(self):
        """The counter of the inspection it takes from."""
        self.ensure_one()
        back = self.location_dest_id._quality_area() in ("returns", "supplier")
        return "sent_qty" if back else "stocked_qty"

    def _quality_stocked(self):
        """Whether it takes goods from the inspection into stock."""
        self.ensure_one()
        return self._quality_leaves() and (
            self.location_dest_id._quality_area() == "internal"
        )
