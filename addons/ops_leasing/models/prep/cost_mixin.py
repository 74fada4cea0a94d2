from odoo import api, fields, models


class LeaseCostMixin(models.AbstractModel):
    """A line of 成本核算明细: what, how much of it, at which price (LE-07, LE-12)."""

    _name = "ops.lease.cost.mixin"
    _description = "Line of a cost calculation"
    _inherit = ["ops.flow.line.mixin"]

    # FIELDS
    currency_id = fields.Many2one("res.currency")  # of the paper: the model says
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    quantity = fields.Float(default=1.0, digits=(12, 2))
    measure = fields.Char("Unit of measure")
    price = fields.Monetary("Price per unit")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    remark = fields.Char()

    # COMPUTE
    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.currency_id.round(line.quantity * line.price)
