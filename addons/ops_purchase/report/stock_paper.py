"""盘点表, 出货通知, 出库单, 进货计划: who signs their forms (PU-02, PU-21, PU-25)."""

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
        goods = ["location_id", "product_id", "uom_id", "counted_qty"]
        if self.count_line_ids.lot_id:
            goods.insert(2, "lot_id")
        if self.state in ("draft", "in_progress", "cancel"):
            return goods
        return [*goods, "book_qty", "difference", "cause", "reason"]


class DispatchNoticePaper(models.Model):
    _inherit = "ops.dispatch.notice"

    _paper_blocks = {
        "ops_purchase.report_notice": [
            (_lt("Asked for by"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
            (_lt("Keeper"), "step:ship"),
        ],
    }


class StockOutPaper(models.Model):
    _inherit = "stock.picking"

    # TOOLING
    def _paper_step_signs(self):
        """The keeper signs by handing the goods over."""
        signs = super()._paper_step_signs()
        for picking in self:
            # who may read the slip may read who signed it
            notice = picking.sudo().dispatch_notice_id
            keeper = notice.left_by if picking.state == "done" else notice.browse()
            signs[picking.id]["stock_out"] = (
                [self._paper_sign(keeper.name, picking.date_done)] if keeper else []
            )
        return signs


class PurchasePlanPaper(models.Model):
    _inherit = "ops.purchase.plan"

    _paper_blocks = {
        "ops_purchase.report_plan": [
            (_lt("Planned by"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
        ],
    }


class StorageCheckPaper(models.Model):
    _inherit = "ops.storage.check"

    _paper_blocks = {
        "ops_purchase.report_storage_check": [(_lt("Checked by"), "step:finish")],
    }


class TransportDamagePaper(models.Model):
    _inherit = "ops.transport.damage"

    _paper_blocks = {
        "ops_purchase.report_damage": [
            (_lt("Reported by"), "step:report"),
            (_lt("Carrier"), None),
            (_lt("Settled by"), "step:settle"),
        ],
    }
