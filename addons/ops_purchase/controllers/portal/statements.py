from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.http import request

from . import form
from .common import SupplierPortal

URL = "/my/statements"
STATEMENT = "ops_purchase.report_statement"
STEP = 20


class SupplierStatements(SupplierPortal):
    """对账单: what the supplier is paid, what he says to it, and his fapiao."""

    @http.route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True)
    def supply_sheets(self, page=1, **_kw):
        """Sheets that are signed by us, the newest first."""
        sheets = self._supply_model("ops.purchase.settlement")
        domain = self._supply_own(sheets._portal_shown())
        shown = pager(URL, sheets.search_count(domain), page, STEP)
        return self._supply_page(
            "portal_sheets",
            request.env._("Statements of account"),
            "/my",
            sheets=sheets.search(domain, limit=STEP, offset=max(shown["offset"], 0)),
            pager=shown,
        )

    @http.route(f"{URL}/<int:sheet_id>", type="http", auth="user", website=True)
    def supply_sheet(self, sheet_id, **_kw):
        """One sheet; staff go on to their own form, where their own rights hold."""
        if request.env.user._is_internal():
            return request.redirect(f"/odoo/ops.purchase.settlement/{sheet_id}")
        return self._supply_sheet_page(self._supply_sheet(sheet_id))

    @http.route(f"{URL}/<int:sheet_id>/pdf", type="http", auth="user", website=True)
    def supply_sheet_pdf(self, sheet_id, **_kw):
        """对账单 as it is printed."""
        sheet = self._supply_sheet(sheet_id)
        return self._show_report(sheet, "pdf", STATEMENT, download=True)

    @http.route(
        f"{URL}/<int:sheet_id>/<string:act>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def supply_sheet_act(self, sheet_id, act, **post):
        """Agree, dispute, withdraw a dispute, or enter a fapiao."""
        sheet = self._supply_sheet(sheet_id)
        acts = {
            "agree": sheet._portal_agree,
            "dispute": lambda: self._supply_dispute(sheet),
            "withdraw": lambda: sheet._portal_withdraw(
                int(form.number("dispute", "#"))
            ),
            "fapiao": lambda: self._supply_fapiao(sheet),
        }
        if act not in acts:
            raise request.not_found()
        _done, errors = form.attempt(acts[act])
        if errors:
            return self._supply_sheet_page(sheet, errors=errors, typed=post)
        return request.redirect(f"{URL}/{sheet_id}?done=1")

    def _supply_sheet_page(self, sheet, **values):
        return self._supply_page(
            "portal_sheet",
            request.env._("Statement %(number)s", number=sheet.display_name),
            URL,
            sheet=sheet,
            subjects=sheet._portal_subjects(),
            takes_fapiao=sheet._portal_takes_fapiao(),
            **values,
        )

    def _supply_dispute(self, sheet):
        sheet._portal_dispute(
            form.text("subject"), form.text("text", request.env._("What is not right"))
        )

    def _supply_fapiao(self, sheet):
        env = request.env
        sheet._portal_fapiao(
            {
                "number": form.text("number", env._("Fapiao number"), 40),
                "date": form.day("date", env._("Issued on")),
                "total": form.number("total", env._("Total of the fapiao"), 2),
                "amount": form.number("amount", env._("For this sheet"), 2),
            },
            form.files(form.FAPIAO, env._("The file of the fapiao")),
        )
