from odoo import api, fields, models


class StockWarehouse(models.Model):
    """A warehouse receives in two steps, the first into the inspection location, and
    has a return area for what was rejected (PU-15, PU-18)."""

    _inherit = "stock.warehouse"

    # FIELDS
    reception_steps = fields.Selection(default="two_steps")
    wh_return_loc_id = fields.Many2one(
        "stock.location", "Return area", check_company=True, copy=False
    )

    shelf_loc_id = fields.Many2one(
        "stock.location",
        "Shelf",
        check_company=True,
        copy=False,
        domain="[('is_shelf', '=', True), ('warehouse_id', '=', id)]",
        help="Where one is named, goods are sold from a shelf only; they are put there "
        "from the backroom in a step of its own.",
    )

    # BUSINESS
    def _get_locations_values(self, vals, code=False):
        values = super()._get_locations_values(vals, code)
        code = (vals.get("code") or code or "").replace(" ", "").upper()
        company = vals.get("company_id", self.default_get(["company_id"])["company_id"])
        values["wh_return_loc_id"] = {
            "name": self.env._("Return area"),
            "active": True,
            "usage": "internal",
            "barcode": self._valid_barcode(code + "RETURN", company),
        }
        return values

    @api.model
    def _quality_prepare(self):
        """Give the warehouses that are there a return area; those that have moved
        nothing yet receive in two steps from now on. Run when the addon comes in."""
        warehouses = self.with_context(active_test=False).search([])
        for warehouse in warehouses.filtered(lambda w: not w.wh_return_loc_id):
            warehouse._create_missing_locations({})
        used = self.env["stock.move"]._read_group(
            [("picking_type_id", "!=", False), ("state", "!=", "cancel")],
            ["picking_type_id"],
        )
        used = {kind.warehouse_id.id for (kind,) in used}
        warehouses.filtered(
            lambda w: w.id not in used and w.reception_steps == "one_step" and w.active
        ).reception_steps = "two_steps"
