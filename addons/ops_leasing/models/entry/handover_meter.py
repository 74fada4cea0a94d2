from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, float_compare

STAMPS = ("previous_value", "previous_date", "reading_id")


class LeaseHandoverMeter(models.Model):
    """What a meter shows when the tenant takes over (LE-15, C-29)."""

    _name = "ops.lease.handover.meter"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Meter at handover"
    _order = "handover_id, meter_id"
    _flow_parent = ("handover_id", "meter_line_ids")
    _stamps = STAMPS

    # FIELDS
    handover_id = fields.Many2one(
        "ops.lease.handover",
        "Handover record",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True
    )
    meter_id = fields.Many2one(
        "ops.lease.meter", "Meter", required=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(related="meter_id.unit_id", string="Shop")
    previous_date = fields.Date("Last read on", readonly=True, copy=False)
    previous_value = fields.Float(
        "Last reading", digits=(16, 3), readonly=True, copy=False
    )
    value = fields.Float("Reading", digits=(16, 3))
    is_read = fields.Boolean("Read", copy=False)
    reading_id = fields.Many2one(
        "ops.lease.reading", "Reading taken", readonly=True, copy=False
    )

    _meter_uniq = models.UniqueIndex(
        "(handover_id, meter_id)", "This meter stands in the record already."
    )

    # CONSTRAINT
    @api.constrains("value", "is_read", "previous_value")
    def _check_not_backwards(self):
        for line in self.filtered("is_read"):
            if float_compare(line.value, line.previous_value, 3) < 0:
                raise ValidationError(
                    self.env._(
                        "%(meter)s: %(value)s is below the last reading, %(last)s.",
                        meter=line.meter_id.display_name,
                        value=line.value,
                        last=line.previous_value,
                    )
                )

    @api.constrains("meter_id", "handover_id")
    def _check_meter_of_shop(self):
        for line in self:
            if line.meter_id.unit_id not in line.handover_id.unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(meter)s is in none of the shops handed over.",
                        meter=line.meter_id.display_name,
                    )
                )

    # ONCHANGE
    @api.onchange("value")
    def _onchange_value(self):
        self.is_read = bool(self.value)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What the meter showed last is recorded by the system."""
        for vals in vals_list:
            self._check_own(vals)
        lines = super().create([self._read_by_value(vals) for vals in vals_list])
        lines._set_previous()
        return lines

    def write(self, vals):
        self._check_own(vals)
        result = super().write(self._read_by_value(vals))
        if "meter_id" in vals:
            self._set_previous()
        return result

    # BUSINESS
    def _check_own(self, vals):
        # a client can forge any context but never superuser mode
        # emptying a stamp is entering it too; a new line may leave it empty
        if not self.env.su and any(
            name in vals and (self or vals[name]) for name in STAMPS
        ):
            raise AccessError(self.env._("The last reading is recorded by itself."))

    @api.model
    def _read_by_value(self, vals):
        """Who enters a reading has read the meter; nought is said by a tick."""
        if vals.get("value") and "is_read" not in vals:
            return {**vals, "is_read": True}
        return vals

    def _set_previous(self):
        """Stamp what the meters showed last up to the day of the record, one query."""
        if not self:
            return
        self.env["ops.lease.reading"].flush_model(["meter_id", "date", "value"])
        self.flush_model(["meter_id", "handover_id"])
        self.handover_id.flush_recordset(["date"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (line.id) line.id, reading.date, reading.value
                  FROM ops_lease_handover_meter line
                  JOIN ops_lease_handover record ON record.id = line.handover_id
                  JOIN ops_lease_reading reading
                    ON reading.meter_id = line.meter_id
                   AND reading.date <= COALESCE(record.date, 'infinity')
                 WHERE line.id IN %s
                 ORDER BY line.id, reading.date DESC, reading.id DESC
                """,
                tuple(self.ids),
            )
        )
        last = {line: (date, value) for line, date, value in rows}
        for line in self.sudo():
            date, value = last.get(line.id, (False, 0.0))
            line.write({"previous_date": date, "previous_value": float(value)})

    def _take_readings(self):
        """Record what the meters showed, in one go."""
        lines = self.filtered(lambda line: line.is_read and not line.reading_id)
        readings = self.env["ops.lease.reading"].create(
            [
                {
                    "meter_id": line.meter_id.id,
                    "date": line.handover_id.date,
                    "value": line.value,
                    "kind": "handover",
                    "handover_id": line.handover_id.id,
                    "user_id": self.env.uid,
                }
                for line in lines
            ]
        )
        for line, reading in zip(lines, readings, strict=True):
            line.reading_id = reading

    # TOOLING
    @api.model
    def _flow_line_open(self, state):
        return ("reading_id",)
