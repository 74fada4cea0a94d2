from contextlib import suppress

from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.addons.purchase.controllers.portal import CustomerPortal
from odoo.fields import Domain
from odoo.http import request
from werkzeug.exceptions import NotFound

from .common import SupplierPortal

SENT = Domain("state", "=", "sent")


class SupplierHome(SupplierPortal, CustomerPortal):
    """What waits for the supplier, and his requests for quotation."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        orders = self._supply_model("purchase.order")
        sheets = self._supply_model("ops.purchase.settlement")
        own = self._supply_own
        asked = {
            "rfq_count": (orders, SENT),
            "supply_rfq_count": (orders, orders._portal_unanswered()),
            "supply_order_count": (orders, orders._portal_unconfirmed()),
            "supply_sheet_count": (sheets, Domain("state", "=", "approved")),
            "supply_sheets_count": (sheets, sheets._portal_shown()),
        }
        partner = self._supply_partner()
        for name in asked.keys() & set(counters):
            model, domain = asked[name]
            values[name] = model.search_count(own(domain)) if partner else 0
        return values

    @http.route()
    def portal_my_requests_for_quotation(
        self, page=1, date_begin=None, date_end=None, sortby=None, **kw
    ):
        """Core's list; read as the system, for suppliers read no request for quotation
        otherwise: it holds what we reckon with."""
        if not self._supply_partner():
            return super().portal_my_requests_for_quotation(
                page, date_begin, date_end, sortby, **kw
            )
        orders = self._supply_model("purchase.order")
        domain, url = self._supply_own(SENT), "/my/rfq"
        # sorted by our amounts they would tell them
        sortings = self._get_purchase_searchbar_sortings()
        sortings.pop("amount_total", None)
        sortby = sortby if sortby in sortings else "date"
        shown = pager(
            url,
            orders.search_count(domain),
            page,
            self._items_per_page,
            url_args={"sortby": sortby},
        )
        rfqs = orders.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=max(shown["offset"], 0),
        )
        request.session["my_rfqs_history"] = rfqs.ids[:100]
        return request.render(
            "purchase.portal_my_purchase_rfqs",
            {
                **self._prepare_portal_layout_values(),
                "rfqs": rfqs,
                "page_name": "rfq",
                "pager": shown,
                "searchbar_sortings": sortings,
                "sortby": sortby,
                "default_url": url,
            },
        )

    def _document_check_access(self, model_name, document_id, access_token=None):
        """A request for quotation is opened by its supplier as by its token."""
        if model_name == "purchase.order":
            with suppress(NotFound):
                return self._supply_order(document_id, access_token)
        return super()._document_check_access(
            model_name, document_id, access_token=access_token
        )
