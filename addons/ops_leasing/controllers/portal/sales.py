from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .common import LeasePortal

URL = "/my/lease/sales"


class LeaseSalesPages(LeasePortal):
    """销售上报"""

    @http.route(URL, type="http", auth="user", website=True)
    def lease_sales(self, **_kw):
        """Reports asked for and given, the newest month first."""
        reports = self._lease_model("ops.lease.sales").search(
            self._lease_own("ops.lease.sales"), limit=60
        )
        return self._lease_page(
            "portal_sales_list", request.env._("Sales reports"), reports=reports
        )

    @http.route(
        f"{URL}/<int:report_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def lease_sales_report(self, report_id, **post):
        """One month: what was sold, by category; open until somebody checks it."""
        report = self._lease_find("ops.lease.sales", report_id)
        errors = []
        if request.httprequest.method == "POST":
            _done, errors = self._lease_try(lambda: self._lease_sales_take(report))
            if not errors:
                return request.redirect(f"{URL}/{report_id}?done=1")
        return self._lease_page(
            "portal_sales",
            request.env._("Sales of %(month)s", month=report.period),
            (request.env._("Sales reports"), URL),
            report=report,
            files=self._lease_uploaded(report.attachment_ids),
            errors=errors,
            typed=post,
        )

    def _lease_sales_take(self, report):
        if not report._portal_open():
            raise UserError(
                request.env._(
                    "These sales have been checked and can no longer be changed here. "
                    "Call the commercial company if they are wrong."
                )
            )
        figures = {}
        for line in report.line_ids:
            category = line.category_id.name
            figures[line] = {
                "net": self._lease_number(
                    f"net_{line.id}",
                    request.env._("%(category)s, before tax", category=category),
                ),
                "tax": self._lease_number(
                    f"tax_{line.id}",
                    request.env._("%(category)s, tax", category=category),
                ),
                "receipts": int(
                    self._lease_number(
                        f"receipts_{line.id}",
                        request.env._("%(category)s, receipts", category=category),
                        0,
                    )
                ),
            }
        reason = None
        if report.state == "reported":
            reason = self._lease_text(
                "reason", request.env._("Why the report is corrected")
            )
        photos = self._lease_photos()
        report._portal_report(figures, self._lease_text("note"), photos, reason)
