from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.turns import take_turns
from odoo.tools import LazyTranslate

from ..groups import BUYER, FINANCE

_lt = LazyTranslate(__name__)


class PurchaseSettlement(models.Model):
    """What a settlement sheet waits for (PU-32)."""

    _inherit = "ops.purchase.settlement"

    # BUSINESS
    def _flow_lock(self, step):
        """Sheets handed in at once settle the same deliveries in turn."""
        result = super()._flow_lock(step)
        if step.name == "submit":
            # also of orders that are not one's own
            take_turns(self.sudo().line_ids.order_line_id)
        return result

    @gate(_lt("Goods listed"), who=BUYER)
    def _gate_lines_given(self):
        for sheet in self.filtered(lambda r: not r.line_ids):
            message = self.env._("The sheet lists no goods; take over the receipts.")
            yield self._blocker(sheet, message, fix=sheet)

    @gate(_lt("No more than accepted"), who=BUYER)
    def _gate_lines_accepted(self):
        """What all sheets settle of an order line is what was accepted of it, those
        handed in together as well."""
        for line in self.line_ids:
            order_line, unit = line.order_line_id, line.product_uom_id
            received, returned = order_line._settled_qtys(self)
            together = self.line_ids.filtered(
                lambda r, x=order_line: r.order_line_id == x
            )
            received += sum(together.mapped("received_qty"))
            returned += sum(together.mapped("returned_qty"))
            goods = order_line._goods()
            if (
                unit.compare(received - returned, goods.accepted) > 0
                or unit.compare(received, goods.arrived) > 0
            ):
                message = self.env._(
                    "%(order)s, %(product)s: %(accepted)s %(unit)s are accepted, with "
                    "this sheet %(settled)s are settled.",
                    order=order_line.order_id.name,
                    product=line.product_id.display_name,
                    accepted=unit.round(goods.accepted),
                    settled=unit.round(received - returned),
                    unit=unit.name,
                )
                yield self._blocker(
                    line.settlement_id, message, fix=order_line.order_id
                )

    @gate(_lt("At the prices of the orders"), who=BUYER)
    def _gate_lines_priced(self):
        """An order that was changed since is settled as it is now."""
        for line in self.line_ids:
            money = line.currency_id
            if money.compare_amounts(
                float(line._worth(line.received_qty)), line.received_amount
            ) or money.compare_amounts(
                float(line._worth(line.returned_qty)), line.returned_amount
            ):
                message = self.env._(
                    "%(order)s, %(product)s: the order was changed; remove the line "
                    "and take the receipts over again.",
                    order=line.order_id.name,
                    product=line.product_id.display_name,
                )
                yield self._blocker(line.settlement_id, message, fix=line.order_id)

    @gate(_lt("Something to pay"), who=BUYER)
    def _gate_payable_positive(self):
        for sheet in self:
            if sheet.currency_id.compare_amounts(sheet.amount_payable, 0) < 0:
                message = self.env._(
                    "The payable is %(amount)s: settle it together with a later "
                    "delivery.",
                    amount=sheet.currency_id.format(sheet.amount_payable),
                )
                yield self._blocker(sheet, message, fix=sheet)

    @gate(_lt("Signed by the supplier"), who=BUYER)
    def _gate_supplier_signed(self):
        today = fields.Date.context_today(self)
        for sheet in self:
            if not sheet.supplier_signer or not sheet.supplier_signed_on:
                message = self.env._("Who signed for the supplier, and on which day?")
                yield self._blocker(sheet, message, fix=sheet)
            elif sheet.supplier_signed_on > today:
                message = self.env._("The supplier cannot have signed in the future.")
                yield self._blocker(sheet, message, fix=sheet)
            if not sheet.attachment_ids:
                message = self.env._("The sheet signed by the supplier is missing.")
                yield self._blocker(sheet, message, fix=sheet)

    @gate(_lt("Retention due"), who=FINANCE)
    def _gate_retention_due(self):
        today = fields.Date.context_today(self)
        for sheet in self.filtered("amount_retention"):
            if not sheet.retention_date or sheet.retention_date > today:
                message = self.env._(
                    "%(amount)s is kept back until %(day)s.",
                    amount=sheet.currency_id.format(sheet.amount_retention),
                    day=sheet.retention_date or "–",
                )
                yield self._blocker(sheet, message, fix=sheet)

    @gate(_lt("Nothing paid on it"), who=FINANCE)
    def _gate_nothing_paid(self):
        """A sheet stays as long as payments of its bills rest on it."""
        for sheet in self.filtered(lambda r: r.state == "agreed"):
            for bill in sheet.bill_ids.bill_id:
                paid = bill._settlement_paid()
                if (
                    bill.currency_id.compare_amounts(
                        paid, bill._settlement_released(but=sheet)
                    )
                    > 0
                ):
                    message = self.env._(
                        "%(bill)s is paid by %(amount)s.",
                        bill=bill.display_name,
                        amount=bill.currency_id.format(paid),
                    )
                    yield self._blocker(sheet, message, fix=bill)
