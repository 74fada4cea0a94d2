"""送货通知单: what is on its way, and with which delivery note (PU-13, PU-15)."""

from odoo import fields, models
from odoo.exceptions import UserError


class DeliveryFollowup(models.Model):
    _inherit = "ops.delivery.followup"

    # FIELDS
    quantity = fields.Float("Quantity shipped", digits="Product Unit")
    lots = fields.Char("Lots or serial numbers")
    waybill = fields.Char()
    delivery_note = fields.Char("Delivery note", index="btree_not_null")


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    def _portal_shipments(self):
        """What the supplier has announced, by delivery note: ``{note: contacts}``."""
        contacts = self.order_line.followup_ids.filtered(
            lambda r: r.by_supplier and r.kind == "shipped"
        )
        return contacts.sorted("id").grouped("delivery_note")

    def _portal_to_ship(self):
        """``{line: quantity}`` that is still to arrive and not announced yet."""
        if self._portal_confirm_problem():
            return {}
        left = {}
        for line in self._portal_awaited():
            quantity = line._portal_unannounced()
            if line.product_uom_id.compare(quantity, 0) > 0:
                left[line] = quantity
        return left

    def _portal_ship(self, goods, shipment, files):
        """Note a shipment; the goods are moved by who receives them.

        For the supplier's pages alone, which have asked before whose order it is.

        :param goods: ``{line: (quantity, lots)}``
        :param shipment: what is said of all of it
        :param files: ``[(name, content)]``, the delivery note
        :raise UserError: with what is wrong
        """
        self._portal_lock()
        goods = {line: said for line, said in goods.items() if said[0]}
        if not goods:
            raise UserError(self.env._("How much of what is shipped?"))
        note = shipment["delivery_note"]
        if note in self._portal_shipments():
            raise UserError(
                self.env._("Delivery note %(note)s is announced already.", note=note)
            )
        if shipment["date_expected"] < shipment["date_shipped"]:
            raise UserError(self.env._("It would arrive before it was shipped."))
        left = self._portal_to_ship()
        for line, (quantity, _lots) in goods.items():
            unit, most = line.product_uom_id, left.get(line, 0.0)
            if unit.compare(quantity, most) > 0:
                raise UserError(
                    self.env._(
                        "%(goods)s: %(most)s %(unit)s are still to be shipped, not "
                        "%(quantity)s.",
                        goods=line._portal_name(),
                        most=f"{unit.round(most):g}",
                        quantity=f"{quantity:g}",
                        unit=unit.name,
                    )
                )
        self.env["ops.delivery.followup"].create(
            [
                {
                    **shipment,
                    "line_id": line.id,
                    "kind": "shipped",
                    "quantity": line.product_uom_id.round(quantity),
                    "lots": lots,
                    "by_supplier": True,
                }
                for line, (quantity, lots) in goods.items()
            ]
        )
        self._portal_for_us()._portal_say_shipment(goods, shipment, files)

    def _portal_say_shipment(self, goods, shipment, files):
        rows = [
            self.env._(
                "%(goods)s: %(quantity)s %(unit)s %(lots)s",
                goods=line._portal_name(),
                quantity=f"{quantity:g}",
                unit=line.product_uom_id.name,
                lots=lots,
            )
            for line, (quantity, lots) in goods.items()
        ]
        way = [shipment["carrier"], shipment["waybill"]]
        rows.append(
            self.env._(
                "Shipped on %(shipped)s, expected on %(expected)s",
                shipped=shipment["date_shipped"],
                expected=shipment["date_expected"],
            )
        )
        rows.append(" · ".join(filter(None, way)))
        title = self.env._(
            "Delivery note %(note)s announced by %(who)s",
            note=shipment["delivery_note"],
            who=self._portal_speaker(),
        )
        rows = [row for row in rows if row]
        self._portal_say(title, rows, files)
        # who receives the goods works with the receipt, not with the order
        receipts = self.picking_ids.filtered(
            lambda r: (
                r.picking_type_code == "incoming" and r.state not in ("done", "cancel")
            )
        )
        for receipt in receipts:
            receipt._portal_announce(title, rows, files, self._portal_author())


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _portal_unannounced(self):
        """What of the line is still to arrive and not on its way; what went back may
        be shipped again."""
        self.ensure_one()
        goods = self._goods()
        announced = sum(
            self.followup_ids.filtered(
                lambda r: r.by_supplier and r.kind == "shipped"
            ).mapped("quantity")
        )
        left = self.product_qty + goods.returned - max(goods.arrived, announced)
        return min(self.open_qty, self.product_uom_id.round(max(0.0, left)))
