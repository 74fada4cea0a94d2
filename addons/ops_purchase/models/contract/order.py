from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import UserError

from ..order.order import BINDING
from .contract import PAYMENT_WAYS

#: What an order has from its contract, beside the goods.
STAYS = frozenset(
    ("requisition_id", "payment_way", "advance_percent", "payment_term_id")
)


class PurchaseOrder(models.Model):
    """An order called off from a contract (PU-09, PU-12): it names the contract's
    blanket order and takes over its prices and payment."""

    _inherit = "purchase.order"

    # FIELDS
    contract_id = fields.Many2one(
        "ops.purchase.contract",
        "Contract",
        compute="_compute_contract_id",
        inverse="_inverse_contract_id",
        search="_search_contract_id",
        domain="[('state', '=', 'signed'), ('partner_id', '=', partner_id),"
        " ('company_id', '=', company_id)]",
    )
    payment_way = fields.Selection(PAYMENT_WAYS, "Payment")
    advance_percent = fields.Float("Advance (%)", digits=(5, 2))
    signoff_state = fields.Selection(
        selection_add=[("contract", "Inside the contract")]
    )

    # CONSTRAINT
    _advance_share = models.Constraint(
        "CHECK(COALESCE(advance_percent, 0) BETWEEN 0 AND 100)",
        "An advance is between 0 and 100 % of the order.",
    )

    # COMPUTE
    @api.depends("requisition_id.contract_ids")
    def _compute_contract_id(self):
        # that an order belongs to a contract is no secret of who reads the order
        for order in self:
            order.contract_id = order.sudo().requisition_id.contract_ids[:1]

    def _inverse_contract_id(self):
        """The order is called off from the contract, at its prices."""
        for order in self:
            contract = order.contract_id
            # the blanket order is readable to buyers alone
            requisition = contract.sudo().requisition_id
            if contract and not requisition:
                raise UserError(
                    self.env._(
                        "%(contract)s is not signed: no order can be called off from "
                        "it yet.",
                        contract=contract.display_name,
                    )
                )
            order.requisition_id = requisition
            if contract:
                order._take_terms(contract)

    def _search_contract_id(self, operator, value):
        return [("requisition_id.contract_ids", operator, value)]

    @api.depends(
        "requisition_id.contract_ids",
        "company_id.purchase_gate_contract",
        "order_line.price_unit",
        "order_line.discount",
    )
    def _compute_signoff_state(self):
        result = super()._compute_signoff_state()
        inside = self._called_off()._inside_price()
        inside.filtered(lambda r: r.signoff_state == "none").signoff_state = "contract"
        return result

    # CRUD
    def write(self, vals):
        """A confirmed order stays in the contract it was called off from, and with
        what was agreed on its payment."""
        if not STAYS.isdisjoint(vals):
            self._check_stays(vals)
        if vals.get("state") in BINDING:
            binds = self.filtered(lambda r: r.state not in BINDING)
            # which contract an order uses up is no secret of who confirms it
            take_turns(binds.sudo().contract_id)
        return super().write(vals)

    # BUSINESS
    @api.model
    def _signed_fields(self):
        """How it is paid in advance is signed as well (PU-12)."""
        return super()._signed_fields() | {
            "payment_way",
            "advance_percent",
            "requisition_id",
        }

    def _facts_to_sign(self):
        facts = super()._facts_to_sign()
        return {**facts, "paid": [self.payment_way, repr(self.advance_percent)]}

    def _calling_off(self):
        """Those that use up what their contract allows."""
        return self.filtered(lambda r: r.state in BINDING)

    def _called_off(self):
        """Those called off from a contract, where that gate is switched on."""
        # whether there is a contract is no secret of who reads the order
        return self._gated("contract").filtered(
            lambda r: r.sudo().requisition_id.contract_ids
        )

    def _inside_price(self):
        """Those of these orders of contracts that keep to the contract's prices."""
        return self.filtered(
            lambda r: not any(line._above_contract() for line in r._bought_lines())
        )

    def _needs_signoff(self):
        """An order inside a contract was signed with it; one above its price, for
        whatever reason, is signed by itself (PU-10, PU-X6)."""
        needing = super()._needs_signoff()
        return needing - needing._called_off()._inside_price()

    def _fixed(self):
        """What was called off from a contract does not change once confirmed."""
        return super()._fixed() | self._called_off()

    def _check_stays(self, vals):
        """:raise UserError: for confirmed orders that would leave their contract, join
        one, or be paid otherwise"""
        new = self.env["purchase.requisition"].browse(vals.get("requisition_id") or [])
        joins = new.sudo().contract_ids
        for order in self.filtered(lambda r: r.state in BINDING):
            names = [
                name
                for name in sorted(STAYS.intersection(vals))
                if order._fields[name].convert_to_write(order[name], order)
                != vals[name]
            ]
            if names and (joins or order._called_off()):
                raise UserError(
                    self.env._(
                        "%(order)s is confirmed: it stays with its contract and the "
                        "payment agreed there. Cancel it and set it to draft first.",
                        order=order.display_name,
                    )
                )

    def _take_terms(self, contract):
        """Prices and payment of the contract, for an order that is still open."""
        self.ensure_one()
        self.write(
            {
                "currency_id": contract.currency_id.id,
                "payment_term_id": contract.payment_term_id.id,
                "payment_way": contract.payment_way,
                "advance_percent": contract.advance_percent,
            }
        )
        for line in self._bought_lines():
            agreed = line._contract_line()
            if agreed:
                line.price_unit = line._agreed_price(agreed)
