from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ...settle.amounts import exact
from ..groups import BUYER

_lt = LazyTranslate(__name__)

#: What decides which tier counts.
TIER_BY = [
    ("order", "The quantity of one order"),
    ("total", "What is called off over the contract"),
]


class PurchaseContractTier(models.Model):
    """From a quantity on, a product of the contract costs less (PU-F12)."""

    _name = "ops.purchase.contract.tier"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Price tier of a purchase contract"
    _order = "contract_id, product_id, min_qty, id"
    _rec_name = "product_id"
    _check_company_auto = True
    _flow_parent = ("contract_id", "tier_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.purchase.contract",
        "Contract",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        "Product",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('purchase_ok', '=', True)]",
    )
    product_uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_product_uom_id"
    )
    min_qty = fields.Float(
        "From quantity",
        digits="Product Unit",
        help="In the unit of the contract: from this quantity on the price counts.",
    )
    price_unit = fields.Float("Unit price", min_display_digits="Product Price")

    # CONSTRAINT
    _quantity_once = models.UniqueIndex(
        "(contract_id, product_id, min_qty)",
        "A product has one price from a quantity on.",
    )
    _positive = models.Constraint(
        "CHECK(min_qty > 0 AND price_unit > 0)",
        "A tier begins above zero and has a price.",
    )

    # COMPUTE
    @api.depends("product_id", "contract_id.line_ids.product_uom_id")
    def _compute_product_uom_id(self):
        for tier in self:
            line = tier.contract_id.line_ids.filtered(
                lambda r, product=tier.product_id: r.product_id == product
            )
            tier.product_uom_id = line[:1].product_uom_id or tier.product_id.uom_id

    # BUSINESS
    def _problem(self):
        """Why the tier cannot be used; None if it can."""
        self.ensure_one()
        product = self.product_id.display_name
        line = self.contract_id.line_ids.filtered(
            lambda r: r.product_id == self.product_id
        )
        if not line:
            return self.env._(
                "%(product)s has a price tier and is not in the contract.",
                product=product,
            )
        if line.product_uom_id.compare(self.min_qty, line.product_qty) > 0:
            return self.env._(
                "%(product)s: the tier from %(from)s is never reached, the contract "
                "ends at %(quantity)s.",
                product=product,
                **{"from": self.min_qty, "quantity": line.product_qty},
            )
        below = [t.price for t in line._tiers() if t.start < exact(self.min_qty)]
        if exact(self.price_unit) >= min(below):
            return self.env._(
                "%(product)s: from %(from)s on it must cost less than before.",
                product=product,
                **{"from": self.min_qty},
            )
        return None


class PurchaseContract(models.Model):
    _inherit = "ops.purchase.contract"

    # FIELDS
    tier_by = fields.Selection(
        TIER_BY,
        "Tiers go by",
        default="order",
        required=True,
        help="Of one order: all of it has the price of the tier it reaches. Over the "
        "contract: each unit has the price of the tier it falls into.",
    )
    tier_ids = fields.One2many(
        "ops.purchase.contract.tier", "contract_id", "Price tiers", copy=True
    )

    # BUSINESS
    @gate(_lt("Price tiers fall with the quantity"), who=BUYER)
    def _gate_tiers_fall(self):
        """The value that decides who signs is then the highest that can be paid."""
        for contract in self:
            for tier in contract.tier_ids:
                problem = tier._problem()
                if problem:
                    yield self._blocker(contract, problem, fix=contract)
