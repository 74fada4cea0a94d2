from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..groups import BUYER, NEGOTIATORS
from ..order.order import BINDING


class PurchaseNegotiation(models.Model):
    """洽谈记录: what a supplier offered in one round (PU-08): price, lead time, terms.
    A log: nobody changes afterwards what was offered."""

    _name = "ops.purchase.negotiation"
    _inherit = ["ops.stamp.mixin"]
    _description = "Negotiation round"
    _order = "order_id, line_id, id"
    _stamps = ("user_id", "round")

    # FIELDS
    order_id = fields.Many2one(
        "purchase.order", "Order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    line_id = fields.Many2one(
        "purchase.order.line",
        "Goods",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
    )
    round = fields.Integer("Round", compute="_compute_round")
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Negotiated by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    price_unit = fields.Monetary("Price offered", required=True)
    lead_days = fields.Integer("Lead time (days)")
    payment_term_id = fields.Many2one("account.payment.term", "Payment terms")
    note = fields.Char("Other terms, and with whom")

    # CONSTRAINT
    _offered = models.Constraint(
        "CHECK(price_unit > 0 AND COALESCE(lead_days, 0) >= 0)",
        "An offer has a price; days of delivery are not negative.",
    )

    @api.constrains("order_id", "line_id")
    def _check_line(self):
        for row in self.filtered(lambda r: r.line_id.order_id != r.order_id):
            raise ValidationError(
                self.env._(
                    "%(goods)s stands in another order.",
                    goods=row.line_id.display_name,
                )
            )

    # COMPUTE
    @api.depends("line_id.negotiation_ids")
    def _compute_round(self):
        for row in self:
            rows = row.line_id.negotiation_ids.filtered("id").sorted("id").ids
            number = row._origin.id
            row.round = rows.index(number) + 1 if number in rows else len(rows) + 1

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Rounds are logged until the order is confirmed, by who negotiated."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        rows = super().create(vals_list)
        closed = rows.order_id.filtered(lambda r: r.state in (*BINDING, "cancel"))
        if closed:
            raise UserError(
                self.env._(
                    "%(orders)s: negotiations are over.",
                    orders=", ".join(closed.mapped("display_name")),
                )
            )
        return rows

    def write(self, vals):
        """Refused: what was offered was offered."""
        if not self.env.su:
            raise UserError(self._words_kept())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self._words_kept())

    # ACTION
    def action_take(self):
        """Put what was offered into the quotation: price, delivery day and terms.

        :raise AccessError: for others than buyers
        """
        self.ensure_one()
        self.env["purchase.order"]._check_group(BUYER)
        values = {"price_unit": self.price_unit}
        if self.lead_days:
            values["date_planned"] = fields.Datetime.add(
                fields.Datetime.now(), days=self.lead_days
            )
        self.line_id.write(values)
        if self.payment_term_id:
            self.order_id.payment_term_id = self.payment_term_id
        return True

    # TOOLING
    def _words_kept(self):
        return self.env._(
            "A round of negotiation is a record and stays; log the next one."
        )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # FIELDS
    negotiation_ids = fields.One2many(
        "ops.purchase.negotiation",
        "line_id",
        "Negotiation",
        copy=False,
        groups=NEGOTIATORS,
    )
    saving = fields.Monetary(
        "Saved against first quote",
        compute="_compute_saving",
        help="PU-08: first price offered less the present one, before discount and "
        "tax, times the quantity.",
    )

    # COMPUTE
    @api.depends("negotiation_ids.price_unit", "price_unit", "product_qty")
    def _compute_saving(self):
        # who may read the order may know what was saved on it
        for line in self:
            first = line.sudo().negotiation_ids.sorted("id")[:1]
            line.saving = (
                (first.price_unit - line.price_unit) * line.product_qty
                if first
                else 0.0
            )


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # FIELDS
    negotiation_ids = fields.One2many(
        "ops.purchase.negotiation",
        "order_id",
        "Negotiation",
        copy=False,
        groups=NEGOTIATORS,
    )
    saving = fields.Monetary("Saved against first quote", compute="_compute_saving")

    # COMPUTE
    @api.depends("order_line.saving")
    def _compute_saving(self):
        for order in self:
            order.saving = sum(order.order_line.mapped("saving"))
