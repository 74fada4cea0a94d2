"""采购审批单: what is ordered, and who signed it (PU-10)."""

from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PurchaseSignoffPaper(models.Model):
    _inherit = "ops.purchase.signoff"

    _paper_blocks = {
        "ops_purchase.report_signoff": [
            (_lt("Buyer"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
        ],
    }

    # FIELDS
    line_ids = fields.One2many(related="order_id.order_line", string="What is ordered")
