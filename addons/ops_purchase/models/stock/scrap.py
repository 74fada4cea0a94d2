from odoo import models
from odoo.exceptions import AccessError


class StockScrap(models.Model):
    """What was scrapped was scrapped once (PU-23, PU-24)."""

    _inherit = "stock.scrap"

    # CRUD
    def write(self, vals):
        """A scrap that is done stays done."""
        if not self.env.su and vals.get("state", "done") != "done":
            done = self.filtered(
                lambda r: r.state == "done" and r.company_id.sudo().purchase_gate_adjust
            )
            if done:
                raise AccessError(
                    self.env._(
                        "%(scraps)s: the goods are gone, the scrap stays.",
                        scraps=", ".join(done.mapped("name")),
                    )
                )
        return super().write(vals)


class StockMove(models.Model):
    _inherit = "stock.move"

    # BUSINESS
    def _scrapped(self):
        """Whether it is what a scrap takes off the book: these goods, once, out of a
        storage place. What waits for its inspection or its return is not scrapped, it
        is decided on."""
        self.ensure_one()
        scrap = self.scrap_id
        if (
            not scrap
            or scrap.state == "done"
            or scrap.product_id != self.product_id
            or scrap.move_ids != self
        ):
            return False
        return all(
            line.location_dest_id.usage == "inventory"
            and line.location_id._quality_area() in ("internal", "transit")
            for line in self.move_line_ids
        )
