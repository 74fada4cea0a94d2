from odoo import api, fields, models


class LeaseTenderBid(models.Model):
    """A bid for landlord works (LE-08)."""

    _name = "ops.lease.tender.bid"
    _inherit = ["ops.flow.line.mixin", "ops.evidence.mixin"]
    _description = "Bid"
    _order = "tender_id, amount, id"
    _rec_name = "partner_id"
    _flow_parent = ("tender_id", "bid_ids")

    # FIELDS
    tender_id = fields.Many2one(
        "ops.lease.tender", "Tender", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="tender_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Bidder", required=True, index=True)
    date = fields.Date("Received on", default=fields.Date.context_today)
    amount = fields.Monetary("Bid", required=True)
    over = fields.Monetary("Above the cost", compute="_compute_over", store=True)
    is_over = fields.Boolean(
        "Above the calculated cost", compute="_compute_over", store=True
    )
    note = fields.Char("Remarks")

    _bidder_uniq = models.UniqueIndex(
        "(tender_id, partner_id)", "This bidder has a bid already."
    )
    _amount_positive = models.Constraint("CHECK(amount > 0)", "A bid is above zero.")

    # COMPUTE
    @api.depends("amount", "tender_id.budget")
    def _compute_over(self):
        """LE-08: a bid over the calculated cost is flagged."""
        for bid in self:
            bid.over = max(bid.amount - bid.tender_id.budget, 0.0)
            bid.is_over = (
                bid.currency_id.compare_amounts(bid.amount, bid.tender_id.budget) > 0
                if bid.currency_id
                else bid.over > 0
            )
