from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .groups import LEASING_MANAGER, PROPERTY_MANAGER

# what a count is worth
TARIFF = frozenset(("price", "price_own", "multiplier"))


class LeaseMeter(models.Model):
    """A meter of a shop: water, electricity, gas (LE-25, LE-F15); what a meter has
    besides is in ``utility/meter.py``."""

    _name = "ops.lease.meter"
    _inherit = ["ops.stamp.mixin", "mail.thread"]
    _description = "Meter"
    _order = "unit_id, kind, id"
    _rec_name = "serial"
    _check_company_auto = True

    # FIELDS
    unit_id = fields.Many2one(
        "ops.lease.unit", "Shop", required=True, index=True, ondelete="restrict"
    )
    property_id = fields.Many2one(related="unit_id.property_id", store=True, index=True)
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        [("water", "Water"), ("power", "Electricity"), ("gas", "Gas")],
        required=True,
        default="power",
    )
    serial = fields.Char("Meter number", required=True)
    multiplier = fields.Float(
        default=1.0,
        digits=(12, 4),
        tracking=True,
        help="What one count stands for, for meters behind a transformer.",
    )
    price = fields.Float("Price per unit", digits=(12, 4), tracking=True)
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
        help="A tax that is included in the price makes this a price with tax.",
    )
    reading_ids = fields.One2many("ops.lease.reading", "meter_id", "Readings")
    last_date = fields.Date("Last read on", compute="_compute_last")
    last_value = fields.Float("Last reading", compute="_compute_last", digits=(16, 3))

    _serial_uniq = models.UniqueIndex(
        "(company_id, serial)", "A meter of this number exists already."
    )
    _multiplier_positive = models.Constraint(
        "CHECK(multiplier > 0)", "What one count stands for must be above zero."
    )
    _price_positive = models.Constraint(
        "CHECK(price >= 0)", "The price cannot be negative."
    )

    # COMPUTE
    @api.depends("kind", "serial")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meter in self:
            meter.display_name = f"{kinds.get(meter.kind, '')} {meter.serial or ''}"

    @api.depends("reading_ids.value", "reading_ids.date")
    def _compute_last(self):
        last = self.env["ops.lease.reading"]._last(self)
        for meter in self:
            reading = last.get(meter.id)
            meter.last_date = reading.date if reading else False
            meter.last_value = reading.value if reading else 0.0

    # CRUD
    def write(self, vals):
        """LE-25: while a tenant leaves, his meters stay; managers change a tariff."""
        if not self.env.su:
            self._check_kept(vals)
            self._check_tariff(vals)
        return super().write(vals)

    # BUSINESS
    def _check_kept(self, vals):
        gone = self.filtered(
            lambda m: (
                (m.active and not vals.get("active", True))
                or m.unit_id.id != vals.get("unit_id", m.unit_id.id)
            )
        )
        managers = (PROPERTY_MANAGER, LEASING_MANAGER)
        manager = any(map(self.env.user.has_group, managers))
        for meter in gone:
            # whether the shop is let is a fact, whoever may read leases
            unit = meter.sudo().unit_id
            if unit.state == "exiting" or (unit.contract_id and unit.exit_id):
                raise UserError(
                    self.env._(
                        "%(meter)s: the tenant of %(unit)s is leaving and its final "
                        "reading is settled first.",
                        meter=meter.display_name,
                        unit=unit.display_name,
                    )
                )
            if unit.contract_id and not manager:
                raise AccessError(
                    self.env._(
                        "%(meter)s: %(unit)s is let; its meters are exchanged by the "
                        "property manager or the commercial manager.",
                        meter=meter.display_name,
                        unit=unit.display_name,
                    )
                )

    def _check_tariff(self, vals):
        managers = (PROPERTY_MANAGER, LEASING_MANAGER)
        if any(map(self.env.user.has_group, managers)):
            return
        for meter in self:
            if any(meter[name] != vals[name] for name in TARIFF.intersection(vals)):
                raise AccessError(
                    self.env._(
                        "%(meter)s: what a count costs is changed by the property "
                        "manager or the commercial manager.",
                        meter=meter.display_name,
                    )
                )
