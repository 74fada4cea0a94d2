from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ops_contract_days = fields.Integer(
        "Remind of contracts ending within (days)",
        default=60,
        help="The handler of a signed contract gets an activity this many days before "
        "its last day (HR-42). 0 switches the reminder off.",
    )

    # BUSINESS
    def _ops_tz(self):
        """Time zone the company's days begin in, that of its working calendar."""
        self.ensure_one()
        # a time zone is no secret, calendars are not readable to all
        return self.sudo().resource_calendar_id.tz or self.env.user.tz or "UTC"

    def _ops_today(self):
        """Today where the company is, also for a cron or somebody far away."""
        return fields.Date.context_today(self.with_context(tz=self._ops_tz()))
