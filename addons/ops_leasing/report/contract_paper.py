from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseContractPaper(models.Model):
    """商铺租赁合同 – the sheet on top of the contract (LE-10, C-05, C-06)."""

    _name = "ops.lease.contract"
    _inherit = ["ops.lease.contract", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_contract": [
            (_lt("Handled by"), "step:submit"),
            (_lt("Legal counsel"), "step:clear"),
            (None, "approval:*"),
        ],
    }

    # TOOLING
    def _paper_contract_cells(self):
        """LE-10: parties, term, class of tenant, figures."""
        self.ensure_one()
        return [
            (self.env._("Lessor"), self.company_id.name, "wide"),
            (self.env._("Lessee"), self.partner_id.name or "", "wide"),
            (self.env._("Project"), self.property_id.name or ""),
            "tenant_class",
            "date_start",
            "date_end",
            "signed_date",
            (self.env._("Handled by"), self.sudo().user_id.name or ""),
        ]

    def _paper_deposit_columns(self):
        return [(self.env._("Deposit"), "kind"), "amount"]

    def _paper_deposit_label(self):
        return self.env._("Deposit in total")
