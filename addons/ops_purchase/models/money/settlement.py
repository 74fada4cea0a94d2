from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ...settle.amounts import Item, exact, fill, settle
from ..groups import BUYER, FINANCE, FINANCE_HEAD
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseSettlement(models.Model):
    """结算单: what a supplier is paid for what was accepted (PU-32, PU-X5).

    Receipts − returns − fines + price differences − retention = payable. The supplier
    agrees to the sheet; what it says releases payments of the bills it names.
    """

    _name = "ops.purchase.settlement"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin", "ops.evidence.mixin"]
    _description = "Settlement sheet"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit settlement"),
            group=(BUYER, FINANCE),
            gates=(
                "lines_given",
                "lines_accepted",
                "lines_priced",
                "payable_positive",
                "orders_assessed",
            ),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve settlement"),
            route="purchase_settlement",
            back="return",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step(
            "agree",
            "approved",
            "agreed",
            label=_lt("Supplier agreed"),
            group=(BUYER, FINANCE),
            gates=("supplier_signed", "disputes_answered"),
        ),
        Step(
            "close",
            "agreed",
            "closed",
            label=_lt("Release retention and close"),
            group=FINANCE_HEAD,
            gates=("retention_due",),
        ),
        Step(
            "cancel",
            ("draft", "approved", "agreed"),
            "cancelled",
            label=_lt("Cancel settlement"),
            group=FINANCE_HEAD,
            gates=("nothing_paid",),
            reason=True,
        ),
        sequence="ops.purchase.settlement",
        editable={
            "approved": (
                "supplier_signer",
                "supplier_signed_on",
                "attachment_ids",
                "bill_ids",
                "fapiao_ids",
            ),
            "agreed": ("bill_ids", "fapiao_ids"),
        },
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("agreed", "Agreed"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True
    )
    date = fields.Date(
        "Settled until",
        required=True,
        copy=False,
        default=lambda self: fields.Date.context_today(self),
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    line_ids = fields.One2many("ops.purchase.settlement.line", "settlement_id", "Goods")
    deduction_ids = fields.One2many(
        "ops.purchase.settlement.deduction", "settlement_id", "Deductions"
    )
    bill_ids = fields.One2many("ops.purchase.settlement.bill", "settlement_id", "Bills")
    retention_rate = fields.Float(
        "Retention %", digits=(5, 2), help="Share of the goods that is paid later."
    )
    retention_date = fields.Date("Retention due", copy=False)
    amount_received = fields.Monetary(
        "Receipts", compute="_compute_amounts", store=True
    )
    amount_returned = fields.Monetary("Returns", compute="_compute_amounts", store=True)
    amount_difference = fields.Monetary(
        "Price differences", compute="_compute_amounts", store=True
    )
    amount_fines = fields.Monetary("Fines", compute="_compute_amounts", store=True)
    amount_retention = fields.Monetary(
        "Retention", compute="_compute_amounts", store=True
    )
    amount_payable = fields.Monetary("Payable", compute="_compute_amounts", store=True)
    supplier_signer = fields.Char("Signed for the supplier by", copy=False)
    supplier_signed_on = fields.Date("Signed by the supplier on", copy=False)
    note = fields.Text("Remarks")

    _retention_share = models.Constraint(
        "CHECK (retention_rate BETWEEN 0 AND 100)",
        "The retention is a share from 0 to 100 %.",
    )

    # COMPUTE
    @api.depends(
        "line_ids.received_amount",
        "line_ids.returned_amount",
        "line_ids.price_difference",
        "deduction_ids.amount",
        "retention_rate",
        "currency_id",
    )
    def _compute_amounts(self):
        for sheet in self:
            sums = sheet._sums()
            sheet.amount_received = float(sums.received)
            sheet.amount_returned = float(sums.returned)
            sheet.amount_difference = float(sums.difference)
            sheet.amount_fines = float(sums.fines)
            sheet.amount_retention = float(sums.retention)
            sheet.amount_payable = float(sums.payable)

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_agree(self):
        return self._flow_take("agree")

    def action_close(self):
        return self._flow_take("close")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_take_receipts(self):
        """Propose what arrived and was returned and no sheet has settled yet, for all
        confirmed orders of the supplier.

        :raise AccessError: for others than buyers and finance
        """
        self._check_group(BUYER, FINANCE)
        self.check_access("write")
        for sheet in self:
            there = {line.order_line_id: line for line in sheet.line_ids}
            commands = []
            for line in sheet._order_lines():
                vals = line._settlement_values(sheet)
                if line in there:
                    commands.append(Command.update(there[line].id, vals))
                elif vals["received_qty"] or vals["returned_qty"]:
                    commands.append(Command.create({"order_line_id": line.id, **vals}))
            sheet.write({"line_ids": commands})
        return True

    def action_spread(self):
        """Spread the payable over the bills of the settled orders, the oldest first;
        the retention takes what is left of them.

        :raise AccessError: for others than finance
        """
        self._check_group(FINANCE)
        self.check_access("write")
        for sheet in self:
            there = {row.bill_id: row for row in sheet.bill_ids}
            bills = sheet._bills() | sheet.bill_ids.bill_id
            bills = bills.sorted(lambda r: (r.invoice_date or r.date, r.id))
            rooms = [exact(bill._settlement_room(sheet)) for bill in bills]
            pays = fill(exact(sheet.amount_payable), rooms)
            rest = [room - pay for room, pay in zip(rooms, pays, strict=True)]
            keeps = fill(exact(sheet.amount_retention), rest)
            commands = []
            for bill, pay, keep in zip(bills, pays, keeps, strict=True):
                vals = {"amount": float(pay), "retained": float(keep)}
                if bill in there:
                    commands.append(Command.update(there[bill].id, vals))
                elif pay or keep:
                    commands.append(Command.create({"bill_id": bill.id, **vals}))
            sheet.write({"bill_ids": commands})
        return True

    # BUSINESS
    def _sums(self):
        """The figures of the sheet, see :func:`settle`."""
        self.ensure_one()
        return settle(
            [
                Item(
                    exact(line.received_amount),
                    exact(line.returned_amount),
                    exact(line.price_difference),
                )
                for line in self.line_ids
            ],
            map(exact, self.deduction_ids.mapped("amount")),
            exact(self.retention_rate) / 100,
            exact(self.currency_id.rounding or 0.01),
        )

    def _order_lines(self):
        """Lines of confirmed orders of the supplier, in the currency of the sheet."""
        self.ensure_one()
        supplier = self.partner_id.commercial_partner_id
        return self.env["purchase.order.line"].search(
            [
                ("order_id.partner_id", "child_of", supplier.id),
                ("order_id.state", "in", BINDING),
                ("order_id.currency_id", "=", self.currency_id.id),
                ("company_id", "=", self.company_id.id),
                ("display_type", "=", False),
                ("is_downpayment", "=", False),
            ],
            order="order_id, id",
        )

    def _bills(self):
        """Bills of the orders that the sheet settles, not cancelled."""
        self.ensure_one()
        # which bills there are is part of the sheet, also for a buyer
        return (
            self.line_ids.order_line_id.sudo()
            .invoice_lines.move_id.filtered(
                lambda r: r.move_type == "in_invoice" and r.state != "cancel"
            )
            .with_env(self.env)
        )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "title": self.env._(
                "Settlement with %(supplier)s", supplier=self.partner_id.display_name
            ),
            "amount": self.currency_id._convert(
                self.amount_payable,
                self.company_id.currency_id,
                self.company_id,
                self.date,
            ),
            "currency": self.company_id.currency_id,
            "partner": self.partner_id.display_name,
            "fact": self.env._(
                "Receipts %(received)s · returns %(returned)s · fines %(fines)s",
                received=self.currency_id.format(self.amount_received),
                returned=self.currency_id.format(self.amount_returned),
                fines=self.currency_id.format(self.amount_fines),
            ),
        }
