"""采购订单, 交货跟踪表: an order bears the signatures of its approval, or of the
contract it is inside (PU-10, PU-11, PU-13)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class PurchaseOrderPaper(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_purchase.report_order": [
            (_lt("Buyer"), "step:submit"),
            (_lt("Approved by"), "approval:*"),
            (_lt("Supplier"), None, {"stamp": True}),
        ],
        "ops_purchase.report_followup": [
            (_lt("Buyer"), None),
            (_lt("Head of purchasing"), None),
        ],
    }

    # TOOLING
    def _paper_dates(self):
        """The day an order was placed, else asked for."""
        return {
            order.id: self._paper_day(order.date_approve or order.date_order)
            for order in self
        }

    def _paper_step_signs(self):
        return self._paper_signed("_paper_step_signs", {})

    def _paper_approval_nodes(self):
        return self._paper_signed("_paper_approval_nodes", [])

    def _paper_signed(self, method, nothing):
        """What ``method`` tells of the paper that was signed for each order."""
        # who may read the order may read who signed it
        signed = {
            order: order._signoff() or order.contract_id._origin
            for order in self.sudo()
        }
        told = {}
        for name in ("ops.purchase.signoff", "ops.purchase.contract"):
            ids = [paper.id for paper in signed.values() if paper._name == name]
            told[name] = getattr(self.env[name].sudo().browse(ids), method)()
        return {
            order.id: told[paper._name].get(paper.id, nothing)
            for order, paper in signed.items()
        }

    def _paper_order_cells(self):
        self.ensure_one()
        place = self.dest_address_id or self.picking_type_id.warehouse_id.partner_id
        return [
            (self.env._("Purchaser"), self.company_id.name, "wide"),
            (self.env._("Supplier"), self.partner_id.name or "", "wide"),
            (
                self.env._("Contract"),
                self.sudo().contract_id.display_name or "",
            ),
            (self.env._("Buyer"), self.user_id.name or ""),
            "payment_way",
            "payment_term_id",
            (
                self.env._("Deliver by"),
                self._paper_day(self.date_planned) if self.date_planned else "",
            ),
            "date_confirmed",
            (self.env._("Deliver to"), place.contact_address_inline or "", "wide"),
        ]

    def _paper_followup_cells(self):
        self.ensure_one()
        return [
            (self.env._("Supplier"), self.partner_id.name or "", "wide"),
            (self.env._("Buyer"), self.user_id.name or ""),
            "date_confirmed",
        ]
