from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What a counter writes.
COUNTED = frozenset(("counted_qty", "counted"))
#: What says which goods are meant.
GOODS = frozenset(("product_id", "location_id", "lot_id", "package_id", "owner_id"))
#: What explains a difference.
WORDS = frozenset(("cause", "reason"))
CAUSES = [
    ("unbooked", "Movement not booked"),
    ("wrong", "Wrong goods or place booked"),
    ("damage", "Damaged or spoiled"),
    ("loss", "Lost or stolen"),
    ("measure", "Unit or measure"),
    ("unknown", "Not found out"),
]


class StockCountLine(models.Model):
    """A line of the count sheet: what was found and, once the count is handed in,
    what the book says (PU-25)."""

    _name = "ops.stock.count.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Counted goods"
    _order = "count_id, location_id, product_id, id"
    _check_company_auto = True

    _flow_parent = ("count_id", "count_line_ids")
    _stamps = (
        "book_qty",
        "difference",
        "difference_value",
        "counted_by",
        "counted_at",
        "listed",
    )

    # FIELDS
    count_id = fields.Many2one(
        "stock.inventory", "Count", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="count_id.company_id", store=True)
    state = fields.Selection(related="count_id.state", string="State of the count")
    date_counted = fields.Datetime(
        related="count_id.date_counted", store=True, string="Counted on"
    )
    location_id = fields.Many2one(
        "stock.location", "Storage place", required=True, index=True, check_company=True
    )
    warehouse_id = fields.Many2one(related="location_id.warehouse_id", store=True)
    product_id = fields.Many2one(
        "product.product",
        "Product",
        required=True,
        index=True,
        check_company=True,
        domain="[('is_storable', '=', True)]",
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/serial number",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    package_id = fields.Many2one("stock.package", "Package", check_company=True)
    owner_id = fields.Many2one("res.partner", "Owner", check_company=True)
    listed = fields.Boolean(readonly=True, help="On the sheet when the count began.")
    counted = fields.Boolean(help="Also where nothing was found.")
    counted_qty = fields.Float("Counted quantity", digits="Product Unit")
    counted_by = fields.Many2one("res.users", "Counted by", readonly=True)
    counted_at = fields.Datetime("Counted at", readonly=True)
    book_qty = fields.Float("Book", digits="Product Unit", readonly=True)
    difference = fields.Float(digits="Product Unit", readonly=True)
    currency_id = fields.Many2one(related="count_id.currency_id")
    difference_value = fields.Monetary("Value of the difference", readonly=True)
    cause = fields.Selection(CAUSES, "Kind of difference")
    reason = fields.Char("Reason")

    _found_positive = models.Constraint(
        "CHECK (counted_qty >= 0)", "Less than nothing cannot be counted."
    )
    _once = models.UniqueIndex(
        "(count_id, location_id, product_id, lot_id, package_id, owner_id) "
        "NULLS NOT DISTINCT",
        "These goods stand on the sheet already.",
    )

    # ONCHANGE
    @api.onchange("counted_qty")
    def _onchange_counted_qty(self):
        if self.counted_qty:
            self.counted = True

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Goods that the sheet does not list are added by who counts them.

        :raise AccessError: for what the system writes
        :raise UserError: for others than the counters
        """
        for vals in vals_list:
            self._check_stamps(vals)
        lines = super().create([self._stamp_counted(vals) for vals in vals_list])
        if not self.env.su:
            lines._check_writer(COUNTED)
        lines._check_places()
        return lines

    def write(self, vals):
        """Counters write what they found, while they count; what explains a difference
        is written once the count is handed in."""
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._check_stamps(vals)
        self._check_writer(vals)
        result = super().write(self._stamp_counted(vals))
        if not GOODS.isdisjoint(vals):
            self._check_places()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_listed(self):
        if self.env.su:
            return
        self._check_writer(COUNTED)
        if any(self.mapped("listed")):
            raise UserError(
                self.env._("What the sheet lists is counted, not struck out.")
            )

    # BUSINESS
    @api.model
    def _check_stamps(self, vals):
        asked = [name for name in self._stamps if vals.get(name)]
        if asked and not self.env.su:
            raise AccessError(
                self.env._(
                    "Book, difference and who counted are written by the count itself."
                )
            )

    def _stamp_counted(self, vals):
        """Who counted, and when, goes with what was counted."""
        if self.env.su or COUNTED.isdisjoint(vals):
            return vals
        found = {"counted": True, **vals}
        now = fields.Datetime.now() if found["counted"] else False
        # what was stamped passes the figures' own check as the line's code
        return {**found, "counted_by": self.env.uid, "counted_at": now}

    def _check_writer(self, names):
        """Refuse a writer or a field that the state of the count does not allow."""
        names = set(names)
        for count in self.count_id:
            if count.state == "draft":
                raise UserError(
                    self.env._("The sheet is written when the count begins.")
                )
            if count.state == "in_progress":
                count._check_counter()
            if count.state == "counted" and not names <= WORDS:
                raise UserError(
                    self.env._(
                        "%(count)s is handed in: what was counted stays.",
                        count=count.display_name,
                    )
                )
            if count.state == "in_progress" and not names.isdisjoint(WORDS):
                raise UserError(
                    self.env._("Differences are explained once the count is handed in.")
                )
        if not names.isdisjoint(GOODS) and any(self.mapped("listed")):
            raise UserError(self.env._("The goods of a listed line are fixed."))

    def _check_places(self):
        """Goods lie in the places of their count; serial numbers are single pieces."""
        for line in self:
            inside = any(
                line.location_id.parent_path.startswith(place.parent_path)
                for place in line.count_id.location_ids
            )
            if not inside:
                raise UserError(
                    self.env._(
                        "%(place)s is not counted by %(count)s.",
                        place=line.location_id.display_name,
                        count=line.count_id.display_name,
                    )
                )
            if line.counted and line.product_id.tracking != "none" and not line.lot_id:
                raise UserError(
                    self.env._(
                        "%(product)s: which lot or serial number was found is missing.",
                        product=line.product_id.display_name,
                    )
                )
