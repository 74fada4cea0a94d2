from odoo import api, fields, models
from odoo.exceptions import AccessError


class LeaseLateWaiverLine(models.Model):
    """One bill of a waiver and what is let off of its late fee."""

    _name = "ops.lease.late.waiver.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Bill of a waiver"
    _order = "waiver_id, id"
    _rec_name = "move_id"
    _flow_parent = ("waiver_id", "line_ids")

    # FIELDS
    waiver_id = fields.Many2one(
        "ops.lease.late.waiver",
        "Waiver",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="waiver_id.company_id", store=True, index=True)
    property_id = fields.Many2one(related="waiver_id.property_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one(
        "account.move", "Paid late", required=True, index=True, ondelete="restrict"
    )
    late_number = fields.Char(
        related="move_id.name", string="Late bill", compute_sudo=True
    )
    due_date = fields.Date(
        related="move_id.invoice_date_due", string="Was due on", compute_sudo=True
    )
    bill_total = fields.Monetary(
        related="move_id.amount_total", string="Bill with tax", compute_sudo=True
    )
    late_total = fields.Monetary(
        related="move_id.late_fee_total", string="Late fee until today"
    )
    amount = fields.Monetary("Let off", required=True)

    _move_uniq = models.UniqueIndex(
        "(waiver_id, move_id)", "A bill stands in a waiver once."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "What is let off cannot be negative."
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Bills of the lease, of no other."""
        lines = super().create(vals_list)
        lines._check_own_bill()
        return lines

    def write(self, vals):
        """See :meth:`create`."""
        result = super().write(vals)
        if "move_id" in vals:
            self._check_own_bill()
        return result

    # BUSINESS
    def _check_own_bill(self):
        # whose bill it is is a fact, also for who may not read bills
        for line in self.sudo():
            if line.move_id.lease_contract_id != line.waiver_id.contract_id:
                raise AccessError(
                    self.env._("A waiver names the bills of its own lease.")
                )

    @api.model
    def _waived(self, moves):
        """``{bill: (let off, in approval)}``, one query."""
        rows = self.sudo()._read_group(
            [
                ("move_id", "in", moves.ids),
                ("waiver_id.state", "in", ("approving", "approved")),
            ],
            ["move_id", "waiver_id"],
            ["amount:sum"],
        )
        result = {}
        for move, paper, amount in rows:
            off, asked = result.get(move, (0.0, 0.0))
            if paper.state == "approved":
                off += amount
            else:
                asked += amount
            result[move] = (off, asked)
        return result
