from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE, FINANCE_HEAD, SETTLERS
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class AccountMove(models.Model):
    """Bills for goods: no more than was accepted, paid as settled (PU-32)."""

    _name = "account.move"
    _inherit = ["account.move", "ops.guard.mixin"]

    _guards_stamps = frozenset(("state", "posted_before", "name"))
    _guards = (
        Guard(
            "state",
            "posted",
            _lt("Post bill"),
            gates=("goods_accepted", "goods_named"),
        ),
        Guard("state", ("draft", "cancel"), _lt("Take back"), gates=("refund_kept",)),
    )

    # FIELDS
    settlement_bill_ids = fields.One2many(
        "ops.purchase.settlement.bill",
        "bill_id",
        "Settlements",
        copy=False,
        groups=SETTLERS,
    )

    # BUSINESS
    def _settled_bills(self):
        """Bills in companies that pay as settled."""
        # whether a gate is on is no secret; who asks for one bill of many reads for all
        return self.filtered(
            lambda r: (
                r.move_type in ("in_invoice", "in_receipt")
                and r.company_id.sudo().purchase_gate_settlement
            )
        ).with_prefetch(self._prefetch_ids)

    def _goods_bills(self):
        """Those with goods: of orders, of products that are no services, or on a
        settlement sheet, whatever their lines say since."""
        return self._settled_bills().filtered(
            lambda r: (
                any(line._is_goods() for line in r.invoice_line_ids)
                # what is settled is a fact, whoever may read it
                or any(
                    row.settlement_id.state != "cancelled"
                    for row in r.sudo().settlement_bill_ids
                )
            )
        )

    @gate(_lt("Billed no more than accepted"), who=FINANCE)
    def _gate_goods_accepted(self):
        """All bills of the set together; credit notes make room."""
        lines = self._goods_bills().invoice_line_ids.filtered(lambda r: r._is_goods())
        for line in lines:
            problem = line._goods_problem()
            if problem:
                yield self._blocker(line.move_id, problem)
        bills = lines.grouped("purchase_line_id")
        for line in lines.purchase_line_id.filtered(lambda r: not r.is_downpayment):
            problem = line._billed_problem(self)
            for bill in bills[line].move_id if problem else ():
                yield self._blocker(bill, problem, fix=line.order_id)

    @gate(_lt("Goods named"), who=FINANCE_HEAD)
    def _gate_goods_named(self):
        """Goods do not come as words: beside orders that are not billed, a bill that
        names none is let through by the head of finance."""
        bills = self._settled_bills() - self._goods_bills()
        if not bills or self.env.user.has_group(FINANCE_HEAD):
            return
        orders = self.env["purchase.order"].search(
            [
                ("partner_id", "child_of", bills.commercial_partner_id.ids),
                ("company_id", "in", bills.company_id.ids),
                ("state", "in", BINDING),
                ("invoice_status", "!=", "invoiced"),
            ]
        )
        for bill in bills:
            own = orders.filtered(
                lambda r, b=bill: (
                    r.company_id == b.company_id
                    and r.partner_id.commercial_partner_id == b.commercial_partner_id
                )
            )
            if own:
                message = self.env._(
                    "%(supplier)s has orders that are not billed (%(order)s), and the "
                    "bill names none. Take their lines over, or let the head of "
                    "finance post it.",
                    supplier=bill.commercial_partner_id.display_name,
                    order=own[0].display_name,
                )
                yield self._blocker(bill, message, fix=own[0])

    @gate(_lt("Credit note still needed"), who=FINANCE)
    def _gate_refund_kept(self):
        """What a credit note has made room for is billed with it."""
        credits = self.filtered(
            lambda r: (
                r.state == "posted"
                and r.move_type == "in_refund"
                and r.company_id.purchase_gate_settlement
            )
        )
        for line in credits.invoice_line_ids.purchase_line_id:
            problem = line._billed_problem(self.browse(), but=credits)
            if problem:
                for credit in credits & line.invoice_lines.move_id:
                    yield self._blocker(credit, problem, fix=line.order_id)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # BUSINESS
    def _is_goods(self):
        """Whether the line bills goods; what is no service is goods."""
        self.ensure_one()
        return self.display_type == "product" and bool(
            self.purchase_line_id or self.product_id.type == "consu"
        )

    def _goods_problem(self):
        """Why the line bills no goods of an order of its supplier; None if it does."""
        self.ensure_one()
        ordered, product = self.purchase_line_id, self.product_id
        theirs = ordered.order_id.partner_id.commercial_partner_id
        name = product.display_name or self.name or ""
        if not ordered:
            return self.env._(
                "%(product)s: the line names no order. Take it over from the "
                "purchase order.",
                product=name,
            )
        if theirs != self.move_id.commercial_partner_id:
            return self.env._(
                "%(product)s: %(order)s is an order of another supplier.",
                product=name,
                order=ordered.order_id.name,
            )
        if ordered.is_downpayment:
            return None
        if product and ordered.product_id and product != ordered.product_id:
            return self.env._(
                "%(product)s is another product than the line of %(order)s.",
                product=name,
                order=ordered.order_id.name,
            )
        if self.quantity < 0:
            return self.env._(
                "%(product)s: the quantity is below zero. Enter a credit note.",
                product=name,
            )
        return None


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _billed_problem(self, bills, but=()):
        """Why ``bills`` may not be posted; None while no more than accepted is
        billed.

        :param but: credit notes that do not count
        """
        self.ensure_one()
        accepted, billed = self._goods().accepted, self._billed_qty(bills, but)
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
