from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import consteq
from werkzeug.exceptions import NotFound

from .common import STEP, LeasePortal

BILL = "ops_leasing.report_lease_bill"
URL = "/my/lease/bills"


class LeaseBills(LeasePortal):
    """账单: whoever pays a bill sees this bill, and no other one of its lease."""

    @http.route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True)
    def lease_bills(self, page=1, show=None, **_kw):
        """Posted bills of leases, the newest first."""
        moves = self._lease_model("account.move")
        domain = self._lease_own("account.move", moves._portal_bills())
        if show == "open":
            domain &= Domain("payment_state", "in", ("not_paid", "partial"))
        shown = pager(
            URL,
            moves.search_count(domain),
            page,
            STEP,
            url_args={"show": show} if show else None,
        )
        bills = moves.search(
            domain,
            order="invoice_date desc, id desc",
            limit=STEP,
            offset=max(shown["offset"], 0),
        )
        return self._lease_page(
            "portal_bills",
            request.env._("Bills"),
            bills=bills,
            pager=shown,
            show=show,
        )

    @http.route("/my/lease/payments", type="http", auth="user", website=True)
    def lease_payments(self, **_kw):
        """What was received on the last bills."""
        moves = self._lease_model("account.move")
        bills = moves.search(
            self._lease_own("account.move", moves._portal_bills()),
            order="invoice_date desc, id desc",
            limit=100,
        )
        return self._lease_page(
            "portal_payments",
            request.env._("Payments received"),
            (request.env._("Bills"), URL),
            payments=bills._portal_payments(),
        )

    @http.route(f"{URL}/<int:bill_id>", type="http", auth="public", website=True)
    def lease_bill(self, bill_id, access_token=None, **_kw):
        """One bill: what is owed, why, what was paid; with its token also for whom the
        bill was sent to. Who follows the code of a printed bill logs in first; staff
        go on to the books, where their own rights hold."""
        if request.env.user._is_internal():
            return request.redirect(f"/odoo/account.move/{bill_id}")
        if request.env.user._is_public() and access_token is None:
            return request.redirect(f"/web/login?redirect={URL}/{bill_id}")
        bill = self._lease_bill(bill_id, access_token)
        return self._lease_page(
            "portal_bill",
            bill.name,
            (request.env._("Bills"), URL),
            bill=bill,
            token=access_token,
            own=bool(
                self._lease_partner()
                and bill.commercial_partner_id == self._lease_partner()
            ),
            periods=bill._paper_trace(),
            payments=bill._portal_payments(),
        )

    @http.route(f"{URL}/<int:bill_id>/pdf", type="http", auth="public", website=True)
    def lease_bill_pdf(self, bill_id, access_token=None, **_kw):
        """缴费通知单 as it is printed."""
        bill = self._lease_bill(bill_id, access_token)
        return self._show_report(bill, "pdf", BILL, download=True)

    def _lease_bill(self, bill_id, token):
        """A bill of the reader, or the one a token opens, read as the system.

        :raise NotFound: for every other one
        """
        moves = self._lease_model("account.move")
        bill = moves.search(moves._portal_bills() & Domain("id", "=", bill_id), limit=1)
        partner = self._lease_partner()
        own = partner and bill.commercial_partner_id == partner
        # without a token of its own no token opens it
        opened = token and bill.access_token and consteq(bill.access_token, token)
        if not bill or not (own or opened):
            raise NotFound
        return bill.with_company(bill.company_id)
