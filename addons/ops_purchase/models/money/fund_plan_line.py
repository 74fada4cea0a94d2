from odoo import api, fields, models
from odoo.exceptions import ValidationError


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

    # CONSTRAINT
    @api.constrains("partner_id", "bill_id", "order_id")
    def _check_whose(self):
        """Who signs the plan reads whom the money goes to."""
        for line in self:
            supplier = line.partner_id.commercial_partner_id
            # whose a bill is, is a fact
            bill, order = line.sudo().bill_id, line.sudo().order_id
            for paper, partner in (
                (bill, bill.commercial_partner_id),
                (order, order.partner_id.commercial_partner_id),
            ):
                if paper and partner != supplier:
                    raise ValidationError(
                        self.env._(
                            "%(paper)s is not of %(supplier)s.",
                            paper=paper.display_name,
                            supplier=supplier.display_name,
                        )
                    )
