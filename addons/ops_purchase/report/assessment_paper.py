"""交付考核表: the buyer signs, the supplier by hand (PU-28)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class DeliveryAssessmentPaper(models.Model):
    _inherit = "ops.delivery.assessment"

    _paper_blocks = {
        "ops_purchase.report_assessment": [
            (_lt("Assessed by"), "step:confirm"),
            (_lt("Supplier"), None, {"stamp": True}),
        ],
    }
