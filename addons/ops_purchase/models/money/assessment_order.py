from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import ASSESSORS, BUYER

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    """An order is closed with its assessment (PU-28)."""

    _inherit = "purchase.order"

    _guards = (Guard("locked", (True,), _lt("Lock order"), gates=("order_assessed",)),)

    # FIELDS
    assessment_ids = fields.One2many(
        "ops.delivery.assessment",
        "order_id",
        "Assessments",
        copy=False,
        groups=ASSESSORS,
    )

    # ACTION
    def action_assess(self):
        """Open the assessment of the order, proposed from its receipts.

        :raise AccessError: for others than buyers
        """
        self.ensure_one()
        self._check_group(BUYER)
        self.check_access("write")
        paper = self.assessment_ids[:1] or self.assessment_ids.create(
            {"order_id": self.id, "company_id": self.company_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": paper._name,
            "res_id": paper.id,
            "view_mode": "form",
        }

    # BUSINESS
    def _unassessed(self):
        """Orders that have brought something and have no confirmed assessment."""
        return self._gated("assessment").filtered(
            lambda r: (
                any(r.order_line.mapped("qty_received"))
                and "confirmed" not in r.assessment_ids.mapped("state")
            )
        )

    @gate(_lt("Delivery assessed"), who=BUYER)
    def _gate_order_assessed(self):
        for order in self._unassessed():
            message = self.env._(
                "%(order)s is closed after the buyer has confirmed its delivery "
                "assessment.",
                order=order.display_name,
            )
            yield self._blocker(order, message, fix=order)


class PurchaseSettlement(models.Model):
    _inherit = "ops.purchase.settlement"

    # BUSINESS
    @gate(_lt("Deliveries assessed"), who=BUYER)
    def _gate_orders_assessed(self):
        """Orders that have arrived in full are settled with their assessment."""
        arrived = self.line_ids.order_line_id.order_id.filtered(
            lambda r: r.receipt_status == "full"
        )
        unassessed = arrived._unassessed()
        for sheet in self:
            for order in sheet.line_ids.order_line_id.order_id & unassessed:
                message = self.env._(
                    "%(order)s: the buyer has not confirmed the delivery assessment.",
                    order=order.display_name,
                )
                yield self._blocker(sheet, message, fix=order)
