"""What was rejected goes back to who delivered it, and is taken off its order (PU-18,
PU-27)."""

from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.tools import LazyTranslate

from ..groups import KEEPER, KEEPER_HEAD

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Move goods"),
            gates=("rejected_kept", "return_matched"),
        ),
    )

    # BUSINESS
    @gate(_lt("Rejected goods go back"), who=KEEPER)
    def _gate_rejected_kept(self):
        """Out of the return area goods go to their supplier, by a return; what is
        missing there or destroyed is a change of stock with its own gate."""
        for line in self._quality_lines():
            if (
                line.location_id._quality_area() != "returns"
                or line.location_dest_id._quality_area()
                in ("returns", "supplier", "inventory")
            ):
                continue
            message = self.env._(
                "%(product)s stands in the return area: it goes back to its supplier, "
                "not to %(place)s.",
                product=line.product_id.display_name,
                place=line.location_dest_id.display_name,
            )
            paper = line.move_id.picking_id or line.move_id
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Return of a delivery"), who=KEEPER_HEAD)
    def _gate_return_matched(self):
        """A return is about a delivery of this supplier, no more than it brought, and
        takes it off the order. What no delivery brought the head of the warehouse
        sends away."""
        moves = self._quality_lines().move_id.filtered(
            lambda m: (
                m.location_dest_id.usage == "supplier"
                and m.location_id.usage in ("internal", "transit")
            )
        )
        head = self.env.user.has_group(KEEPER_HEAD) or self.env.user._is_superuser()
        for move in moves:
            wrong = move._return_problem(head)
            if wrong:
                message = self.env._(
                    "%(product)s: %(wrong)s",
                    product=move.product_id.display_name,
                    wrong=wrong,
                )
                paper = move.picking_id or move
                yield self._blocker(paper, message, fix=paper)

    def _return_problem(self, head):
        """What is wrong with a return, as a sentence, or None.

        :param head: whether the head of the warehouse sends it
        """
        self.ensure_one()
        origin, inspection = self.origin_returned_move_id, self.quality_inspection_id
        if not origin:
            if head and not inspection and not self.purchase_line_id:
                return None
            return self.env._(
                "it is not said which delivery it comes from; return it from its "
                "inspection, its lot or its receipt."
            )
        arrivals = self._return_arrivals()
        if not arrivals:
            return self.env._(
                "%(origin)s did not bring it.", origin=origin.display_name
            )
        partner = self.picking_id.partner_id.commercial_partner_id
        brought = arrivals.picking_id.partner_id.commercial_partner_id
        if brought and partner and partner not in brought:
            return self.env._(
                "%(supplier)s delivered it.",
                supplier=", ".join(brought.mapped("display_name")),
            )
        lines = arrivals.purchase_line_id
        if lines and (self.purchase_line_id not in lines or not self.to_refund):
            return self.env._("the return takes it off the order it came by.")
        return self._return_too_much(arrivals)

    def _return_arrivals(self):
        """The deliveries that brought what goes back: a receipt is returned itself, or
        what was stocked in from it."""
        origin = self.origin_returned_move_id
        return (origin | origin.move_orig_ids).filtered(
            lambda m: (
                m.state == "done"
                and m.location_id.usage == "supplier"
                and m.product_id == self.product_id
            )
        )

    def _return_too_much(self, arrivals):
        """Whether more goes back than came, as a sentence, or None."""
        unit = self.product_id.uom_id
        backs = (arrivals | arrivals.move_dest_ids).returned_move_ids.filtered(
            lambda m: (
                m == self
                or (m.state == "done" and m.location_dest_id.usage == "supplier")
            )
        )
        if unit.compare(backs._line_qty(unit), arrivals._line_qty(unit)) > 0:
            return self.env._("more goes back than was delivered.")
        inspection = self.quality_inspection_id
        if not inspection:
            return None
        rejected = backs.filtered(lambda m: m.quality_inspection_id == inspection)
        if (
            inspection.move_id not in arrivals
            or unit.compare(rejected._line_qty(unit), inspection.sent_qty) > 0
        ):
            return self.env._(
                "%(inspection)s did not reject that much of it.",
                inspection=inspection.display_name,
            )
        return None
