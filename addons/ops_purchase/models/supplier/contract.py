from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..contract.contract import PurchaseContract as Contract
from ..groups import BUYER

_lt = LazyTranslate(__name__)


class PurchaseContract(models.Model):
    """Contracts are made with qualified suppliers (PU-07)."""

    _inherit = "ops.purchase.contract"

    _flow = Contract._flow.extend(
        gates={"submit": "supplier_qualified", "sign": "supplier_qualified"}
    )

    # BUSINESS
    @gate(_lt("Supplier qualified"), who=BUYER)
    def _gate_supplier_qualified(self):
        # whether the gate is on is no secret
        gated = self.filtered(lambda r: r.company_id.sudo().purchase_gate_supplier)
        for company, contracts in gated.grouped("company_id").items():
            refusals = self.env["ops.supplier"]._refusals(contracts.partner_id, company)
            for contract in contracts:
                for message, file in refusals.get(contract.partner_id.id, ()):
                    yield self._blocker(contract, message, fix=file or contract)
