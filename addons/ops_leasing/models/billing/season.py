from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MONTHS = [(str(number), str(number)) for number in range(1, 13)]
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class LeaseSeason(models.Model):
    """淡旺季: parts of the year in which a rate is higher or lower (LE-X1)."""

    _name = "ops.lease.season"
    _description = "Seasons of a rate"
    _order = "name, id"

    # FIELDS
    name = fields.Char("Seasons", required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )
    line_ids = fields.One2many(
        "ops.lease.season.line", "season_id", "Times of the year", copy=True
    )

    # BUSINESS
    def _check_unused(self):
        """What a lease past its draft charges by stays: the approval was for it.

        :raise UserError: naming the lease
        """
        # which leases take it is a fact, whoever may read them
        charges = self.env["ops.lease.charge"].sudo()
        used = charges.search(
            [
                ("season_id", "in", self.ids),
                ("contract_id.state", "not in", ("negotiation", "draft", "cancelled")),
            ],
            limit=1,
        )
        if used:
            raise UserError(
                self.env._(
                    "%(lease)s is charged by “%(season)s”, which stays as it was "
                    "agreed: make other seasons and amend the lease.",
                    lease=used.contract_id.display_name,
                    season=used.season_id.name,
                )
            )


class LeaseSeasonLine(models.Model):
    """From one day of the year to another the rate times a percentage."""

    _name = "ops.lease.season.line"
    _description = "Season"
    _order = "season_id, id"
    _rec_name = "percent"

    # FIELDS
    season_id = fields.Many2one(
        "ops.lease.season", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="season_id.company_id", store=True, index=True)
    month_from = fields.Selection(MONTHS, "From month", required=True)
    day_from = fields.Integer("From day", required=True, default=1)
    month_to = fields.Selection(MONTHS, "Until month", required=True)
    day_to = fields.Integer("Until day", required=True, default=31)
    percent = fields.Float("% of the rate", required=True, default=100.0, digits=(7, 2))

    _percent_positive = models.Constraint(
        "CHECK(percent >= 0)", "A season takes no less than nothing."
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.season_id._check_unused()
        return lines

    def write(self, vals):
        self.season_id._check_unused()
        result = super().write(vals)
        self.season_id._check_unused()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        self.season_id._check_unused()

    # CONSTRAINT
    @api.constrains("month_from", "day_from", "month_to", "day_to")
    def _check_days(self):
        for line in self:
            for month, day in (
                (line.month_from, line.day_from),
                (line.month_to, line.day_to),
            ):
                if not 1 <= day <= LENGTHS[int(month) - 1]:
                    raise ValidationError(
                        self.env._(
                            "%(season)s: month %(month)s has no day %(day)s.",
                            season=line.season_id.name,
                            month=month,
                            day=day,
                        )
                    )
