from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class StockPicking(models.Model):
    """Arrival registration (PU-15) and the stock-in slip 入库单 (PU-18)."""

    _name = "stock.picking"
    _inherit = ["ops.guard.mixin", "ops.paper.mixin", "stock.picking"]

    # FIELDS
    delivery_note = fields.Char(
        "Delivery note",
        copy=False,
        index="trigram",
        help="Number of the supplier's delivery note.",
    )
    inspection_ids = fields.Many2many(
        "qc.inspection",
        string="Inspections",
        compute="_compute_inspection_ids",
        compute_sudo=True,
    )
    inspection_count = fields.Integer(
        "Number of inspections",
        compute="_compute_inspection_ids",
        compute_sudo=True,
    )
    is_stock_in = fields.Boolean(
        "Stock-in", compute="_compute_is_stock_in", help="Out of the inspection."
    )
    stocked_by = fields.Many2one(
        "res.users",
        "Handled by",
        readonly=True,
        copy=False,
        help="Who stocked in, or sent goods back to their supplier.",
    )

    # COMPUTE
    # A list that depended on the state of moves would make Odoo look for all that hangs
    # on a move twice at each write of it; inspections forget it when they are made.
    @api.depends("move_ids.move_orig_ids")
    def _compute_inspection_ids(self):
        """Of an arrival its own, of a stock-in those of the arrivals it comes from."""
        # who may see the goods may see that they were inspected
        inspections = (
            self.env["qc.inspection"]
            .sudo()
            .search(
                [("move_id", "in", (self.move_ids | self.move_ids.move_orig_ids).ids)]
            )
        )
        of_move = inspections.grouped("move_id")
        for picking in self:
            found = inspections.browse()
            for move in picking.move_ids | picking.move_ids.move_orig_ids:
                found |= of_move.get(move, found.browse())
            picking.inspection_ids = found.sudo(False)
            picking.inspection_count = len(found)

    @api.depends("location_id")
    def _compute_is_stock_in(self):
        for picking in self:
            picking.is_stock_in = (
                bool(picking.location_id)
                and picking.location_id._quality_area() == "inspection"
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Who stocked in is not entered."""
        for vals in vals_list:
            self._check_signed(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Who stocked in is not entered; a delivery note stays as it was registered."""
        self._check_signed(vals)
        if "delivery_note" in vals and not self.env.su:
            fixed = self.filtered(
                lambda p: p.state == "done" and p.delivery_note != vals["delivery_note"]
            )
            if fixed:
                raise UserError(
                    self.env._(
                        "%(pickings)s: the arrival is registered, its delivery note "
                        "stays.",
                        pickings=", ".join(fixed.mapped("name")),
                    )
                )
        return super().write(vals)

    # ACTION
    def action_open_inspections(self):
        """The inspections of these goods."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspections"),
            "res_model": "qc.inspection",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.inspection_ids.ids)],
        }

    # BUSINESS
    def _action_done(self):
        """Who stocks in, or sends back, signs the paper with it."""
        result = super()._action_done()
        done = self.filtered(
            lambda p: p.state == "done" and (p.is_stock_in or p.is_supplier_return)
        )
        # nobody enters this himself
        done.sudo().stocked_by = self.env.user
        return result

    @api.model
    def _check_signed(self, vals):
        if not self.env.su and any(vals.get(name) for name in self._signed_fields()):
            raise AccessError(
                self.env._(
                    "Who handled a transfer, and who printed labels, is written by "
                    "the transfer itself."
                )
            )

    @api.model
    def _signed_fields(self):
        """Fields that tell who did something, which nobody enters."""
        return {"stocked_by"}

    def _paper_step_signs(self):
        """Quality signs by its decisions, the keeper by stocking in."""
        signs = {}
        for picking in self:
            # who may read the slip may read who signed it
            accepted = picking.inspection_ids.sudo().tranche_ids.filtered(
                lambda t: t.disposition in ("pass", "concession")
            )
            by_person = accepted.sorted("date", reverse=True).grouped("user_id")
            signs[picking.id] = {
                "quality": [
                    self._paper_sign(person.name, tranches[0].date)
                    for person, tranches in by_person.items()
                ],
                "keeper": [
                    self._paper_sign(picking.sudo().stocked_by.name, picking.date_done)
                ]
                if picking.sudo().stocked_by
                else [],
            }
        return signs

    def _paper_stock_in_cells(self):
        """Head of the stock-in slip: what was delivered by whom, and inspected."""
        self.ensure_one()
        # who may read the slip may read what it is about
        inspections = self.inspection_ids.sudo()
        return [
            (self.env._("Supplier"), self._paper_names(inspections.partner_id)),
            (self.env._("Purchase order"), self._paper_names(inspections.order_id)),
            (
                self.env._("Delivery note"),
                ", ".join(sorted({i.delivery_note or "" for i in inspections})),
            ),
            (self.env._("Inspection"), self._paper_names(inspections)),
            "location_dest_id",
            "date_done",
        ]

    def _paper_return_cells(self):
        """Head of the return: to whom, why, and by which inspection."""
        self.ensure_one()
        return [
            (self.env._("Supplier"), self.partner_id.display_name or ""),
            "origin",
            "return_cause",
            "date_done",
            "return_reason!",
        ]

    @api.model
    def _paper_names(self, records):
        return ", ".join(filter(None, records.mapped("display_name")))

    def _paper_dates(self):
        return {
            picking.id: self._paper_day(picking.date_done or picking.create_date)
            for picking in self
        }
