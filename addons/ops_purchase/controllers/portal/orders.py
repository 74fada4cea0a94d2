from contextlib import suppress
from urllib.parse import urlencode

from odoo import http
from odoo.addons.purchase.controllers.portal import CustomerPortal
from odoo.exceptions import UserError
from odoo.http import request
from werkzeug.exceptions import NotFound

from . import form
from .common import SupplierPortal

URL = "/my/purchase/<int:order_id>"
PAGE = {"type": "http", "auth": "public", "website": True, "methods": ["GET", "POST"]}


class SupplierOrders(SupplierPortal, CustomerPortal):
    """报价, 确认订单, 送货通知单: beside core's page of an order."""

    @http.route()
    def portal_my_purchase_order(self, order_id=None, access_token=None, **kw):
        """Core's page. What core does by a mere address is done by a form here: a
        supplier confirms a placed order, and gives his days, himself."""
        asks = kw.pop("acknowledge", None) or kw.pop("update", None)
        order = None
        with suppress(NotFound):
            order = self._supply_order(order_id, access_token)
        if order and asks and not order._portal_confirm_problem():
            return request.redirect(self._supply_url(order, "confirm"))
        if order and order.state != "sent" and not order._portal_placed():
            # core would print it with the prices we reckon with
            kw.pop("report_type", None)
        return super().portal_my_purchase_order(order_id, access_token, **kw)

    def _purchase_order_get_page_view_values(self, order, access_token, **kwargs):
        values = super()._purchase_order_get_page_view_values(
            order, access_token, **kwargs
        )
        if request.env.user._is_internal():
            return values
        return {
            **values,
            "supply_can": {
                "quote": not order._portal_quote_problem(),
                "confirm": not order._portal_confirm_problem(),
                "ship": bool(order._portal_to_ship()),
            },
            "supply_url": lambda act: self._supply_url(order, act),
            "supply_shipments": order._portal_shipments(),
            "supply_done": kwargs.get("done") == "1",
        }

    @http.route()
    def portal_my_purchase_order_update_dates(
        self, order_id=None, access_token=None, **kw
    ):
        """Core writes the day the supplier is measured against; here his day is a
        promise in the follow-up."""
        order = self._supply_order(order_id, access_token)
        lines = {str(line.id): line for line in order._portal_awaited()}
        days = {}
        for number in kw.keys() & lines.keys():
            try:
                days[lines[number]] = (
                    request.env["ops.delivery.followup"]
                    ._fields["date_promised"]
                    .to_date(str(kw[number]))
                )
            except ValueError:
                continue
        days = {line: day for line, day in days.items() if day}
        if not days:
            raise UserError(request.env._("Nothing of this order is awaited."))
        order._portal_promise(days)
        return True

    @http.route()
    def portal_my_purchase_order_download_edi(
        self, order_id=None, access_token=None, **kw
    ):
        """Core's file of the order holds its prices: before it is placed they are what
        we reckon with."""
        with suppress(NotFound):
            order = self._supply_order(order_id, access_token)
            if not order._portal_placed():
                return request.redirect(self._supply_url(order, ""))
        return super().portal_my_purchase_order_download_edi(
            order_id, access_token, **kw
        )

    # --- 报价

    @http.route(f"{URL}/quote", **PAGE)
    def supply_quote(self, order_id, access_token=None, **post):
        """Price and day of each line, until it is decided."""
        order = self._supply_order(order_id, access_token)

        def give():
            order._portal_quote(
                {
                    line: (
                        form.number(f"price_{line.id}", line._portal_name()),
                        form.day(f"day_{line.id}", line._portal_name()),
                    )
                    for line in order._bought_lines()
                },
                form.day("valid"),
                form.text("note"),
                form.files(),
            )

        return self._supply_form(
            order,
            "quote",
            request.env._("Quotation for %(order)s", order=order.name),
            give,
            order._portal_quote_problem(),
            post,
            offers=order._portal_offers(),
        )

    # --- 确认订单

    @http.route(f"{URL}/confirm", **PAGE)
    def supply_confirm(self, order_id, access_token=None, **post):
        """The order is taken, with a day for each line."""
        order = self._supply_order(order_id, access_token)

        def confirm():
            order._portal_confirm(
                {
                    line: form.day(f"day_{line.id}", line._portal_name())
                    for line in order._portal_awaited()
                },
                form.text("note"),
            )

        return self._supply_form(
            order,
            "confirm",
            request.env._("Confirm %(order)s", order=order.name),
            confirm,
            order._portal_confirm_problem(),
            post,
            lines=order._portal_awaited(),
        )

    # --- 送货通知单

    @http.route(f"{URL}/ship", **PAGE)
    def supply_ship(self, order_id, access_token=None, **post):
        """What is on its way, with its delivery note."""
        order = self._supply_order(order_id, access_token)
        left = order._portal_to_ship()
        env = request.env

        def announce():
            goods = {
                line: (
                    form.number(f"qty_{line.id}", line._portal_name())
                    if form.text(f"qty_{line.id}")
                    else 0.0,
                    form.text(f"lot_{line.id}", most=200),
                )
                for line in left
            }
            order._portal_ship(
                goods,
                {
                    "delivery_note": form.text("number", env._("Delivery note"), 60),
                    "date_shipped": form.day("shipped", env._("Shipped on")),
                    "date_expected": form.day("expected", env._("Expected to arrive")),
                    "carrier": form.text("carrier", most=100),
                    "waybill": form.text("waybill", most=100),
                },
                form.files(),
            )

        return self._supply_form(
            order,
            "ship",
            env._("Announce a shipment of %(order)s", order=order.name),
            announce,
            "" if left else env._("All goods of this order are announced or here."),
            post,
            left=left,
        )

    def _supply_form(self, order, act, title, call, problem, post, **values):
        """Show the form, or carry out what it says and go back to the order."""
        errors = [problem] if problem else []
        if request.httprequest.method == "POST" and not errors:
            _done, errors = form.attempt(call)
            if not errors:
                return request.redirect(self._supply_url(order, "", done=1))
        return self._supply_page(
            f"portal_{act}",
            title,
            self._supply_url(order, ""),
            order=order,
            action=self._supply_url(order, act),
            open=not problem,
            errors=errors,
            typed=post,
            **values,
        )

    @staticmethod
    def _supply_url(order, act, **query):
        """Address of an act of the order, with the token the reader came by."""
        path = f"/my/purchase/{order.id}" + (f"/{act}" if act else "")
        token = request.params.get("access_token")
        query |= {"access_token": token} if token else {}
        return f"{path}?{urlencode(query)}" if query else path
