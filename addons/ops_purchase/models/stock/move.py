from odoo import api, fields, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ..groups import KEEPER_HEAD

_lt = LazyTranslate(__name__)


class StockMove(models.Model):
    """No change of stock without document and reason (PU-23): what moves between a
    place and nowhere is a count that was approved, a scrap with its reason, or a
    correction of the head of the warehouse."""

    _inherit = "stock.move"

    _guards = (
        Guard(
            "state",
            ("done",),
            _lt("Change stock"),
            gates=("change_reasoned",),
        ),
    )

    # FIELDS
    adjust_reason = fields.Char("Reason of the change", copy=False)

    # CRUD
    def write(self, vals):
        """The reason of a change stays as it was given."""
        entered = "adjust_reason" in vals and not self.env.su
        if entered and any(move.state == "done" for move in self):
            raise AccessError(
                self.env._("The stock has changed: its reason stays as given.")
            )
        return super().write(vals)

    # BUSINESS
    @gate(_lt("Change of stock with a reason"), who=KEEPER_HEAD)
    def _gate_change_reasoned(self):
        head = self.env.user.has_group(KEEPER_HEAD) or self.env.user._is_superuser()
        for move in self._adjusting():
            paper = move.picking_id or move
            if not move._change_reason():
                message = self.env._(
                    "%(product)s: why the stock changes is not said; count it, or give "
                    "a reason.",
                    product=move.product_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper)
            elif not head and not move._scrapped():
                message = self.env._(
                    "%(product)s: stock without a document is changed by the head of "
                    "the warehouse.",
                    product=move.product_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper)

    def _adjusting(self):
        """Those that take goods out of the book, or into it, without a counterpart:
        whatever the transfer says, its lines tell where the goods go."""
        return self.filtered(
            lambda m: (
                m.company_id.sudo().purchase_gate_adjust
                and m.product_id.is_storable
                and not m._nothing_moves()
                and any(line._adjusts() for line in m.move_line_ids)
            )
        )

    def _nothing_moves(self):
        """Whether a count found what the book says."""
        self.ensure_one()
        return self.is_inventory and self.product_uom.is_zero(self.quantity)

    def _change_reason(self):
        """Why the stock changes, or an empty text."""
        self.ensure_one()
        if self._scrapped():
            return ", ".join(self.scrap_id.scrap_reason_tag_ids.mapped("name"))
        return (self.adjust_reason or "").strip()

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Two changes with two reasons stay two."""
        return [*super()._prepare_merge_moves_distinct_fields(), "adjust_reason"]


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # BUSINESS
    def _adjusts(self):
        """Whether it changes what the book says without a counterpart. What is used up
        or made has a manufacturing or repair order; by hand it needs a reason."""
        self.ensure_one()
        ends = {self.location_id.usage, self.location_dest_id.usage}
        if len(ends) == 1:
            return False
        if "inventory" in ends:
            return True
        system = self.env.user._is_superuser()
        return "production" in ends and not system and not self.move_id._made()
