"""检验标准, 进货检验单, 让步接收单, 入库单, 退货单: who signs their forms."""

from odoo import models
from odoo.addons.ops_base.models.document.controlled_doc import ControlledDoc
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class QualityStandardPaper(models.Model):
    _inherit = "ops.controlled.doc"

    _paper_blocks = {
        **ControlledDoc._paper_blocks,
        "ops_purchase.report_standard": [
            (_lt("Compiled by"), "step:submit"),
            (_lt("Reviewed by"), "approval:1"),
            (_lt("Approved by"), "approval:2"),
        ],
    }


class QcInspectionPaper(models.Model):
    _inherit = "qc.inspection"

    _paper_blocks = {
        "ops_purchase.report_inspection": [
            (_lt("Inspector"), "step:conclude"),
            (_lt("Head of quality"), None),
            (_lt("Keeper"), None),
        ],
    }


class QualityConcessionPaper(models.Model):
    _inherit = "ops.quality.concession"

    _paper_blocks = {
        "ops_purchase.report_concession": [
            (_lt("Applied for by"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
        ],
    }


class SupplierCorrectionPaper(models.Model):
    _inherit = "ops.supplier.correction"

    _paper_blocks = {
        "ops_purchase.report_correction": [
            (_lt("Asked by"), "step:send"),
            (_lt("Supplier"), None),
            (_lt("Verified by"), "step:verify"),
        ],
    }


class StockPickingPaper(models.Model):
    _inherit = "stock.picking"

    _paper_blocks = {
        "ops_purchase.report_stock_in": [
            (_lt("Quality"), "step:quality"),
            (_lt("Warehouse"), "step:keeper"),
        ],
        "ops_purchase.report_stock_out": [
            (_lt("Keeper"), "step:stock_out"),
            (_lt("Carrier"), None),
            (_lt("Receiver"), None),
        ],
        "ops_purchase.report_supplier_return": [
            (_lt("Keeper"), "step:keeper"),
            (_lt("Buyer in charge"), None),
            (_lt("Supplier"), None),
        ],
    }
