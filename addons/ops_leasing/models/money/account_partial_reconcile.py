from odoo import api, models
from odoo.exceptions import UserError


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """C-37: no payment settles a supplier's bill before its fapiao is there, where
        the company wants it so; payments name their bills by being matched."""
        partials = super().create(vals_list)
        for partial in partials.filtered("company_id.fapiao_first"):
            bill = partial.credit_move_id.move_id
            paid = partial.debit_move_id.move_id
            if (
                bill.move_type == "in_invoice"
                and paid.move_type == "entry"
                and bill.fapiao_status != "issued"
            ):
                raise UserError(
                    self.env._(
                        "Bill %(bill)s: its fapiao is not in the register yet. Finance "
                        "enters it before the payment.",
                        bill=bill.display_name,
                    )
                )
        return partials
