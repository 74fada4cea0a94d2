"""Readings come in from Excel (C-40); see ``import_mixin.py``."""

from odoo import api, models
from odoo.exceptions import UserError

from .utility_line import TYPED


class LeaseUtilityLine(models.Model):
    _name = "ops.lease.utility.line"
    _inherit = ["ops.lease.utility.line", "ops.lease.import.mixin"]

    # BUSINESS
    @api.model
    def _load_records_create(self, vals_list):
        """Rows of a file fill in the lines that wait for their meter; the rights are
        those of ``write``.

        :raise UserError: for a meter no open round reads
        """
        meters = [vals.get("meter_id") for vals in vals_list]
        waiting = {}
        for line in self.search(
            [("meter_id", "in", meters), ("state", "=", "draft")],
            order="previous_date desc, id desc",
        ):
            if not line.reading_id:
                waiting.setdefault(line.meter_id.id, line)
        lines = self.browse()
        for meter, vals in zip(meters, vals_list, strict=True):
            line = waiting.get(meter)
            if not line:
                raise UserError(
                    self.env._(
                        "%(meter)s: no open round waits for a reading of it. Begin the "
                        "round first, or correct the reading that stands.",
                        meter=self.env["ops.lease.meter"].browse(meter).display_name,
                    )
                )
            figures = {name: vals[name] for name in TYPED.intersection(vals)}
            line.write({**figures, "date": vals.get("date") or line._day_read()})
            lines |= line
        return lines
