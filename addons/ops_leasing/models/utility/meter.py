"""What a meter is read for: its tariff, what it is shared by, what is settled."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, float_compare

from ...rent import Rate, decimal

#: rounds whose lines hold the days they stand for
CLAIMING = ("checking", "checked", "approved", "archived")


class Version(NamedTuple):
    """A price in force from a day on, with its taxes."""

    rate: Rate
    taxes: tuple


class LeaseMeter(models.Model):
    _inherit = "ops.lease.meter"

    # FIELDS
    unit_id = fields.Many2one(
        required=False, help="Empty: a meter of the project, shared out by its tenants."
    )
    property_id = fields.Many2one(
        "ops.lease.property",
        "Project",
        related=None,
        compute="_compute_property",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="property_id.company_id")
    price = fields.Float(
        "Price per unit",
        compute="_compute_price",
        inverse="_inverse_price",
        store=False,
        tracking=False,
        digits=(12, 4),
        help="In force today. A tariff version of the meter or of the project goes "
        "before the price entered here.",
    )
    price_own = fields.Float("Price without tariff", digits=(12, 4), tracking=True)
    tariff_ids = fields.One2many("ops.lease.tariff", "meter_id", "Tariff versions")
    digits = fields.Integer(
        "Digits of the counter",
        help="Where the counter begins again at nought; 0: it never does.",
    )
    share_by = fields.Selection(
        [("area", "By rent area"), ("fixed", "By fixed shares")],
        "Shared out",
        default="area",
        help="How the use of a meter of the project is shared out to the shops that "
        "are let; the landlord bears the rest.",
    )
    floor_id = fields.Many2one(
        "ops.lease.floor", "Shared by the floor", help="Empty: by the whole project."
    )
    share_ids = fields.One2many("ops.lease.meter.share", "meter_id", "Fixed shares")
    share_whole = fields.Float(
        "Shares of the whole",
        digits=(12, 4),
        help="What the shares are of, such as 100; 0: the sum of those listed.",
    )
    main_id = fields.Many2one(
        "ops.lease.meter",
        "Behind main meter",
        index="btree_not_null",
        domain=[("unit_id", "=", False)],
        help="Of the main meter only what its sub-meters have not counted is shared "
        "out.",
    )
    sub_ids = fields.One2many("ops.lease.meter", "main_id", "Sub-meters")

    _price_positive = models.Constraint(
        "CHECK(price_own >= 0)", "The price cannot be negative."
    )
    _digits_sensible = models.Constraint(
        "CHECK(COALESCE(digits, 0) BETWEEN 0 AND 12)",
        "A counter has up to twelve digits.",
    )
    _whole_positive = models.Constraint(
        "CHECK(COALESCE(share_whole, 0) >= 0)", "Shares cannot be negative."
    )

    # COMPUTE
    @api.depends("unit_id")
    def _compute_property(self):
        for meter in self:
            meter.property_id = meter.unit_id.property_id or meter.property_id

    @api.depends(
        "price_own", "kind", "property_id", "tariff_ids.price", "tariff_ids.date_from"
    )
    def _compute_price(self):
        today, versions = fields.Date.context_today(self), self._versions()
        for meter in self:
            known = [v for v in versions[meter] if v.rate.date_from <= today]
            meter.price = float(known[-1].rate.price) if known else meter.price_own

    def _inverse_price(self):
        today, versions = fields.Date.context_today(self), self._versions()
        for meter in self:
            known = [v for v in versions[meter] if v.rate.date_from <= today]
            if all(v.rate.date_from == date.min for v in versions[meter]):
                meter.price_own = meter.price
            elif meter.price and (
                not known or float_compare(meter.price, float(known[-1].rate.price), 4)
            ):
                raise UserError(
                    self.env._(
                        "%(meter)s follows a tariff: enter a new tariff version with "
                        "the day it begins.",
                        meter=meter.display_name,
                    )
                )
        self.invalidate_recordset(["price"])

    # CONSTRAINT
    @api.constrains("unit_id", "property_id", "floor_id", "main_id", "kind")
    def _check_place(self):
        for meter in self:
            places = (
                meter.unit_id.property_id
                | meter.floor_id.property_id
                | meter.main_id.property_id
            )
            if places - meter.property_id:
                raise ValidationError(
                    self.env._(
                        "%(meter)s: shop, floor and main meter belong to one project.",
                        meter=meter.display_name,
                    )
                )
            if meter.main_id and (
                meter.main_id.kind != meter.kind
                or meter.main_id.unit_id
                or meter.main_id.main_id == meter
                or meter.main_id == meter
            ):
                raise ValidationError(
                    self.env._(
                        "%(meter)s stands behind a main meter of the project of the "
                        "same kind.",
                        meter=meter.display_name,
                    )
                )

    # BUSINESS
    def _counter(self):
        """First value the counter cannot show, or None."""
        self.ensure_one()
        return decimal(10**self.digits) if self.digits else None

    def _versions(self):
        """``{meter: [Version]}`` by day; the price without tariff holds before the
        first of them. One query for the set."""
        own, common = defaultdict(list), defaultdict(list)
        tariffs = self.env["ops.lease.tariff"].search(
            [
                "|",
                ("meter_id", "in", self.ids),
                "&",
                ("meter_id", "=", False),
                ("property_id", "in", self.property_id.ids),
            ],
            order="date_from",
        )
        for tariff in tariffs:
            if tariff.meter_id:
                own[tariff.meter_id.id].append(tariff)
            else:
                common[tariff.property_id.id, tariff.kind].append(tariff)
        result = {}
        for meter in self:
            known = own[meter._origin.id] or common[meter.property_id.id, meter.kind]
            taxes = tuple(sorted(meter.tax_ids.ids))
            versions = [
                Version(
                    Rate(tariff.date_from, decimal(tariff.price)),
                    tuple(sorted(tariff.tax_ids.ids)) or taxes,
                )
                for tariff in known
            ]
            if meter.price_own:
                first = Version(Rate(date.min, decimal(meter.price_own)), taxes)
                versions.insert(0, first)
            result[meter] = versions
        return result

    def _claims(self):
        """``{meter id: [(day before, last day, value, round id)]}`` of the days that
        rounds and exits (round id 0) have settled; the end of each is where the next
        one begins. One query."""
        if not self.ids:
            return {}
        self.env["ops.lease.utility"].flush_model(["state"])
        self.env["ops.lease.utility.line"].flush_model()
        self.env["ops.lease.exit.charge"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.meter_id, line.previous_date, line.date, line.value,
                       line.utility_id
                  FROM ops_lease_utility_line line
                  JOIN ops_lease_utility utility ON utility.id = line.utility_id
                 WHERE line.meter_id IN %(meters)s
                   AND line.date IS NOT NULL
                   AND utility.state IN %(states)s
                 UNION ALL
                SELECT charge.meter_id, charge.previous_date, charge.reading_date,
                       charge.final_value, 0
                  FROM ops_lease_exit_charge charge
                 WHERE charge.meter_id IN %(meters)s
                   AND charge.reading_id IS NOT NULL
                 ORDER BY 1, 3
                """,
                meters=tuple(self.ids),
                states=CLAIMING,
            )
        )
        claims = defaultdict(list)
        for meter, before, last, value, paper in rows:
            claim = before or date.min, last, float(value or 0), paper
            claims[meter].append(claim)
        return claims

    def _settled_last(self):
        """``{meter id: (day, value)}`` where what is still to be settled begins, of
        meters that take part in rounds: the last round or exit, or the handover after
        it. Others are not in it."""
        claims = self._claims()
        rounds = dict(
            self.env["ops.lease.utility"]
            .sudo()
            ._read_group(
                [
                    ("property_id", "in", self.property_id.ids),
                    ("state", "!=", "void"),
                ],
                ["property_id"],
                ["__count"],
            )
        )
        last = {}
        for reading in self.env["ops.lease.reading"].search(
            [("meter_id", "in", self.ids), ("kind", "=", "handover")],
            order="meter_id, date desc, id desc",
        ):
            if rounds.get(reading.property_id):
                last.setdefault(reading.meter_id.id, (reading.date, reading.value))
        for meter, spans in claims.items():
            end = max((day, value) for _before, day, value, _round in spans)
            if meter not in last or end[0] >= last[meter][0]:
                last[meter] = end
        return last
