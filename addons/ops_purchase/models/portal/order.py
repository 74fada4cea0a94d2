from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..order.order import BINDING

#: What the supplier has said himself; nobody says it in his place.
SAID = frozenset(("supplier_quoted_on", "quote_valid_until", "supplier_confirmed_on"))


class PurchaseOrder(models.Model):
    """What the supplier says on his pages (PU-F29): prices, days, shipments."""

    _name = "purchase.order"
    _inherit = ["ops.supplier.voice", "purchase.order"]

    # FIELDS
    supplier_quoted_on = fields.Datetime(
        "Quoted by the supplier on", readonly=True, copy=False
    )
    quote_valid_until = fields.Date("Quotation valid until", readonly=True, copy=False)
    supplier_confirmed_on = fields.Datetime(
        "Confirmed by the supplier on", readonly=True, copy=False
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What the supplier says himself is not entered."""
        for vals in vals_list:
            self._check_said({name for name in vals if vals[name]})
        return super().create(vals_list)

    def write(self, vals):
        """What the supplier says himself is not entered; an order that begins anew is
        answered anew."""
        self._check_said(vals)
        result = super().write(vals)
        if vals.get("state") == "draft":
            # whoever takes it back, the answer was for the order as it was
            self.sudo().write(dict.fromkeys(SAID, False))
        return result

    # BUSINESS
    @api.model
    def _check_said(self, names):
        if not self.env.su and SAID.intersection(names):
            raise AccessError(
                self.env._("What a supplier says on his pages is not entered here.")
            )

    def _portal_told(self):
        return self.user_id

    def _portal_lock(self):
        """Whoever says or decides something on these orders at the same moment, does so
        in turn."""
        take_turns(self)
        take_turns(self.comparison_ids)

    @api.model
    def _portal_unanswered(self):
        """Requests for quotation that wait for the supplier."""
        return Domain("state", "=", "sent") & Domain("supplier_quoted_on", "=", False)

    @api.model
    def _portal_unconfirmed(self):
        """Placed orders whose supplier has not confirmed them."""
        return (
            Domain("state", "in", BINDING)
            & Domain("acknowledged", "=", False)
            & Domain("supplier_confirmed_on", "=", False)
            & Domain("order_line.open_qty", ">", 0)
        )

    def _portal_placed(self):
        """Whether its prices were said to the supplier; before they are ours."""
        self.ensure_one()
        return self.state in BINDING or bool(
            self.state == "cancel" and self.date_approve
        )

    def _portal_awaited(self):
        """Lines of which something is still to arrive."""
        return self.order_line.filtered("open_qty")

    def _portal_check_day(self, line, day):
        """:raise UserError: for a day that is missing or over"""
        if not day:
            raise UserError(
                self.env._("%(goods)s: the day is missing.", goods=line._portal_name())
            )
        if day < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(goods)s: %(day)s is over.",
                    goods=line._portal_name(),
                    day=day,
                )
            )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _portal_name(self):
        """The goods as the order names them, in one line."""
        self.ensure_one()
        return self.name.split("\n")[0]

    def _portal_asked(self):
        """Day the goods were asked for."""
        self.ensure_one()
        day = self.date_planned
        return fields.Datetime.context_timestamp(self, day).date() if day else None

    def _portal_proposed(self):
        """Day a form begins with: what was said last, unless it is over."""
        self.ensure_one()
        day = self.date_promised or self._portal_asked()
        return day if day and day >= fields.Date.context_today(self) else ""

    def _portal_days_ahead(self, day):
        self.ensure_one()
        return (day - fields.Date.context_today(self)).days
