from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date

#: what a version says; it stays once something was settled by it
SAYS = frozenset(("property_id", "meter_id", "kind", "date_from", "price", "tax_ids"))


class LeaseTariff(models.Model):
    """费率版本: what a unit of water, electricity or gas costs from a day on, in a
    project or on one meter (LE-F15).

    A meter that has versions of its own follows those, any other one the versions of
    its project. Price in the company's currency per unit, before the multiplier.
    """

    _name = "ops.lease.tariff"
    _inherit = ["ops.stamp.mixin", "mail.thread"]
    _description = "Tariff version"
    _order = "property_id, kind, meter_id, date_from desc, id"
    _check_company_auto = True

    # FIELDS
    property_id = fields.Many2one(
        "ops.lease.property",
        "Project",
        required=True,
        index=True,
        compute="_compute_of_meter",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="property_id.company_id", store=True, precompute=True, index=True
    )
    meter_id = fields.Many2one(
        "ops.lease.meter",
        "Meter",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: all meters of this kind in the project that have no tariff of "
        "their own.",
    )
    kind = fields.Selection(
        [("water", "Water"), ("power", "Electricity"), ("gas", "Gas")],
        required=True,
        compute="_compute_of_meter",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date("In force from", required=True, tracking=True)
    date_to = fields.Date("In force until", compute="_compute_date_to")
    price = fields.Float("Price per unit", required=True, digits=(12, 4), tracking=True)
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
        help="Empty: those of the meter, else those of the company.",
    )
    clause = fields.Char("Price notice", help="The official notice or clause it is by.")
    settled = fields.Boolean(
        compute="_compute_settled", help="A settlement was approved by this price."
    )

    _price_positive = models.Constraint(
        "CHECK(price > 0)", "The price of a tariff is above zero."
    )
    _day_once = models.UniqueIndex(
        "(property_id, kind, COALESCE(meter_id, 0), date_from)",
        "There is a tariff version from this day already.",
    )

    # COMPUTE
    @api.depends("meter_id")
    def _compute_of_meter(self):
        for tariff in self:
            meter = tariff.meter_id
            tariff.property_id = meter.property_id or tariff.property_id
            tariff.kind = meter.kind or tariff.kind or "power"

    @api.depends("kind", "date_from", "price")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for tariff in self:
            day = format_date(self.env, tariff.date_from)
            tariff.display_name = f"{kinds.get(tariff.kind, '')} {tariff.price:g} {day}"

    @api.depends("property_id", "meter_id", "kind", "date_from")
    def _compute_date_to(self):
        """The day before the next version."""
        groups = {}
        for tariff in self.search(
            [("property_id", "in", self.property_id.ids)], order="date_from"
        ):
            groups.setdefault(tariff._timeline(), []).append(tariff.date_from)
        for tariff in self:
            later = [
                day
                for day in groups.get(tariff._timeline(), ())
                if tariff.date_from and day > tariff.date_from
            ]
            tariff.date_to = fields.Date.subtract(later[0], days=1) if later else False

    def _compute_settled(self):
        settled = self._settled_by()
        for tariff in self:
            tariff.settled = tariff in settled

    # CONSTRAINT
    @api.constrains("meter_id", "property_id", "kind")
    def _check_meter(self):
        for tariff in self.filtered("meter_id"):
            meter = tariff.meter_id
            if (meter.property_id, meter.kind) != (tariff.property_id, tariff.kind):
                raise ValidationError(
                    self.env._(
                        "%(meter)s is of another project or kind than its tariff.",
                        meter=meter.display_name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """LE-F15: a new version begins after what is settled."""
        tariffs = super().create(vals_list)
        tariffs._check_after_settled()
        return tariffs

    def write(self, vals):
        """LE-F15: a version stays as something was settled by it."""
        asked = SAYS.intersection(vals)
        if asked:
            self._check_not_settled()
        result = super().write(vals)
        if asked:
            self._check_after_settled()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_settled(self):
        self._check_not_settled()

    # BUSINESS
    def _timeline(self):
        self.ensure_one()
        return self.property_id.id, self.kind, self.meter_id.id

    def _check_not_settled(self):
        for tariff in self._settled_by():
            raise UserError(
                self.env._(
                    "%(tariff)s: a settlement was approved by this price. Enter a new "
                    "version from a later day.",
                    tariff=tariff.display_name,
                )
            )

    def _check_after_settled(self):
        for tariff in self._settled_by():
            raise UserError(
                self.env._(
                    "%(tariff)s: settlements are approved until %(day)s already. A new "
                    "price begins after that day, or finance voids the settlement.",
                    tariff=tariff.display_name,
                    day=format_date(self.env, tariff._settled_until()[tariff.id]),
                )
            )

    def _settled_by(self):
        """Those of the versions that something was settled by."""
        until = self._settled_until()
        return self.filtered(lambda t: t.id in until and t.date_from <= until[t.id])

    def _settled_until(self):
        """``{tariff id: last day of the settlements approved for its meters}``; one
        query."""
        if not self.ids:
            return {}
        self.flush_model()
        self.env["ops.lease.utility"].flush_model(["state", "date_to"])
        self.env["ops.lease.utility.line"].flush_model(["utility_id", "meter_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT tariff.id, MAX(utility.date_to)
                      FROM ops_lease_tariff tariff
                      JOIN ops_lease_meter meter
                        ON meter.property_id = tariff.property_id
                       AND meter.kind = tariff.kind
                       AND meter.id = COALESCE(tariff.meter_id, meter.id)
                      JOIN ops_lease_utility_line line ON line.meter_id = meter.id
                      JOIN ops_lease_utility utility ON utility.id = line.utility_id
                     WHERE tariff.id IN %s
                       AND utility.state IN ('approved', 'archived')
                     GROUP BY tariff.id
                    """,
                    tuple(self.ids),
                )
            )
        )
