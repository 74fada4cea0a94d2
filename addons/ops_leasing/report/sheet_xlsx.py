from odoo import models


class LeaseSheetXlsx(models.AbstractModel):
    _name = "report.ops_leasing.sheet_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Report over projects (Excel)"

    # ACTION
    def generate_xlsx_report(self, workbook, data, objs):
        """Write what was asked for; called by the report, under the reader's rights.

        :param objs: one ``ops.lease.sheet`` of the reader
        :raise AccessError: for somebody else's, or projects he may not see
        """
        for sheet in objs:
            sheet.check_access("read")
            sheet._maker()._write_workbook(workbook, sheet._projects())
