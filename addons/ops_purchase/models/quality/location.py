from odoo import fields, models


class StockLocation(models.Model):
    """Where goods stand on their way from the supplier into stock (PU-15, PU-18)."""

    _inherit = "stock.location"

    # FIELDS
    is_shelf = fields.Boolean(
        "Shelf",
        help="Goods are on sale here: they come from the backroom, classified, tidied "
        "and labelled.",
    )

    # BUSINESS
    def _quality_area(self):
        """What a location is to the inspection: ``inspection``, ``returns`` or its
        usage. What lies within them and holds no goods – a loss, a customer – is no
        part of them."""
        self.ensure_one()
        if self.usage not in ("internal", "transit", "view"):
            return self.usage
        warehouse = self.warehouse_id
        for area, place in (
            ("inspection", warehouse.wh_input_stock_loc_id),
            ("returns", warehouse.wh_return_loc_id),
        ):
            if place and (self.parent_path or "").startswith(place.parent_path):
                return area
        return self.usage
