from collections import defaultdict

from odoo import models


class PurchaseRequestLine(models.Model):
    """How orders use up what was granted (PU-03)."""

    _inherit = "purchase.request.line"

    # BUSINESS
    def _ordered_now(self):
        """``{line id: quantity}`` in confirmed orders, in the unit of the line.

        A line of an order that serves several requests serves the earliest first, as
        far as each was granted; what is left falls to the last one.
        """
        orders = self.purchase_lines | self.purchase_request_allocation_ids.mapped(
            "purchase_line_id"
        )
        orders = orders.filtered(lambda r: r.state == "purchase").sorted("id")
        orders.fetch(["product_qty", "product_uom_id", "purchase_request_lines"])
        found = defaultdict(float)
        for order in orders:
            left = order.product_qty
            lines = order.purchase_request_lines.sorted(
                lambda r: (r.date_required, r.id)
            )
            for number, line in enumerate(lines, 1):
                unit = line.product_uom_id or order.product_uom_id
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
        opened = lines.request_id._flow_opened("line_ids").env
        for quantity in set(ordered.values()):
            group = lines.filtered(lambda r, q=quantity: ordered[r.id] == q)
            group.with_env(opened).write({"ordered_qty": quantity})
        begun = lines.request_id.filtered(
            lambda r: r.state == "approved" and any(r.line_ids.mapped("ordered_qty"))
        )
        begun._flow_kernel_take("order")
