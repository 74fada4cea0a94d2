from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE_HEAD

_lt = LazyTranslate(__name__)

#: States in which a payment is made.
MADE = ("in_process", "paid")


class AccountPayment(models.Model):
    """Suppliers are paid by the fund plan; outside of it the head of finance pays
    (PU-31)."""

    _name = "account.payment"
    _inherit = ["account.payment", "ops.guard.mixin"]

    _guards = (Guard("state", MADE, _lt("Pay supplier"), gates=("payment_planned",)),)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A payment is made within what is settled of its bills (PU-32)."""
        payments = super().create(vals_list)
        payments._check_bills()
        return payments

    def write(self, vals):
        """A payment is made within what is settled of its bills (PU-32)."""
        result = super().write(vals)
        if not {"state", "invoice_ids", "amount"}.isdisjoint(vals):
            self._check_bills()
        return result

    # BUSINESS
    def _check_bills(self):
        # what is settled is a fact, also for who may not read settlements
        made = self.sudo().filtered(lambda r: r.state in MADE)
        made.invoice_ids._check_paid_as_settled()

    def _of_suppliers(self):
        # whether a gate is on is no secret
        return self.filtered(
            lambda r: (
                r.payment_type == "outbound"
                and r.partner_type == "supplier"
                and r.company_id.sudo().purchase_gate_plan
            )
        )

    @gate(_lt("In the fund plan"), who=FINANCE_HEAD)
    def _gate_payment_planned(self):
        """All payments of the set together use up what is planned."""
        if self.env.user.has_group(FINANCE_HEAD):
            return
        payments = self._of_suppliers()
        plans = payments._fund_plans()
        left = plans._planned_left(but=payments)
        for payment in payments:
            plan = payment._fund_plan(plans)
            key = (plan, payment.partner_id.commercial_partner_id)
            amount = payment.currency_id._convert(
                payment.amount,
                payment.company_id.currency_id,
                payment.company_id,
                payment.date,
            )
            left[key] -= amount
            if payment.company_id.currency_id.compare_amounts(left[key], 0) < 0:
                message = self.env._(
                    "%(supplier)s: %(amount)s on %(day)s is outside the fund plan "
                    "(%(plan)s). Plan it, or let the head of finance pay.",
                    supplier=payment.partner_id.display_name or "–",
                    amount=payment.company_id.currency_id.format(amount),
                    day=payment.date,
                    plan=plan.display_name or self.env._("no approved plan"),
                )
                yield self._blocker(payment, message, fix=plan or None)

    def _fund_plans(self):
        """Approved plans for the days of these payments."""
        days = self.mapped("date")
        if not days:
            return self.env["ops.fund.plan"]
        return self.env["ops.fund.plan"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "approved"),
                ("date_to", ">=", min(days)),
                ("date_from", "<=", max(days)),
            ]
        )

    def _fund_plan(self, plans):
        self.ensure_one()
        return plans.filtered(
            lambda r: (
                r.company_id == self.company_id
                and r.date_from <= self.date <= r.date_to
            )
        )[:1]


class FundPlan(models.Model):
    _inherit = "ops.fund.plan"

    # BUSINESS
    def _planned_left(self, but):
        """``{(plan, supplier): amount}`` that is planned and not paid, in the currency
        of the company.

        :param but: payments that do not count
        """
        left = defaultdict(float)
        for line in self.line_ids:
            left[line.plan_id, line.partner_id.commercial_partner_id] += line.amount
        if not self:
            return left
        made = self.env["account.payment"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "in", MADE),
                ("payment_type", "=", "outbound"),
                ("partner_type", "=", "supplier"),
                ("date", ">=", min(self.mapped("date_from"))),
                ("date", "<=", max(self.mapped("date_to"))),
                ("id", "not in", but.ids),
            ]
        )
        for payment in made:
            plan = payment._fund_plan(self)
            supplier = payment.partner_id.commercial_partner_id
            left[plan, supplier] -= abs(payment.amount_company_currency_signed)
        return left


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    def _unbilled_amount(self):
        """What is ordered and on no bill, taxes included, in the currency of the
        company."""
        self.ensure_one()
        amount = sum(
            line.price_total * max(0.0, 1 - line.qty_invoiced / line.product_qty)
            for line in self._bought_lines()
            if line.product_qty
        )
        return self.currency_id._convert(
            amount,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    # BUSINESS
    def _payable_now(self):
        """What may be paid of a bill, in the currency of the company: what is open, for
        goods no more than what is settled."""
        self.ensure_one()
        amount = self.amount_residual
        if self._goods_bills():
            free = self._settlement_released() - self._settlement_paid()
            amount = max(0.0, min(amount, free))
        return self.currency_id._convert(
            amount,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )
