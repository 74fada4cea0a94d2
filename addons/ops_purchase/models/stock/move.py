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
            elif not head and not move.scrap_id:
                message = self.env._(
                    "%(product)s: stock without a document is changed by the head of "
                    "the warehouse.",
                    product=move.product_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper)

    def _adjusting(self):
        """Those that take goods out of the book, or into it, without a counterpart."""
        return self.filtered(
            lambda m: (
                m.company_id.sudo().purchase_gate_adjust
                and m.product_id.is_storable
                and (m.location_id.usage == "inventory")
                != (m.location_dest_id.usage == "inventory")
                and not m._nothing_moves()
            )
        )

    def _nothing_moves(self):
        """Whether a count found what the book says."""
        self.ensure_one()
        return self.is_inventory and self.product_uom.is_zero(self.quantity)

    def _change_reason(self):
        """Why the stock changes, or an empty text."""
        self.ensure_one()
        if self.scrap_id:
            return ", ".join(self.scrap_id.scrap_reason_tag_ids.mapped("name"))
        return (self.adjust_reason or "").strip()

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Two changes with two reasons stay two."""
        return [*super()._prepare_merge_moves_distinct_fields(), "adjust_reason"]
