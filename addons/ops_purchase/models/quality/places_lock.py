"""Inspection location and return area stay what they are while goods stand there
(PU-15, PU-18)."""

from itertools import combinations

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

#: What makes a location part of an inspection location or a return area.
LAID_OUT = frozenset(("usage", "location_id", "warehouse_id", "parent_path"))
AREAS = frozenset(("wh_input_stock_loc_id", "wh_return_loc_id", "view_location_id"))


class StockLocation(models.Model):
    _inherit = "stock.location"

    # CRUD
    def write(self, vals):
        """Goods that wait for their decision are moved, not renamed."""
        if LAID_OUT.isdisjoint(vals):
            return super().write(vals)
        held = self._holding_goods()
        before = {place: place._quality_area() for place in held}
        result = super().write(vals)
        held._check_area_kept(before)
        return result

    # BUSINESS
    def _holding_goods(self):
        """Those of gated companies, and the places in them, where goods stand."""
        gated = self.filtered(lambda r: r.company_id.sudo().purchase_gate_inspection)
        if not gated:
            return gated
        # where goods stand is a fact, whoever asks
        quants = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [("location_id", "child_of", gated.ids), ("quantity", "!=", 0)],
                ["location_id"],
            )
        )
        return self.browse([place.id for (place,) in quants])

    def _check_area_kept(self, before):
        """:raise UserError: for places that hold goods and are something else now"""
        self.invalidate_recordset(["warehouse_id", "parent_path"])
        changed = self.filtered(lambda place: place._quality_area() != before[place])
        if changed:
            raise UserError(
                self.env._(
                    "%(places)s: goods stand there; what the place is to the "
                    "inspection changes once it is empty.",
                    places=", ".join(changed.mapped("display_name")),
                )
            )


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    # CONSTRAINT
    @api.constrains("wh_input_stock_loc_id", "wh_return_loc_id", "lot_stock_id")
    def _check_areas_apart(self):
        for warehouse in self:
            if not warehouse.company_id.sudo().purchase_gate_inspection:
                continue
            places = (
                warehouse.wh_input_stock_loc_id,
                warehouse.wh_return_loc_id,
                warehouse.lot_stock_id,
            )
            for one, other in combinations([p.parent_path for p in places if p], 2):
                if one.startswith(other) or other.startswith(one):
                    raise ValidationError(
                        self.env._(
                            "%(warehouse)s: inspection location, return area and "
                            "stock are places apart.",
                            warehouse=warehouse.display_name,
                        )
                    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A company that does not inspect receives in one step, as in plain Odoo."""
        companies = self.env["res.company"].sudo()
        given = []
        for vals in vals_list:
            company = companies.browse(vals.get("company_id", self.env.company.id))
            plain = not company.purchase_gate_inspection
            given.append({**({"reception_steps": "one_step"} if plain else {}), **vals})
        return super().create(given)

    def write(self, vals):
        """Areas are not put elsewhere while goods stand in them."""
        names = AREAS.intersection(vals)
        if not names:
            return super().write(vals)
        areas = self.wh_input_stock_loc_id | self.wh_return_loc_id
        held = areas._holding_goods()
        before = {place: place._quality_area() for place in held}
        result = super().write(vals)
        held._check_area_kept(before)
        return result
