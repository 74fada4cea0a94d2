from odoo import models

from ...rent import consumption, decimal


class LeaseExitCharge(models.Model):
    _inherit = "ops.lease.exit.charge"

    # BUSINESS
    def _counted(self):
        """What the meter counted; one whose digits are known may have begun again."""
        meter = self.meter_id
        if self.reading_date and meter.digits:
            final = decimal(self.final_value)
            if final < decimal(self.previous_value):
                final += meter._counter()
            return consumption(self.previous_value, float(final), meter.multiplier)
        return super()._counted()

    def _set_previous(self):
        """LE-F15: an exit goes on from what the last round has settled."""
        super()._set_previous()
        self._set_settled()

    def _take_readings(self):
        """LE-F15: a round may have been settled since the meters were listed."""
        self.filtered(lambda c: c.meter_id and not c.reading_id)._set_settled()
        return super()._take_readings()

    def _set_settled(self):
        charges = self.filtered("meter_id").sudo()
        settled = charges.meter_id._settled_last()
        for charge in charges:
            day, value = settled.get(charge.meter_id.id, (None, None))
            if day and (day, value) != (charge.previous_date, charge.previous_value):
                # the system's own stamps, see ``_check_own``
                charge.write({"previous_date": day, "previous_value": value})
