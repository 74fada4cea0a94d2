"""Ordered is what was awarded, from whom it was awarded to (PU-06)."""

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER, BUYER_HEAD
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseComparison(models.Model):
    _inherit = "ops.purchase.comparison"

    # BUSINESS
    @gate(_lt("Offers as the quotations say"), who=BUYER)
    def _gate_offers_current(self):
        # read for all of them at once
        bought = self.order_ids._bought_lines()
        bought.mapped("product_id.uom_id")
        prefetch = bought._prefetch_ids
        for paper in self:
            if len(paper.order_ids.partner_id) < 2:
                message = self.env._("Compare the offers of two suppliers at least.")
                yield self._blocker(paper, message, fix=paper)
            lines = paper.order_ids._bought_lines().with_prefetch(prefetch)
            now = {
                line.id: line._comparison_offer(paper.currency_id)
                for line in lines.filtered("product_id")
            }
            before = {line.line_id.id: line for line in paper.line_ids}
            if set(now) != set(before) or any(
                before[number]._offers_otherwise(offer) for number, offer in now.items()
            ):
                message = self.env._("The quotations have changed: take the offers.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Never awarded"), who=BUYER_HEAD)
    def _gate_never_awarded(self):
        """An award that was signed ends by the head of purchasing alone, also when it
        was reopened since."""
        if self.env.user.has_group(BUYER_HEAD):
            return
        logs = self.env["ops.flow.log"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state_to", "=", "awarded"),
            ]
        )
        for paper in self.browse(set(logs.mapped("res_id"))):
            message = self.env._("It was awarded before: it is up to the head.")
            yield self._blocker(paper, message)

    @gate(_lt("Goods awarded"), who=BUYER)
    def _gate_goods_awarded(self):
        """PU-F06: all of each of the goods, to one supplier or shared out."""
        for paper in self:
            for product, lines in paper.line_ids.grouped("product_id").items():
                message = lines._award_problem(product)
                if message:
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Reason where not the best"), who=BUYER)
    def _gate_reasons_given(self):
        for paper in self:
            for line in paper.line_ids.filtered("awarded"):
                if line.place > 1 and not (line.reason or "").strip():
                    message = self.env._(
                        "%(product)s: %(supplier)s is not the best offer (place "
                        "%(place)s); say why.",
                        product=line.product_id.display_name,
                        supplier=line.partner_id.name,
                        place=line.place,
                    )
                    yield self._blocker(paper, message, fix=paper)

    def _requests_waiting(self):
        """Request lines whose goods are to be ordered as this comparison decides, or
        will decide."""
        self.ensure_one()
        if self.state != "awarded":
            return self.request_line_ids
        won = self.line_ids.filtered("awarded")
        open_ = won.filtered(lambda line: not line.line_id.order_id._binding())
        return self.request_line_ids.filtered(
            lambda line: line.product_id in open_.product_id
        )


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    _guards = (
        Guard("state", BINDING, _lt("Confirm order"), gates=("award_followed",)),
    )

    # BUSINESS
    @gate(_lt("As awarded"), who=BUYER)
    def _gate_award_followed(self):
        """A quotation that was compared is ordered when it was awarded, and only for
        the goods it was awarded for."""
        for order in self._gated("comparison"):
            papers = order.comparison_ids.filtered(lambda r: r.state != "cancelled")
            for paper in papers:
                if paper.state != "awarded":
                    message = self.env._(
                        "%(comparison)s is not awarded yet.",
                        comparison=paper.display_name,
                    )
                    yield self._blocker(order, message, fix=paper)
                    continue
                won = paper.line_ids.filtered("awarded").grouped("line_id")
                for line in order._bought_lines():
                    message = line._award_problem(won.get(line), paper)
                    if message:
                        yield self._blocker(order, message, fix=paper)
        for line, paper in self._compared_elsewhere():
            message = self.env._(
                "%(product)s was compared in %(comparison)s: order it as awarded, or "
                "let the head of purchasing revoke the award.",
                product=line.product_id.display_name,
                comparison=paper.display_name,
            )
            yield self._blocker(line.order_id, message, fix=paper)

    def _compared_elsewhere(self):
        """Pairs of an order line and the comparison, without this order, of the
        requests behind it: until what is awarded there is ordered, it goes first."""
        lines = self._gated("comparison")._bought_lines()
        asked = lines._asked()
        papers = self.env["ops.purchase.comparison"].search(
            [("request_line_ids", "in", asked.ids), ("state", "!=", "cancelled")]
        )
        waiting = {paper: paper._requests_waiting() for paper in papers}
        return [
            (line, paper)
            for line in lines
            for paper in papers
            if line.order_id not in paper.order_ids
            and line.purchase_request_lines & waiting[paper]
        ]


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _award_problem(self, offer, paper):
        """Why the line is not what was awarded; None if it is.

        :param offer: line of the comparison that got the award, or None
        :param paper: the comparison
        """
        self.ensure_one()
        words = {
            "product": self.product_id.display_name,
            "comparison": paper.display_name,
        }
        if not offer:
            return self.env._(
                "%(product)s: %(comparison)s gives it to another supplier.", **words
            )
        order = self.order_id
        unit, currency = self.product_id.uom_id, order.currency_id
        supplier = order.partner_id.commercial_partner_id
        if (
            offer.partner_id.commercial_partner_id != supplier
            or offer.product_id != self.product_id
            or (offer.quoted_currency_id or currency) != currency
        ):
            return self.env._(
                "%(product)s: %(comparison)s awarded %(other)s of %(supplier)s in "
                "%(currency)s; compare again.",
                other=offer.product_id.display_name,
                supplier=offer.partner_id.display_name,
                currency=(offer.quoted_currency_id or currency).name,
                **words,
            )
        quantity = self.product_uom_id._compute_quantity(self.product_qty, unit)
        if unit.compare(quantity, offer.quantity_awarded) > 0:
            return self.env._(
                "%(product)s: %(awarded)s %(unit)s are awarded by %(comparison)s, "
                "%(ordered)s are ordered.",
                awarded=offer.quantity_awarded,
                ordered=quantity,
                unit=unit.name,
                **words,
            )
        price = self._price_quoted(quantity)
        if currency.compare_amounts(price, offer.price_quoted) > 0:
            return self.env._(
                "%(product)s: %(price)s is above the price %(awarded)s that "
                "%(comparison)s awarded; compare again.",
                price=currency.format(price),
                awarded=currency.format(offer.price_quoted),
                **words,
            )
        return None
