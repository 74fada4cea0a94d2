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

    # TOOLING
    def _paper_exception_cells(self):
        self.ensure_one()
        return [
            "order_id",
            "partner_id",
            "kind",
            "date_found",
            "product_id",
            *(["quantity"] if self.quantity else []),
            "date_expected",
            "department_ids!",
            "description!",
            "effect!",
            "measure!",
        ]
