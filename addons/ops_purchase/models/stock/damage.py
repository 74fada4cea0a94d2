from odoo import fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER, KEEPER

_lt = LazyTranslate(__name__)


class TransportDamage(models.Model):
    """运输损坏记录: what was damaged on the way, and what its carrier answers for
    (PU-24)."""

    _name = "ops.transport.damage"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Transport damage"
    _order = "date desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "report",
            "draft",
            "reported",
            label=_lt("Report damage"),
            group=KEEPER,
            gates=("damage_described",),
        ),
        Step(
            "settle",
            "reported",
            "settled",
            label=_lt("Settle with carrier"),
            group=BUYER,
            gates=("outcome_given",),
        ),
        sequence="ops.transport.damage",
        editable={"reported": ("outcome", "amount", "outcome_note")},
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Draft"), ("reported", "Reported"), ("settled", "Settled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date = fields.Date(
        "Found on", required=True, default=fields.Date.context_today, index=True
    )
    carrier_id = fields.Many2one(
        "res.partner", "Carrier", index=True, check_company=True
    )
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", index="btree_not_null", check_company=True
    )
    product_id = fields.Many2one(
        "product.product", "Product", required=True, index=True, check_company=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float("Damaged quantity", digits="Product Unit")
    description = fields.Text("What is damaged")
    scrap_id = fields.Many2one(
        "stock.scrap",
        "Scrapped by",
        check_company=True,
        help="Where the goods are written off.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    outcome = fields.Selection(
        [
            ("paid", "Carrier pays"),
            ("insurer", "Insurer pays"),
            ("own", "Borne by the company"),
        ]
    )
    amount = fields.Monetary("Compensation")
    outcome_note = fields.Char("Agreed with the carrier")

    _positive = models.Constraint(
        "CHECK (quantity >= 0 AND amount >= 0)",
        "Quantity and compensation are not negative.",
    )

    # ACTION
    def action_report(self):
        return self._flow_take("report")

    def action_settle(self):
        return self._flow_take("settle")

    # BUSINESS
    @gate(_lt("Carrier and damage named"), who=KEEPER)
    def _gate_damage_described(self):
        for damage in self:
            if not damage.carrier_id:
                message = self.env._("Which carrier brought or took it is not said.")
                yield self._blocker(damage, message, fix=damage)
            if damage.uom_id.compare(damage.quantity, 0) <= 0:
                message = self.env._("How much is damaged is not said.")
                yield self._blocker(damage, message, fix=damage)
            if not (damage.description or "").strip():
                message = self.env._("What is damaged is not described.")
                yield self._blocker(damage, message, fix=damage)

    @gate(_lt("Outcome recorded"), who=BUYER)
    def _gate_outcome_given(self):
        for damage in self:
            if not damage.outcome:
                message = self.env._("Who pays for the damage is not said.")
                yield self._blocker(damage, message, fix=damage)
            elif damage.outcome != "own" and not damage.amount:
                message = self.env._("The compensation is missing.")
                yield self._blocker(damage, message, fix=damage)
