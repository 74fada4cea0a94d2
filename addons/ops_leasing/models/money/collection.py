"""Arrears, letters and promises of a lease on its form (LE-F26)."""

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    reminder_ids = fields.One2many(
        "ops.lease.reminder", "contract_id", "Payment reminders"
    )
    promise_ids = fields.One2many("ops.lease.promise", "contract_id", "Promises to pay")
    overdue = fields.Monetary(
        "Owed past its date", compute="_compute_overdue", compute_sudo=True
    )
    reminder_count = fields.Integer(
        "Number of reminders", compute="_compute_reminder_count", compute_sudo=True
    )

    # COMPUTE
    @api.depends("late_fee_ids")
    def _compute_overdue(self):
        items = self._overdue_items(fields.Date.context_today(self))
        for contract in self:
            found = items.get(contract.id, ())
            contract.overdue = sum(item.amount_residual for item in found)

    @api.depends("reminder_ids")
    def _compute_reminder_count(self):
        for contract in self:
            contract.reminder_count = len(contract.reminder_ids)

    # ACTION
    @harmless("opens a list; record rules decide what it shows")
    def action_open_reminders(self):
        """Payment reminders of this lease."""
        return self._open_of_lease("ops_leasing.reminder_action")

    @harmless("opens a list; record rules decide what it shows")
    def action_open_arrears(self):
        """What is open of this lease, by age."""
        return self._open_of_lease("ops_leasing.ageing_action")
