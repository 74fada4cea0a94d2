"""A supplier is paid for a posted bill, or in advance for an order (PU-12, PU-32)."""

from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..groups import FINANCE, FINANCE_HEAD
from ..order.order import BINDING
from .payment_kind import MADE

_lt = LazyTranslate(__name__)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    _guards = (
        Guard(
            "state", MADE, _lt("Pay supplier"), gates=("payment_based", "payment_bank")
        ),
    )

    # FIELDS
    purchase_order_id = fields.Many2one(
        "purchase.order",
        "Order paid in advance",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
        help="PU-12: no more than the share of the order that may be paid in advance.",
    )

    # BUSINESS
    @gate(_lt("Bill or order behind it"), who=FINANCE)
    def _gate_payment_based(self):
        """All payments of the set together use up what may be paid of their bills."""
        payments = self._of_suppliers("purchase_gate_settlement")
        sellers = payments._partners_with_orders()
        rooms = {
            bill: bill._payment_room(but=payments) for bill in payments._paid_bills()
        }
        advances = payments.purchase_order_id._advance_rooms(but=payments)
        for payment in payments:
            supplier = payment.partner_id.commercial_partner_id
            if not payment._paid_bills() and not payment.purchase_order_id:
                if supplier not in sellers and self.env.user.has_group(FINANCE_HEAD):
                    continue
                message = self.env._(
                    "%(supplier)s: the payment names neither bill nor order. Pay from "
                    "the bill, or name the order that is paid in advance.",
                    supplier=payment.partner_id.display_name or "–",
                )
                yield self._blocker(payment, message)
                continue
            problem = payment._based_problem(rooms, advances)
            if problem:
                yield self._blocker(payment, problem)

    def _based_problem(self, rooms, advances):
        """Why the payment does not rest on what it names; None if it does.

        :param rooms: ``{bill: what may be paid of it}``, lowered by this payment
        :param advances: ``{order: what may be paid in advance}``, lowered, too
        """
        self.ensure_one()
        supplier, company = self.partner_id.commercial_partner_id, self.company_id
        bills, order = self._paid_bills(), self.purchase_order_id
        for bill in bills:
            if (
                bill.state != "posted"
                or bill.commercial_partner_id != supplier
                or bill.company_id != company
            ):
                return self.env._(
                    "%(bill)s is no posted bill of %(supplier)s.",
                    bill=bill.display_name,
                    supplier=supplier.display_name or "–",
                )
        if order and (
            order.state not in BINDING
            or order.partner_id.commercial_partner_id != supplier
            or order.company_id != company
        ):
            return self.env._(
                "%(order)s is no order in force of %(supplier)s.",
                order=order.display_name,
                supplier=supplier.display_name or "–",
            )
        rest = self.amount
        for bill in bills:
            rest = self._take_room(rest, rooms, bill, bill.currency_id)
        released = self.amount - rest
        if order:
            rest = self._take_room(rest, advances, order, company.currency_id)
        money = self.currency_id
        if money.compare_amounts(rest, 0) <= 0:
            return None
        if bills:
            return bills._released_problem(
                money.format(self.amount), money.format(released)
            )
        return self.env._(
            "%(order)s: %(room)s may be paid in advance, %(amount)s would be paid.",
            order=order.display_name,
            room=money.format(self.amount - rest),
            amount=money.format(self.amount),
        )

    def _take_room(self, amount, rooms, key, money):
        """Lower ``rooms[key]`` by what it covers of the amount; the rest of it."""
        room = money._convert(rooms[key], self.currency_id, self.company_id, self.date)
        if self.currency_id.compare_amounts(amount, room) >= 0:
            rooms[key] = 0.0
            return amount - room
        rooms[key] -= self.currency_id._convert(
            amount, money, self.company_id, self.date
        )
        return 0.0

    def _partners_with_orders(self):
        """Suppliers of these payments that have orders in force."""
        found = self.env["purchase.order"]._read_group(
            [
                ("partner_id", "child_of", self.partner_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "in", BINDING),
            ],
            ["partner_id"],
        )
        partners = self.env["res.partner"].union(*(partner for (partner,) in found))
        return partners.commercial_partner_id

    @gate(_lt("Paid into his own account"), who=FINANCE)
    def _gate_payment_bank(self):
        for payment in self._of_suppliers("purchase_gate_settlement"):
            owner = payment.partner_bank_id.partner_id.commercial_partner_id
            if owner and owner != payment.partner_id.commercial_partner_id:
                message = self.env._(
                    "%(account)s is the account of somebody else than %(supplier)s.",
                    account=payment.partner_bank_id.display_name,
                    supplier=payment.partner_id.display_name or "–",
                )
                yield self._blocker(payment, message)


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    # BUSINESS
    def _create_payment_vals_from_wizard(self, batch_result):
        return self._name_bills(
            super()._create_payment_vals_from_wizard(batch_result), batch_result
        )

    def _create_payment_vals_from_batch(self, batch_result):
        return self._name_bills(
            super()._create_payment_vals_from_batch(batch_result), batch_result
        )

    @staticmethod
    def _name_bills(values, batch_result):
        """What is paid stands on the payment before it is made, not after."""
        bills = batch_result["lines"].move_id
        if all(bill.is_purchase_document(include_receipts=True) for bill in bills):
            values["invoice_ids"] = [Command.set(bills.ids)]
        return values


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # FIELDS
    advance_payment_ids = fields.One2many(
        "account.payment",
        "purchase_order_id",
        "Paid in advance",
        copy=False,
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    # CRUD
    def write(self, vals):
        """What may be paid in advance is part of what was confirmed (PU-12)."""
        if "advance_percent" in vals:
            for order in self._gated("settlement"):
                if (
                    order.state in BINDING
                    and (vals["advance_percent"] or 0) > order.advance_percent
                ):
                    raise UserError(
                        self.env._(
                            "%(order)s is confirmed: its advance is not raised any "
                            "more. Cancel it, set it to draft, and have it signed "
                            "again.",
                            order=order.display_name,
                        )
                    )
        return super().write(vals)

    # BUSINESS
    def _advances(self, but=()):
        """Payments that were made in advance for these orders.

        :param but: payments that do not count
        """
        # what was paid is a fact, also for who may not read payments
        return self.sudo().advance_payment_ids.filtered(
            lambda r: r.state in MADE and r not in but
        )

    def _advance_rooms(self, but=()):
        """``{order: what may still be paid in advance}``, in the currency of the
        company: within its share, and no more than is not billed yet."""
        rooms = {}
        for order in self:
            money = order.company_id.currency_id
            total = order.currency_id._convert(
                order.amount_total * order.advance_percent / 100,
                money,
                order.company_id,
                fields.Date.context_today(self),
            )
            made = order._advances(but)
            paid = sum(payment._company_amount() for payment in made)
            open_ = sum(payment._unmatched(money) for payment in made)
            rooms[order] = max(
                0.0, money.round(min(total - paid, order._unbilled_amount() - open_))
            )
        return rooms
