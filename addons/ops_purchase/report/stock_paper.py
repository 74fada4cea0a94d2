"""盘点表: who signs its form (PU-25)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StockInventoryPaper(models.Model):
    _inherit = "stock.inventory"

    _paper_blocks = {
        "ops_purchase.report_count": [
            (_lt("Counted by"), "step:close"),
            (_lt("Approved by"), "approval:*"),
            (_lt("Adjusted by"), "step:adjust"),
        ],
    }

    # TOOLING
    def _paper_count_columns(self):
        """A sheet to count by says nothing of the book."""
        self.ensure_one()
        goods = ["location_id", "product_id", "lot_id", "uom_id", "counted_qty"]
        if self.state in ("draft", "in_progress", "cancel"):
            return goods
        return [*goods, "book_qty", "difference", "cause", "reason"]
