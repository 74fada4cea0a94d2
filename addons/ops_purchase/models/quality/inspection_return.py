from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..groups import BUYER, KEEPER


class QcInspection(models.Model):
    """What was rejected goes back to its supplier (PU-27)."""

    _inherit = "qc.inspection"

    # ACTION
    def action_return_to_supplier(self):
        """Prepare the transfer that takes what was rejected back to its supplier; the
        keeper checks the goods and sends them off.

        :return: action that opens it
        :raise UserError: where nothing of it is left in the return area
        """
        self.ensure_one()
        self._check_group(KEEPER, BUYER)
        self.check_access("read")
        self._flow_lock(self._flow.step("conclude"))
        quantity = self._left_in_return_area()
        if self.uom_id.compare(quantity, 0) <= 0:
            raise UserError(
                self.env._(
                    "%(inspection)s: nothing of it stands in the return area, or its "
                    "return is under way.",
                    inspection=self.display_name,
                )
            )
        # a buyer may ask for the return; the keeper carries it out
        picking = (
            self.sudo().env["stock.picking"].create(self._prepare_return(quantity))
        )
        picking.action_confirm()
        self._reserve_return(picking.move_ids, quantity)
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": picking.id,
            "views": [(False, "form")],
        }

    # BUSINESS
    def _left_in_return_area(self):
        """What was rejected and is not on its way back, in the unit of the product."""
        # who asks need not be allowed to see all transfers
        moves = self.move_id.sudo().returned_move_ids.filtered(
            lambda m: (
                m.state != "cancel"
                and m.location_dest_id.usage == "supplier"
                and m.quality_inspection_id == self
            )
        )
        return self.uom_id.round(self.sent_qty - sum(moves.mapped("product_qty")))

    def _reserve_return(self, move, quantity):
        """Take the very lot or serial numbers that were rejected."""
        if self.product_id.tracking == "none":
            move._action_assign()
            return
        move._do_unreserve()
        place = move.location_id
        move.move_line_ids = [
            Command.create(
                {
                    **line,
                    "product_id": self.product_id.id,
                    "picking_id": move.picking_id.id,
                    "company_id": self.company_id.id,
                    "location_id": place.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
            for line in self._prepare_rejected_lines(place, quantity)
        ]

    def _prepare_return(self, quantity):
        rejected = self.tranche_ids.filtered(lambda t: t.disposition == "return")
        kind = self.warehouse_id.in_type_id.return_picking_type_id
        kind = kind or self.warehouse_id.out_type_id
        places = {
            "location_id": self.warehouse_id.wh_return_loc_id.id,
            "location_dest_id": self.partner_id.property_stock_supplier.id,
        }
        return {
            **places,
            "picking_type_id": kind.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "origin": self.display_name,
            "return_cause": rejected[:1].cause,
            "return_reason": "\n".join(filter(None, rejected.mapped("reason"))),
            "move_ids": [
                Command.create(
                    {
                        **places,
                        "product_id": self.product_id.id,
                        "product_uom": self.uom_id.id,
                        "product_uom_qty": quantity,
                        "company_id": self.company_id.id,
                        "origin_returned_move_id": self.move_id.id,
                        "purchase_line_id": self.purchase_line_id.id,
                        "to_refund": True,
                        "quality_inspection_id": self.id,
                        "procure_method": "make_to_stock",
                    }
                )
            ],
        }
