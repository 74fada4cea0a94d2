from odoo import models
from odoo.exceptions import UserError

RATIO = frozenset(("factor", "relative_factor", "relative_uom_id"))


class UomUom(models.Model):
    """A pallet stays as many pieces as when it was ordered: what is ordered, accepted
    and billed is told in units (PU-15, PU-32)."""

    _inherit = "uom.uom"

    # CRUD
    def write(self, vals):
        """Refused for units that goods were ordered or moved in."""
        if not RATIO.isdisjoint(vals) and not self.env.su:
            changed = self.filtered(lambda unit: unit._ratio_differs(vals))
            # whether a gate is on is no secret
            companies = self.env.user.company_ids.sudo()
            if any(companies.mapped("purchase_gate_inspection")):
                changed._check_ratio_unused()
        return super().write(vals)

    # BUSINESS
    def _ratio_differs(self, vals):
        self.ensure_one()
        return any(
            (self[name].id if name == "relative_uom_id" else self[name]) != vals[name]
            for name in RATIO.intersection(vals)
        )

    def _check_ratio_unused(self):
        """:raise UserError: where goods were ordered or moved in the units, or in
        others that are told in them"""
        if not self:
            return
        # whether a unit is used is a fact, whoever asks
        units = self.sudo().with_context(active_test=False)
        units = units.search([("id", "child_of", self.ids)])
        moves, lines = self.env["stock.move"].sudo(), self.env["purchase.order.line"]
        if moves.search_count(
            [("product_uom", "in", units.ids), ("state", "!=", "cancel")], limit=1
        ) or lines.sudo().search_count(
            [("product_uom_id", "in", units.ids), ("state", "=", "purchase")], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(units)s: goods were ordered or moved in it; how much it is does "
                    "not change. Create another unit.",
                    units=", ".join(self.mapped("name")),
                )
            )
