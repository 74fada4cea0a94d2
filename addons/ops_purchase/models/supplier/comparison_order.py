from odoo import fields, models
from odoo.exceptions import UserError

from ..groups import BUYER, COMPARERS
from ..order.order import BINDING


class PurchaseOrder(models.Model):
    """Quotations that are compared; ordered is what was awarded (PU-06)."""

    _inherit = "purchase.order"

    # FIELDS
    comparison_ids = fields.Many2many(
        "ops.purchase.comparison",
        "ops_purchase_comparison_order_rel",
        "order_id",
        "comparison_id",
        "Comparisons",
        copy=False,
        groups=COMPARERS,
    )

    # CRUD
    def write(self, vals):
        """Quotations join and leave a comparison before it is handed in (PU-06)."""
        if "comparison_ids" not in vals:
            return super().write(vals)
        # who writes an order need not be allowed to read its comparisons
        orders = self._gated("comparison").sudo()
        before = {order: order.comparison_ids for order in orders}
        result = super().write(vals)
        for order, papers in before.items():
            now = order.comparison_ids
            closed = ((papers - now) | (now - papers)).filtered(
                lambda r: r.state in ("approving", "awarded")
            )
            if closed:
                raise UserError(
                    self.env._(
                        "%(order)s: %(comparison)s has been handed in; quotations "
                        "join and leave it there, and it is signed again.",
                        order=order.display_name,
                        comparison=", ".join(closed.mapped("display_name")),
                    )
                )
        return result

    # ACTION
    def action_compare(self):
        """The comparison of the chosen quotations and of their alternatives, opened:
        the one there is, else a new one.

        :raise AccessError: for others than buyers
        """
        Comparison = self.env["ops.purchase.comparison"]
        Comparison._check_group(BUYER)
        self.check_access("write")
        asked = self | self.alternative_po_ids.filtered(
            lambda order: order.state in ("draft", "sent")
        )
        paper = asked.comparison_ids.filtered(lambda r: r.state != "cancelled")[:1]
        if not paper:
            paper = Comparison.create(
                {"order_ids": asked.ids, "company_id": asked.company_id[:1].id}
            )
            paper.action_fetch()
        return {
            "type": "ir.actions.act_window",
            "res_model": paper._name,
            "res_id": paper.id,
            "view_mode": "form",
        }

    # BUSINESS
    def _comparison_values(self, paper):
        """Offers of these quotations, as values of a comparison's lines.

        :param paper: the comparison
        """
        lines, currency = self._bought_lines(), paper.currency_id
        last = lines._last_prices(paper.company_id)
        agreed = self._contract_prices(paper)
        files = self.env["ops.supplier"].search(
            [
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                ("company_id", "=", paper.company_id.id),
            ]
        )
        judged = {file.partner_id: file._quality_points() for file in files}

        def supplier(line):
            return line.order_id.partner_id.commercial_partner_id

        return [
            {
                **line._comparison_offer(currency),
                "comparison_id": paper.id,
                "last_price": last.get(line.product_id.id, 0.0),
                "contract_price": agreed.get((supplier(line), line.product_id), 0.0),
                "quality_points": judged.get(supplier(line), 0.0),
            }
            for line in lines.filtered("product_id")
        ]

    def _contract_prices(self, paper):
        """``{(supplier, product): price}`` of the contracts in force with these
        suppliers, per unit of the product, in the currency of the comparison."""
        today = fields.Date.context_today(self)
        # what was agreed is compared, whoever keeps the contract
        lines = self.env["ops.purchase.contract.line"].sudo()
        found = lines.search(
            [
                (
                    "partner_id",
                    "child_of",
                    self.partner_id.commercial_partner_id.ids,
                ),
                ("product_id", "in", self.order_line.product_id.ids),
                ("company_id", "=", paper.company_id.id),
                ("state", "=", "signed"),
                ("contract_id.date_start", "<=", today),
                ("contract_id.date_end", ">=", today),
            ],
            order="id",
        )
        return {
            (line.partner_id.commercial_partner_id, line.product_id): (
                line.currency_id._convert(
                    line._price_in(line.product_id.uom_id),
                    paper.currency_id,
                    paper.company_id,
                    today,
                )
            )
            for line in found
        }


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

        terms = order.payment_term_id.line_ids.mapped("nb_days")
        return {
            "line_id": self.id,
            "product_id": product.id,
            "partner_id": order.partner_id.id,
            "quantity": quantity,
            "price_quoted": self._price_quoted(quantity),
            "quoted_currency_id": order.currency_id.id,
            "price": unit(self.price_subtotal),
            "price_taxed": unit(self.price_total),
            "days": self._days_ahead(),
            "payment_days": max(terms, default=0),
        }

    def _days_ahead(self):
        """Days from now until the goods are to arrive."""
        if not self.date_planned:
            return 0
        ahead = self.date_planned - fields.Datetime.now()
        return max(0, round(ahead.total_seconds() / 86400))

    def _price_quoted(self, quantity):
        """Price per unit of the product as quoted, less discount, without tax.

        :param quantity: of the line, in the product's own unit
        """
        price = self.price_subtotal / quantity if quantity else 0.0
        return self.order_id.currency_id.round(price)

    def _last_prices(self, company):
        """``{product id: price of the last confirmed order}`` per unit of the product,
        in the currency of the company."""
        rows = self._read_group(
            [
                ("product_id", "in", self.product_id.ids),
                ("company_id", "=", company.id),
                ("order_id.state", "in", BINDING),
                ("id", "not in", self.ids),
            ],
            ["product_id"],
            ["id:max"],
        )
        lines = self.browse([last for _product, last in rows])
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
