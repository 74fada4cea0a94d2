from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rent import FreePeriod, decimal


class LeaseAmendmentFree(models.Model):
    """Rent-free days that an amendment grants (LE-F06, LE-F18)."""

    _name = "ops.lease.amendment.free"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Rent-free time of an amendment"
    _order = "amendment_id, date_from, id"
    _rec_name = "date_from"
    _flow_parent = ("amendment_id", "free_ids")

    # FIELDS
    amendment_id = fields.Many2one(
        "ops.lease.amendment",
        "Amendment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="amendment_id.company_id", store=True, precompute=True, index=True
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    percent = fields.Float("Waived (%)", default=100.0, digits=(5, 2))
    clause = fields.Char(help="Where the contract says so; stands on the bill.")

    _percent_of = models.Constraint(
        "CHECK(percent > 0 AND percent <= 100)",
        "What is waived is more than nothing and at most all.",
    )

    # CONSTRAINT
    @api.constrains("date_from", "date_to")
    def _check_days(self):
        for free in self:
            if free.date_to < free.date_from:
                raise ValidationError(
                    self.env._("The rent-free time ends before it starts.")
                )

    # BUSINESS
    def _rent_free(self):
        """As the schedule engine reads it."""
        self.ensure_one()
        return FreePeriod(
            kind="fixed",
            date_from=self.date_from,
            date_to=self.date_to,
            share=decimal(self.percent) / 100,
            clause=self.clause or "",
        )

    def _free_values(self):
        """Values of the rent-free time of the lease that it becomes."""
        self.ensure_one()
        return {
            "contract_id": self.amendment_id.contract_id.id,
            "kind": "fixed",
            **{
                name: self[name]
                for name in ("date_from", "date_to", "percent", "clause")
            },
        }
