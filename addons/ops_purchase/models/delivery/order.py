from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..order.order import BINDING


class PurchaseOrder(models.Model):
    """An order the supplier has confirmed with a day, or not yet (PU-11)."""

    _inherit = "purchase.order"

    # FIELDS
    date_confirmed = fields.Date(
        "Delivery confirmed for",
        copy=False,
        tracking=True,
        help="The day the supplier has confirmed for the delivery.",
    )
    arrival_exception_ids = fields.One2many(
        "ops.arrival.exception",
        "order_id",
        "Arrival exceptions",
        groups="ops_base.group_user,stock.group_stock_user",
    )
    unconfirmed_late = fields.Boolean(
        "Not confirmed in time",
        compute="_compute_unconfirmed_late",
        search="_search_unconfirmed_late",
        help="The supplier has not confirmed within the days of the company.",
    )

    # COMPUTE
    @api.depends("state", "date_confirmed", "date_approve")
    def _compute_unconfirmed_late(self):
        late = self.filtered_domain(self._unconfirmed_domain())
        late.unconfirmed_late = True
        (self - late).unconfirmed_late = False

    def _search_unconfirmed_late(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._unconfirmed_domain()
        return domain if (True in value) == (operator == "in") else ~domain

    # CRUD
    def write(self, vals):
        """Whoever notes the supplier's day has his confirmation.

        :raise UserError: for an order that is not placed
        """
        if "date_confirmed" not in vals:
            return super().write(vals)
        early = self.filtered(lambda r: r.state not in BINDING)
        if vals["date_confirmed"] and early:
            raise UserError(
                self.env._(
                    "%(orders)s: the supplier confirms an order that is placed; "
                    "confirm it first.",
                    orders=", ".join(early.mapped("display_name")),
                )
            )
        return super().write({**vals, "acknowledged": bool(vals["date_confirmed"])})

    # BUSINESS
    @api.model
    def _unconfirmed_domain(self):
        """Placed orders past the days within which their supplier confirms."""
        now = fields.Datetime.now()
        # how many days a company gives is no secret
        companies = self.env["res.company"].sudo().search([])
        return (
            Domain("state", "in", BINDING)
            & Domain("date_confirmed", "=", False)
            & Domain.OR(
                Domain("company_id", "in", group.ids)
                & Domain("date_approve", "<=", now - timedelta(days=days))
                for days, group in companies.grouped("purchase_confirm_days").items()
            )
        )
