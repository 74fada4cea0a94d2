from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    """Prices are asked of anybody; ordered is from qualified suppliers (PU-07)."""

    _inherit = "purchase.order"

    _guards = (
        Guard("state", BINDING, _lt("Confirm order"), gates=("supplier_qualified",)),
    )

    # FIELDS
    supplier_problem = fields.Text(
        "Supplier not to order from", compute="_compute_supplier_problem"
    )

    # COMPUTE
    @api.depends("partner_id", "company_id", "state")
    def _compute_supplier_problem(self):
        """Said while prices are asked, before the order is refused."""
        self.supplier_problem = False
        asking = self.filtered(lambda r: r.state not in (*BINDING, "cancel"))
        for order, reasons in asking._supplier_refusals():
            order.supplier_problem = "\n".join(message for message, _file in reasons)

    # BUSINESS
    @gate(_lt("Supplier qualified"), who=BUYER)
    def _gate_supplier_qualified(self):
        for order, reasons in self._supplier_refusals():
            for message, file in reasons:
                yield self._blocker(order, message, fix=file or order)

    def _supplier_refusals(self):
        """Pairs of each order whose supplier may not be ordered from and the reasons
        with the supplier's file."""
        found = []
        for company, orders in self._gated("supplier").grouped("company_id").items():
            refusals = self.env["ops.supplier"]._refusals(orders.partner_id, company)
            found += [
                (order, refusals[order.partner_id.id])
                for order in orders
                if order.partner_id.id in refusals
            ]
        return found
