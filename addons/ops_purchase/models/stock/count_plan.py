from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

#: A count is laid out so many days ahead of its day.
AHEAD = 7


class StockCountPlan(models.Model):
    """Which places are counted how often, and by whom (PU-25). Counts are laid out by
    themselves; those that are not done in time are listed."""

    _name = "ops.stock.count.plan"
    _description = "Count plan"
    _order = "date_next, id"
    _check_company_auto = True

    # FIELDS
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    location_ids = fields.Many2many(
        "stock.location",
        string="Places",
        required=True,
        check_company=True,
        domain="[('usage', '=', 'internal')]",
    )
    counter_ids = fields.Many2many("res.users", string="Counters")
    months = fields.Integer("Every … months", default=1, required=True)
    date_next = fields.Date(
        "Next count", required=True, default=fields.Date.context_today
    )
    count_ids = fields.One2many("stock.inventory", "plan_id", "Counts")
    date_last = fields.Date("Last counted", compute="_compute_date_last")

    _every = models.Constraint(
        "CHECK (months > 0)", "A plan repeats after a month or more."
    )

    # COMPUTE
    @api.depends("count_ids.state", "count_ids.date_counted")
    def _compute_date_last(self):
        last = dict(
            self.env["stock.inventory"]._read_group(
                [("plan_id", "in", self.ids), ("date_counted", "!=", False)],
                ["plan_id"],
                ["date_counted:max"],
            )
        )
        for plan in self:
            day = last.get(plan)
            plan.date_last = day and fields.Datetime.context_timestamp(plan, day).date()

    # BUSINESS
    @api.model
    def _cron_lay_out(self):
        """Lay out the counts that are due soon."""
        today = fields.Date.context_today(self)
        ahead = fields.Date.add(today, days=AHEAD)
        self.search([("date_next", "<=", ahead)])._lay_out(ahead)

    def _lay_out(self, until):
        """Draft counts up to that day; a plan that slept does not make up for them."""
        self.env["stock.inventory"].create(
            [
                {
                    "plan_id": plan.id,
                    "company_id": plan.company_id.id,
                    "date_planned": plan.date_next,
                    "location_ids": [(6, 0, plan.location_ids.ids)],
                    "counter_ids": [(6, 0, plan.counter_ids.ids)],
                }
                for plan in self
            ]
        )
        for plan in self:
            day = plan.date_next
            while day <= until:
                day += relativedelta(months=plan.months)
            plan.date_next = day
