from odoo import api, fields, models


class LeaseLateFee(models.Model):
    """滞纳金: what was billed for paying one bill late, for days that are billed once
    (LE-F14).

    Nobody writes these rows: they are made with their bill by
    :meth:`LeaseContract.action_bill_late_fees` and fall when that bill is cancelled or
    credited; then their days may be billed again.
    """

    _name = "ops.lease.late.fee"
    _description = "Late fee billed"
    _order = "date_to desc, id desc"
    _rec_name = "move_id"

    # FIELDS
    move_id = fields.Many2one(
        "account.move", "Paid late", required=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True, index=True
    )
    property_id = fields.Many2one(
        related="contract_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("Late from", required=True)
    date_to = fields.Date("Late until", required=True)
    amount = fields.Monetary("Late fee", required=True)
    trace = fields.Text("How it comes about")
    bill_id = fields.Many2one(
        "account.move",
        "Bill of the late fee",
        required=True,
        index=True,
        ondelete="restrict",
    )
    late_number = fields.Char(
        related="move_id.name", string="Late bill", compute_sudo=True
    )
    bill_number = fields.Char(
        related="bill_id.name", string="Bill number", compute_sudo=True
    )
    fallen = fields.Boolean(
        "Bill taken back", compute="_compute_fallen", store=True, compute_sudo=True
    )

    _once = models.UniqueIndex(
        "(move_id, date_from) WHERE fallen IS NOT TRUE",
        "The late fee of these days is billed already.",
    )
    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from AND amount > 0)",
        "A late fee has days in order and an amount above zero.",
    )

    # COMPUTE
    @api.depends("bill_id.state", "bill_id.payment_state")
    def _compute_fallen(self):
        for fee in self:
            fee.fallen = (
                fee.bill_id.state == "cancel" or fee.bill_id.payment_state == "reversed"
            )
