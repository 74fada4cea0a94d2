"""Transfers, deliveries and returns that people make by hand."""

from odoo.fields import Command
from odoo.tests import Form

from .common_quality import QualityCase


class HardenStockCase(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.input = cls.warehouse.wh_input_stock_loc_id
        cls.returns = cls.warehouse.wh_return_loc_id
        cls.place = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def transfer(self, source, target, quantity=1, post="keeper", **values):
        """A transfer by hand, carried out."""
        product = values.pop("product", self.steel)
        lot = values.pop("lot", self.env["stock.lot"])
        places = {"location_id": source.id, "location_dest_id": target.id}
        goods = {"product_id": product.id, "company_id": self.company.id}
        move = self.by(post, self.env["stock.move"]).create(
            {
                **places,
                **goods,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "picked": True,
                "move_line_ids": [
                    Command.create(
                        {
                            **places,
                            **goods,
                            "product_uom_id": product.uom_id.id,
                            "quantity": quantity,
                            "lot_id": lot.id,
                            "picked": True,
                        }
                    )
                ],
                **values,
            }
        )
        move._action_done()
        return move

    def delivery(self, order_line, quantity, **values):
        """A receipt that a keeper makes by hand for an order line."""
        supplier = self.supplier.property_stock_supplier
        picking = self.by("keeper", self.env["stock.picking"]).create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": self.supplier.id,
                "location_id": supplier.id,
                "location_dest_id": self.input.id,
                "delivery_note": "SH-9",
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.steel.id,
                            "product_uom_qty": quantity,
                            "location_id": supplier.id,
                            "location_dest_id": self.input.id,
                            "purchase_line_id": order_line.id,
                            **values,
                        }
                    )
                ],
            }
        )
        return picking.with_env(self.env)

    def rejected(self, quantity=5):
        inspection = self.delivered((self.steel, 100))
        self.decide(inspection, "return", quantity)
        return inspection

    def returned(self, picking, quantity, post="keeper"):
        """A return by the wizard of Odoo."""
        Wizard = self.by(post, self.env["stock.return.picking"]).with_context(
            active_model="stock.picking", active_id=picking.id, active_ids=picking.ids
        )
        with Form(Wizard) as form, form.product_return_moves.edit(0) as line:
            line.quantity = quantity
        action = form.record.action_create_returns()
        back = self.by(post, self.env["stock.picking"].browse(action["res_id"]))
        back.move_ids.quantity = quantity
        back.move_ids.picked = True
        return back
