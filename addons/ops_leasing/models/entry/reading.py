from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class LeaseReading(models.Model):
    _inherit = "ops.lease.reading"

    # FIELDS
    handover_id = fields.Many2one(
        "ops.lease.handover",
        "Handover record",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The reading of a handover is made by its record alone (LE-15)."""
        for vals in vals_list:
            self._check_handover(vals)
        if "default_handover_id" in self.env.context:
            self = self.with_context(default_handover_id=False)
        return super().create(vals_list)

    def write(self, vals):
        self._check_handover(vals)
        return super().write(vals)

    # BUSINESS
    def _check_handover(self, vals):
        # a client can forge any context but never superuser mode
        if vals.get("handover_id") and not self.env.su:
            raise AccessError(
                self.env._("A reading at handover comes from the handover record.")
            )

    def _check_not_settled(self):
        """What a tenant has signed for stays."""
        super()._check_not_settled()
        signed = self.filtered("handover_id")
        if signed and not self.env.su:
            raise UserError(
                self.env._(
                    "%(meter)s: the tenant has signed for this reading in %(record)s.",
                    meter=signed[0].meter_id.display_name,
                    record=signed[0].sudo().handover_id.display_name,
                )
            )
