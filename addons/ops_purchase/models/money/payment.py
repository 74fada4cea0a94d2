from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.addons.ops_base.turns import take_turns
from odoo.tools import LazyTranslate

from ..groups import FINANCE_HEAD
from .payment_kind import MADE

_lt = LazyTranslate(__name__)

#: What core writes together with the state of a payment it makes.
STAMPS = frozenset(("state", "move_id"))


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
        """A payment is made within what is settled of its bills (PU-32).

        What is written in the same breath as the state is written before: core makes
        the entry first, and the gates would judge the payment as it was.
        """
        making = vals.get("state") in MADE and any(r.state not in MADE for r in self)
        if making and set(vals) - STAMPS:
            self.write({n: value for n, value in vals.items() if n not in STAMPS})
            vals = {n: value for n, value in vals.items() if n in STAMPS}
        result = super().write(vals)
        if not {"state", "invoice_ids", "amount"}.isdisjoint(vals):
            self._check_bills()
        return result

    # BUSINESS
    def _take_turns(self):
        """Payments made at once use up the same bills, orders and plans in turn."""
        take_turns(self.invoice_ids)
        take_turns(self.purchase_order_id)
        take_turns(self._fund_plans())

    def _check_bills(self):
        # what is settled is a fact, also for who may not read settlements
        made = self.sudo().filtered(lambda r: r.state in MADE)
        made._take_turns()
        made.invoice_ids._check_paid_as_settled()

    @gate(_lt("In the fund plan"), who=FINANCE_HEAD)
    def _gate_payment_planned(self):
        """All payments of the set together use up what is planned: for their bills and
        orders, or for their supplier freely; today, not in another week."""
        if self.env.user.has_group(FINANCE_HEAD):
            return
        payments = self._of_suppliers("purchase_gate_plan")
        plans = payments._fund_plans()
        left = plans._planned_left(but=payments)
        today = fields.Date.context_today(self)
        for payment in payments:
            plan = payment._fund_plan(plans)
            money = payment.company_id.currency_id
            amount = payment._company_amount()
            now = plan.filtered(lambda r: r.date_from <= today <= r.date_to)
            if money.compare_amounts(payment._take_planned(now, amount, left), 0) > 0:
                message = self.env._(
                    "%(supplier)s: %(amount)s on %(day)s is outside the fund plan "
                    "(%(plan)s). Plan it, or let the head of finance pay.",
                    supplier=payment.partner_id.display_name or "–",
                    amount=money.format(amount),
                    day=payment.date,
                    plan=plan.display_name or self.env._("no approved plan"),
                )
                yield self._blocker(payment, message, fix=plan or None)

    def _take_planned(self, plan, amount, left):
        """Use up what is planned for this payment: what names its bills first, what
        names their orders next, what names neither last.

        :param left: ``{planned line: amount}``, lowered by what is taken
        :return: what of the amount is not planned
        """
        self.ensure_one()
        supplier = self.partner_id.commercial_partner_id
        lines = plan.line_ids.filtered(
            lambda r: r.partner_id.commercial_partner_id == supplier
        )
        named = self._paid_bills()
        bills = (named | self.reconciled_bill_ids).with_prefetch(named._prefetch_ids)
        orders = (
            self.purchase_order_id | bills.invoice_line_ids.purchase_line_id.order_id
        )
        for fitting in (
            lines.filtered(lambda r: r.bill_id and r.bill_id in bills),
            lines.filtered(lambda r: not r.bill_id and r.order_id in orders),
            lines.filtered(lambda r: not r.bill_id and not r.order_id),
        ):
            for line in fitting:
                taken = min(amount, left[line])
                left[line] -= taken
                amount -= taken
        return amount

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
        """``{planned line: amount}`` that is not paid yet, in the currency of the
        company.

        :param but: payments that do not count
        """
        left = {line: line.amount for line in self.line_ids}
        if not self:
            return left
        made = self.env["account.payment"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "in", MADE),
                ("payment_type", "=", "outbound"),
                ("partner_id", "child_of", self.line_ids.partner_id.ids),
                ("date", ">=", min(self.mapped("date_from"))),
                ("date", "<=", max(self.mapped("date_to"))),
                ("id", "not in", but.ids),
            ],
            order="date, id",
        )
        for payment in made.filtered(lambda r: r._names_supplier()):
            amount = payment._company_amount()
            payment._take_planned(payment._fund_plan(self), amount, left)
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
            amount = min(amount, self._payment_room())
        return self.currency_id._convert(
            amount,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )
