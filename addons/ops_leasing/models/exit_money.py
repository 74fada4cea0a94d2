"""The money of an exit: utility bill, deposit decision, refund and retention."""

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError

from .groups import PROPERTY


class LeaseExitMoney(models.Model):
    _inherit = "ops.lease.exit"

    # FIELDS
    dues = fields.Monetary(
        "Open invoices of the tenant",
        compute="_compute_dues",
        compute_sudo=True,
    )
    charge_amount = fields.Monetary(
        "Utilities", compute="_compute_charges", compute_sudo=True
    )
    charge_open = fields.Monetary(
        "Utilities unpaid", compute="_compute_charges", compute_sudo=True
    )
    decision = fields.Selection(
        [("full", "Full refund"), ("part", "Part refund"), ("none", "No refund")],
        copy=False,
        tracking=True,
    )
    decision_reason = fields.Text("Reason for the decision", copy=False)
    deduction_ids = fields.One2many("ops.lease.exit.deduction", "exit_id", "Deductions")
    amount_deducted = fields.Monetary(
        "Deducted", compute="_compute_amount_deducted", store=True
    )
    amount_refund = fields.Monetary(
        "To refund",
        compute="_compute_amount_refund",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
    )
    amount_retained = fields.Monetary(
        "To retain", compute="_compute_amount_retained", compute_sudo=True
    )

    # COMPUTE
    @api.depends("partner_id", "company_id")
    def _compute_dues(self):
        """LE-22: what the tenant owes, deposits themselves left out."""
        rows = self.env["account.move"]._read_group(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("payment_state", "not in", ("paid", "in_payment", "reversed")),
                ("line_ids", "not any", [("lease_deposit_id", "!=", False)]),
            ],
            ["partner_id", "company_id"],
            ["amount_residual_signed:sum"],
        )
        owed = {(partner, company): amount for partner, company, amount in rows}
        for paper in self:
            key = (paper.partner_id.commercial_partner_id, paper.company_id)
            paper.dues = owed.get(key, 0.0)

    @api.depends("charge_ids.amount", "charge_ids.move_id.amount_residual")
    def _compute_charges(self):
        for paper in self:
            paper.charge_amount = sum(paper.charge_ids.mapped("amount"))
            bills = paper.charge_ids.move_id.filtered(lambda m: m.state == "posted")
            paper.charge_open = sum(bills.mapped("amount_residual"))

    @api.depends("deduction_ids.amount")
    def _compute_amount_deducted(self):
        for paper in self:
            paper.amount_deducted = sum(paper.deduction_ids.mapped("amount"))

    @api.depends("decision", "amount_deducted")
    def _compute_amount_refund(self):
        for paper in self:
            if paper.state == "inspected" or not paper.amount_refund:
                paper.amount_refund = paper._refund_due()

    @api.depends("decision", "amount_refund", "deposit_refundable", "retain_move_id")
    def _compute_amount_retained(self):
        for paper in self:
            if paper.retain_move_id:
                paper.amount_retained = paper.retain_move_id.amount_total
            elif paper.decision in ("part", "none"):
                kept = paper.deposit_refundable - paper.amount_refund
                paper.amount_retained = max(paper.currency_id.round(kept), 0.0)
            else:
                paper.amount_retained = 0.0

    # ACTION
    def action_bill_utilities(self):
        """Bill what is settled and not billed yet: one posted invoice for each exit,
        and a final reading for each meter (LE-25).

        :raise AccessError: for others than the property company
        :raise FlowRefused: when goods are not released, or a meter is not read
        :raise UserError: when there is nothing to bill or accounts are missing
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        label = self.env._("Bill utilities")
        self._flow_check_act(label, "settle", "released", gates=("final_readings",))
        # the settlement is the property company's right; the books are not its own
        charges = self.sudo().charge_ids.filtered(lambda c: not c._is_billed())
        charges._take_readings()
        charges = charges.filtered("amount")
        if not charges:
            raise UserError(self.env._("There is nothing left to bill."))
        return charges._create_bills()._deposit_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_bills(self):
        """Bills of this exit; read under the reader's own rights."""
        return self.sudo().charge_ids.move_id.sudo(False)._deposit_open()

    # BUSINESS
    def _refund_due(self):
        """Received less deducted, by the decision."""
        self.ensure_one()
        due = {
            "full": self.deposit_refundable,
            "part": self.deposit_refundable - self.amount_deducted,
        }.get(self.decision, 0.0)
        return self.currency_id.round(due) if self.currency_id else due

    def _after_refund(self):
        """LE-27: pay back what was decided, keep the rest, tell the tenant."""
        self._refund_execute()
        self._notify_retained()
        # the list is there for those who tick it off, whoever paid
        self.sudo()._checklist_start("lease_taking_back")
