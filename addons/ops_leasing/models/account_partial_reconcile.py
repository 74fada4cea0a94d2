from odoo import api, models
from odoo.exceptions import AccessError

from .groups import FINANCE


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """LE-27: what settles a deposit's credit note is regional finance's."""
        partials = super().create(vals_list)
        partials._check_refund_settled()
        return partials

    @api.ondelete(at_uninstall=False)
    def _unlink_except_refund(self):
        self._check_refund_settled()
        self._check_receipt_kept()

    # BUSINESS
    def _check_receipt_kept(self):
        """What was received on a deposit is not taken off it once it is paid back."""
        if self.env.user.has_group(FINANCE):
            return
        # what a deposit has come to is a fact, also for who may not read it
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        for deposit in moves.line_ids.lease_deposit_id:
            if deposit.refunded or deposit.retained or deposit.transferred < 0:
                raise AccessError(
                    self.env._(
                        "%(deposit)s is refunded, retained or used: what was received "
                        "on it is changed by regional finance.",
                        deposit=deposit.display_name,
                    )
                )

    def _check_refund_settled(self):
        # whose credit note it is is a fact, also for who may not read it
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        refunds = moves.filtered(lambda m: m.lease_deposit_use == "refund")
        if refunds and not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._(
                    "%(move)s pays a deposit back: it is settled by regional finance.",
                    move=refunds[0].name,
                )
            )
