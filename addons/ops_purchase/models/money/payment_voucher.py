from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .payment_kind import MADE

_lt = LazyTranslate(__name__)


class AccountPayment(models.Model):
    """付款单: a payment with the plan that allows it and the sheets that release it
    (PU-31, PU-32)."""

    _name = "account.payment"
    _inherit = ["ops.paper.mixin", "account.payment"]

    _paper_blocks = {
        "ops_purchase.report_payment": [
            (_lt("Prepared by"), "step:pay"),
            (_lt("Approved by"), "approval:*"),
            (_lt("Cashier"), None),
            (_lt("Received by"), None),
        ],
    }

    # FIELDS
    fund_plan_id = fields.Many2one(
        "ops.fund.plan", "Fund plan", compute="_compute_fund_plan_id"
    )

    # COMPUTE
    @api.depends("date", "company_id")
    def _compute_fund_plan_id(self):
        # who may read a payment may know which plan it belongs to
        payments = self.sudo()
        plans = payments._fund_plans()
        for payment in payments:
            payment.fund_plan_id = payment._fund_plan(plans)

    # BUSINESS
    def _paper_sheets(self, report):
        """The cashier pays by the voucher: there is none before the payment is made,
        nor of one taken back."""
        for payment in self:
            if (
                payment.state not in MADE
                # whether a gate is on is no secret
                and payment.company_id.sudo().purchase_gate_plan
            ):
                raise UserError(
                    self.env._(
                        "%(payment)s is not made: its voucher is printed once it is.",
                        payment=payment.display_name,
                    )
                )
        return super()._paper_sheets(report)

    def _voucher_rows(self):
        """What agreed sheets release of the bills that are paid."""
        self.ensure_one()
        # who may read the payment may read what it rests on
        rows = self.sudo().invoice_ids.settlement_bill_ids
        return rows.filtered(lambda r: r.settlement_id.state in ("agreed", "closed"))

    def _paper_step_signs(self):
        return {
            payment.id: {
                "pay": [self._paper_sign(payment.create_uid.name, payment.create_date)]
            }
            for payment in self
        }

    def _paper_approval_nodes(self):
        """Signed is the plan the payment belongs to."""
        # who may read a payment may read who allowed it
        nodes = self.sudo().fund_plan_id._paper_approval_nodes()
        return {
            payment.id: nodes.get(payment.sudo().fund_plan_id.id, [])
            for payment in self
        }

    def _paper_dates(self):
        return {payment.id: self._paper_day(payment.date) for payment in self}
