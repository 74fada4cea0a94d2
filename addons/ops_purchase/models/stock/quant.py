from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..groups import KEEPER_HEAD

#: The book itself: it follows movements, nobody writes it.
BOOK = frozenset(("quantity", "reserved_quantity"))
#: Which goods lie where; moving them is a movement.
PLACED = frozenset(
    ("product_id", "location_id", "lot_id", "package_id", "owner_id", "in_date")
)
#: What a correction on the screen enters.
CORRECTION = frozenset(
    ("inventory_quantity", "inventory_quantity_auto_apply", "inventory_quantity_set")
)


class StockQuant(models.Model):
    """What lies in a place; its book is changed by documents, or corrected by the head
    of the warehouse with a reason (PU-23)."""

    _inherit = "stock.quant"

    # FIELDS
    adjust_reason = fields.Char(
        "Reason of the correction",
        copy=False,
        help="Goes into the movement that corrects the book.",
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Refused without right and reason.

        :raise AccessError: for others than the head of the warehouse
        :raise UserError: when the reason is missing
        """
        if not self.env.su:
            places = self.env["stock.location"].browse(
                [vals["location_id"] for vals in vals_list if vals.get("location_id")]
            )
            if self._adjust_gated(places):
                for vals in vals_list:
                    self._check_book(vals)
                    self._check_correction(vals.get("adjust_reason"))
        # Odoo writes an empty quant and then the correction: the reason goes first
        reasons = [vals.get("adjust_reason") for vals in vals_list]
        quants = super().create(
            [
                {name: value for name, value in vals.items() if name != "adjust_reason"}
                for vals in vals_list
            ]
        )
        for quant, reason in zip(quants, reasons, strict=True):
            if reason:
                quant.adjust_reason = reason
        return quants

    def write(self, vals):
        """Refused without right and reason."""
        if not self.env.su and self._adjust_gated(self.location_id):
            self._check_book(vals, BOOK | PLACED)
            if any(vals.get(name) for name in CORRECTION):
                given = vals.get("adjust_reason")
                for quant in self:
                    quant._check_correction(given or quant.adjust_reason)
        return super().write(vals)

    # BUSINESS
    @api.model
    def _adjust_gated(self, places):
        """Whether one of these places belongs to a company that asks for reasons."""
        # whether a gate is on is no secret; places without company belong to all
        companies = places.sudo().company_id or self.env.company.sudo()
        return any(companies.mapped("purchase_gate_adjust"))

    @api.model
    def _check_book(self, vals, names=BOOK):
        if not names.isdisjoint(vals):
            raise AccessError(
                self.env._("What the book says follows from movements alone.")
            )

    @api.model
    def _check_correction(self, reason):
        if not self.env.user.has_group(KEEPER_HEAD):
            raise AccessError(
                self.env._(
                    "Stock is changed by a document – a count, a receipt, a dispatch. "
                    "A correction without one is up to %(who)s.",
                    who=self.env["ops.guard.mixin"]._guard_who((KEEPER_HEAD,)),
                )
            )
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "The reason of the correction is missing (column “%(name)s”).",
                    name=self.env._("Reason of the correction"),
                )
            )

    def _get_inventory_move_values(
        self,
        qty,
        location_id,
        location_dest_id,
        package_id=False,
        package_dest_id=False,
    ):
        """The reason goes into the movement."""
        values = super()._get_inventory_move_values(
            qty, location_id, location_dest_id, package_id, package_dest_id
        )
        return {**values, "adjust_reason": self.adjust_reason}

    def _apply_inventory(self, date=None):
        """A reason holds for one correction."""
        result = super()._apply_inventory(date)
        self.adjust_reason = False
        return result

    @api.model
    def _get_inventory_fields_write(self):
        return [*super()._get_inventory_fields_write(), "adjust_reason"]
