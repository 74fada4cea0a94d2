"""A report over projects as a printed table and as an Excel file."""

from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)
BLOCKS = [
    (_lt("Prepared by"), None),
    (_lt("Checked by"), None),
    (_lt("General manager"), None),
]
#: names of the forms, printed in every language
FORMS = {
    "rent_roll": "租金台账",
    "deposits": "保证金对账单",
    "revenue": "收入与开票对照表",
    "collection": "收缴率统计表",
    "occupancy": "出租率统计表",
    "expiry": "到期租约清单",
    "ageing": "欠费账龄表",
}


class LeaseSheetPaper(models.TransientModel):
    _name = "ops.lease.sheet"
    _inherit = ["ops.lease.sheet", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_sheet_a3": BLOCKS,
        "ops_leasing.report_sheet_a4": BLOCKS,
    }

    # TOOLING
    def _paper_form(self):
        return FORMS[self.kind]

    def _paper_number(self):
        return f"{fields.Date.context_today(self):%Y%m%d}-{self.id}"

    def _paper_today(self):
        return self._paper_day(fields.Date.context_today(self))
