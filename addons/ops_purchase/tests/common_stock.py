"""A warehouse with goods, and what its people do there."""

from odoo.fields import Command

from .common import PurchaseCase


class StockCase(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.warehouse.lot_stock_id
        cls.second_keeper = cls.people["second_keeper"] = cls._create_keeper()

    @classmethod
    def _create_keeper(cls):
        return cls.people["keeper"].copy(
            {
                "name": "Second keeper",
                "login": "purchase_second_keeper",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )

    @classmethod
    def stock(cls, product, quantity, place=None, **values):
        """Goods lie there, whatever brought them."""
        cls.env["stock.quant"]._update_available_quantity(
            product, place or cls.place, quantity, **values
        )

    def on_hand(self, product, place=None):
        return sum(
            self.env["stock.quant"]
            ._gather(product, place or self.place)
            .mapped("quantity")
        )

    def counting(self, **values):
        """A count that the keeper has begun."""
        count = self.by("keeper_head", self.env["stock.inventory"]).create(
            {
                "location_ids": [Command.set(self.place.ids)],
                "counter_ids": [Command.set(self.people["keeper"].ids)],
                **values,
            }
        )
        count.action_start()
        return count.with_env(self.env)

    def found(self, count, product, quantity, by="keeper"):
        """Enter what was found, as the form does it."""
        line = count.count_line_ids.filtered(lambda r: r.product_id == product)
        self.by(by, count).write(
            {"count_line_ids": [Command.update(line.id, {"counted_qty": quantity})]}
        )
        return line

    def explain(self, count, by="keeper"):
        lines = self.by(by, count).count_line_ids.filtered("difference")
        lines.write({"cause": "loss", "reason": "Not found on any shelf"})
