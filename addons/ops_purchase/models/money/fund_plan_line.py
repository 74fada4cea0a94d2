from odoo import fields, models


class FundPlanLine(models.Model):
    """A payment to a supplier that finance plans (PU-31)."""

    _name = "ops.fund.plan.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Planned payment"
    _order = "plan_id, date, id"

    _flow_parent = ("plan_id", "line_ids")

    # FIELDS
    plan_id = fields.Many2one(
        "ops.fund.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True
    )
    bill_id = fields.Many2one(
        "account.move",
        "Bill",
        check_company=True,
        domain="[('move_type', '=', 'in_invoice'), ('state', '=', 'posted')]",
    )
    order_id = fields.Many2one(
        "purchase.order",
        "Order",
        check_company=True,
        domain="[('state', '=', 'purchase')]",
        help="What is ordered and not billed yet.",
    )
    date = fields.Date("Pay on", required=True)
    reason = fields.Char("What for")
    amount = fields.Monetary(required=True)

    _positive = models.Constraint(
        "CHECK (amount > 0)", "A planned payment is an amount above zero."
    )
