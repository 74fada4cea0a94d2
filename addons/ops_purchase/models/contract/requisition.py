from odoo import api, fields, models
from odoo.exceptions import UserError

from ..groups import COMPARERS

#: What the contract says, and its blanket order after it.
AGREED = frozenset(
    (
        "active",
        "company_id",
        "currency_id",
        "date_end",
        "date_start",
        "line_ids",
        "requisition_type",
        "state",
        "vendor_id",
    )
)


class PurchaseRequisition(models.Model):
    """The blanket order of a signed contract says what the contract says (PU-09)."""

    _inherit = "purchase.requisition"

    # FIELDS
    contract_ids = fields.One2many(
        "ops.purchase.contract",
        "requisition_id",
        "Contract",
        readonly=True,
        groups=f"{COMPARERS},ops_base.group_legal",
    )

    # CRUD
    def write(self, vals):
        """Refused where it would part from its contract."""
        if not AGREED.isdisjoint(vals):
            self._check_contract()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_contract(self):
        self._check_contract()

    # BUSINESS
    def _check_contract(self):
        """:raise UserError: for the blanket order of a contract, unless the contract
        itself writes it"""
        # the contract is looked up for a refusal only
        contracts = self.sudo().contract_ids
        if contracts and not self.env.su:
            raise UserError(
                self.env._(
                    "The blanket order follows %(contracts)s, which is signed; what it "
                    "says changes by another contract.",
                    contracts=", ".join(contracts.mapped("display_name")),
                )
            )


class PurchaseRequisitionLine(models.Model):
    _inherit = "purchase.requisition.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The blanket order of a contract gets no further goods."""
        lines = super().create(vals_list)
        lines.requisition_id._check_contract()
        return lines

    def write(self, vals):
        """Refused where it would part from its contract."""
        self.requisition_id._check_contract()
        return super().write(vals)

    def unlink(self):
        """Refused for goods of a contract, before core takes their prices away."""
        self.requisition_id._check_contract()
        return super().unlink()
