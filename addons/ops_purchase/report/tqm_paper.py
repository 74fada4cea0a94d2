"""质量问题单, 5S检查表, 内部审核报告: who signs (PU-34 to PU-36)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class QualityIssuePaper(models.Model):
    _inherit = "ops.quality.issue"

    _paper_blocks = {
        "ops_purchase.report_quality_issue": [
            (_lt("Reported by"), "step:submit"),
            (_lt("Quality"), "step:act"),
            (_lt("Verified by"), "step:close"),
        ],
    }


class FivesAuditPaper(models.Model):
    _inherit = "ops.fives.audit"

    _paper_blocks = {
        "ops_purchase.report_fives_audit": [
            (_lt("Auditor"), "step:submit"),
            (_lt("Area"), None),
        ],
    }


class InternalAuditPaper(models.Model):
    _inherit = "ops.internal.audit"

    _paper_blocks = {
        "ops_purchase.report_internal_audit": [
            (_lt("Reported by"), "step:report"),
            (_lt("Head of quality"), "step:close"),
            (_lt("General manager"), None),
        ],
    }
