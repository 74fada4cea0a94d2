from odoo import api, fields, models
from odoo.exceptions import UserError

LEDGER = (
    "account_id",
    "lease_deposit_id",
    "move_id",
    "debit",
    "credit",
    "balance",
    "amount_currency",
    "price_unit",
    "quantity",
    "discount",
    "partner_id",
    "company_id",
)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # FIELDS
    lease_deposit_id = fields.Many2one(
        "ops.lease.deposit",
        "Lease deposit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """No item of a deposit is slipped into a posted entry."""
        lines = super().create(vals_list)
        lines._check_deposit_posted()
        return lines

    def write(self, vals):
        """LE-11: posted items of a deposit stay as they are; none is made one by
        changing its account."""
        asked = {name for name in LEDGER if name in vals}
        if asked:
            moved = self.filtered(
                lambda line: (
                    line.parent_state == "posted"
                    and any(
                        self.env["account.move"]._field_will_change(line, vals, name)
                        for name in asked
                    )
                )
            )
            moved._check_deposit_posted()
            result = super().write(vals)
            moved._check_deposit_posted()
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_deposit(self):
        self._check_deposit_posted()

    # BUSINESS
    def _check_deposit_posted(self):
        """Raise UserError for posted items of a deposit."""
        # which accounts hold deposits is a fact, also for who may not read accounts
        held = self.sudo().filtered(
            lambda line: (
                line.parent_state == "posted"
                and (line.lease_deposit_id or line.account_id.lease_deposit)
            )
        )
        if held:
            raise UserError(
                self.env._(
                    "%(entry)s is posted: its items of lease deposits stay as they "
                    "are.",
                    entry=held[0].move_id.name,
                )
            )
