from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FapiaoLine(models.Model):
    """A bill that a fapiao stands for, and how much of it: many to many (LE-F30,
    C-36). Negative where a red fapiao takes it back."""

    _name = "ops.fapiao.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Bill of a fapiao"
    _order = "fapiao_id, id"
    _rec_name = "move_id"
    _flow_parent = ("fapiao_id", "line_ids")
    _check_company_auto = True

    # FIELDS
    fapiao_id = fields.Many2one(
        "ops.fapiao", "Fapiao", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="fapiao_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        related="fapiao_id.property_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(related="fapiao_id.state", store=True)
    move_id = fields.Many2one(
        "account.move",
        "Bill",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    amount = fields.Monetary("Amount on the fapiao", required=True)
    bill_number = fields.Char(
        related="move_id.name", string="Bill number", compute_sudo=True
    )
    bill_date = fields.Date(
        related="move_id.invoice_date", string="Bill date", compute_sudo=True
    )
    bill_total = fields.Monetary(
        related="move_id.amount_total", string="Bill with tax", compute_sudo=True
    )

    _move_uniq = models.UniqueIndex(
        "(fapiao_id, move_id)", "A bill stands on a fapiao once."
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A bill is named by who may read it or its lease."""
        lines = super().create(vals_list)
        lines._check_readable()
        return lines

    def write(self, vals):
        """See :meth:`create`."""
        result = super().write(vals)
        if "move_id" in vals:
            self._check_readable()
        return result

    # CONSTRAINT
    @api.constrains("move_id", "amount")
    def _check_invoice(self):
        # what kind of document it is is a fact, also for who may not read it
        for line in self.sudo():
            sold = line.fapiao_id.direction == "issued"
            asked = (
                ("out_invoice", "out_refund")
                if sold
                else (
                    "in_invoice",
                    "in_refund",
                )
            )
            if line.move_id.move_type not in asked:
                raise ValidationError(
                    self.env._(
                        "%(bill)s is no bill this fapiao can stand for.",
                        bill=line.move_id.display_name,
                    )
                )

    # BUSINESS
    def _check_readable(self):
        if self.env.su or self.env["account.move"].has_access("read"):
            self.move_id.check_access("read")
            return
        # the lease of a bill says who may know of it
        leases = self.sudo().move_id.mapped("lease_contract_id").sudo(False)
        if any(not move.lease_contract_id for move in self.sudo().move_id):
            self.move_id.check_access("read")
        leases.with_env(self.env).check_access("read")
