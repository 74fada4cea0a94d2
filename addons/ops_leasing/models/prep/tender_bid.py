from odoo import api, fields, models
from odoo.exceptions import UserError


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
    withdrawn = fields.Char("Withdrawn because", copy=False)

    _bidder_uniq = models.UniqueIndex(
        "(tender_id, partner_id) WHERE withdrawn IS NULL",
        "This bidder has a bid already.",
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

    # CRUD
    def write(self, vals):
        """LE-08: a bid stays with its tender and its bidder; a new figure and a
        withdrawal are told on the tender."""
        self._check_place(vals)
        if "withdrawn" in vals:
            vals = {**vals, "withdrawn": (vals["withdrawn"] or "").strip() or False}
        before = {bid: (bid.amount, bid.withdrawn) for bid in self}
        result = super().write(vals)
        self._tell_changes(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        """LE-08: what was handed in is kept, so that the lowest bid cannot vanish."""
        for bid in self.filtered(lambda b: b.tender_id.state != "draft"):
            raise UserError(
                self.env._(
                    "The bid of %(bidder)s has been handed in: say why it is "
                    "withdrawn instead of deleting it.",
                    bidder=bid.partner_id.name,
                )
            )

    # BUSINESS
    def _check_place(self, vals):
        for name in ("tender_id", "partner_id"):
            moved = self.filtered(
                lambda bid, name=name: (
                    name in vals
                    and bid[name].id != vals[name]
                    and (name == "tender_id" or bid.tender_id.state != "draft")
                )
            )
            for bid in moved:
                raise UserError(
                    self.env._(
                        "The bid of %(bidder)s stays with %(tender)s and its bidder; "
                        "withdraw it and enter another one.",
                        bidder=bid.partner_id.name,
                        tender=bid.tender_id.display_name,
                    )
                )

    def _tell_changes(self, before):
        """Figures that changed while bids were coming in, in the tender's log."""
        notes = {}
        for bid, (amount, withdrawn) in before.items():
            if bid.tender_id.state == "draft":
                continue
            if bid.amount != amount:
                notes.setdefault(bid.tender_id.id, []).append(
                    self.env._(
                        "Bid of %(bidder)s: %(old)s → %(new)s.",
                        bidder=bid.partner_id.name,
                        old=bid.currency_id.format(amount),
                        new=bid.currency_id.format(bid.amount),
                    )
                )
            if bid.withdrawn != withdrawn:
                notes.setdefault(bid.tender_id.id, []).append(
                    self.env._(
                        "Bid of %(bidder)s withdrawn: %(reason)s",
                        bidder=bid.partner_id.name,
                        reason=bid.withdrawn or "–",
                    )
                )
        if notes:
            tenders = self.env["ops.lease.tender"].browse(notes)
            tenders._message_log_batch({k: " ".join(v) for k, v in notes.items()})
