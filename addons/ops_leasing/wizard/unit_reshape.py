from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_compare

from ..models.groups import LEASING_MANAGER

AREAS = ("area_gross", "area_net", "area_rent")


class LeaseUnitReshape(models.TransientModel):
    """Dialog: several vacant shops become one, or one becomes several; areas are kept,
    the former shops leave the register and stay in its history."""

    _name = "ops.lease.unit.reshape"
    _description = "Merge or split shops"

    # FIELDS
    unit_ids = fields.Many2many("ops.lease.unit", string="Shops", required=True)
    line_ids = fields.One2many(
        "ops.lease.unit.reshape.line",
        "reshape_id",
        "New shops",
        compute="_compute_lines",
        store=True,
        readonly=False,
    )
    area_rent = fields.Float("Rent area to share out", compute="_compute_area")
    area_left = fields.Float("Not shared out yet", compute="_compute_area")

    # COMPUTE
    @api.depends("unit_ids")
    def _compute_lines(self):
        """Merging: one shop with the sums; splitting: two halves to be filled in."""
        for dialog in self:
            units = dialog.unit_ids
            if dialog.line_ids or not units:
                continue
            first = units[0]
            if len(units) > 1:
                numbers = [first.number]
                parts = [{name: sum(units.mapped(name)) for name in AREAS}]
            else:
                numbers = [f"{first.number}{letter}" for letter in "AB"]
                half = {name: round(first[name] / 2, 2) for name in AREAS}
                parts = [half, {name: first[name] - half[name] for name in AREAS}]
            dialog.line_ids = [
                fields.Command.create({"number": number, "use": first.use, **part})
                for number, part in zip(numbers, parts, strict=True)
            ]

    @api.depends("unit_ids.area_rent", "line_ids.area_rent")
    def _compute_area(self):
        for dialog in self:
            dialog.area_rent = sum(dialog.unit_ids.mapped("area_rent"))
            shared = sum(dialog.line_ids.mapped("area_rent"))
            dialog.area_left = round(dialog.area_rent - shared, 2)

    # ACTION
    def action_apply(self):
        """Form the new shops.

        :raise AccessError: for others than the commercial manager
        :raise UserError: when a shop is not vacant, floors differ or areas do not add
            up; nothing has changed then
        """
        self.ensure_one()
        if not self.env.user.has_group(LEASING_MANAGER):
            raise AccessError(
                self.env._("Shops are merged and split by the commercial manager.")
            )
        units = self.unit_ids
        units.check_access("write")
        units.lock_for_update()
        self._check_shape()
        units._check_reshaped()
        # a former shop keeps its number in the history, the new one may go on with it
        for unit in units:
            unit._flow_write({"active": False, "number": f"{unit.number} #{unit.id}"})
        formed = units.create([line._unit_values(units[0]) for line in self.line_ids])
        formed._flow_write({"formed_from_ids": [fields.Command.set(units.ids)]})
        # meters hang where the shop was: they go to the first of the new ones
        meters = units.with_context(active_test=False).meter_ids
        meters.sudo().write({"unit_id": formed[0].id})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.unit_action"
        )
        action["domain"] = [("id", "in", formed.ids)]
        action["context"] = {}
        return action

    # BUSINESS
    def _check_shape(self):
        units, lines = self.unit_ids, self.line_ids
        if not lines or (len(units) == 1 and len(lines) == 1):
            raise UserError(self.env._("Say which shops come of it."))
        if len(units) > 1 and len(lines) > 1:
            raise UserError(
                self.env._("Merge shops into one, or split one: one after the other.")
            )
        if len(units.floor_id) > 1:
            raise UserError(self.env._("The shops lie on different floors."))
        for name in AREAS:
            before, after = (sum(records.mapped(name)) for records in (units, lines))
            if float_compare(before, after, 2):
                raise UserError(
                    self.env._(
                        "%(area)s: the new shops have %(after)s m², the former ones "
                        "%(before)s m².",
                        area=units._flow_field_labels([name]),
                        before=round(before, 2),
                        after=round(after, 2),
                    )
                )


class LeaseUnitReshapeLine(models.TransientModel):
    """A shop that comes of it."""

    _name = "ops.lease.unit.reshape.line"
    _description = "New shop"

    reshape_id = fields.Many2one(
        "ops.lease.unit.reshape", required=True, ondelete="cascade"
    )
    number = fields.Char("Shop number", required=True)
    use = fields.Selection("_use_selection")
    area_gross = fields.Float("Gross area", digits=(12, 2))
    area_net = fields.Float("Net area", digits=(12, 2))
    area_rent = fields.Float("Rent area", digits=(12, 2))

    @api.model
    def _use_selection(self):
        return (
            self.env["ops.lease.unit"]._fields["use"]._description_selection(self.env)
        )

    def _unit_values(self, former):
        self.ensure_one()
        return {
            "number": self.number,
            "floor_id": former.floor_id.id,
            "use": self.use,
            **{name: self[name] for name in AREAS},
        }
