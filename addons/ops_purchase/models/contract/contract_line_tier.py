from odoo import api, fields, models

from ...settle.amounts import exact
from ...settle.tiers import Tier, by_order, by_total, reached


class PurchaseContractLine(models.Model):
    """The price of a product by the tiers of its contract (PU-F12, PU-X6)."""

    _inherit = "ops.purchase.contract.line"

    # FIELDS
    tier_price = fields.Float(
        "Price now",
        min_display_digits="Product Price",
        compute="_compute_tier_price",
        help="Of the next unit called off: the tier the contract stands in.",
    )

    # COMPUTE
    @api.depends(
        "price_unit",
        "ordered_qty",
        "contract_id.tier_by",
        "contract_id.tier_ids.min_qty",
        "contract_id.tier_ids.price_unit",
        "contract_id.tier_ids.product_id",
    )
    def _compute_tier_price(self):
        for line in self:
            total = line.contract_id.tier_by == "total"
            before = exact(line.ordered_qty) if total else exact(0)
            line.tier_price = float(reached(line._tiers(), before).price)

    @api.depends(
        "contract_id.tier_by",
        "contract_id.tier_ids.min_qty",
        "contract_id.tier_ids.price_unit",
        "contract_id.tier_ids.product_id",
    )
    def _compute_subtotal(self):
        result = super()._compute_subtotal()
        for line in self._by_total():
            line.price_subtotal = line._tier_value(0, line.product_qty)
        return result

    @api.depends(
        "contract_id.tier_by",
        "contract_id.tier_ids.min_qty",
        "contract_id.tier_ids.price_unit",
        "contract_id.tier_ids.product_id",
    )
    def _compute_left(self):
        result = super()._compute_left()
        for line in self._by_total():
            line.left_amount = line._tier_value(line.ordered_qty, line.left_qty)
        return result

    # BUSINESS
    def _by_total(self):
        """Those whose tiers go by what is called off over the contract."""
        return self.filtered(
            lambda r: r.contract_id.tier_by == "total" and len(r._tiers()) > 1
        )

    def _tiers(self):
        """Its prices by rising quantity, the first from 0 on."""
        self.ensure_one()
        # who orders reads the prices, whoever may read the contract
        tiers = self.sudo().contract_id.tier_ids.filtered(
            lambda r: r.product_id == self.product_id
        )
        return [
            Tier(exact(0), exact(self.price_unit)),
            *(
                Tier(exact(tier.min_qty), exact(tier.price_unit))
                for tier in tiers.sorted("min_qty")
            ),
        ]

    def _tier_value(self, before, quantity):
        """What ``quantity`` costs once ``before`` is called off.

        :return: float, in the currency of the contract, not rounded
        """
        self.ensure_one()
        tiers = self._tiers()
        before, quantity = exact(float(before)), exact(float(quantity))
        if self.contract_id.tier_by == "total":
            return float(by_total(tiers, before, quantity))
        return float(by_order(tiers, quantity))

    def _price_of(self, quantity, unit, order=None):
        """The agreed price of one ``unit`` when an order asks for that quantity.

        :param quantity: in the unit of the contract
        :param order: the order that asks; what was called off before it counts
        """
        self.ensure_one()
        if quantity <= 0 or len(self._tiers()) == 1:
            return self._price_in(unit)
        value = self._tier_value(self._called_before(order), quantity)
        return self.product_uom_id._compute_price(value / quantity, unit)

    def _called_before(self, order):
        """How much confirmed orders had called off before this one."""
        self.ensure_one()
        if not order or not order.date_approve:
            return self.ordered_qty
        # the orders of a contract are counted, whoever may read them
        others = self.sudo().contract_id.requisition_id.purchase_ids._calling_off()
        mine = (order.date_approve, order.id)
        earlier = others.filtered(lambda r: (r.date_approve, r.id) < mine)
        return earlier.order_line._quantity_of(self)
