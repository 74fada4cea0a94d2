from odoo import api, models
from odoo.exceptions import AccessError, UserError

MOVING_KEY = "ops_goods_moving"
#: Handed along by the act of moving itself; nothing a client sends is this object.
_MOVING = object()
#: What a movement that is done says for good.
MOVED = frozenset(
    (
        "state",
        "product_id",
        "product_uom",
        "quantity",
        "location_id",
        "location_dest_id",
        "date",
        "picking_id",
        "picking_type_id",
        "company_id",
        "purchase_line_id",
        "origin_returned_move_id",
        "to_refund",
        "scrap_id",
        "is_inventory",
        "quality_inspection_id",
    )
)
#: What a line of such a movement says for good.
MOVED_LINE = frozenset(
    (
        "product_id",
        "quantity",
        "product_uom_id",
        "location_id",
        "location_dest_id",
        "lot_id",
        "package_id",
        "result_package_id",
        "owner_id",
        "move_id",
        "picking_id",
        "date",
        "company_id",
        "quant_id",
    )
)
#: What a line takes from its movement; Odoo works it out, clients could write it.
DERIVED = frozenset(("state", "quantity_product_uom"))
#: What a transfer that is done says for good.
HANDED = frozenset(
    ("state", "date_done", "partner_id", "location_id", "location_dest_id")
)


def _differs(record, vals, names):
    """Whether ``vals`` would change one of these fields of a record."""
    for name in names:
        field = record._fields.get(name)
        if field is None:
            continue
        if not field.store:
            return True
        new = field.convert_to_cache(vals[name], record, validate=False)
        old = field.convert_to_cache(record[name], record, validate=False)
        if new != old:
            return True
    return False


class StockMove(models.Model):
    """What has moved stays as it moved: quantity, places and day are corrected by
    another transfer, which goes through its gates (PU-18, PU-22, PU-23)."""

    _inherit = "stock.move"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is born as if it had moved."""
        moves = super().create(vals_list)
        if not self._is_moving():
            self._refuse_moved(moves._moved())
        return moves

    def write(self, vals):
        """Goods move by the act of moving; what has moved is not rewritten."""
        if self._is_moving() or MOVED.isdisjoint(vals):
            return super().write(vals)
        names, moved = MOVED.intersection(vals), self._moved()
        self._refuse_moved(moved.filtered(lambda m: m._moved_differs(vals, names)))
        result = super().write(vals)
        if vals.get("state") == "done":
            # after the gates: what is missing is said before how it is done
            self._refuse_moved((self - moved)._gated())
        return result

    # BUSINESS
    def _action_done(self, cancel_backorder=False):
        """The act of moving goods."""
        moving = self.with_context(**{MOVING_KEY: _MOVING})
        moves = super(StockMove, moving)._action_done(cancel_backorder)
        return moves.with_env(self.env)

    @api.model
    def _is_moving(self):
        # a client can forge any context but neither this object nor superuser mode
        return self.env.su or self.env.context.get(MOVING_KEY) is _MOVING

    def _gated(self):
        """Those of companies whose goods move by documents."""
        return self.filtered(lambda m: m.company_id.sudo()._goods_gated())

    def _moved(self):
        """Those that are done, of companies whose goods move by documents."""
        return self.filtered(lambda m: m.state == "done")._gated()

    def _moved_differs(self, vals, names):
        self.ensure_one()
        if self.is_inventory:
            # the head of the warehouse says for which day he corrects the book
            names = names - {"date"}
        return _differs(self, vals, names)

    @api.model
    def _refuse_moved(self, moves):
        """:raise AccessError: where there are any"""
        if moves:
            raise AccessError(
                self.env._(
                    "%(papers)s: goods move by their transfer, and what has moved "
                    "stays as it is; what was wrong is corrected by another transfer.",
                    papers=", ".join(
                        {m.picking_id.name or m.display_name for m in moves.sudo()}
                    ),
                )
            )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is added to what has moved."""
        lines = super().create(vals_list)
        moves = self.env["stock.move"]
        if not moves._is_moving():
            told = any(not DERIVED.isdisjoint(vals) for vals in vals_list)
            # what a client's context gives is entered as well
            told = told or lines.filtered(
                lambda r: r.state == "done" and r.move_id.state != "done"
            )
            if told and lines._gated():
                self._refuse_derived()
            moves._refuse_moved(lines.move_id._moved())
        return lines

    def write(self, vals):
        """What has moved is not rewritten, nor does a line join it."""
        moves = self.env["stock.move"]
        if not moves._is_moving():
            if not DERIVED.isdisjoint(vals) and self._gated():
                self._refuse_derived()
            if vals.get("move_id"):
                target = moves.browse(vals["move_id"])
                moves._refuse_moved((target - self.move_id)._moved())
            names = MOVED_LINE.intersection(vals)
            if names:
                done = self.filtered(lambda line: line.move_id.state == "done")
                changed = done.filtered(lambda line: _differs(line, vals, names))
                moves._refuse_moved(changed.move_id._moved())
        return super().write(vals)

    # BUSINESS
    def _gated(self):
        return self.filtered(lambda line: line.company_id.sudo()._goods_gated())

    @api.model
    def _refuse_derived(self):
        raise AccessError(
            self.env._("What a line takes from its transfer is not entered.")
        )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # CRUD
    def write(self, vals):
        """Day, partner and places of what has moved stay."""
        names = HANDED.intersection(vals)
        if names and not self.env["stock.move"]._is_moving():
            done = self.filtered(
                lambda p: (
                    "done" in (p.state, vals.get("state"))
                    and p.company_id.sudo()._goods_gated()
                )
            )
            changed = done.filtered(lambda p: _differs(p, vals, names))
            if changed:
                raise UserError(
                    self.env._(
                        "%(pickings)s: the goods have moved; day, partner and places "
                        "of the transfer stay.",
                        pickings=", ".join(changed.mapped("name")),
                    )
                )
        return super().write(vals)

    # BUSINESS
    def _action_done(self):
        """The day of the transfer is written with it."""
        moving = self.with_context(**{MOVING_KEY: _MOVING})
        return super(StockPicking, moving)._action_done()
