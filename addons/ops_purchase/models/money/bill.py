from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import FINANCE, SETTLERS

_lt = LazyTranslate(__name__)

#: Documents that settle a bill without money.
REFUNDS = ("in_refund", "in_invoice")


class AccountMove(models.Model):
    """Bills for goods: no more than was accepted, paid as settled (PU-32)."""

    _name = "account.move"
    _inherit = ["account.move", "ops.guard.mixin"]

    _guards = (Guard("state", "posted", _lt("Post bill"), gates=("goods_accepted",)),)

    # FIELDS
    settlement_bill_ids = fields.One2many(
        "ops.purchase.settlement.bill",
        "bill_id",
        "Settlements",
        copy=False,
        groups=SETTLERS,
    )

    # CRUD
    def write(self, vals):
        """A payment put to a bill is within what is settled of it."""
        result = super().write(vals)
        if "matched_payment_ids" in vals:
            # what is settled is a fact, also for who may not read settlements
            self.sudo()._check_paid_as_settled()
        return result

    # BUSINESS
    def _goods_bills(self):
        """Bills with goods of orders, in companies that pay as settled."""
        # whether a gate is on is no secret
        return self.filtered(
            lambda r: (
                r.move_type in ("in_invoice", "in_receipt")
                and r.company_id.sudo().purchase_gate_settlement
                and any(
                    line.purchase_line_id or line.product_id.is_storable
                    for line in r.invoice_line_ids
                )
            )
        )

    @gate(_lt("Billed no more than accepted"), who=FINANCE)
    def _gate_goods_accepted(self):
        """All bills of the set together; credit notes make room."""
        bills = self._goods_bills()
        for bill in bills:
            lines = bill.invoice_line_ids
            for line in lines.filtered(
                lambda r: r.product_id.is_storable and not r.purchase_line_id
            ):
                message = self.env._(
                    "%(product)s: the line names no order. Take it over from the "
                    "purchase order.",
                    product=line.product_id.display_name,
                )
                yield self._blocker(bill, message)
            for line in lines.purchase_line_id.filtered(lambda r: not r.is_downpayment):
                problem = line._billed_problem(self)
                if problem:
                    yield self._blocker(bill, problem, fix=line.order_id)

    def _settlement_room(self, sheet):
        """What other sheets leave of the bill, in its currency."""
        self.ensure_one()
        # other sheets count, whoever may read them
        rows = self.sudo().settlement_bill_ids.filtered(
            lambda r: (
                r.settlement_id.id != sheet.id and r.settlement_id.state != "cancelled"
            )
        )
        taken = sum(rows.mapped("amount")) + sum(rows.mapped("retained"))
        return max(0.0, self.currency_id.round(self.amount_total - taken))

    def _settlement_released(self, but=None):
        """What agreed sheets let be paid of the bill, in its currency.

        :param but: sheets that do not count
        """
        self.ensure_one()
        released = 0.0
        rows = self.settlement_bill_ids
        unpaid = rows.settlement_id._lacks_fapiao()
        if but:
            unpaid |= but
        for row in rows:
            state = row.settlement_id.state
            if row.settlement_id in unpaid or state not in ("agreed", "closed"):
                continue
            released += row.amount + (row.retained if state == "closed" else 0.0)
        return self.currency_id.round(released)

    def _settlement_paid(self):
        """What has been paid on the bill, in its currency; credit notes are no
        payment. A payment without entry counts until the bank statement settles it."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda r: r.account_type == "liability_payable")
        partials = lines.matched_debit_ids.filtered(
            lambda r: r.debit_move_id.move_id.move_type not in REFUNDS
        )
        by_entry = partials.filtered("debit_move_id.payment_id")
        paid = sum(by_entry.mapped("credit_amount_currency"))
        by_bank = sum((partials - by_entry).mapped("credit_amount_currency"))
        ordered = sum(
            self._settlement_part(payment)
            for payment in self.matched_payment_ids
            if not payment.move_id and payment.state in ("in_process", "paid")
        )
        return self.currency_id.round(paid + max(by_bank, ordered))

    def _settlement_part(self, payment):
        """What a payment without entry pays of this bill: what the other bills it
        names cannot take."""
        self.ensure_one()
        amount = payment.currency_id._convert(
            payment.amount, self.currency_id, self.company_id, payment.date
        )
        others = payment.invoice_ids - self
        goods = others._goods_bills()
        room = sum(bill._settlement_released() for bill in goods)
        room += sum((others - goods).mapped("amount_total"))
        return max(0.0, amount - room)

    def _check_paid_as_settled(self):
        """:raise UserError: where more is paid on a bill than agreed sheets release"""
        for bill in self._goods_bills():
            paid, released = bill._settlement_paid(), bill._settlement_released()
            if bill.currency_id.compare_amounts(paid, released) > 0:
                message = self.env._(
                    "%(bill)s: %(paid)s would be paid, agreed settlement sheets "
                    "release %(released)s. Accounts payable settles the rest with "
                    "the supplier first.",
                    bill=bill.display_name,
                    paid=bill.currency_id.format(paid),
                    released=bill.currency_id.format(released),
                )
                sheets = bill.settlement_bill_ids.settlement_id
                lacking = sheets.filtered(lambda r: r.state == "agreed")._lacks_fapiao()
                if lacking:
                    message += "\n" + self.env._(
                        "Fapiao are missing on %(sheets)s.",
                        sheets=", ".join(lacking.mapped("display_name")),
                    )
                raise UserError(message)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # CRUD
    def write(self, vals):
        """A posted line does not change its order, by which it was accepted."""
        if "purchase_line_id" not in vals:
            return super().write(vals)
        posted = self.filtered(
            lambda r: (
                r.parent_state == "posted"
                and r.purchase_line_id
                and r.purchase_line_id.id != vals["purchase_line_id"]
            )
        ).move_id
        if posted._goods_bills():
            raise UserError(
                self.env._(
                    "%(bill)s is posted: its lines stay with their orders.",
                    bill=posted[:1].display_name,
                )
            )
        result = super().write(vals)
        bills = self.move_id.filtered(lambda r: r.state == "posted")
        for guard in bills._guards_all():
            if "goods_accepted" in guard.gates:
                bills._guard_check(guard)
        return result


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _billed_problem(self, bills):
        """Why ``bills`` may not be posted; None while no more than accepted is
        billed."""
        self.ensure_one()
        accepted, billed = self._goods().accepted, self._billed_qty(bills)
        if self.product_uom_id.compare(billed, accepted) <= 0:
            return None
        return self.env._(
            "%(order)s, %(product)s: %(accepted)s %(unit)s are accepted, %(billed)s "
            "would be billed.",
            order=self.order_id.name,
            product=self.product_id.display_name,
            accepted=self.product_uom_id.round(accepted),
            billed=billed,
            unit=self.product_uom_id.name,
        )
