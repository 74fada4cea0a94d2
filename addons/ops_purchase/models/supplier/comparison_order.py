from odoo import fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    """Quotations that are compared; ordered is what was awarded (PU-06)."""

    _inherit = "purchase.order"

    _guards = (
        Guard("state", BINDING, _lt("Confirm order"), gates=("award_followed",)),
    )

    # FIELDS
    comparison_ids = fields.Many2many(
        "ops.purchase.comparison",
        "ops_purchase_comparison_order_rel",
        "order_id",
        "comparison_id",
        "Comparisons",
        copy=False,
    )

    # ACTION
    def action_compare(self):
        """A comparison of the chosen quotations, opened.

        :raise AccessError: for others than buyers
        """
        self.env["ops.purchase.comparison"]._check_group(BUYER)
        self.check_access("write")
        paper = self.env["ops.purchase.comparison"].create(
            {"order_ids": self.ids, "company_id": self.company_id[:1].id}
        )
        paper.action_fetch()
        return {
            "type": "ir.actions.act_window",
            "res_model": paper._name,
            "res_id": paper.id,
            "view_mode": "form",
        }

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
                won = paper.line_ids.filtered("awarded").line_id
                for line in order._bought_lines() - won:
                    message = self.env._(
                        "%(product)s: %(comparison)s gives it to another supplier.",
                        product=line.product_id.display_name,
                        comparison=paper.display_name,
                    )
                    yield self._blocker(order, message, fix=paper)

    def _comparison_values(self, paper):
        """Offers of these quotations, as values of a comparison's lines.

        :param paper: the comparison
        """
        lines, currency = self._bought_lines(), paper.currency_id
        last = lines._last_prices(paper.company_id)
        files = self.env["ops.supplier"].search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "=", paper.company_id.id),
            ]
        )
        judged = {file.partner_id.id: file._quality_points() for file in files}
        return [
            {
                **line._comparison_offer(currency),
                "comparison_id": paper.id,
                "last_price": last.get(line.product_id.id, 0.0),
                "quality_points": judged.get(
                    line.order_id.partner_id.commercial_partner_id.id, 0.0
                ),
            }
            for line in lines.filtered("product_id")
        ]


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _comparison_offer(self, currency):
        """What the line offers, per unit of the product, in ``currency``."""
        self.ensure_one()
        order, product = self.order_id, self.product_id
        quantity = self.product_uom_id._compute_quantity(
            self.product_qty, product.uom_id
        )
        day = fields.Date.context_today(self)

        def unit(amount):
            amount = order.currency_id._convert(
                amount, currency, order.company_id, day, round=False
            )
            return currency.round(amount / quantity) if quantity else 0.0

        begun = order.date_order or fields.Datetime.now()
        terms = order.payment_term_id.line_ids.mapped("nb_days")
        return {
            "line_id": self.id,
            "product_id": product.id,
            "partner_id": order.partner_id.id,
            "quantity": quantity,
            "price": unit(self.price_subtotal),
            "price_taxed": unit(self.price_total),
            "days": max(0, (self.date_planned - begun).days)
            if self.date_planned
            else 0,
            "payment_days": max(terms, default=0),
        }

    def _last_prices(self, company):
        """``{product id: price of the last confirmed order}`` per unit of the product,
        in the currency of the company."""
        lines = self.search(
            [
                ("product_id", "in", self.product_id.ids),
                ("company_id", "=", company.id),
                ("order_id.state", "in", BINDING),
                ("id", "not in", self.ids),
            ],
            order="id",
        )
        return {
            line.product_id.id: line._comparison_offer(company.currency_id)["price"]
            for line in lines
        }


class Supplier(models.Model):
    _inherit = "ops.supplier"

    # BUSINESS
    def _quality_points(self):
        """Score of the last evaluation that was decided, 0 without one."""
        self.ensure_one()
        decided = self.evaluation_ids.filtered(lambda r: r.state == "decided")
        return decided.sorted("id")[-1:].score
