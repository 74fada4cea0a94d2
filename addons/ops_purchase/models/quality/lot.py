from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..groups import BUYER, KEEPER, QUALITY_HEAD

#: Days that say how long a lot is kept.
LIFE = frozenset(("expiration_date", "removal_date", "use_date"))


class StockLot(models.Model):
    """Lots past their shelf life go back to who delivered them (PU-27)."""

    _name = "stock.lot"
    _inherit = ["ops.guard.mixin", "stock.lot"]

    # CRUD
    def write(self, vals):
        """A shelf life that has been entered is not prolonged by who keeps the goods.

        :raise AccessError: for others than the head of quality
        """
        if not LIFE.isdisjoint(vals) and not self._life_open():
            longer = self.filtered(lambda lot: lot._life_prolonged(vals))
            if longer:
                raise AccessError(
                    self.env._(
                        "%(lots)s: a shelf life is prolonged by %(who)s.",
                        lots=", ".join(longer.mapped("display_name")),
                        who=self._guard_who((QUALITY_HEAD,)),
                    )
                )
        return super().write(vals)

    # ACTION
    def action_return_expired(self):
        """Prepare transfers that take what is on hand of these lots back, one for each
        supplier and place it stands at.

        :return: action that opens them
        :raise UserError: for lots that are fresh, not on hand, or of unknown origin
        """
        self._check_group(KEEPER, BUYER)
        self.check_access("read")
        now = fields.Datetime.now()
        fresh = self.filtered(
            lambda lot: not lot.expiration_date or lot.expiration_date > now
        )
        if fresh:
            raise UserError(
                self.env._(
                    "%(lots)s: within their shelf life.",
                    lots=", ".join(fresh.mapped("display_name")),
                )
            )
        # a buyer may ask for the return; the keeper carries it out
        quants = self._free_quants()
        arrivals = self.sudo()._arrivals()
        unknown = self.filtered(lambda lot: lot not in arrivals)
        if unknown:
            raise UserError(
                self.env._(
                    "%(lots)s: no delivery brought them; return them by a transfer of "
                    "your own.",
                    lots=", ".join(unknown.mapped("display_name")),
                )
            )
        groups = defaultdict(quants.browse)
        for quant in quants:
            partner = arrivals[quant.lot_id].picking_id.partner_id
            groups[partner, quant.location_id] += quant
        if not groups:
            raise UserError(
                self.env._(
                    "%(lots)s: nothing is on hand that is not reserved; perhaps the "
                    "return is under way.",
                    lots=", ".join(self.mapped("display_name")),
                )
            )
        pickings = self._create_expired_returns(groups, arrivals)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Returns to suppliers"),
            "res_model": "stock.picking",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", pickings.ids)],
        }

    # BUSINESS
    def _life_open(self):
        user = self.env.user
        if self.env.su or user.has_group(QUALITY_HEAD):
            return True
        # whether a gate is on is no secret
        companies = (self.company_id or user.company_ids).sudo()
        return not any(companies.mapped("purchase_gate_inspection"))

    def _life_prolonged(self, vals):
        """Whether goods would be kept longer than was entered once."""
        self.ensure_one()
        for name in LIFE.intersection(vals):
            new = fields.Datetime.to_datetime(vals[name])
            if self[name] and (not new or new > self[name]):
                return True
        return False

    def _free_quants(self):
        """What is on hand of the lots and not reserved."""
        return (
            self.env["stock.quant"]
            .sudo()
            .search(
                [("lot_id", "in", self.ids), ("location_id.usage", "=", "internal")],
                order="id",
            )
            .filtered(
                lambda q: (
                    q.product_id.uom_id.compare(q.quantity, q.reserved_quantity) > 0
                )
            )
        )

    def _arrivals(self):
        """``{lot: move that brought it last}``, those of suppliers only."""
        lines = self.env["stock.move.line"].search(
            [
                ("lot_id", "in", self.ids),
                ("state", "=", "done"),
                ("location_id.usage", "=", "supplier"),
            ],
            order="date, id",
        )
        return {line.lot_id: line.move_id for line in lines}

    def _create_expired_returns(self, groups, arrivals):
        pickings = self.env["stock.picking"].sudo()
        pickings = pickings.create(
            [
                self._prepare_expired_return(partner, place, quants, arrivals)
                for (partner, place), quants in groups.items()
            ]
        )
        pickings.action_confirm()
        pickings.move_ids._do_unreserve()
        self.env["stock.move.line"].sudo().create(
            [
                {
                    "move_id": move.id,
                    "picking_id": picking.id,
                    "product_id": quant.product_id.id,
                    "product_uom_id": quant.product_id.uom_id.id,
                    "company_id": picking.company_id.id,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                    "lot_id": quant.lot_id.id,
                    "quantity": quant.quantity - quant.reserved_quantity,
                }
                for picking, quants in zip(pickings, groups.values(), strict=True)
                for move, quant in zip(picking.move_ids, quants, strict=True)
            ]
        )
        return pickings.sudo(False)

    def _prepare_expired_return(self, partner, place, quants, arrivals):
        warehouse = place.warehouse_id
        kind = warehouse.in_type_id.return_picking_type_id or warehouse.out_type_id
        places = {
            "location_id": place.id,
            "location_dest_id": partner.property_stock_supplier.id,
        }
        company = place.company_id
        return {
            **places,
            "picking_type_id": kind.id,
            "partner_id": partner.id,
            "company_id": company.id,
            "origin": ", ".join(quants.lot_id.mapped("name")),
            "return_cause": "expired",
            "return_reason": "\n".join(
                self.env._(
                    "Lot %(lot)s: shelf life ended on %(day)s",
                    lot=lot.name,
                    day=fields.Datetime.context_timestamp(
                        self, lot.expiration_date
                    ).date(),
                )
                for lot in quants.lot_id
            ),
            "move_ids": [
                Command.create(
                    {
                        **places,
                        "product_id": quant.product_id.id,
                        "product_uom": quant.product_id.uom_id.id,
                        "product_uom_qty": quant.quantity - quant.reserved_quantity,
                        "company_id": company.id,
                        "origin_returned_move_id": arrivals[quant.lot_id].id,
                        "purchase_line_id": arrivals[quant.lot_id].purchase_line_id.id,
                        "to_refund": True,
                        "procure_method": "make_to_stock",
                    }
                )
                for quant in quants
            ],
        }
