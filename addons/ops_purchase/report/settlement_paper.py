"""结算单: who signed it, the supplier by hand (PU-32)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PurchaseSettlementPaper(models.Model):
    _inherit = "ops.purchase.settlement"

    _paper_blocks = {
        "ops_purchase.report_settlement": [
            (_lt("Prepared by"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
            (_lt("Supplier"), None, {"stamp": True}),
        ],
        "ops_purchase.report_statement": [
            (_lt("Prepared by"), "step:submit"),
            (_lt("Finance"), None, {"stamp": True}),
            (_lt("Supplier"), None, {"stamp": True}),
        ],
    }
