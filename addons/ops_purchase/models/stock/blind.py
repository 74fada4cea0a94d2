"""Whoever counts does not see what the book says (PU-25).

While a count runs, its counters are shut out from everything that holds the book of
the counted places, by record rules: a rule acts on reading, searching, grouping,
exporting and on what is computed from it alike.
"""

from odoo import api, fields, models
from odoo.fields import Domain

#: Models that tell the book of a place.
BLIND = (
    "stock.quant",
    "stock.move",
    "stock.move.line",
    "stock.warehouse.orderpoint",
    "report.stock.quantity",
    "ops.purchase.need.line",
    "ops.purchase.plan.line",
)


class CountBlindMixin(models.AbstractModel):
    """Records that tell the book of a place; hidden from who is counting there."""

    _name = "ops.count.blind.mixin"
    _description = "Hidden from counters"

    # FIELDS
    count_hidden = fields.Boolean(
        "Being counted by me",
        compute="_compute_count_hidden",
        search="_search_count_hidden",
        compute_sudo=True,
    )

    # COMPUTE
    @api.depends_context("uid")
    def _compute_count_hidden(self):
        hidden = self.filtered_domain(self._count_domain())
        for record in self:
            record.count_hidden = record in hidden

    @api.model
    def _search_count_hidden(self, operator, value):
        if operator != "in":
            return NotImplemented
        if True in value and False in value:
            return Domain.TRUE
        hidden = self._count_domain()
        return hidden if True in value else ~hidden

    # BUSINESS
    @api.model
    def _count_domain(self):
        """Domain of the records hidden from the present user."""
        counts = self.env["stock.inventory"]._counts_of_mine()
        return Domain.OR(self._count_hides(count) for count in counts)

    @api.model
    def _count_hides(self, count):
        """Domain of the records that tell the book of the places of a count."""
        return Domain.FALSE


class StockQuant(models.Model):
    """What left the suppliers and what was lost stands there with a minus: hidden as
    well, the places of this world apart."""

    _name = "stock.quant"
    _inherit = ["ops.count.blind.mixin", "stock.quant"]

    # BUSINESS
    @api.model
    def _count_hides(self, count):
        return Domain("location_id", "child_of", count.location_ids.ids) | Domain(
            "location_id.usage", "not in", ("internal", "transit")
        )


class StockMove(models.Model):
    """The movements before a count add up to the book; what moves while the count
    runs stays visible."""

    _name = "stock.move"
    _inherit = ["ops.count.blind.mixin", "stock.move"]

    # BUSINESS
    @api.model
    def _count_hides(self, count):
        return _moved_before(count)


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["ops.count.blind.mixin", "stock.move.line"]

    # BUSINESS
    @api.model
    def _count_hides(self, count):
        return _moved_before(count)


class StockWarehouseOrderpoint(models.Model):
    """What is to be ordered is worked out from the book."""

    _name = "stock.warehouse.orderpoint"
    _inherit = ["ops.count.blind.mixin", "stock.warehouse.orderpoint"]

    # BUSINESS
    @api.model
    def _count_hides(self, count):
        places = count.location_ids.ids
        return Domain("location_id", "child_of", places) | Domain(
            "location_id", "parent_of", places
        )


class ReportStockQuantity(models.Model):
    _name = "report.stock.quantity"
    _inherit = ["ops.count.blind.mixin", "report.stock.quantity"]

    # BUSINESS
    @api.model
    def _count_hides(self, count):
        return Domain("warehouse_id", "in", count.location_ids.warehouse_id.ids)


def _moved_before(count):
    places = count.location_ids.ids
    return (
        Domain("state", "=", "done")
        & Domain("date", "<=", count.date_start)
        & (
            Domain("location_id", "child_of", places)
            | Domain("location_dest_id", "child_of", places)
        )
    )
