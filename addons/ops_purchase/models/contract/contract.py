from odoo import api, fields, models
from odoo.addons.ops_base.models.contract_mixin import contract_flow
from odoo.exceptions import UserError
from odoo.fields import Command

from ..groups import BUYER

#: Ways of paying that a contract agrees on and its orders take over (PU-12).
PAYMENT_WAYS = [
    ("advance", "In advance"),
    ("delivery", "On delivery"),
    ("monthly", "Monthly"),
    ("milestone", "By milestone"),
]

#: What was agreed: a change after the approval starts it anew (PU-10).
AGREED = (
    "partner_id",
    "currency_id",
    "line_ids",
    "tier_ids",
    "tier_by",
    "date_start",
    "date_end",
    "payment_way",
    "payment_term_id",
    "advance_percent",
    "penalty_rate",
    "penalty_max",
)
CONTENT = (*AGREED, "quality_terms", "delivery_terms", "clauses", "user_id")


class PurchaseContract(models.Model):
    """采购合同: goods, prices and quantities agreed with a supplier for a time, with
    payment and penalties (PU-09, PU-12). Its signature makes a blanket order."""

    _name = "ops.purchase.contract"
    _inherit = ["ops.contract.mixin", "ops.paper.mixin"]
    _description = "Purchase contract"
    _order = "id desc"
    _check_company_auto = True

    _flow = contract_flow(
        group=BUYER,
        route="purchase_contract",
        sequence="ops.purchase.contract",
        key_fields=AGREED,
        protected=("requisition_id",),
        editable={
            "draft": CONTENT,
            "approved": (*AGREED, "signed_copy_ids"),
            "signed": ("signed_copy_ids", "user_id"),
            "settled": ("signed_copy_ids",),
        },
    ).extend(
        gates={
            "submit": ("lines_complete", "tiers_fall", "payment_complete"),
            "settle": ("calls_closed",),
        }
    )

    # FIELDS
    partner_id = fields.Many2one(string="Supplier", check_company=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    line_ids = fields.One2many(
        "ops.purchase.contract.line", "contract_id", "Contract goods", copy=True
    )
    quality_terms = fields.Text("Quality terms")
    delivery_terms = fields.Text("Delivery terms")
    payment_way = fields.Selection(PAYMENT_WAYS, "Payment", default="delivery")
    payment_term_id = fields.Many2one(
        "account.payment.term", "Payment terms", check_company=True
    )
    advance_percent = fields.Float(
        "Advance up to (%)",
        digits=(5, 2),
        help="Share of an order that may be paid in advance.",
    )
    penalty_rate = fields.Float(
        "Penalty per day late (%)",
        digits=(6, 4),
        help="Of the value of what comes late.",
    )
    penalty_max = fields.Float(
        "Penalty at most (%)", digits=(5, 2), help="Of the value of what comes late."
    )
    requisition_id = fields.Many2one(
        "purchase.requisition",
        "Blanket order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Made by the signature; orders of the contract name it.",
    )
    amount_total = fields.Monetary("Contract value", compute="_compute_use", store=True)
    ordered_amount = fields.Monetary("Called off", compute="_compute_use", store=True)
    left_amount = fields.Monetary("Value left", compute="_compute_use", store=True)
    ordered_share = fields.Float("Called off (%)", compute="_compute_ordered_share")
    days_left = fields.Integer("Days left", compute="_compute_days_left")
    order_count = fields.Integer("Orders", compute="_compute_order_count")

    # CONSTRAINT
    _percents = models.Constraint(
        "CHECK(COALESCE(advance_percent, 0) BETWEEN 0 AND 100"
        " AND COALESCE(penalty_rate, 0) BETWEEN 0 AND 100"
        " AND COALESCE(penalty_max, 0) BETWEEN 0 AND 100)",
        "Advance and penalties are between 0 and 100 %.",
    )

    # COMPUTE
    @api.depends(
        "line_ids.price_subtotal", "line_ids.ordered_amount", "line_ids.left_amount"
    )
    def _compute_use(self):
        for contract in self:
            lines = contract.line_ids
            contract.amount_total = sum(lines.mapped("price_subtotal"))
            contract.ordered_amount = sum(lines.mapped("ordered_amount"))
            contract.left_amount = sum(lines.mapped("left_amount"))

    @api.depends("amount_total", "left_amount")
    def _compute_ordered_share(self):
        for contract in self:
            used = contract.amount_total - contract.left_amount
            contract.ordered_share = (
                100 * used / contract.amount_total if contract.amount_total else 0.0
            )

    @api.depends("date_end")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for contract in self:
            end = contract.date_end
            contract.days_left = max(0, (end - today).days) if end else 0

    def _compute_order_count(self):
        # how many orders there are is no secret of who may read the contract
        for contract in self:
            contract.order_count = len(contract.sudo().requisition_id.purchase_ids)

    # CRUD
    def write(self, vals):
        """The copy that was signed stays; others are added to it (PU-09)."""
        if "signed_copy_ids" not in vals:
            return super().write(vals)
        signed = self.filtered("signed_date")
        copies = {contract: contract.signed_copy_ids for contract in signed}
        result = super().write(vals)
        lost = signed.filtered(lambda r: copies[r] - r.signed_copy_ids)
        if lost:
            raise UserError(
                self.env._(
                    "%(contracts)s: the signed copy stays; add another one to it.",
                    contracts=", ".join(lost.mapped("display_name")),
                )
            )
        return result

    # ACTION
    def action_open_orders(self):
        """The orders called off from this contract (PU-X6)."""
        self.ensure_one()
        self.check_access("read")
        # which blanket order it made is written on the contract itself
        blanket = self.sudo().requisition_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "view_mode": "list,form",
            "domain": [("requisition_id", "=", blanket.id)],
            "context": {"create": False},
            "name": self.env._("Orders of the contract"),
        }

    # BUSINESS
    def _after_sign(self):
        """A blanket order of Odoo stands for the signed contract (PU-09)."""
        for company, contracts in self.grouped("company_id").items():
            # the signature makes it, whoever records it
            Requisition = self.env["purchase.requisition"].sudo().with_company(company)
            made = Requisition.create(
                [contract._prepare_requisition() for contract in contracts]
            )
            for contract, requisition in zip(contracts, made, strict=True):
                requisition.action_confirm()
                contract._flow_write({"requisition_id": requisition.id})

    def _after_settle(self):
        # the contract is over for everybody, whoever settles it
        self.sudo().requisition_id.action_done()

    def _prepare_requisition(self):
        self.ensure_one()
        return {
            "requisition_type": "blanket_order",
            "reference": self.name,
            "vendor_id": self.partner_id.id,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "line_ids": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "product_uom_id": line.product_uom_id.id,
                        "product_qty": line.product_qty,
                        "price_unit": line.price_unit,
                    }
                )
                for line in self.line_ids
            ],
        }

    def _approval_summary(self):
        self.ensure_one()
        lines = self.line_ids
        company = self.company_id
        return {
            **super()._approval_summary(),
            "amount": self.currency_id._convert(
                self.amount_total,
                company.currency_id,
                company,
                fields.Date.context_today(self),
            ),
            "currency": company.currency_id,
            "partner": self.partner_id.display_name or "",
            "fact": self.env._(
                "%(what)s · %(count)s lines · %(start)s – %(end)s",
                what=", ".join(lines[:2].mapped("product_id.name")),
                count=len(lines),
                start=self.date_start,
                end=self.date_end,
            ),
        }

    # TOOLING
    def _payment_label(self):
        self.ensure_one()
        field = self._fields["payment_way"]
        return dict(field._description_selection(self.env)).get(self.payment_way, "")
