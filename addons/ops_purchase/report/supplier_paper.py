"""供应商档案, 供应商评审表, 市场调查记录, 比价单, 询价洽谈记录: who signs (PU-05 to
PU-08)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class SupplierPaper(models.Model):
    _inherit = "ops.supplier"

    _paper_blocks = {
        "ops_purchase.report_supplier": [
            (_lt("Buyer"), "step:evaluate"),
            (_lt("Head of purchasing"), None),
        ],
    }


class SupplierEvaluationPaper(models.Model):
    _inherit = "ops.supplier.evaluation"

    _paper_blocks = {
        "ops_purchase.report_supplier_evaluation": [
            (_lt("Organised by"), "step:submit"),
            (_lt("Technology"), "department:technology"),
            (_lt("Quality"), "department:quality"),
            (_lt("Finance"), "department:finance"),
        ],
    }

    # TOOLING
    def _paper_signatures(self, report):
        """Each department has signed by giving its opinion."""
        blocks = super()._paper_signatures(report)
        declared = self._paper_declared_blocks(report)
        for paper in self:
            given = {r.department: r for r in paper.opinion_ids if r.date}
            for block, (_title, source, _options) in zip(
                blocks[paper.id], declared, strict=False
            ):
                opinion = given.get((source or "").partition(":")[2])
                if opinion:
                    # the words stand in the table above
                    block["signs"] = [
                        self._paper_sign(opinion.user_id.name, opinion.date)
                    ]
        return blocks


class SupplierSurveyPaper(models.Model):
    _inherit = "ops.supplier.survey"

    _paper_blocks = {
        "ops_purchase.report_supplier_survey": [
            (_lt("Surveyed by"), "step:submit"),
            (_lt("Head of purchasing"), None),
        ],
    }


class PurchaseComparisonPaper(models.Model):
    _inherit = "ops.purchase.comparison"

    _paper_blocks = {
        "ops_purchase.report_comparison": [
            (_lt("Buyer"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
        ],
    }


class PurchaseOrderPaper(models.Model):
    _name = "purchase.order"
    _inherit = ["ops.paper.mixin", "purchase.order"]

    _paper_blocks = {
        "ops_purchase.report_negotiation": [
            (_lt("Buyer"), None),
            (_lt("Head of purchasing"), None),
        ],
    }
