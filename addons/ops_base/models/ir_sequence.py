from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    ops_reset = fields.Selection(
        [("year", "Every year"), ("month", "Every month")],
        "Restart numbering",
        default="year",
        help="Length of the periods that are opened by themselves when the sequence "
        "uses one range per period.",
    )

    def unlink(self):
        """Take the periods along: deleted with their sequence by the database alone,
        they would leave their PostgreSQL sequences behind."""
        self.date_range_ids.unlink()
        return super().unlink()

    def _create_date_range_seq(self, date):
        """Open the period that holds ``date``: the month where that is asked (C-38)."""
        if self.ops_reset != "month":
            return super()._create_date_range_seq(date)
        # Two people may need the new month at once: touching the row makes the second
        # transaction fail to serialize, and the server repeats it on the new period.
        self.env.cr.execute(
            SQL("UPDATE ir_sequence SET write_date = write_date WHERE id = %s", self.id)
        )
        first = fields.Date.to_date(date).replace(day=1)
        return (
            self.env["ir.sequence.date_range"]
            .sudo()
            .create(
                {
                    "date_from": first,
                    "date_to": first + relativedelta(months=1, days=-1),
                    "sequence_id": self.id,
                }
            )
        )

    def _ops_take(self, count, date=None):
        """The next ``count`` numbers as texts, in two queries whatever the count.

        PostgreSQL sequences are drawn from without a lock (C-39); a "no gap" sequence
        keeps the core's way, one by one.

        :param count: how many numbers
        :param date: day that decides period and prefix, today in the user's zone
        """
        self.ensure_one()
        date = fields.Date.to_date(date or fields.Date.context_today(self))
        if self.implementation == "no_gap":
            return [self._next(sequence_date=date) for _i in range(count)]
        drawn, holder = self, self
        if self.use_date_range:
            drawn = self.env["ir.sequence.date_range"].search(
                [
                    ("sequence_id", "=", self.id),
                    ("date_from", "<=", date),
                    ("date_to", ">=", date),
                ],
                limit=1,
            ) or self._create_date_range_seq(date)
            holder = self.with_context(ir_sequence_date_range=drawn.date_from)
            name = f"ir_sequence_{self.id:03d}_{drawn.id:03d}"
        else:
            name = f"ir_sequence_{self.id:03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        holder = holder.with_context(ir_sequence_date=date)
        return [holder.get_next_char(number) for (number,) in rows]
