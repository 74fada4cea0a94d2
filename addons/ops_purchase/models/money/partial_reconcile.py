from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A bill is paid as far as it is settled, by whatever way (PU-32)."""
        partials = super().create(vals_list)
        # what is settled is a fact, also for who may not read settlements
        bills = partials.credit_move_id.sudo().move_id
        bills._check_paid_as_settled()
        return partials
