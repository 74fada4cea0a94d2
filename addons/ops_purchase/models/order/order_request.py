from collections import defaultdict

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from .order import BINDING

_lt = LazyTranslate(__name__)


class PurchaseOrder(models.Model):
    """An order buys what was asked for and granted, and no more (PU-03)."""

    _inherit = "purchase.order"

    # BUSINESS
    @gate(_lt("Approved request behind each line"), who=BUYER)
    def _gate_lines_requested(self):
        """All orders of the set together use up what is open of their requests."""
        orders = self._gated("request")
        lines = orders._bought_lines()
        asked = lines._asked()
        left = asked._open_for(orders)
        for line in lines:
            problem = line._request_problem()
            if problem:
                yield self._blocker(line.order_id, problem, fix=line.order_id)
        for line, short in lines._requests_use(left).items():
            message = self.env._(
                "%(product)s: %(short)s %(unit)s more than is open in its requests "
                "(%(requests)s).",
                product=line.product_id.display_name,
                short=line.product_uom_id.round(short),
                unit=line.product_uom_id.name,
                requests=", ".join(
                    line.purchase_request_lines.request_id.mapped("display_name")
                ),
            )
            yield self._blocker(line.order_id, message, fix=line.order_id)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # BUSINESS
    def _request_problem(self):
        """Why the line has no request it could be ordered by; None if it has."""
        self.ensure_one()
        asked = self.purchase_request_lines
        if not asked:
            return self.env._(
                "%(product)s: nobody asked for it. Order it from an approved purchase "
                "request.",
                product=self.product_id.display_name,
            )
        if self.product_uom_id.compare(self.product_qty, 0) < 0:
            return self.env._(
                "%(product)s: the quantity is negative.",
                product=self.product_id.display_name,
            )
        # a request may be closed while its order goes on
        ready = ("approved", "in_progress", *(("done",) * (self.state in BINDING)))
        for line in asked:
            if line.company_id != self.company_id:
                return self.env._(
                    "%(product)s: %(request)s is a request of %(company)s.",
                    product=self.product_id.display_name,
                    request=line.request_id.display_name,
                    company=line.company_id.name,
                )
            if line.request_id.state not in ready:
                return self.env._(
                    "%(product)s: %(request)s is “%(state)s”.",
                    product=self.product_id.display_name,
                    request=line.request_id.display_name,
                    state=line.request_id._flow_state_label(line.request_id.state),
                )
            if line.product_id != self.product_id:
                return self.env._(
                    "%(product)s: %(request)s asks for %(other)s.",
                    product=self.product_id.display_name,
                    request=line.request_id.display_name,
                    other=line.product_id.display_name,
                )
        return None

    def _requests_use(self, left):
        """Take what these lines order from what is open: ``{line: quantity that finds
        no request}`` in the line's own unit.

        :param left: ``{request line id: open quantity}``; used up
        """
        short = defaultdict(float)
        for line in self.filtered("purchase_request_lines"):
            unit, need = line.product_uom_id, line.product_qty
            for asked in line.purchase_request_lines.sorted(
                lambda r: (r.date_required, r.id)
            ):
                theirs = asked._unit()
                open_here = theirs._compute_quantity(left[asked.id], unit, round=False)
                taken = min(need, max(0.0, open_here))
                left[asked.id] -= unit._compute_quantity(taken, theirs, round=False)
                need -= taken
            if unit.compare(need, 0) > 0:
                short[line] = need
        return short
