from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LeaseIndex(models.Model):
    """A published price index that rents follow, with its history (LE-F11)."""

    _name = "ops.lease.index"
    _inherit = ["mail.thread"]
    _description = "Price index"
    _order = "name, id"

    # FIELDS
    name = fields.Char("Index", required=True, translate=True)
    active = fields.Boolean(default=True)
    lag = fields.Integer(
        "Months behind",
        help="A review in April uses the figure of February: 2 months behind.",
    )
    value_ids = fields.One2many("ops.lease.index.value", "index_id", "Figures")

    _lag_positive = models.Constraint(
        "CHECK(lag >= 0)", "A review uses a figure that is published already."
    )


class LeaseIndexValue(models.Model):
    """The figure of a month; a figure that is corrected or taken away stands in the
    history of the index."""

    _name = "ops.lease.index.value"
    _description = "Figure of a price index"
    _order = "index_id, month desc"
    _rec_name = "month"

    # FIELDS
    index_id = fields.Many2one(
        "ops.lease.index", required=True, index=True, ondelete="cascade"
    )
    month = fields.Date(required=True, help="First day of the month.")
    value = fields.Float("Figure", required=True, digits=(12, 4))
    source = fields.Char("Published in")

    _month_uniq = models.UniqueIndex(
        "(index_id, month)", "The index has a figure of this month already."
    )
    _value_positive = models.Constraint(
        "CHECK(value > 0)", "The figure of an index is above zero."
    )

    # CRUD
    def write(self, vals):
        """LE-F11: rents follow the figures, so their former ones stay on record."""
        before = {value: value.value for value in self}
        result = super().write(vals)
        for value, figure in before.items():
            if value.value != figure:
                value._record(figure, value.value)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_on_record(self):
        for value in self:
            value._record(value.value, "–")

    # BUSINESS
    def _record(self, before, after):
        self.index_id.message_post(
            body=self.env._(
                "%(month)s: %(before)s → %(after)s",
                month=self.month,
                before=before,
                after=after,
            )
        )

    # CONSTRAINT
    @api.constrains("month")
    def _check_month(self):
        if any(value.month.day != 1 for value in self):
            raise ValidationError(
                self.env._("The figure of a month is entered on its first day.")
            )
