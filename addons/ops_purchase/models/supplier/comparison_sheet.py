"""比价单 in columns: goods by goods, a column for each supplier (PU-X2)."""

from odoo import api, fields, models
from odoo.tools import formatLang

#: What is said of an offer, from top to bottom.
ROWS = (
    "price",
    "price_taxed",
    "contract_price",
    "days",
    "payment_days",
    "quality_points",
    "score",
    "place",
    "quantity_awarded",
    "reason",
)
#: Of these nought says nothing; a row that says nothing of any offer is left out.
QUIET = ("contract_price", "payment_days", "quantity_awarded")


class PurchaseComparison(models.Model):
    _inherit = "ops.purchase.comparison"

    # FIELDS
    sheet = fields.Html(
        "Side by side", compute="_compute_sheet", sanitize=False, readonly=True
    )

    # COMPUTE
    @api.depends("line_ids.awarded", "line_ids.quantity_awarded", "line_ids.reason")
    @api.depends_context("lang")
    def _compute_sheet(self):
        Qweb = self.env["ir.qweb"]
        for paper in self:
            paper.sheet = Qweb._render(
                "ops_purchase.comparison_sheet", {"sheet": paper._sheet()}
            )

    # BUSINESS
    def _sheet(self):
        """The offers as a table for each of the goods, everything as text.

        :return: ``[{"goods", "quantity", "last", "heads": [(supplier, awarded)],
            "rows": [(label, [text])]}]``
        """
        self.ensure_one()
        tables = []
        for product, lines in self.line_ids.grouped("product_id").items():
            offers = lines.sorted(lambda line: (line.place, line.id))
            last = offers[:1].last_price
            rows = [self._sheet_row(offers, name) for name in ROWS]
            tables.append(
                {
                    "goods": product.display_name,
                    "quantity": self._sheet_number(max(offers.mapped("quantity"))),
                    "unit": product.uom_id.name,
                    "last": self._paper_money(last, self.currency_id) if last else "",
                    "heads": [(line.partner_id.name, line.awarded) for line in offers],
                    "rows": [row for row in rows if any(row[1])],
                }
            )
        return tables

    @api.model
    def _sheet_row(self, offers, name):
        label = offers._fields[name]._description_string(self.env)
        return label, [
            ""
            if name in QUIET and not offer[name]
            else self._sheet_number(offer[name])
            if name == "quantity_awarded"
            else self._paper_value(offer, name)
            for offer in offers
        ]

    @api.model
    def _sheet_number(self, quantity):
        """A quantity without the noughts behind the point."""
        if float(quantity).is_integer():
            return formatLang(self.env, quantity, digits=0)
        return formatLang(self.env, quantity, dp="Product Unit")
