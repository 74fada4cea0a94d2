from odoo import fields, models


class LeaseReminderLine(models.Model):
    """A bill on a letter, as it stood on the day. Written by the suite alone."""

    _name = "ops.lease.reminder.line"
    _description = "Bill of a payment reminder"
    _order = "reminder_id, date_due, id"
    _rec_name = "move_id"

    # FIELDS
    reminder_id = fields.Many2one(
        "ops.lease.reminder",
        "Payment reminder",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="reminder_id.company_id", store=True, index=True
    )
    property_id = fields.Many2one(related="reminder_id.property_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one(
        "account.move", "Bill", required=True, index=True, ondelete="restrict"
    )
    bill_number = fields.Char(
        related="move_id.name", string="Bill number", compute_sudo=True
    )
    date_due = fields.Date("Due on")
    days = fields.Integer("Days overdue")
    amount = fields.Monetary("Open amount")
    late_fee = fields.Monetary("Late fee")

    # BUSINESS
    def _reminder_values(self):
        """What the line says, to tell whether the books say something else by now."""
        self.ensure_one()
        return {
            "move_id": self.move_id.id,
            "date_due": self.date_due,
            "days": self.days,
            "amount": self.amount,
            "late_fee": self.late_fee,
        }
