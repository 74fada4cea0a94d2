from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import COST, PURCHASING

_lt = LazyTranslate(__name__)


class LeaseTender(models.Model):
    """Tender for landlord works by the new design and its costs (LE-08)."""

    _name = "ops.lease.tender"
    _inherit = ["ops.flow.mixin"]
    _description = "Tender for landlord works"
    _order = "id desc"

    _flow = Flow(
        Step(
            "publish",
            "draft",
            "bidding",
            label=_lt("Invite bids"),
            group=PURCHASING,
            gates=("costing_done",),
        ),
        Step(
            "propose",
            "bidding",
            "approving",
            label=_lt("Propose award"),
            group=PURCHASING,
            gates=("costing_done", "winner_chosen", "choice_explained"),
        ),
        Step(
            "award",
            "approving",
            "awarded",
            label=_lt("Award"),
            route="lease_tender",
            gates=("winner_chosen",),
            back="return",
        ),
        Step("return", "approving", "bidding", label=_lt("Return"), kernel=True),
        Step(
            "cancel",
            ("draft", "bidding"),
            "cancelled",
            label=_lt("Call off"),
            group=PURCHASING,
            reason=True,
        ),
        sequence="ops.lease.tender",
        editable={
            "bidding": ("bid_ids", "winner_id", "award_reason", "date_due"),
        },
        protected=("order_ref", "order_number", "amount"),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Preparing"),
            ("bidding", "Bidding"),
            ("approving", "Award in approval"),
            ("awarded", "Awarded"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    redesign_id = fields.Many2one(
        "ops.lease.redesign",
        "Redesign",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "=", "costed")],
    )
    company_id = fields.Many2one(
        related="redesign_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        related="redesign_id.property_id", store=True, index=True
    )
    tenant_name = fields.Char(
        related="redesign_id.tenant_name", string="Tenant", store=True
    )
    subject = fields.Char(
        compute="_compute_subject",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    budget = fields.Monetary(
        related="redesign_id.total", string="Calculated cost", store=True
    )
    date_due = fields.Date("Bids until")
    bid_ids = fields.One2many("ops.lease.tender.bid", "tender_id", "Bids")
    bid_count = fields.Integer("Bids in", compute="_compute_bids", store=True)
    lowest = fields.Monetary("Lowest bid", compute="_compute_bids", store=True)
    winner_id = fields.Many2one(
        "ops.lease.tender.bid",
        "Awarded to",
        copy=False,
        domain="[('tender_id', '=', id)]",
    )
    winner_partner_id = fields.Many2one(
        related="winner_id.partner_id", string="Contractor", store=True
    )
    amount = fields.Monetary("Amount awarded", readonly=True, copy=False)
    award_reason = fields.Text("Reason of the choice", copy=False)
    order_ref = fields.Integer("Quotation", readonly=True, copy=False)
    order_number = fields.Char("Request for quotation", readonly=True, copy=False)
    order_possible = fields.Boolean(compute="_compute_order_possible")

    # COMPUTE
    @api.depends("redesign_id")
    def _compute_subject(self):
        for tender in self:
            tender.subject = tender.subject or tender.redesign_id.subject

    @api.depends("bid_ids.amount", "bid_ids.withdrawn")
    def _compute_bids(self):
        for tender in self:
            bids = tender.bid_ids.filtered(lambda bid: not bid.withdrawn)
            amounts = bids.mapped("amount")
            tender.bid_count = len(amounts)
            tender.lowest = min(amounts, default=0.0)

    def _compute_order_possible(self):
        possible = "purchase.order" in self.env and self.env[
            "purchase.order"
        ].has_access("create")
        for tender in self:
            tender.order_possible = bool(possible and tender.state == "awarded")

    # CONSTRAINT
    @api.constrains("winner_id")
    def _check_winner(self):
        for tender in self:
            if tender.winner_id and tender.winner_id.tender_id != tender:
                raise UserError(self.env._("The bid chosen belongs to another tender."))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """LE-08: created only after the costs are calculated."""
        tenders = super().create(vals_list)
        # whether costs are calculated is a fact, whoever looks
        blockers = tenders.sudo()._gates_ask(("costing_done",))
        if blockers:
            raise tenders._guard_refusal(self.env._("Open tender"), blockers)
        return tenders

    # ACTION
    def action_publish(self):
        return self._flow_take("publish")

    def action_propose(self):
        return self._flow_take("propose")

    def action_award(self):
        return self._flow_take("award")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_order(self):
        """Make a request for quotation to the winner, where the purchase app is.

        :raise AccessError: for others than the purchasing centre
        :raise UserError: before the award, without the app, or a second time
        """
        self.ensure_one()
        self._check_group(PURCHASING)
        self.check_access("write")
        if "purchase.order" not in self.env:
            raise UserError(self.env._("The purchase app is not installed."))
        if self.state != "awarded":
            raise UserError(self.env._("The tender is not awarded yet."))
        orders = self.env["purchase.order"]
        known = orders.browse(self.order_ref).exists() if self.order_ref else orders
        if not known:
            # under the rights of who asks: the app's own decide
            known = orders.create(self._prepare_order_values())
            self._flow_write({"order_ref": known.id, "order_number": known.name})
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "res_id": known.id,
            "views": [(False, "form")],
        }

    # BUSINESS
    @gate(_lt("Costs calculated"), who=COST)
    def _gate_costing_done(self):
        """LE-08: the tender rests on the calculated cost."""
        for tender in self.filtered(lambda t: t.redesign_id.state != "costed"):
            message = self.env._(
                "%(redesign)s: the costs are not calculated.",
                redesign=tender.redesign_id.display_name,
            )
            yield self._blocker(tender, message, fix=tender.redesign_id)

    @gate(_lt("Winner chosen"), who=PURCHASING)
    def _gate_winner_chosen(self):
        for tender in self:
            if not tender.bid_ids:
                message = self.env._("There is no bid.")
                yield self._blocker(tender, message, fix=tender)
            elif not tender.winner_id:
                message = self.env._("No bid is chosen.")
                yield self._blocker(tender, message, fix=tender)
            elif tender.winner_id.tender_id != tender:
                message = self.env._("The bid chosen belongs to another tender.")
                yield self._blocker(tender, message, fix=tender)
            elif tender.winner_id.withdrawn:
                message = self.env._("The bid chosen has been withdrawn.")
                yield self._blocker(tender, message, fix=tender)
            elif not tender.winner_id.attachment_ids:
                message = self.env._(
                    "The bid of %(bidder)s has no file.",
                    bidder=tender.winner_id.partner_id.name,
                )
                yield self._blocker(tender, message, fix=tender)

    @gate(_lt("Choice explained"), who=PURCHASING)
    def _gate_choice_explained(self):
        """LE-08: not the lowest, or above the calculated cost: why."""
        for tender in self.filtered("winner_id"):
            if (tender.award_reason or "").strip():
                continue
            compare = tender.currency_id.compare_amounts
            if compare(tender.winner_id.amount, tender.lowest) > 0:
                message = self.env._("The bid chosen is not the lowest: say why.")
                yield self._blocker(tender, message, fix=tender)
            elif compare(tender.winner_id.amount, tender.budget) > 0:
                message = self.env._(
                    "The bid chosen is above the calculated cost: say why."
                )
                yield self._blocker(tender, message, fix=tender)

    def _prepare_propose_values(self):
        """What is put to the signers is what is awarded."""
        return {"amount": self.winner_id.amount}

    def _prepare_return_values(self):
        return {"amount": 0.0}

    def _prepare_order_values(self):
        self.ensure_one()
        # a line needs a product: one for all landlord works
        product = self.env.ref("ops_leasing.product_works")
        return {
            "partner_id": self.winner_id.partner_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "order_line": [
                fields.Command.create(
                    {
                        "product_id": product.id,
                        "name": self.subject,
                        "product_qty": 1,
                        "price_unit": self.amount,
                    }
                )
            ],
        }

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "partner": self.winner_id.partner_id.display_name or "",
            "amount": self.amount or self.winner_id.amount,
            "fact": self.env._(
                "%(count)s bids, %(withdrawn)s withdrawn · calculated %(budget)s · "
                "lowest %(lowest)s",
                count=self.bid_count,
                withdrawn=len(self.bid_ids.filtered("withdrawn")),
                budget=self.currency_id.format(self.budget),
                lowest=self.currency_id.format(self.lowest),
            ),
        }
