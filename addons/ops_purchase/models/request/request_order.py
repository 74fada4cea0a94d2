from collections import defaultdict

from odoo import models


class PurchaseRequestLine(models.Model):
    """How orders use up what was granted (PU-03)."""

    _inherit = "purchase.request.line"

    # BUSINESS
    def _unit(self):
        """The unit a line is asked for in, the product's own where none is given."""
        self.ensure_one()
        return self.product_uom_id or self.product_id.uom_id

    def _open_for(self, orders):
        """``{line id: quantity}`` that these orders may take; what confirmed ones
        among them have taken already is theirs."""
        bound = orders._binding()
        if not bound:
            return {line.id: line.open_qty for line in self}
        others = self._ordered_now(but=bound)
        return {line.id: line.approved_qty - others[line.id] for line in self}

    def _ordered_now(self, but=()):
        """``{line id: quantity}`` in confirmed orders, in the unit of the line; what
        has arrived counts even where the order was lowered afterwards.

        A line of an order that serves several requests serves the earliest first, as
        far as each was granted; what is left falls to the last one.

        :param but: orders that do not count
        """
        counted = self.purchase_lines.order_id._binding()
        counted -= counted.browse(order.id for order in but)
        orders = self.purchase_lines.filtered(lambda r: r.order_id in counted)
        orders = orders.sorted("id")
        orders.fetch(["product_qty", "product_uom_id", "purchase_request_lines"])
        found = defaultdict(float)
        for order in orders:
            left = max(order.product_qty, order.qty_received)
            lines = order.purchase_request_lines.sorted(
                lambda r: (r.date_required, r.id)
            )
            for number, line in enumerate(lines, 1):
                unit = line._unit()
                asked = order.product_uom_id._compute_quantity(
                    left, unit, rounding_method="HALF-UP"
                )
                if number < len(lines):
                    asked = min(asked, max(0.0, line.approved_qty - found[line.id]))
                found[line.id] += asked
                left -= unit._compute_quantity(
                    asked, order.product_uom_id, rounding_method="HALF-UP"
                )
        return {line.id: found[line.id] for line in self}

    def _order_count(self):
        """Write down how much is ordered, and move the requests along.

        Two people who order the same line at the same moment write the same row: one
        of them is tried again and then meets the gate.
        """
        # whoever orders need not be allowed to write requests
        lines = self.sudo()
        ordered = lines._ordered_now()
        with lines.request_id._flow_opening("line_ids") as opened:
            for quantity in set(ordered.values()):
                group = lines.filtered(lambda r, q=quantity: ordered[r.id] == q)
                group.with_env(opened.env).write({"ordered_qty": quantity})
        begun = lines.request_id.filtered(
            lambda r: r.state == "approved" and any(r.line_ids.mapped("ordered_qty"))
        )
        begun._flow_kernel_take("order")
