from odoo import api, fields, models
from odoo.exceptions import AccessError


class AccountMove(models.Model):
    _inherit = "account.move"

    # FIELDS
    lease_entry_id = fields.Many2one(
        "ops.lease.entry",
        "Tenant entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    # CRUD
    @api.model
    def default_get(self, fields):
        """No default names an entry, neither a caller's nor one that was saved."""
        return super().default_get([n for n in fields if n != "lease_entry_id"])

    @api.model_create_multi
    def create(self, vals_list):
        """The bill of an entry is made by the entry alone (LE-16)."""
        for vals in vals_list:
            self._check_entry(vals)
        return super().create(vals_list)

    def write(self, vals):
        """The bill of an entry keeps its entry."""
        self._check_entry(vals)
        return super().write(vals)

    # BUSINESS
    def _lease_entry_fetch(self):
        """Read at once what is asked of each of these bills afterwards."""
        self.mapped("state")
        credits = self.line_ids.matched_credit_ids.credit_move_id
        credits.move_id.fetch(["move_type", "name"])

    def _lease_entry_credits(self):
        """Credit notes set off against this bill."""
        moves = self.line_ids.matched_credit_ids.credit_move_id.move_id
        return moves.filtered(lambda move: move.move_type == "out_refund")

    def _lease_entry_due(self):
        """What of this bill was not paid: a credit note is no payment (LE-16)."""
        self.ensure_one()
        return self.amount_residual + sum(
            partial.amount
            for partial in self.line_ids.matched_credit_ids
            if partial.credit_move_id.move_id.move_type == "out_refund"
        )

    def _check_entry(self, vals):
        # a client can forge any context but never superuser mode
        if "lease_entry_id" in vals and not self.env.su:
            asked = vals["lease_entry_id"] or False
            if asked if not self else any(m.lease_entry_id.id != asked for m in self):
                raise AccessError(
                    self.env._(
                        "The bill of a tenant's entry is made by the entry, which the "
                        "property company carries out."
                    )
                )
