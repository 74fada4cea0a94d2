"""采购申请单: what its form says besides its fields, and who signs (PU-03)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PurchaseRequestPaper(models.Model):
    _inherit = "purchase.request"

    _paper_blocks = {
        "ops_purchase.report_request": [
            (_lt("Requested by"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
            (_lt("Buyer"), None),
        ],
    }

    # TOOLING
    def _paper_request_cells(self):
        self.ensure_one()
        return [
            "department_id",
            "purchase_kind",
            "requested_by",
            "date_needed",
            "description!",
        ]
