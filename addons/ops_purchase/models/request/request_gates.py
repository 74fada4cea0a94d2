"""What each step of a purchase request demands (PU-03, PU-04)."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)


class PurchaseRequest(models.Model):
    _inherit = "purchase.request"

    # BUSINESS
    @gate(_lt("Lines complete"))
    def _gate_lines_complete(self):
        for request in self:
            lines = request.line_ids.filtered(lambda line: not line.cancelled)
            if not lines:
                message = self.env._("Nothing is asked for.")
                yield self._blocker(request, message, fix=request)
            for line in lines:
                if not line.product_id:
                    message = self.env._(
                        "%(line)s: the product is missing.",
                        line=line.name or self.env._("Line"),
                    )
                    yield self._blocker(request, message, fix=request)
                elif not line.product_uom_id:
                    message = self.env._(
                        "%(product)s: the unit is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(request, message, fix=request)
                elif line.product_uom_id.compare(line.product_qty, 0) <= 0:
                    message = self.env._(
                        "%(product)s: the quantity is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(request, message, fix=request)

    @gate(_lt("Reason given"))
    def _gate_reason_given(self):
        for request in self.filtered(lambda r: not (r.description or "").strip()):
            message = self.env._("Say what it is needed for.")
            yield self._blocker(request, message, fix=request)

    @gate(_lt("Goods of this purchase kind"))
    def _gate_kind_fits(self):
        for request in self:
            for line in request.line_ids.filtered("product_id"):
                kind = line.product_id.categ_id.purchase_kind
                if kind and kind != request.purchase_kind:
                    message = self.env._(
                        "%(product)s is bought as “%(kind)s”: ask for it in a request "
                        "of that kind.",
                        product=line.product_id.display_name,
                        kind=request._purchase_kind_label(kind),
                    )
                    yield self._blocker(request, message, fix=request)

    @gate(_lt("All lines ordered"), who=BUYER)
    def _gate_all_served(self):
        for request in self:
            for line in request.line_ids.filtered("open_qty"):
                message = self.env._(
                    "%(product)s: %(qty)s %(unit)s are not ordered yet; order them or "
                    "cancel the line.",
                    product=line.product_id.display_name,
                    qty=line.open_qty,
                    unit=line.product_uom_id.name,
                )
                yield self._blocker(request, message, fix=request)

    @gate(_lt("Nothing ordered"), who=BUYER)
    def _gate_nothing_ordered(self):
        for request in self.filtered(lambda r: any(r.line_ids.mapped("ordered_qty"))):
            message = self.env._("A part of it is ordered; close it instead.")
            yield self._blocker(request, message, fix=request)

    # TOOLING
    def _purchase_kind_label(self, kind):
        return dict(self._fields["purchase_kind"]._description_selection(self.env))[
            kind
        ]
