"""采购预算: who drew it up and who approved it (PU-F04)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PurchaseBudgetPaper(models.Model):
    _inherit = "ops.purchase.budget"

    _paper_blocks = {
        "ops_purchase.report_budget": [
            (_lt("Prepared by"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
        ],
    }
