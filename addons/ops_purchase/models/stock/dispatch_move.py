from collections import defaultdict

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import KEEPER_HEAD

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    """Goods leave the warehouse against an approved dispatch notice (PU-21)."""

    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Ship goods"),
            gates=("dispatch_noticed",),
        ),
    )

    # BUSINESS
    @gate(_lt("Dispatch notice approved"), who=KEEPER_HEAD)
    def _gate_dispatch_noticed(self):
        """What leaves stands in the approved notice of its transfer: these goods, for
        this customer, and no more than is still open."""
        leaving = self.filtered(lambda m: m._dispatch_asked())
        wanted = defaultdict(float)
        for move in leaving:
            paper = move.picking_id or move
            notice = move.picking_id.dispatch_notice_id
            if notice.state != "approved":
                message = self.env._(
                    "%(product)s: no approved dispatch notice stands behind it.",
                    product=move.product_id.display_name,
                )
                yield self._blocker(paper, message, fix=notice or paper)
                continue
            to = move.picking_id.partner_id.commercial_partner_id
            if to != notice.partner_id.commercial_partner_id:
                message = self.env._(
                    "%(notice)s is for %(partner)s.",
                    notice=notice.display_name,
                    partner=notice.partner_id.display_name,
                )
                yield self._blocker(paper, message, fix=notice)
            unit = move.product_id.uom_id
            wanted[notice, move.product_id] += unit.round(
                sum(move._leaving_lines().mapped("quantity_product_uom"))
            )
        for (notice, product), quantity in wanted.items():
            lines = notice.line_ids.filtered(
                lambda r, product=product: r.product_id == product
            )
            left = sum(line.quantity - line.shipped_qty for line in lines)
            if product.uom_id.compare(quantity, left) > 0:
                message = self.env._(
                    "%(product)s: %(notice)s lets %(left)s %(unit)s leave, not "
                    "%(quantity)s.",
                    product=product.display_name,
                    notice=notice.display_name,
                    left=f"{max(0, left):g}",
                    unit=product.uom_id.name,
                    quantity=f"{quantity:g}",
                )
                paper = leaving.picking_id.filtered(
                    lambda p, notice=notice: p.dispatch_notice_id == notice
                )[:1]
                yield self._blocker(paper, message, fix=notice)

    def _dispatch_asked(self):
        """Whether it takes goods out of a warehouse that ships by notice. Goods that
        came back from a customer go by other ways, as do those a till sells."""
        self.ensure_one()
        return (
            self.company_id.sudo().purchase_gate_dispatch
            and self.product_id.type == "consu"
            and bool(self._leaving_lines())
            and not self._by_till()
        )

    def _leaving_lines(self):
        """What leaves for a customer, or on the way to another company: whatever the
        transfer says, its lines tell where the goods go."""
        return self.move_line_ids.filtered(
            lambda line: (
                line.quantity > 0
                and line.location_id.usage in ("internal", "transit")
                and (
                    line.location_dest_id.usage == "customer"
                    or (
                        line.location_dest_id.usage == "transit"
                        and not line.location_dest_id.company_id
                    )
                )
            )
        )
