from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

#: Prices are compared as far as a contract can say them.
DIGITS = 6


class PurchaseOrderLine(models.Model):
    """A line against what its contract says (PU-09, PU-12)."""

    _inherit = "purchase.order.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """An advance above the share of the contract is refused (PU-12)."""
        lines = super().create(vals_list)
        lines._check_advance()
        return lines

    def write(self, vals):
        """An advance above the share of the contract is refused (PU-12)."""
        result = super().write(vals)
        if not {"price_unit", "is_downpayment", "order_id"}.isdisjoint(vals):
            self._check_advance()
        return result

    # BUSINESS
    def _contract_line(self):
        """What the contract of the order says about this product, if anything."""
        self.ensure_one()
        # who orders compares with the contract, whoever may read it
        lines = self.sudo().order_id.requisition_id.contract_ids.line_ids
        agreed = lines.filtered(lambda r: r.product_id == self.product_id)[:1]
        # read together with what the other orders were compared with
        return agreed.with_prefetch(lines._prefetch_ids)

    def _above_contract(self):
        """Whether it costs more than its contract says, after discount."""
        self.ensure_one()
        agreed = self._contract_line()
        if not agreed:
            return False
        price = self.price_unit * (1 - (self.discount or 0.0) / 100)
        limit = self._agreed_price(agreed)
        return float_compare(price, limit, precision_digits=DIGITS) > 0

    def _agreed_price(self, agreed):
        """What its unit may cost by this line of the contract: the tier that all of
        the order's quantity of the product reaches (PU-F12)."""
        self.ensure_one()
        order = self.order_id
        quantity = order._bought_lines()._quantity_of(agreed)
        return agreed._price_of(quantity, self.product_uom_id, order)

    def _quantity_of(self, agreed):
        """How much of a contract's product these lines order, in its unit."""
        return sum(
            line.product_uom_id._compute_quantity(
                line.product_qty, agreed.product_uom_id, rounding_method="HALF-UP"
            )
            for line in self
            if line.product_id == agreed.product_id
        )

    def _check_advance(self):
        """:raise UserError: where the advances booked on an order of a contract exceed
        the share it agrees on"""
        for _order, problem in self._advances().order_id._advance_problems():
            raise UserError(problem)

    def _advances(self):
        return self.filtered(lambda r: r.is_downpayment and not r.display_type)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    def _advance_problems(self):
        """Pairs of an order whose advances exceed the share of its contract and what
        to say of it."""
        for order in self._called_off():
            # the share agreed on binds whoever books the advance
            share = order.sudo().contract_id.advance_percent
            limit = order.amount_total * share / 100
            booked = sum(order.order_line._advances().mapped("price_unit"))
            if order.currency_id.compare_amounts(booked, limit) > 0:
                yield (
                    order,
                    self.env._(
                        "%(order)s: the contract allows %(share)s %% in advance, that "
                        "is %(limit)s; %(booked)s would be paid.",
                        order=order.display_name,
                        share=share,
                        limit=order.currency_id.format(limit),
                        booked=order.currency_id.format(booked),
                    ),
                )
