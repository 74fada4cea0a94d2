from odoo import fields, models


class PurchaseSettlementDeduction(models.Model):
    """A fine on a settlement sheet: shortage, quality, delay (PU-32, PU-F24)."""

    _name = "ops.purchase.settlement.deduction"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Deduction"
    _order = "settlement_id, id"

    _flow_parent = ("settlement_id", "deduction_ids")

    # FIELDS
    settlement_id = fields.Many2one(
        "ops.purchase.settlement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    kind = fields.Selection(
        [
            ("shortage", "Shortage"),
            ("quality", "Quality"),
            ("delay", "Delay"),
            ("other", "Other"),
        ],
        required=True,
        default="delay",
    )
    reason = fields.Char(required=True)
    order_id = fields.Many2one("purchase.order", "Order", check_company=True)
    picking_id = fields.Many2one("stock.picking", "Receipt", check_company=True)
    amount = fields.Monetary(required=True)

    _positive = models.Constraint(
        "CHECK (amount > 0)", "A deduction is an amount above zero."
    )
