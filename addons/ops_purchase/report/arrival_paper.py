"""到货异常通知单: what is wrong and who was told (PU-14)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ArrivalExceptionPaper(models.Model):
    _inherit = "ops.arrival.exception"

    _paper_blocks = {
        "ops_purchase.report_arrival_exception": [
            (_lt("Issued by"), "step:issue"),
            (_lt("Closed by"), "step:close"),
        ],
    }
