from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL


class LeaseReading(models.Model):
    """What a meter showed on a day; readings never run backwards (LE-25)."""

    _name = "ops.lease.reading"
    _inherit = ["ops.stamp.mixin"]
    _description = "Meter reading"
    _order = "date desc, id desc"

    # FIELDS
    meter_id = fields.Many2one(
        "ops.lease.meter", "Meter", required=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(related="meter_id.unit_id", store=True, index=True)
    property_id = fields.Many2one(
        related="meter_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    value = fields.Float("Reading", required=True, digits=(16, 3))
    kind = fields.Selection(
        [
            ("handover", "At handover"),
            ("periodic", "Periodic"),
            ("final", "Final"),
        ],
        required=True,
        default="periodic",
    )
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit", readonly=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", "Read by", default=lambda self: self.env.user
    )

    _day_uniq = models.UniqueIndex(
        "(meter_id, date, kind)", "This meter has such a reading on that day already."
    )

    # CONSTRAINT
    @api.constrains("meter_id", "date", "value")
    def _check_not_backwards(self):
        """A meter only counts up: by date, then in the order of entry; a counter whose
        digits are known may begin again. Each reading is held against its neighbours,
        one query for the set."""
        self.flush_model(["meter_id", "date", "value"])
        self.env["ops.lease.meter"].flush_model(["digits"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, previous
                  FROM (SELECT id, value,
                               LAG(id) OVER past AS previous,
                               LAG(value) OVER past AS previous_value
                          FROM ops_lease_reading
                         WHERE meter_id IN (SELECT id FROM ops_lease_meter
                                             WHERE id IN %s
                                               AND COALESCE(digits, 0) = 0)
                        WINDOW past AS (PARTITION BY meter_id ORDER BY date, id)) AS run
                 WHERE value < previous_value
                 LIMIT 1
                """,
                tuple(self.meter_id.ids),
            )
        )
        for after, before in ((self.browse(a), self.browse(b)) for a, b in rows):
            raise ValidationError(
                self.env._(
                    "%(meter)s: %(value)s on %(date)s is below %(last)s, which it "
                    "showed on %(last_date)s already.",
                    meter=after.meter_id.display_name,
                    value=after.value,
                    date=after.date,
                    last=before.value,
                    last_date=before.date,
                )
            )

    # CRUD
    def write(self, vals):
        """LE-25: what a settlement was billed on stays."""
        self._check_not_settled()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_settled(self):
        self._check_not_settled()

    # BUSINESS
    def _check_not_settled(self):
        settled = self.filtered("exit_id")
        if settled and not self.env.su:
            raise UserError(
                self.env._(
                    "%(meter)s: the final reading stands in the utility settlement of "
                    "%(exit)s.",
                    meter=settled[0].meter_id.display_name,
                    exit=settled[0].sudo().exit_id.display_name,
                )
            )

    # TOOLING
    @api.model
    def _last(self, meters):
        """``{meter id: its latest reading}`` in one query."""
        found = {}
        for reading in self.search(
            [("meter_id", "in", meters.ids)], order="meter_id, date desc, id desc"
        ):
            found.setdefault(reading.meter_id.id, reading)
        return found
