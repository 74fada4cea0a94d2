from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rent import FreePeriod, decimal

#: what a rent-free time says, on a lease or on an amendment
FREE = ("kind", "date_from", "date_to", "months", "days", "percent", "clause")


class LeaseFreeMixin(models.AbstractModel):
    """免租期: time without rent, on fixed days or moving with the opening (LE-F06)."""

    _name = "ops.lease.free.mixin"
    _description = "Rent-free time"

    # FIELDS
    kind = fields.Selection(
        [
            ("fixed", "On fixed days"),
            ("from_start", "From the first day of the lease"),
            ("until_opening", "Until the shop opens"),
            ("after_opening", "After the opening"),
        ],
        required=True,
        default="fixed",
        help="What follows the opening moves with it.",
    )
    date_from = fields.Date("From")
    date_to = fields.Date("Until")
    months = fields.Integer()
    days = fields.Integer()
    percent = fields.Float("Waived (%)", default=100.0, digits=(5, 2))
    clause = fields.Char(help="Where the contract says so; stands on the bill.")

    _percent_of = models.Constraint(
        "CHECK(percent > 0 AND percent <= 100)",
        "What is waived is more than nothing and at most all.",
    )
    _length = models.Constraint(
        "CHECK(COALESCE(months, 0) >= 0 AND COALESCE(days, 0) >= 0)",
        "Rent-free time is not negative.",
    )

    # CONSTRAINT
    @api.constrains("kind", "date_from", "date_to", "months", "days")
    def _check_given(self):
        for free in self:
            if free.kind == "fixed" and not (free.date_from and free.date_to):
                raise ValidationError(
                    self.env._("Rent-free time on fixed days: both days are missing.")
                )
            if free.kind == "fixed" and free.date_to < free.date_from:
                raise ValidationError(
                    self.env._("The rent-free time ends before it starts.")
                )
            if free.kind in ("from_start", "after_opening") and not (
                free.months or free.days
            ):
                raise ValidationError(
                    self.env._("Rent-free time: how long it is is missing.")
                )

    # BUSINESS
    def _rent_free(self):
        """As the schedule engine reads it."""
        self.ensure_one()
        fixed = self.kind == "fixed"
        return FreePeriod(
            kind=self.kind,
            date_from=self.date_from or None,
            date_to=self.date_to if fixed else None,
            months=0 if fixed else self.months,
            days=0 if fixed else self.days,
            share=decimal(self.percent) / 100,
            clause=self.clause or "",
        )
