from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import UserError
from odoo.fields import Command

from ..groups import KEEPER


class StockPicking(models.Model):
    """上架单: what was stocked into the backroom is classified, tidied and labelled,
    put on the shelf, and only then on sale (PU-20)."""

    _inherit = "stock.picking"

    # FIELDS
    is_shelving = fields.Boolean(
        "Shelving", compute="_compute_is_shelving", help="From the backroom to a shelf."
    )
    to_be_shelved = fields.Boolean(
        compute="_compute_to_be_shelved", help="Stocked in, and not on its way yet."
    )
    goods_sorted = fields.Boolean("Classified and tidied", copy=False)
    labelled_by = fields.Many2one(
        "res.users", "Labels printed by", readonly=True, copy=False
    )
    labelled_on = fields.Datetime("Labels printed on", readonly=True, copy=False)

    # COMPUTE
    @api.depends("location_dest_id.is_shelf", "location_id.is_shelf")
    def _compute_is_shelving(self):
        for picking in self:
            picking.is_shelving = (
                picking.location_dest_id.is_shelf and not picking.location_id.is_shelf
            )

    @api.depends("state", "move_ids.move_dest_ids.state", "is_stock_in")
    def _compute_to_be_shelved(self):
        for picking in self:
            under_way = picking.move_ids.move_dest_ids.filtered(
                lambda move: move.state != "cancel"
            )
            picking.to_be_shelved = bool(
                picking.state == "done"
                and picking.is_stock_in
                and not under_way
                and picking.location_dest_id.warehouse_id.shelf_loc_id
            )

    # ACTION
    def action_put_on_shelf(self):
        """Prepare the transfer that takes what was stocked in from the backroom to the
        shelf.

        :return: action that opens it
        :raise UserError: where it is under way, or the warehouse has no shelf
        """
        self.ensure_one()
        self._check_group(KEEPER)
        self.check_access("write")
        take_turns(self)
        if not self.to_be_shelved:
            raise UserError(
                self.env._(
                    "%(slip)s: nothing of it waits in the backroom; or its warehouse "
                    "has no shelf, which the head of the warehouse can name.",
                    slip=self.display_name,
                )
            )
        picking = self.create(self._prepare_shelving())
        picking.action_confirm()
        picking.action_assign()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": picking.id,
            "views": [(False, "form")],
        }

    def action_print_shelf_labels(self):
        """Print a label for each product and lot; the transfer then says who did.

        :raise UserError: for transfers that go to no shelf
        """
        self._check_group(KEEPER)
        self.check_access("write")
        if not all(self.mapped("is_shelving")):
            raise UserError(
                self.env._("Shelf labels are printed for transfers to a shelf.")
            )
        # nobody enters this himself
        self.sudo().write(
            {"labelled_by": self.env.uid, "labelled_on": fields.Datetime.now()}
        )
        return self.env.ref("ops_purchase.action_report_shelf_label").report_action(
            self
        )

    # BUSINESS
    def _prepare_shelving(self):
        self.ensure_one()
        warehouse = self.location_dest_id.warehouse_id
        shelf = warehouse.shelf_loc_id
        return {
            "picking_type_id": warehouse.int_type_id.id,
            "location_id": self.location_dest_id.id,
            "location_dest_id": shelf.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "move_ids": [
                Command.create(
                    {
                        "product_id": move.product_id.id,
                        "product_uom": move.product_uom.id,
                        "product_uom_qty": move.quantity,
                        "location_id": self.location_dest_id.id,
                        "location_dest_id": shelf.id,
                        "company_id": self.company_id.id,
                        "procure_method": "make_to_order",
                        "move_orig_ids": [Command.link(move.id)],
                    }
                )
                for move in self.move_ids
                if move.state == "done"
            ],
        }

    def _shelf_labels(self):
        """What the labels say, one for each product and lot."""
        self.ensure_one()
        labels = {}
        for line in self.move_line_ids:
            product, lot = line.product_id, line.lot_id
            expires, code = lot.expiration_date, product.barcode or product.default_code
            labels[product, lot] = {
                "name": product.name,
                "code": product.default_code or "",
                "lot": lot.name or "",
                "expires": self._paper_day(expires) if expires else "",
                "price": self._paper_money(
                    product.lst_price, self.company_id.currency_id
                ),
                "unit": product.uom_id.name,
                "qr": self._paper_qr(code) if code else "",
            }
        return list(labels.values())

    @api.model
    def _signed_fields(self):
        return {*super()._signed_fields(), "labelled_by", "labelled_on"}
