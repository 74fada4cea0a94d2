"""采购合同: parties, goods and terms, and who cleared and approved it (PU-09)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PurchaseContractPaper(models.Model):
    _inherit = "ops.purchase.contract"

    _paper_blocks = {
        "ops_purchase.report_contract": [
            (_lt("Buyer"), "step:submit"),
            (_lt("Legal counsel"), "step:clear"),
            (_lt("Approved by"), "approval:*"),
        ],
    }

    # TOOLING
    def _paper_contract_cells(self):
        self.ensure_one()
        return [
            (self.env._("Purchaser"), self.company_id.name, "wide"),
            (self.env._("Supplier"), self.partner_id.name or "", "wide"),
            "date_start",
            "date_end",
            "payment_way",
            "payment_term_id",
            "advance_percent",
            "signed_date",
            "penalty_rate",
            "penalty_max",
            "quality_terms!",
            "delivery_terms!",
        ]
