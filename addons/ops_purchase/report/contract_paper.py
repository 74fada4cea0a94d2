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
            (_lt("Purchaser"), None, {"stamp": True}),
            (_lt("Supplier"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_contract_cells(self):
        self.ensure_one()
        cells = [
            (self.env._("Purchaser"), self.company_id.name, "wide"),
            (self.env._("Supplier"), self.partner_id.name or "", "wide"),
            "date_start",
            "date_end",
            "payment_way",
            "payment_term_id",
            (self.env._("Advance up to (%)"), f"{self.advance_percent:g} %"),
            "signed_date",
            (self.env._("Penalty per day late (%)"), f"{self.penalty_rate:g} %"),
            (self.env._("Penalty at most (%)"), f"{self.penalty_max:g} %"),
            "quality_terms!",
            "delivery_terms!",
        ]
        if self.tier_ids:
            cells.append("tier_by!")
        if self.clauses:
            cells.append("clauses!")
        return cells
