from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AccountAccount(models.Model):
    _inherit = "account.account"

    # FIELDS
    lease_deposit = fields.Boolean(
        "Lease deposits",
        copy=False,
        help="Liability account of lease deposits: every journal item on it names "
        "its deposit, so that the deposits always add up to the account.",
    )

    # CONSTRAINT
    @api.constrains("lease_deposit", "account_type")
    def _check_lease_deposit_type(self):
        for account in self.filtered("lease_deposit"):
            if account.account_type not in (
                "liability_current",
                "liability_non_current",
            ):
                raise ValidationError(
                    self.env._(
                        "%(account)s: lease deposits are a liability.",
                        account=account.display_name,
                    )
                )

    # CRUD
    def write(self, vals):
        """LE-11: the mark stays as it is once something is posted on the account;
        otherwise items without a deposit would stand there."""
        if "lease_deposit" in vals:
            changed = self.filtered(
                lambda a: a.lease_deposit != bool(vals["lease_deposit"])
            )
            # entries of any company count, whoever looks
            used = (
                self.env["account.move.line"]
                .sudo()
                .search(
                    [
                        ("account_id", "in", changed.ids),
                        ("parent_state", "=", "posted"),
                    ],
                    limit=1,
                )
            )
            if used:
                raise UserError(
                    self.env._(
                        "%(account)s has entries: whether it holds lease deposits can "
                        "no longer be changed. Use another account.",
                        account=used.account_id.display_name,
                    )
                )
        return super().write(vals)
