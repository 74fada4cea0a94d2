"""Whose paper it is (PU-F29).

A portal user has no access to any model of ours, and none to requests for quotation.
Each page asks here for the papers of the reader's own commercial partner, or for the
one order a token opens, and gets them as the system; a paper that is somebody else's is
not found, exactly as one that does not exist.
"""

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import consteq
from werkzeug.exceptions import NotFound


class SupplierPortal(CustomerPortal):
    """What all pages of a supplier share; has no page of its own."""

    # --- whose it is

    def _supply_partner(self):
        """The firm the reader belongs to; nobody for visitors and for staff, who do
        not speak for a supplier."""
        user = request.env.user
        if user._is_public() or user._is_internal():
            return request.env["res.partner"]
        return user.commercial_partner_id

    def _supply_model(self, model):
        """``model`` as the system: a portal user has no access to it, and every search
        in it is bound to his own partner by :meth:`_supply_own`."""
        return request.env[model].sudo()

    def _supply_own(self, domain=Domain.TRUE):
        """Domain of the reader's own papers."""
        return (
            Domain("partner_id.commercial_partner_id", "in", self._supply_partner().ids)
            & domain
        )

    def _supply_order(self, order_id, token=None):
        """One own order that was sent to the supplier, or the one the token opens.

        :raise NotFound: for every other one
        """
        partner = self._supply_partner()
        order = self._supply_model("purchase.order").browse(order_id).exists()
        own = (
            partner
            and order.partner_id.commercial_partner_id == partner
            and order.state != "draft"
        )
        # without a token of its own no token opens it; staff do not speak for others
        opened = (
            token
            and order.access_token
            and consteq(order.access_token, token)
            and not request.env.user._is_internal()
        )
        if not order or not (own or opened):
            raise NotFound
        return order.with_company(order.company_id)

    def _supply_sheet(self, sheet_id):
        """One own settlement sheet that was approved.

        :raise NotFound: for every other one
        """
        sheets = self._supply_model("ops.purchase.settlement")
        sheet = sheets.search(
            self._supply_own(sheets._portal_shown() & Domain("id", "=", sheet_id)),
            limit=1,
        )
        if not sheet:
            raise NotFound
        return sheet.with_company(sheet.company_id)

    # --- pages

    def _supply_page(self, template, title, back, **values):
        """Render a page under its title.

        :param back: address of what it belongs to
        """
        return request.render(
            f"ops_purchase.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "supply",
                "supply_title": title,
                "supply_back": back,
                "label": self._supply_label,
                "errors": [],
                "typed": {},
                "done": request.params.get("done") == "1",
                **values,
            },
        )

    @staticmethod
    def _supply_label(record, name):
        """What a choice is called in the reader's language."""
        field = record._fields[name]
        return dict(field._description_selection(record.env)).get(record[name], "")
