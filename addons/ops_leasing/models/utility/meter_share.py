from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..groups import LEASING_MANAGER, PROPERTY_MANAGER


class LeaseMeterShare(models.Model):
    """What part of a shared meter a shop bears (公摊, LE-F15)."""

    _name = "ops.lease.meter.share"
    _description = "Fixed share of a meter"
    _order = "meter_id, unit_id, id"
    _rec_name = "unit_id"

    # FIELDS
    meter_id = fields.Many2one(
        "ops.lease.meter", "Meter", required=True, index=True, ondelete="cascade"
    )
    property_id = fields.Many2one(
        related="meter_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    unit_id = fields.Many2one(
        "ops.lease.unit", "Shop", required=True, index=True, ondelete="restrict"
    )
    weight = fields.Float("Shares", required=True, digits=(12, 4))

    _unit_once = models.UniqueIndex(
        "(meter_id, unit_id)", "Each shop has one share of a meter."
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)", "Shares cannot be negative."
    )

    # CONSTRAINT
    @api.constrains("unit_id", "meter_id", "weight")
    def _check_share(self):
        for share in self:
            meter = share.meter_id
            if share.unit_id.property_id != meter.property_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not in the project of %(meter)s.",
                        unit=share.unit_id.display_name,
                        meter=meter.display_name,
                    )
                )
            whole = meter.share_whole
            if whole and sum(meter.share_ids.mapped("weight")) > whole + 1e-6:
                raise ValidationError(
                    self.env._(
                        "%(meter)s: the shares come to more than the whole, %(whole)s.",
                        meter=meter.display_name,
                        whole=whole,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Managers say who bears what."""
        self._check_manager()
        return super().create(vals_list)

    def write(self, vals):
        """Managers say who bears what."""
        self._check_manager()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_manager(self):
        self._check_manager()

    # BUSINESS
    def _check_manager(self):
        managers = (PROPERTY_MANAGER, LEASING_MANAGER)
        if not (self.env.su or any(map(self.env.user.has_group, managers))):
            raise AccessError(
                self.env._(
                    "Shares of a meter are changed by the property manager or the "
                    "commercial manager."
                )
            )
